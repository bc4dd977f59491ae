/** The lists of a ledger that are asked for every day, as chips, each with how many it holds. */
import { useQueries } from "@tanstack/react-query";
import { words } from "@/shared/i18n";
import { count } from "@/shared/lib/numbers";
import { type Search, stringifySearch } from "@/shared/lib/search";
import { To } from "@/shared/ui/To";
import type { Load } from "./table";
import "./quick.css";

const { use: useWords } = words("quick", { quick: "常看的", all: "全部" }, { quick: "Often used", all: "All" });

const MINUTE_MS = 60_000;

interface QuickProps {
  /** The journal's word for what is listed: live events make the counts stale. */
  resource: string;
  path: string;
  lists: { label: string; query: Search }[];
  /** What the address asks for now. */
  search: Search;
  load: Load<unknown>;
}

export function Quick({ resource, path, lists, search, load }: QuickProps) {
  const t = useWords();
  const counts = useQueries({
    queries: lists.map(({ query }) => ({
      queryKey: [resource, "count", query],
      // The page itself is not read.
      queryFn: async ({ signal }: { signal: AbortSignal }) =>
        (await load({ ...query, limit: 1, count: "exact" } as Parameters<typeof load>[0], signal)).total ?? 0,
      staleTime: MINUTE_MS,
    })),
  });
  const { sort, ...asked } = search;
  const here = stringifySearch(asked);
  return (
    <nav className="quick" aria-label={t("quick")}>
      <To to={path} className={here === "" ? "here" : undefined}>
        {t("all")}
      </To>
      {lists.map(({ label, query }, index) => {
        const address = stringifySearch(query);
        const total = counts[index]?.data;
        return (
          <To key={label} to={`${path}${address}`} className={address === here ? "here" : undefined}>
            {label} {total !== undefined && <strong>{count(total)}</strong>}
          </To>
        );
      })}
    </nav>
  );
}
