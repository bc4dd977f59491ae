/** The form of a new complaint: what is needed first, the rest folded, and nothing of a person left on this machine. */
import { DownOutlined, UpOutlined } from "@ant-design/icons";
import { useNavigate } from "@tanstack/react-router";
import { App, Button } from "antd";
import { useEffect, useId, useState } from "react";
import type { Me } from "@/shared/api/me";
import { Entry, useEntry } from "@/shared/case/Entry";
import { FieldGrid } from "@/shared/case/FieldGrid";
import { FormProblem } from "@/shared/case/FormProblem";
import type { Field } from "@/shared/case/fields";
import { pair, useLanguage } from "@/shared/i18n";
import { dropDraft } from "@/shared/lib/drafts";
import { paths } from "@/shared/lib/paths";
import { useStored } from "@/shared/lib/stored";
import { Panel } from "@/shared/ui/Page";
import { useRegister } from "./api";
import { type Create, moreFields, neededFields, WIDTH } from "./register-fields";
import { Similar, useSimilarCount } from "./Similar";
import { useWords } from "./words";

const DRAFT = "complaint.register";

type Receiver = Pick<Create, "first_receiver" | "first_department">;

export function RegisterForm({ me }: { me: Me }) {
  const t = useWords();
  useLanguage();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const inside = me.organisation.kind === "institution";
  const [receiver, remember] = useStored<Partial<Receiver>>("complaint.receiver", {});
  const [initial] = useState<Partial<Create>>(() => ({ is_real_name: true, ...receiver }));
  const more = moreFields(inside);
  const isMore = (name: string) => more.some((field) => field.name === name);

  const register = useRegister((complaint) => {
    dropDraft(DRAFT);
    remember({ first_receiver: complaint.first_receiver, first_department: complaint.first_department });
    void message.success(t("toldNumber", { number: complaint.number }));
    void navigate({ to: paths.complaint(complaint.id) as "/" });
  });
  const problem = register.error;
  const entry = useEntry<Create>({
    draft: DRAFT,
    initial,
    fieldsOf: (values) => [...neededFields(inside, values), ...more],
    problem,
    onWrong: (names) => names.some(isMore) && setUnfolded(true),
  });
  const { form, values, fields, kept } = entry;
  const [unfolded, setUnfolded] = useState(() => more.some(({ name }) => kept?.[name] !== undefined));
  const first = fields[0]?.name;

  useEffect(() => {
    if (first) form.focusField(first);
  }, [form, first]);

  const about = inside ? me.organisation.id : values.organisation_id;
  const question = { about, facts: values.facts ?? "", phone: values.complainant_phone ?? "" };

  return (
    <div className="complaint-register">
      <Entry
        of={entry}
        notKept={t("notKept")}
        onSend={(body) => register.mutate(inside ? { ...body, organisation_id: me.organisation.id } : body)}
      >
        <Panel>
          {inside && <p className="quiet complaint-about">{pair(t("organisation"), me.organisation.name)}</p>}
          <FieldGrid fields={fields.filter(({ name }) => !isMore(name))} values={values} widths={WIDTH} />
          <More fields={more} values={values} open={unfolded} toggle={() => setUnfolded(!unfolded)} />
          <FormProblem problem={problem} />
          <FoundBelow {...question} />
          <div className="row" style={{ justifyContent: "flex-end" }}>
            <span className="quiet complaint-keys">{t("submitKeys")}</span>
            <Button type="primary" htmlType="submit" loading={register.isPending}>
              {t("submit")}
            </Button>
          </div>
        </Panel>
      </Entry>
      <Similar {...question} />
    </div>
  );
}

interface MoreProps {
  fields: Field<Create>[];
  values: Partial<Create>;
  open: boolean;
  toggle: () => void;
}

/** Folded, the fields are still there: what is in them is sent. */
function More({ open, toggle, ...rest }: MoreProps) {
  const t = useWords();
  const id = useId();
  return (
    <>
      <Button
        type="link"
        icon={open ? <UpOutlined /> : <DownOutlined />}
        aria-expanded={open}
        aria-controls={id}
        onClick={toggle}
        style={{ padding: 0, marginBottom: 12, whiteSpace: "normal", height: "auto", textAlign: "start" }}
      >
        {t(open ? "less" : "more")}
      </Button>
      <div id={id} hidden={!open}>
        <FieldGrid {...rest} widths={WIDTH} />
      </div>
    </>
  );
}

/** On a phone the list stands below the button: here it says that there is something to look at. */
function FoundBelow(question: { about: string | undefined; facts: string; phone: string }) {
  const t = useWords();
  const count = useSimilarCount(question);
  if (count === 0) return null;
  return (
    <p className="complaint-below">
      <a href="#similar">{t("similarCount", { count })}</a>
    </p>
  );
}
