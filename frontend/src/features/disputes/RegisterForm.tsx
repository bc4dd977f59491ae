/** The form of a new dispute; out of a complaint it begins with what that says. Nothing of a person stays on this machine. */
import { useNavigate } from "@tanstack/react-router";
import { Alert, App, Button } from "antd";
import { useRef, useState } from "react";
import type { Me } from "@/shared/api/me";
import { Entry, useEntry } from "@/shared/case/Entry";
import { FieldGrid } from "@/shared/case/FieldGrid";
import { FormProblem } from "@/shared/case/FormProblem";
import { pair, sentences, useLanguage } from "@/shared/i18n";
import { dropDraft } from "@/shared/lib/drafts";
import { paths } from "@/shared/lib/paths";
import { useStored } from "@/shared/lib/stored";
import { Panel } from "@/shared/ui/Page";
import { type Create, useLimits, useRegister } from "./api";
import { bodyOf, type Complaint, fromComplaint, type Section, sectionsOf, type Typed, WIDTH } from "./register-fields";
import { useRegisterWords } from "./register-words";
import { useWords } from "./words";

const SECTIONS: Section[] = ["matter", "people", "money", "death"];

export function RegisterForm({ me, complaint }: { me: Me; complaint: Complaint | undefined }) {
  const t = useRegisterWords();
  const w = useWords();
  useLanguage();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const inside = me.organisation.kind === "institution";
  const draft = complaint ? `dispute.register.${complaint.id}` : "dispute.register";
  const [insured, remember] = useStored<{ insured?: Create["insured"] }>("dispute.insured", {});
  const [initial] = useState<Partial<Typed>>(() => ({ ...insured, ...fromComplaint(complaint) }));
  const informs = useRef(false);

  const register = useRegister((dispute) => {
    dropDraft(draft);
    remember({ insured: dispute.insured });
    void message.success(t("toldNumber", { number: dispute.number }));
    const search = informs.current ? { act: "first" } : {};
    void navigate({ to: paths.dispute(dispute.id) as "/", search: search as never });
  });
  const known = complaint?.organisation_id ?? (inside ? me.organisation.id : undefined);
  const [chosen, setChosen] = useState<string>();
  const limits = useLimits(known ?? chosen);
  const sections = sectionsOf({ inside, complaint, limits });
  const entry = useEntry<Typed>({
    draft,
    initial,
    fieldsOf: () => SECTIONS.flatMap((section) => sections[section]),
    problem: register.error,
  });
  const { values } = entry;
  if (!known && values.organisation_id && values.organisation_id !== chosen) setChosen(values.organisation_id);

  const send = (typed: Typed) => {
    const about = complaint
      ? { complaint_id: complaint.id }
      : { organisation_id: inside ? me.organisation.id : typed.organisation_id };
    register.mutate({ ...bodyOf(typed), ...about });
  };
  return (
    <div className="dispute-register">
      <Entry of={entry} notKept={t("notKept")} onSend={send}>
        {complaint && (
          <Alert
            type="info"
            showIcon
            style={{ marginBottom: 16 }}
            title={sentences(
              t("ofComplaint", { number: complaint.number }),
              complaint.is_protected ? t("protectedNote") : "",
            )}
          />
        )}
        {SECTIONS.map((section) => (
          <Panel key={section} title={t(section)}>
            {section === "matter" && known && (
              <p className="quiet" style={{ marginTop: 0 }}>
                {pair(w("organisation"), complaint?.organisation_name ?? me.organisation.name)}
              </p>
            )}
            <FieldGrid fields={sections[section]} values={values} widths={WIDTH} />
          </Panel>
        ))}
        <FormProblem problem={register.error} />
        <div className="row" style={{ justifyContent: "flex-end", marginBottom: 16 }}>
          <Button
            htmlType="submit"
            loading={register.isPending}
            onClick={() => {
              informs.current = false;
            }}
          >
            {t("submit")}
          </Button>
          <Button
            type="primary"
            htmlType="submit"
            loading={register.isPending}
            onClick={() => {
              informs.current = true;
            }}
          >
            {t("submitInform")}
          </Button>
        </div>
      </Entry>
      <Told />
    </div>
  );
}

/** What the patient's side has to be told as soon as it is registered. */
function Told() {
  const t = useRegisterWords();
  return (
    <aside aria-label={t("aside")}>
      <Panel title={t("aside")}>
        <ol>
          {(["told1", "told2", "told3", "told4"] as const).map((item) => (
            <li key={item}>{t(item)}</li>
          ))}
        </ol>
        <p className="quiet" style={{ margin: 0, fontSize: 12 }}>
          {t("toldBasis")}
        </p>
      </Panel>
    </aside>
  );
}
