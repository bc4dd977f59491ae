/** Who was told already: whom, when, by which way, entered by whom. */
import { list, pair } from "@/shared/i18n";
import { named } from "@/shared/i18n/enums";
import { instant } from "@/shared/lib/time";
import type { Report } from "./api";
import "./clues.css";
import { RECIPIENT } from "./enums";
import { useWords } from "./words";

export function Tellings({ of }: { of: Report["tellings"] }) {
  const t = useWords();
  if (of.length === 0) return null;
  return (
    <ul className="clue-tellings">
      {of.map((one) => (
        <li key={one.recipient}>
          <strong>{pair(named(RECIPIENT, one.recipient), one.told_who)}</strong>
          <div className="quiet">
            {list([instant(one.told_at), ...(one.how ? [one.how] : []), t("enteredBy", { name: one.by })])}
          </div>
        </li>
      ))}
    </ul>
  );
}
