/** Register a complaint while somebody tells it: few fields, one hand on the keyboard, and what may be the same beside. */
import { useMe } from "@/shared/api/me";
import { Faces } from "@/shared/ui/faces";
import { Page } from "@/shared/ui/Page";
import { RegisterForm } from "./RegisterForm";
import "./complaints.css";
import { useWords } from "./words";

export function RegisterPage() {
  const t = useWords();
  const me = useMe();
  return (
    <Page title={t("register")}>
      <Faces of={me}>{(found) => <RegisterForm me={found} />}</Faces>
    </Page>
  );
}
