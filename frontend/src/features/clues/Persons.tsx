/** Whom the clue is about and who reported it: masked, shown whole for a stated reason and for a while. */
import { useMay } from "@/shared/api/me";
import { Protected } from "@/shared/case/Protected";
import { type Clue, revealPersons } from "./api";
import { maskedOf, PERSON, PERSON_FIELDS } from "./persons";
import { useWords } from "./words";

export function Persons({ clue }: { clue: Clue }) {
  const t = useWords();
  const may = useMay();
  return (
    <Protected
      title={t("persons")}
      note={clue.is_protected ? t("protectedHere") : null}
      fields={PERSON_FIELDS.map((name) => ({ name, label: PERSON[name].label(), masked: maskedOf(clue, name) }))}
      refused={may("clue.reveal") ? null : t("mayNot")}
      empty={t("nothingKnown")}
      reveal={(reason, key) => revealPersons(clue, reason, key)}
    />
  );
}
