/** Report a clue: for whoever found it, mostly on a phone. */
import { useMe } from "@/shared/api/me";
import { Faces } from "@/shared/ui/faces";
import { Page } from "@/shared/ui/Page";
import { ReportForm } from "./ReportForm";
import "./reports.css";
import { useReportWords } from "./words";

export function NewReportPage() {
  const t = useReportWords();
  const me = useMe();
  return (
    <Page title={t("report")}>
      <Faces of={me}>{() => <ReportForm />}</Faces>
    </Page>
  );
}
