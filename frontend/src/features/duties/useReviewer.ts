/** The name of an authority as far as one may know it: an institution does not see the offices above it. */
import { useMay, useMe } from "@/shared/api/me";
import { useOrganisationName } from "./api";
import { useWords } from "./words";

export function useReviewer(id: string): string {
  const t = useWords();
  const may = useMay();
  const own = useMe().data?.organisation;
  const mine = own?.id === id;
  const found = useOrganisationName(id, !mine && may("duty.review"));
  return mine ? own.name : (found.data?.name ?? t("superior"));
}
