/** How many institutions each part has under the present filters; a press narrows the list to it. */
import { useQueries } from "@tanstack/react-query";
import { Button } from "antd";
import { useRegions } from "@/shared/api/regions";
import { HOSPITAL_LEVEL, named } from "@/shared/i18n/enums";
import { count } from "@/shared/lib/numbers";
import { type Region, shown } from "@/shared/lib/regions";
import { one, type Search, useAddress } from "@/shared/lib/search";
import { Panel } from "@/shared/ui/Page";
import { countOf } from "./api";
import { useWords } from "./words";

/** The filters that a count keeps; what the counts go by is not among them. */
const KEPT = ["q", "type", "field", "level", "grade", "ownership", "status", "under", "uscc", "beds_from", "region"];
const LEVELS = ["third", "second", "first", "unrated"] as const;
const MINUTE_MS = 60_000;

interface Division {
  by: "region" | "level";
  parts: { value: string; name: string; title?: string }[];
}

/** By region where there are several; somebody with one region alone divides it by level, the next thing one asks. */
function divided(regions: Region[], chosen: string | undefined): Division {
  const listed = shown(regions, chosen);
  if (listed.length > 1)
    return {
      by: "region",
      parts: listed.map(({ code, name, authority }) => ({ value: code, name, title: `${authority} ${code}` })),
    };
  return { by: "level", parts: LEVELS.map((level) => ({ value: level, name: named(HOSPITAL_LEVEL, level) })) };
}

export function Regions() {
  const t = useWords();
  const [address, change] = useAddress();
  const regions = useRegions();
  const { by, parts } = divided(regions.data ?? [], one(address.region));
  const chosen = one(address[by]);
  const kept = KEPT.filter((name) => name !== by);
  const search = Object.fromEntries(kept.flatMap((name) => (address[name] ? [[name, address[name]]] : []))) as Search;
  const counts = useQueries({
    queries: parts.map(({ value }) => ({
      queryKey: ["institution", "count", by, value, search],
      queryFn: ({ signal }: { signal: AbortSignal }) => countOf({ ...search, [by]: value }, signal),
      staleTime: MINUTE_MS,
      enabled: regions.data !== undefined,
    })),
  });
  if (!regions.data) return null;
  return (
    <Panel title={t(by === "region" ? "regions" : "levels")}>
      <ul className="row institution-parts">
        <li>
          <Button
            aria-pressed={!chosen}
            type={chosen ? "default" : "primary"}
            ghost={!chosen}
            onClick={() => change({ [by]: undefined })}
          >
            {t(by === "region" ? "allRegions" : "allLevels")}
          </Button>
        </li>
        {parts.map(({ value, name, title }, index) => (
          <li key={value}>
            <Button
              aria-pressed={chosen === value}
              type={chosen === value ? "primary" : "default"}
              ghost={chosen === value}
              title={title}
              onClick={() => change({ [by]: chosen === value ? undefined : value })}
            >
              <span>
                {name} <strong>{counts[index]?.data === undefined ? "…" : count(counts[index].data)}</strong>
              </span>
            </Button>
          </li>
        ))}
      </ul>
      <p className="quiet" style={{ margin: "8px 0 0" }}>
        {t(by === "region" ? "regionsHelp" : "levelsHelp")}
      </p>
    </Panel>
  );
}
