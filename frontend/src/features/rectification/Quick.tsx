/** The lists of the ledger that are asked for every day, each with how many it holds. */
import { useQueries } from "@tanstack/react-query";
import { useMay } from "@/shared/api/me";
import { count } from "@/shared/lib/numbers";
import { paths } from "@/shared/lib/paths";
import { type Search, stringifySearch } from "@/shared/lib/search";
import { To } from "@/shared/ui/To";
import { countTasks } from "./api";
import { useWords } from "./words";

/** Issued and not struck off: what the ledger is there for. */
export const STANDING = ["issued", "objected", "rectifying", "returned", "submitted", "verifying"];

const MINUTE_MS = 60_000;

export function Quick({ search }: { search: Search }) {
  const t = useWords();
  const may = useMay();
  const lists: { label: string; query: Search }[] = [
    { label: t("quickStanding"), query: { state: STANDING } },
    { label: t("quickOverdue"), query: { state: STANDING, overdue: "true" } },
    { label: t("quickSubmitted"), query: { state: "submitted" } },
    { label: t("quickVerifying"), query: { state: "verifying" } },
    ...(may("task.create") ? [{ label: t("quickDraft"), query: { state: "draft" } }] : []),
  ];
  const counts = useQueries({
    queries: lists.map(({ query }) => ({
      queryKey: ["rectification_task", "count", query],
      queryFn: ({ signal }: { signal: AbortSignal }) => countTasks(query, signal),
      staleTime: MINUTE_MS,
    })),
  });
  const { sort, ...asked } = search;
  const here = stringifySearch(asked);
  return (
    <nav className="task-quick" aria-label={t("quick")}>
      {lists.map(({ label, query }, index) => {
        const address = stringifySearch(query);
        const total = counts[index]?.data;
        return (
          <To key={label} to={`${paths.tasks}${address}`} className={address === here ? "here" : undefined}>
            {label} {total !== undefined && <strong>{count(total)}</strong>}
          </To>
        );
      })}
      <To to={`${paths.tasks}?sort=-id`} className={here === "" && sort ? "here" : undefined}>
        {t("quickAll")}
      </To>
    </nav>
  );
}
