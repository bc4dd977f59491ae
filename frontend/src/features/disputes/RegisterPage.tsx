/** Register a dispute, or make one of the complaint that the address names. */
import { useMe } from "@/shared/api/me";
import { one, useAddress } from "@/shared/lib/search";
import { Faces } from "@/shared/ui/faces";
import { Page } from "@/shared/ui/Page";
import { useComplaintOf } from "./api";
import { RegisterForm } from "./RegisterForm";
import "./disputes.css";
import { useRegisterWords } from "./register-words";

export function RegisterPage() {
  const t = useRegisterWords();
  const me = useMe();
  const [search] = useAddress();
  const id = one(search.complaint);
  const complaint = useComplaintOf(id);
  return (
    <Page title={t("register")}>
      <Faces of={me}>
        {(found) =>
          id ? (
            <Faces of={complaint}>{(of) => <RegisterForm me={found} complaint={of} />}</Faces>
          ) : (
            <RegisterForm me={found} complaint={undefined} />
          )
        }
      </Faces>
    </Page>
  );
}
