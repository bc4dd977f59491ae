/** The form of a new complaint: what is needed first, the rest folded, and nothing of a person left on this machine. */
import { DownOutlined, UpOutlined } from "@ant-design/icons";
import { useNavigate } from "@tanstack/react-router";
import { Alert, App, Button, Form } from "antd";
import { type CSSProperties, useEffect, useId, useState } from "react";
import type { Me } from "@/shared/api/me";
import { FieldItem, optionalMark } from "@/shared/case/FieldItem";
import { FormProblem, onFields } from "@/shared/case/FormProblem";
import { type Field, toBody, toControls } from "@/shared/case/fields";
import { keepTyped } from "@/shared/case/typed";
import { pair, useLanguage } from "@/shared/i18n";
import { useCommon } from "@/shared/i18n/common";
import { dropDraft, readDraft } from "@/shared/lib/drafts";
import { paths } from "@/shared/lib/paths";
import { useStored } from "@/shared/lib/stored";
import { Panel } from "@/shared/ui/Page";
import { useRegister } from "./api";
import { goOn, sendsBy } from "./keys";
import { type Create, moreFields, neededFields, WIDTH } from "./register-fields";
import { Similar, useSimilarCount } from "./Similar";
import { useWords } from "./words";

const DRAFT = "complaint.register";

type Receiver = Pick<Create, "first_receiver" | "first_department">;

export function RegisterForm({ me }: { me: Me }) {
  const t = useWords();
  const c = useCommon();
  useLanguage();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const [form] = Form.useForm();
  const inside = me.organisation.kind === "institution";
  const values = (Form.useWatch([], form) ?? {}) as Partial<Create>;
  const [receiver, remember] = useStored<Partial<Receiver>>("complaint.receiver", {});
  const [initial] = useState<Partial<Create>>(() => ({ is_real_name: true, ...receiver }));
  const [kept] = useState(() => readDraft<Partial<Create>>(DRAFT));
  const [restored, setRestored] = useState(kept !== null);
  const needed = neededFields(inside, values);
  const more = moreFields(inside);
  const fields = [...needed, ...more];
  const [start] = useState(() => toControls(fields, { ...initial, ...kept }));
  const [unfolded, setUnfolded] = useState(() => more.some(({ name }) => kept?.[name] !== undefined));

  const register = useRegister((complaint) => {
    dropDraft(DRAFT);
    remember({ first_receiver: complaint.first_receiver, first_department: complaint.first_department });
    void message.success(t("toldNumber", { number: complaint.number }));
    void navigate({ to: paths.complaint(complaint.id) as "/" });
  });
  const problem = register.error;
  const first = needed[0]?.name;

  useEffect(() => {
    if (first) form.focusField(first);
  }, [form, first]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the fields are those of the moment it was refused
  useEffect(() => {
    if (!problem) return;
    const wrong = onFields(
      problem,
      fields.map(({ name }) => name),
    );
    form.setFields(wrong);
    if (wrong.some((one) => more.some(({ name }) => name === one.name))) setUnfolded(true);
    if (wrong[0]) form.focusField(wrong[0].name);
  }, [problem]);

  const send = (typed: Record<string, unknown>) => {
    const body = toBody<Create>(fields, typed);
    register.mutate(inside ? { ...body, organisation_id: me.organisation.id } : body);
  };
  const empty = () => {
    dropDraft(DRAFT);
    form.setFieldsValue(Object.fromEntries(fields.map(({ name }) => [name, undefined])));
    form.setFieldsValue(toControls(fields, initial));
    setRestored(false);
  };
  const about = inside ? me.organisation.id : values.organisation_id;
  const question = { about, facts: values.facts ?? "", phone: values.complainant_phone ?? "" };

  return (
    <div className="complaint-register">
      <Form
        form={form}
        layout="vertical"
        initialValues={start}
        onFinish={send}
        onValuesChange={() => keepTyped(DRAFT, fields, form.getFieldsValue(), initial)}
        scrollToFirstError={{ focus: true }}
        requiredMark={optionalMark}
        onKeyDownCapture={sendsBy(form.submit)}
        onKeyDown={goOn}
      >
        {restored && (
          <Alert
            type="info"
            style={{ marginBottom: 16 }}
            title={c("draftRestored")}
            description={t("notKept")}
            action={
              <Button size="small" onClick={empty}>
                {c("draftDiscard")}
              </Button>
            }
          />
        )}
        <Panel>
          {inside && <p className="quiet complaint-about">{pair(t("organisation"), me.organisation.name)}</p>}
          <Fields fields={needed} values={values} />
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
      </Form>
      <Similar {...question} />
    </div>
  );
}

interface FieldsProps {
  fields: Field<Create>[];
  values: Partial<Create>;
}

function Fields({ fields, values }: FieldsProps) {
  return (
    <div className="complaint-fields">
      {fields
        .filter((field) => !field.when || field.when(values))
        .map((field) => (
          <div key={field.name} style={{ "--span": WIDTH[field.name] ?? 12 } as CSSProperties}>
            <FieldItem field={field} values={values} />
          </div>
        ))}
    </div>
  );
}

/** Folded, the fields are still there: what is in them is sent. */
function More({ open, toggle, ...rest }: FieldsProps & { open: boolean; toggle: () => void }) {
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
        <Fields {...rest} />
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
