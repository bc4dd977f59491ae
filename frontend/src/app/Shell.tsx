/** The frame of every page: navigation by role with live counts, search, notifications, who I am. */
import { BellOutlined, MenuOutlined, MoonOutlined, SunOutlined, UserOutlined } from "@ant-design/icons";
import { Outlet, useLocation, useNavigate } from "@tanstack/react-router";
import { Badge, Button, Drawer, Dropdown, Grid, Layout } from "antd";
import { useEffect, useState } from "react";
import { actFor, actingFor } from "@/shared/api/acting";
import { api, data } from "@/shared/api/client";
import { useLiveEvents } from "@/shared/api/events";
import { type Me, useMay, useMe } from "@/shared/api/me";
import { queryClient, useRead } from "@/shared/api/queries";
import { signOut } from "@/shared/api/session";
import { useUploadQueue } from "@/shared/evidence/queue";
import { list, useLanguage } from "@/shared/i18n";
import { useCommon } from "@/shared/i18n/common";
import { paths } from "@/shared/lib/paths";
import { Faces } from "@/shared/ui/faces";
import { Toned } from "@/shared/ui/marks";
import { setMode, useMode } from "@/shared/ui/mode";
import { SwitchLanguage } from "@/shared/ui/SwitchLanguage";
import { To } from "@/shared/ui/To";
import { GlobalSearch } from "./GlobalSearch";
import { Navigation } from "./Navigation";
import { PLACES, useNavigationWords } from "./places";
import { UploadsLeft } from "./UploadsLeft";

export function Shell() {
  useLiveEvents();
  useUploadQueue();
  const me = useMe();
  return <Faces of={me}>{(found) => <Frame me={found} />}</Faces>;
}

function Frame({ me }: { me: Me }) {
  const t = useNavigationWords();
  const c = useCommon();
  const wide = Grid.useBreakpoint().lg ?? true;
  const may = useMay();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const [open, setOpen] = useState(false);

  /** Who has no worklist begins at the first place open to him. */
  const elsewhere = pathname === paths.worklist && !may("worklist.use");
  const first = PLACES.find((place) => may(...(place.needs ?? [])));

  // biome-ignore lint/correctness/useExhaustiveDependencies: going somewhere closes the menu
  useEffect(() => setOpen(false), [pathname]);
  useEffect(() => {
    if (me.limited_to && pathname !== paths.account) void navigate({ to: paths.account as "/" });
    else if (elsewhere && first) void navigate({ to: first.path as "/", replace: true });
  }, [me.limited_to, pathname, elsewhere, first, navigate]);

  return (
    <Layout style={{ minHeight: "100dvh" }}>
      <a className="skip" href="#content">
        {t("skip")}
      </a>
      <Layout.Header
        style={{
          position: "sticky",
          top: 0,
          zIndex: 20,
          height: 56,
          lineHeight: "normal",
          display: "flex",
          alignItems: "center",
          gap: 8,
          borderBottom: "1px solid var(--line)",
        }}
      >
        {!wide && <Button type="text" icon={<MenuOutlined />} aria-label={t("menu")} onClick={() => setOpen(true)} />}
        <To to={paths.worklist} style={{ fontSize: 18, fontWeight: 600, letterSpacing: 2, whiteSpace: "nowrap" }}>
          {c("product")}
        </To>
        {me.settings.demo && wide && <Toned tone="late">{t("demo")}</Toned>}
        {may("search.use") && <GlobalSearch />}
        <div className="row" style={{ marginInlineStart: "auto", flexWrap: "nowrap", gap: 0 }}>
          <UploadsLeft wide={wide} />
          <Bell />
          {wide && <SwitchLanguage />}
          <Person me={me} wide={wide} />
        </div>
      </Layout.Header>
      <Layout>
        {wide ? (
          <Layout.Sider
            width={208}
            className="no-print"
            style={{
              position: "sticky",
              top: 56,
              height: "calc(100dvh - 56px)",
              overflow: "auto",
              borderRight: "1px solid var(--line)",
            }}
          >
            <Navigation />
          </Layout.Sider>
        ) : (
          <Drawer
            open={open}
            onClose={() => setOpen(false)}
            placement="left"
            size={260}
            title={me.organisation.name}
            extra={<SwitchLanguage />}
            styles={{ body: { padding: 8 } }}
          >
            <Navigation />
          </Drawer>
        )}
        <Layout.Content
          id="content"
          role="main"
          tabIndex={-1}
          style={{ padding: wide ? 24 : 12, minWidth: 0, outline: "none" }}
        >
          <Outlet />
        </Layout.Content>
      </Layout>
    </Layout>
  );
}

function Bell() {
  const t = useNavigationWords();
  const navigate = useNavigate();
  const unread = useRead(["notification", "unread"], (signal) =>
    data(api.GET("/api/v1/notifications/unread-count", { signal })),
  );
  const count = unread.data?.unread ?? 0;
  return (
    <Button
      type="text"
      icon={<BellOutlined />}
      aria-label={`${t("notifications")} ${count}`}
      style={{ paddingInline: 8, gap: 4 }}
      onClick={() => void navigate({ to: paths.notifications as "/" })}
    >
      {/* Beside the bell, not on it: a number that covers half the icon is neither. */}
      {count > 0 && <Badge count={count} size="small" overflowCount={99} />}
    </Button>
  );
}

function Person({ me, wide }: { me: Me; wide: boolean }) {
  const t = useNavigationWords();
  const language = useLanguage();
  const mode = useMode();
  const navigate = useNavigate();
  const choose = (organisationId: string) => {
    actFor(organisationId);
    void queryClient.resetQueries();
  };
  const roles = list(me.roles.map((role) => (language === "en" ? role.en : role.zh)));
  return (
    <Dropdown
      trigger={["click"]}
      menu={{
        items: [
          { key: "who", type: "group", label: `${me.organisation.name} · ${roles}` },
          ...(me.acting_choices.length > 1
            ? me.acting_choices.map((choice) => ({
                key: `act:${choice.organisation_id}`,
                label: t("actingFor", { name: choice.name }),
                disabled: (actingFor() ?? me.organisation.id) === choice.organisation_id,
              }))
            : []),
          { key: "account", label: t("account"), icon: <UserOutlined /> },
          {
            key: "mode",
            label: mode === "dark" ? t("light") : t("dark"),
            icon: mode === "dark" ? <SunOutlined /> : <MoonOutlined />,
          },
          { type: "divider" },
          { key: "out", label: t("signOut") },
        ],
        onClick: ({ key }) => {
          if (key.startsWith("act:")) choose(key.slice(4));
          else if (key === "account") void navigate({ to: paths.account as "/" });
          else if (key === "mode") setMode(mode === "dark" ? "light" : "dark");
          else if (key === "out") void signOut();
        },
      }}
    >
      <Button type="text" icon={<UserOutlined />} aria-label={`${t("account")} ${me.name}`}>
        {wide && me.name}
      </Button>
    </Dropdown>
  );
}
