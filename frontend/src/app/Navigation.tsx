/** The list of places, with how much waits in each. */
import { useLocation } from "@tanstack/react-router";
import { Badge, Menu } from "antd";
import { api, data } from "@/shared/api/client";
import { useMay } from "@/shared/api/me";
import { useRead } from "@/shared/api/queries";
import { paths } from "@/shared/lib/paths";
import { To } from "@/shared/ui/To";
import { ADMINISTRATION, HELP, PLACES, type Place, useNavigationWords } from "./places";

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
  const administration = ADMINISTRATION.filter(allowed);
  const all = [...PLACES, ...administration, HELP];
  const here = all
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

  return (
    <nav aria-label={t("menu")}>
      <Menu
        mode="inline"
        style={{ border: 0, paddingTop: 8 }}
        selectedKeys={here ? [here.path] : []}
        items={[
          ...PLACES.filter(allowed).map(item),
          ...(administration.length > 0 ? [{ type: "divider" as const }, ...administration.map(item)] : []),
          { type: "divider" },
          item(HELP),
        ]}
      />
    </nav>
  );
}
