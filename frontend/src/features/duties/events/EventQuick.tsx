/** The events that are asked for every day, one press each. */
import { useMay, useMe } from "@/shared/api/me";
import { paths } from "@/shared/lib/paths";
import { type Search, stringifySearch } from "@/shared/lib/search";
import { To } from "@/shared/ui/To";
import { useEventWords } from "./words";

/** A report came, and it was not sent back. */
const SENT = ["reported", "continued", "concluded"];

export function EventQuick({ search }: { search: Search }) {
  const t = useEventWords();
  const may = useMay();
  const own = useMe().data?.organisation?.id;
  const lists: { label: string; query: Search }[] = [
    { label: t("quickAll"), query: {} },
    { label: t("registered"), query: { state: "registered" } },
    { label: t("returned"), query: { state: "returned" } },
    { label: t("late"), query: { late: "true" } },
    ...(may("duty.review") && own
      ? [{ label: t("quickToSign"), query: { state: SENT, received: "false", receiver_id: own } }]
      : [{ label: t("toSign"), query: { state: SENT, received: "false" } }]),
  ];
  const { sort: _, ...asked } = search;
  const here = stringifySearch(asked);
  return (
    <nav className="duty-quick" aria-label={t("quick")}>
      {lists.map(({ label, query }) => {
        const address = stringifySearch(query);
        return (
          <To key={label} to={`${paths.events}${address}`} className={address === here ? "here" : undefined}>
            {label}
          </To>
        );
      })}
    </nav>
  );
}
