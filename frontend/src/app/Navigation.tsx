/** The list of places, with how much waits in each. */
import { useLocation } from "@tanstack/react-router";
import { Badge, Menu, type MenuProps } from "antd";
import { api, data } from "@/shared/api/client";
import { useMay } from "@/shared/api/me";
import { useRead } from "@/shared/api/queries";
import { paths } from "@/shared/lib/paths";
import { To } from "@/shared/ui/To";
import { GROUPS, HELP, PLACES, type Place, useNavigationWords } from "./places";

type Items = NonNullable<MenuProps["items"]>;

const HEADED_FROM = 4;

export function Navigation() {
  const t = useNavigationWords();
  const may = useMay();
  const { pathname } = useLocation();
  const counts = useRead(["worklist", "counts"], (signal) => data(api.GET("/api/v1/worklist/counts", { signal })), {
    enabled: may("worklist.use"),
    refetchInterval: 120_000,
  });
  // What is owed, as the worklist itself counts it; what others below owe is one click further.
  const owed = (counts.data?.items ?? []).filter((one) => one.section === "owed");
  const total = owed.reduce((sum, one) => sum + one.total, 0);
  const late = owed.reduce((sum, one) => sum + one.late, 0);
  const allowed = (place: Place) => !place.needs || may(...place.needs);
  const groups = GROUPS.map(({ word, places }) => ({ word, places: places.filter(allowed) })).filter(
    ({ places }) => places.length > 0,
  );
  // Where there is little, headings are more to read and less to find.
  const headed = groups.length >= HEADED_FROM;
  const here = [...PLACES, HELP]
    .filter(({ path, also = [] }) =>
      path === "/" ? pathname === "/" : [path, ...also].some((one) => pathname.startsWith(one)),
    )
    .sort((a, b) => b.path.length - a.path.length)[0];

  const item = (place: Place) => ({
    key: place.path,
    icon: place.icon,
    label: (
      <span className="row" style={{ flexWrap: "nowrap", justifyContent: "space-between" }}>
        <To to={place.path}>{t(place.word)}</To>
        {place.path === paths.worklist && total > 0 && (
          <Badge
            count={total}
            overflowCount={999}
            color={late > 0 ? "var(--fact-missing)" : "var(--fact-not-due)"}
            style={{ color: "var(--paper)", boxShadow: "none" }}
            title={t("late", { count: late })}
          />
        )}
      </span>
    ),
  });

  const items: Items = groups.flatMap(
    ({ word, places }): Items =>
      word && headed ? [{ type: "group", key: word, label: t(word), children: places.map(item) }] : places.map(item),
  );
  items.push({ type: "divider" }, item(HELP));

  return (
    <nav aria-label={t("menu")}>
      <Menu mode="inline" style={{ border: 0, paddingTop: 8 }} selectedKeys={here ? [here.path] : []} items={items} />
    </nav>
  );
}
