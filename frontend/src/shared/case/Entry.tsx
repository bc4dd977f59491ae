/** A page on which a new case is written down: what is typed survives a reload, refusals land on their fields. */
import { Alert, Button, Form, type FormInstance } from "antd";
import { type ReactNode, useEffect, useState } from "react";
import type { ApiProblem } from "@/shared/api/problem";
import { useCommon } from "@/shared/i18n/common";
import { dropDraft, readDraft } from "@/shared/lib/drafts";
import { optionalMark } from "./FieldItem";
import { onFields } from "./FormProblem";
import { type Field, toBody, toControls } from "./fields";
import { goOn, sendsBy } from "./keys";
import { keepTyped } from "./typed";

interface EntryOptions<Body> {
  /** Under this name what is typed is kept on this machine. */
  draft: string;
  initial: Partial<Body>;
  /** The fields asked for, given what is typed so far. */
  fieldsOf: (values: Partial<Body>) => Field<Body>[];
  problem: ApiProblem | null;
  /** Fields that the server refused, for whoever has to unfold them. */
  onWrong?: (names: string[]) => void;
}

export interface EntryState<Body> {
  form: FormInstance;
  fields: Field<Body>[];
  values: Partial<Body>;
  /** What was kept from the last time; null where nothing was. */
  kept: Partial<Body> | null;
  restored: boolean;
  start: Record<string, unknown>;
  keep: () => void;
  /** Throw away what was kept and begin anew. */
  empty: () => void;
  /** What the controls hold, as the API takes it. */
  bodyOf: (typed: Record<string, unknown>) => Body;
}

export function useEntry<Body>(options: EntryOptions<Body>): EntryState<Body> {
  const { draft, initial, fieldsOf, problem, onWrong } = options;
  const [form] = Form.useForm();
  const values = (Form.useWatch([], form) ?? {}) as Partial<Body>;
  const fields = fieldsOf(values);
  const [kept] = useState(() => readDraft<Partial<Body>>(draft));
  const [restored, setRestored] = useState(kept !== null);
  const [start] = useState(() => toControls(fieldsOf({ ...initial, ...kept }), { ...initial, ...kept }));

  // biome-ignore lint/correctness/useExhaustiveDependencies: the fields are those of the moment it was refused
  useEffect(() => {
    if (!problem) return;
    const wrong = onFields(
      problem,
      fields.map(({ name }) => name),
    );
    form.setFields(wrong);
    onWrong?.(wrong.map(({ name }) => name));
    if (wrong[0]) form.focusField(wrong[0].name);
  }, [problem]);

  return {
    form,
    fields,
    values,
    kept,
    restored,
    start,
    keep: () => keepTyped(draft, fields, form.getFieldsValue(), initial),
    empty: () => {
      dropDraft(draft);
      form.setFieldsValue(Object.fromEntries(fields.map(({ name }) => [name, undefined])));
      form.setFieldsValue(toControls(fields, initial));
      setRestored(false);
    },
    bodyOf: (typed) => toBody<Body>(fields, typed),
  };
}

interface EntryProps<Body> {
  of: EntryState<Body>;
  /** Said where something was restored: what was not kept. */
  notKept: string;
  onSend: (body: Body) => void;
  children: ReactNode;
}

export function Entry<Body>({ of, notKept, onSend, children }: EntryProps<Body>) {
  const c = useCommon();
  const { form, start, restored, keep, empty, bodyOf } = of;
  return (
    <Form
      form={form}
      layout="vertical"
      initialValues={start}
      onFinish={(typed) => onSend(bodyOf(typed))}
      onValuesChange={keep}
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
          description={notKept}
          action={
            <Button size="small" onClick={empty}>
              {c("draftDiscard")}
            </Button>
          }
        />
      )}
      {children}
    </Form>
  );
}
