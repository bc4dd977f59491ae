/** Who is signed in, from where, and the way to end it. */
import { Page } from "@/shared/ui/Page";
import { Separation } from "./Separation";
import { SessionTable } from "./SessionTable";
import { useWords } from "./words";

export function SessionsPage() {
  const t = useWords();
  return (
    <Page title={t("sessions")}>
      <Separation />
      <SessionTable filters={[{ name: "ended", label: t("ended"), kind: "yes_no" }]} />
    </Page>
  );
}
