/** The lists of the ledger that are asked for every day. */
import { useMay, useMe } from "@/shared/api/me";
import { Quick } from "@/shared/case/Quick";
import { paths } from "@/shared/lib/paths";
import type { Search } from "@/shared/lib/search";
import { loadComplaints, OPEN } from "./api";
import { useWords } from "./words";

/** Somebody still waits for an answer; who complained together with others waits too. */
const WAITING: Search = { state: [...OPEN, "merged"], fed_back: "false" };

export function QuickComplaints({ search }: { search: Search }) {
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
  return <Quick resource="complaint" path={paths.complaints} lists={lists} search={search} load={loadComplaints} />;
}
