/** A form from fields as data: what was typed is kept, what the server refuses lands on the field it is about. */
import { Alert, Button, Form } from "antd";
import { type ReactNode, useEffect, useState } from "react";
import { type ApiProblem, asProblem, pointerPath } from "@/shared/api/problem";
import { aside, pair } from "@/shared/i18n";
import { useCommon } from "@/shared/i18n/common";
import { dropDraft, keepDraft, readDraft } from "@/shared/lib/drafts";
import { control, type Field, toBody, toControls } from "./fields";

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
  /** Problems the caller shows itself, such as a conflict: return true. */
  onProblem?: (problem: ApiProblem, body: Body) => boolean;
}

export function ResourceForm<Body>(props: ResourceFormProps<Body>) {
  const { fields, onSubmit, initial, draft, submit, danger, onCancel, children, onProblem } = props;
  const t = useCommon();
  const [form] = Form.useForm();
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [busy, setBusy] = useState(false);
  const [kept] = useState(() => (draft ? readDraft<Partial<Body>>(draft) : null));
  const [restored, setRestored] = useState(kept !== null);
  const values = (Form.useWatch([], form) ?? {}) as Partial<Body>;
  const [start] = useState(() => toControls(fields, { ...initial, ...kept }));

  useEffect(() => {
    if (problem) document.getElementById("form-problem")?.scrollIntoView?.({ block: "nearest" });
  }, [problem]);

  const show = (found: ApiProblem) => {
    const known = new Set<string>(fields.map((field) => field.name));
    const onFields = found.errors.filter((error) => known.has(String(pointerPath(error.pointer)[0])));
    form.setFields(onFields.map((error) => ({ name: String(pointerPath(error.pointer)[0]), errors: [error.detail] })));
    setProblem(found);
  };

  /** Only what was changed is kept, so that a restored form does not take back what others changed; never a secret. */
  const keep = () => {
    if (!draft) return;
    const open = fields.filter((field) => field.kind !== "password");
    const typed = Object.entries(toBody(open, form.getFieldsValue()) as object);
    const before = toBody(open, toControls(fields, initial ?? {})) as Record<string, unknown>;
    const changed = typed.filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name]));
    if (changed.length > 0) keepDraft(draft, Object.fromEntries(changed));
    else dropDraft(draft);
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
      layout="vertical"
      initialValues={start}
      onFinish={send}
      onValuesChange={keep}
      scrollToFirstError
      requiredMark={(label, { required }) => (
        <>
          {label}
          {!required && <span className="quiet">{aside(t("optional"))}</span>}
        </>
      )}
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
      {fields
        .filter((field) => !field.when || field.when(values))
        .map((field) => (
          <Form.Item
            key={field.name}
            name={field.name as string}
            label={field.label}
            extra={typeof field.help === "function" ? field.help(values) : field.help}
            valuePropName={field.kind === "switch" ? "checked" : "value"}
            rules={[
              {
                required: field.required,
                message: pair(field.label, t("required")),
                // The rule takes any value it is in for text, so it is there for text only.
                ...(field.kind === "text" || field.kind === "long" ? { whitespace: true } : {}),
              },
            ]}
          >
            {control(field)}
          </Form.Item>
        ))}
      {problem && (
        <Alert
          id="form-problem"
          type="error"
          showIcon
          style={{ marginBottom: 16 }}
          title={problem.offline ? t("offline") : problem.detail || problem.title}
          description={
            problem.errors.length > 0 ? (
              <ul style={{ margin: 0, paddingInlineStart: 20 }}>
                {problem.errors.map((error) => (
                  <li key={error.pointer + error.code}>{error.detail}</li>
                ))}
              </ul>
            ) : null
          }
        />
      )}
      <div className="row" style={{ justifyContent: "flex-end" }}>
        {onCancel && <Button onClick={onCancel}>{t("cancel")}</Button>}
        <Button type="primary" htmlType="submit" loading={busy} danger={danger}>
          {submit ?? t("send")}
        </Button>
      </div>
    </Form>
  );
}
