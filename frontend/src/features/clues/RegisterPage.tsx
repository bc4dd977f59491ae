/** Register a clue that the authority found or was told of itself. */
import { useNavigate } from "@tanstack/react-router";
import { App, Button } from "antd";
import { useState } from "react";
import { Entry, useEntry } from "@/shared/case/Entry";
import { FieldGrid } from "@/shared/case/FieldGrid";
import { FormProblem } from "@/shared/case/FormProblem";
import { useLanguage } from "@/shared/i18n";
import { dropDraft } from "@/shared/lib/drafts";
import { paths } from "@/shared/lib/paths";
import { Page, Panel } from "@/shared/ui/Page";
import { To } from "@/shared/ui/To";
import { useRegister } from "./api";
import { type Create, matterFields, personFields, WIDTH } from "./register-fields";
import "./clues.css";
import { useWords } from "./words";

const DRAFT = "clue.register";

export function RegisterPage() {
  const t = useWords();
  return (
    <Page title={t("register")} actions={<To to={paths.clueSecretNew}>{t("secretElsewhere")}</To>}>
      <RegisterForm />
    </Page>
  );
}

function RegisterForm() {
  const t = useWords();
  useLanguage();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const [initial] = useState<Partial<Create>>({ is_real_name: false });
  const register = useRegister((clue) => {
    dropDraft(DRAFT);
    void message.success(t("toldNumber", { number: clue.number }));
    void navigate({ to: paths.clue(clue.id) as "/" });
  });
  const entry = useEntry<Create>({
    draft: DRAFT,
    initial,
    fieldsOf: () => [...matterFields(), ...personFields()],
    problem: register.error,
  });
  return (
    <div className="clue-register">
      <Entry of={entry} notKept={t("notKept")} onSend={(body) => register.mutate(body)}>
        <Panel>
          <FieldGrid fields={matterFields()} values={entry.values} widths={WIDTH} />
        </Panel>
        <Panel title={t("persons")}>
          <FieldGrid fields={personFields()} values={entry.values} widths={WIDTH} />
          <FormProblem problem={register.error} />
          <div className="row" style={{ justifyContent: "flex-end" }}>
            <Button type="primary" htmlType="submit" loading={register.isPending}>
              {t("register")}
            </Button>
          </div>
        </Panel>
      </Entry>
    </div>
  );
}
