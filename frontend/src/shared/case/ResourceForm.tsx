/** A form from fields as data: what was typed is kept, what the server refuses lands on the field it is about. */
import { Alert, Button, Form } from "antd";
import { type ReactNode, useState } from "react";
import { type ApiProblem, asProblem } from "@/shared/api/problem";
import { useCommon } from "@/shared/i18n/common";
import { dropDraft, readDraft } from "@/shared/lib/drafts";
import { FieldGrid } from "./FieldGrid";
import { FieldItem, optionalMark } from "./FieldItem";
import { FormProblem, onFields } from "./FormProblem";
import { type Field, toBody, toControls } from "./fields";
import { keepTyped } from "./typed";

interface ResourceFormProps<Body> {
  fields: Field<Body>[];
  /** Send it. A thrown problem is shown, and on its fields; the form stays as it is. */
  onSubmit: (body: Body) => Promise<unknown>;
  initial?: Partial<Body>;
  /** Under this name what is typed survives a reload. Never for passwords. */
  draft?: string;
  submit?: string;
  danger?: boolean;
  onCancel?: () => void;
  children?: ReactNode;
  /** Twelfths of a line that fields take on a page; in a dialog each has a line of its own. */
  widths?: Partial<Record<keyof Body, number>>;
  /** Problems the caller shows itself, such as a conflict: return true. */
  onProblem?: (problem: ApiProblem, body: Body) => boolean;
}

export function ResourceForm<Body>(props: ResourceFormProps<Body>) {
  const { fields, onSubmit, initial, draft, submit, danger, onCancel, children, onProblem, widths } = props;
  const t = useCommon();
  const [form] = Form.useForm();
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [busy, setBusy] = useState(false);
  const [kept] = useState(() => (draft ? readDraft<Partial<Body>>(draft) : null));
  const [restored, setRestored] = useState(kept !== null);
  const values = (Form.useWatch([], form) ?? {}) as Partial<Body>;
  const [start] = useState(() => toControls(fields, { ...initial, ...kept }));

  const show = (found: ApiProblem) => {
    const names = fields.map((field) => field.name);
    form.setFields(onFields(found, names));
    setProblem(found);
  };

  const send = async (typed: Record<string, unknown>) => {
    const body = toBody(fields, typed);
    setBusy(true);
    setProblem(null);
    try {
      await onSubmit(body);
      if (draft) dropDraft(draft);
    } catch (error) {
      const found = asProblem(error);
      if (!onProblem?.(found, body)) show(found);
    } finally {
      setBusy(false);
    }
  };

  return (
    <Form
      form={form}
      // Begins the ids of the fields: one that is called as the page's own parts are would have their id.
      name="field"
      layout="vertical"
      initialValues={start}
      onFinish={send}
      onValuesChange={() => draft && keepTyped(draft, fields, form.getFieldsValue(), initial ?? {})}
      scrollToFirstError
      requiredMark={optionalMark}
    >
      {restored && draft && (
        <Alert
          type="info"
          title={t("draftRestored")}
          style={{ marginBottom: 16 }}
          action={
            <Button
              size="small"
              onClick={() => {
                dropDraft(draft);
                form.setFieldsValue(Object.fromEntries(fields.map((field) => [field.name, undefined])));
                form.setFieldsValue(toControls(fields, initial ?? {}));
                setRestored(false);
              }}
            >
              {t("draftDiscard")}
            </Button>
          }
        />
      )}
      {children}
      {widths ? (
        <FieldGrid fields={fields} values={values} widths={widths} />
      ) : (
        fields
          .filter((field) => !field.when || field.when(values))
          .map((field) => <FieldItem key={field.name} field={field} values={values} />)
      )}
      <FormProblem problem={problem} />
      <div className="row" style={{ justifyContent: "flex-end" }}>
        {onCancel && <Button onClick={onCancel}>{t("cancel")}</Button>}
        <Button type="primary" htmlType="submit" loading={busy} danger={danger}>
          {submit ?? t("send")}
        </Button>
      </div>
    </Form>
  );
}
