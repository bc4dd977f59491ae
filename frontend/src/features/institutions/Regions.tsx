/** How many institutions each region has under the present filters; a press narrows the list to it. */
import { useQueries } from "@tanstack/react-query";
import { Button } from "antd";
import { count } from "@/shared/lib/numbers";
import { one, type Search, useAddress } from "@/shared/lib/search";
import { Panel } from "@/shared/ui/Page";
import { countIn, useRegions } from "./api";
import { shown } from "./regions";
import { useWords } from "./words";

/** The filters that a count keeps; the region itself is what the counts go by. */
const KEPT = ["q", "type", "field", "level", "grade", "ownership", "status", "under", "uscc", "beds_from"];

export function Regions() {
  const t = useWords();
  const [address, change] = useAddress();
  const regions = useRegions();
  const chosen = one(address.region);
  const search = Object.fromEntries(KEPT.flatMap((name) => (address[name] ? [[name, address[name]]] : []))) as Search;
  const listed = shown(regions.data ?? [], chosen);
  const counts = useQueries({
    queries: listed.map(({ code }) => ({
      queryKey: ["institution", "count", code, search],
      queryFn: ({ signal }: { signal: AbortSignal }) => countIn(search, code, signal),
      staleTime: 60_000,
    })),
  });
  // One region alone divides nothing.
  if (listed.length < 2) return null;
  return (
    <Panel title={t("regions")}>
      <ul className="row" style={{ listStyle: "none", margin: 0, padding: 0 }}>
        <li>
          <Button
            aria-pressed={!chosen}
            type={chosen ? "default" : "primary"}
            ghost={!chosen}
            onClick={() => change({ region: undefined })}
          >
            {t("allRegions")}
          </Button>
        </li>
        {listed.map((region, index) => (
          <li key={region.code}>
            <Button
              aria-pressed={chosen === region.code}
              type={chosen === region.code ? "primary" : "default"}
              ghost={chosen === region.code}
              title={`${region.authority} ${region.code}`}
              onClick={() => change({ region: chosen === region.code ? undefined : region.code })}
            >
              <span>
                {region.name} <strong>{counts[index]?.data === undefined ? "…" : count(counts[index].data)}</strong>
              </span>
            </Button>
          </li>
        ))}
      </ul>
      <p className="quiet" style={{ margin: "8px 0 0" }}>
        {t("regionsHelp")}
      </p>
    </Panel>
  );
}
