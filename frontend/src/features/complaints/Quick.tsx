/** The lists of the ledger that are asked for every day, each with how many it holds. */
import { useQueries } from "@tanstack/react-query";
import { useMay, useMe } from "@/shared/api/me";
import { count } from "@/shared/lib/numbers";
import { paths } from "@/shared/lib/paths";
import { type Search, stringifySearch } from "@/shared/lib/search";
import { To } from "@/shared/ui/To";
import { countComplaints, OPEN } from "./api";
import { useWords } from "./words";

/** Somebody still waits for an answer; who complained together with others waits too. */
const WAITING: Search = { state: [...OPEN, "merged"], fed_back: "false" };

const MINUTE_MS = 60_000;

export function Quick({ search }: { search: Search }) {
  const t = useWords();
  const us = useMe().data?.organisation.id;
  const may = useMay();
  const lists: { label: string; query: Search }[] = [
    ...(us && may("complaint.handle")
      ? [
          { label: t("quickOurs"), query: { state: [...OPEN, "answered"], handler_id: us } },
          { label: t("quickUnread"), query: { handler_id: us, unread: "true" } },
          { label: t("quickHanded"), query: { handed_to: us } },
        ]
      : []),
    { label: t("quickOverdue"), query: { ...WAITING, overdue: "true" } },
    { label: t("quickWaiting"), query: WAITING },
  ];
  const counts = useQueries({
    queries: lists.map(({ query }) => ({
      queryKey: ["complaint", "count", query],
      queryFn: ({ signal }: { signal: AbortSignal }) => countComplaints(query, signal),
      staleTime: MINUTE_MS,
    })),
  });
  const { sort, ...asked } = search;
  const here = stringifySearch(asked);
  return (
    <nav className="complaint-quick" aria-label={t("quick")}>
      <To to={paths.complaints} className={here === "" ? "here" : undefined}>
        {t("quickAll")}
      </To>
      {lists.map(({ label, query }, index) => {
        const address = stringifySearch(query);
        const total = counts[index]?.data;
        return (
          <To key={label} to={`${paths.complaints}${address}`} className={address === here ? "here" : undefined}>
            {label} {total !== undefined && <strong>{count(total)}</strong>}
          </To>
        );
      })}
    </nav>
  );
}
