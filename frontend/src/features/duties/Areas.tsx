/** Two lists of one area: what is owed by a day, and what is told whenever it happens. */
import { paths } from "@/shared/lib/paths";
import { To } from "@/shared/ui/To";
import { useWords } from "./words";

/** The link of the page one is on says so by itself. */
export function Areas() {
  const t = useWords();
  return (
    <nav className="duty-areas" aria-label={t("areas")}>
      <To to={paths.duties}>{t("areaDuties")}</To>
      <To to={paths.events}>{t("areaEvents")}</To>
    </nav>
  );
}
