/** What can be searched for, and what to do when nothing was found. */
import { useMay } from "@/shared/api/me";
import { paths } from "@/shared/lib/paths";
import { Nothing } from "@/shared/ui/faces";
import { Panel } from "@/shared/ui/Page";
import { To } from "@/shared/ui/To";
import { useWords } from "./words";

export function Hints() {
  const t = useWords();
  return (
    <ul style={{ margin: 0, paddingInlineStart: 20, textAlign: "start" }}>
      <li>{t("hintNumber")}</li>
      <li>{t("hintInstitution")}</li>
      <li>{t("hintWords")}</li>
    </ul>
  );
}

export function NothingFound({ q, ofType }: { q: string; ofType: boolean }) {
  const t = useWords();
  const may = useMay();
  return (
    <Panel>
      <Nothing
        // Duties are too many for the index; their own list narrows down to them.
        action={may("duty.read") && <To to={paths.duties}>{t("inDuties")}</To>}
      >
        <strong>{t(ofType ? "nothingOfType" : "nothing", { q })}</strong> {t("hintFewer")}
      </Nothing>
      <Hints />
    </Panel>
  );
}
