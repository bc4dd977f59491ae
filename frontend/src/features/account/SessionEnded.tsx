/** Over the page whose session ended: sign in again and go on; nothing typed is lost. */
import { Button, Modal } from "antd";
import { type SessionState, signOut } from "@/shared/api/session";
import { SignInForm } from "./SignInForm";
import { useWords } from "./words";

export function SessionEnded({ session }: { session: Extract<SessionState, { kind: "ended" }> }) {
  const t = useWords();
  return (
    <Modal open title={t("ended")} footer={null} closable={false} keyboard={false} mask={{ closable: false }}>
      <p>{t("endedText", { why: session.why })}</p>
      <SignInForm username={session.username} />
      <Button type="link" block onClick={() => void signOut()}>
        {t("otherPerson")}
      </Button>
    </Modal>
  );
}
