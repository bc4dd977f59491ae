/** The lists that are asked for every day, one press each. */
import { useMay, useMe } from "@/shared/api/me";
import { paths } from "@/shared/lib/paths";
import { type Search, stringifySearch } from "@/shared/lib/search";
import { To } from "@/shared/ui/To";
import { useWords } from "./words";

export function Quick({ search }: { search: Search }) {
  const t = useWords();
  const may = useMay();
  const me = useMe();
  const own = me.data?.organisation?.id;
  const lists: { label: string; query: Search }[] = [
    { label: t("all"), query: {} },
    { label: t("toReport"), query: { fact: "due" } },
    { label: t("missing"), query: { fact: "missing" } },
    { label: t("returned"), query: { state: "returned" } },
    ...(may("duty.review") && own ? [{ label: t("toReview"), query: { state: "submitted", reviewer_id: own } }] : []),
  ];
  const { sort: _, ...asked } = search;
  const here = stringifySearch(asked);
  return (
    <nav className="duty-quick" aria-label={t("quick")}>
      {lists.map(({ label, query }) => {
        const address = stringifySearch(query);
        return (
          <To key={label} to={`${paths.duties}${address}`} className={address === here ? "here" : undefined}>
            {label}
          </To>
        );
      })}
    </nav>
  );
}
