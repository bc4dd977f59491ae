/** The places of a plan as fields of a form, each with the document's wording and a suggestion to take over. */
import { Button, DatePicker, Form, Input, InputNumber, Select } from "antd";
import type { FormInstance } from "antd/es/form";
import { useState } from "react";
import { OrgPicker } from "@/shared/case/OrgPicker";
import { inWords, type Place, type PlaceKind, toAnswer, toControl } from "./answers";
import { useDraftWords } from "./words";

const DAYS_OF_MONTH = Array.from({ length: 31 }, (_, index) => index + 1);
const GROUPS = ["required", "optional", "other"] as const;

interface AnswerFieldsProps {
  form: FormInstance;
  places: Place[];
  /** What the server said of each place. */
  problems: Map<string, string[]>;
  /** Called after a suggestion was taken over, which antd does not report as typing. */
  onTake?: () => void;
}

export function AnswerFields({ form, places, problems, onTake }: AnswerFieldsProps) {
  const t = useDraftWords();
  return GROUPS.map((group) => {
    const shown = places.filter((place) => place.group === group);
    if (shown.length === 0) return null;
    return (
      <fieldset key={group} style={{ border: 0, padding: 0, margin: "0 0 8px", minWidth: 0 }}>
        <legend style={{ fontWeight: 600, padding: 0, marginBottom: 8 }}>{t(group)}</legend>
        <div
          style={{
            display: "grid",
            gridTemplateColumns: "repeat(auto-fill, minmax(min(100%, 300px), 1fr))",
            gap: "0 24px",
          }}
        >
          {shown.map((place) => (
            <Field
              key={place.pointer}
              form={form}
              place={place}
              details={problems.get(place.pointer)}
              onTake={onTake}
            />
          ))}
        </div>
      </fieldset>
    );
  });
}

const isEmpty = (kind: PlaceKind, held: unknown): boolean => toAnswer(kind, held) === undefined;

interface FieldProps {
  form: FormInstance;
  place: Place;
  details: string[] | undefined;
  onTake?: () => void;
}

function Field({ form, place, details, onTake }: FieldProps) {
  const t = useDraftWords();
  // The watched name is a pointer, which the form's own types do not know.
  const held: unknown = Form.useWatch([place.pointer], form);
  const suggested = place.suggestion !== null && place.suggestion !== undefined && isEmpty(place.kind, held);
  return (
    <Form.Item
      name={[place.pointer]}
      label={place.question}
      required={place.required}
      validateStatus={details ? "error" : undefined}
      help={details?.join(" ")}
      extra={
        <>
          {place.asGiven && <div>{t("asGiven", { text: place.asGiven })}</div>}
          {suggested && (
            <Button
              type="link"
              size="small"
              style={{ padding: 0, height: "auto", whiteSpace: "normal", textAlign: "start" }}
              onClick={() => {
                form.setFieldValue([place.pointer], toControl(place.kind, place.suggestion));
                onTake?.();
              }}
            >
              {t("suggestion", { text: inWords(place.kind, place.suggestion) })}
            </Button>
          )}
        </>
      }
    >
      <Control place={place} />
    </Form.Item>
  );
}

/** antd's `Form.Item` gives `id`, `value` and `onChange` to whatever stands in it. */
function Control({ place, ...given }: { place: Place; id?: string }) {
  const t = useDraftWords();
  const wide = { width: "100%" };
  switch (place.kind) {
    case "date":
      return <DatePicker {...given} style={wide} />;
    case "dates":
      return <DatePicker {...given} multiple maxTagCount="responsive" style={wide} />;
    case "period":
      return (
        <DatePicker.RangePicker
          {...given}
          id={{ start: given.id, end: `${given.id ?? place.pointer}-end` }}
          aria-label={place.question}
          allowEmpty={[true, true]}
          placeholder={[t("from"), t("to")]}
          style={wide}
        />
      );
    case "year":
      return <InputNumber {...given} precision={0} style={wide} />;
    case "days":
      return (
        <Select
          {...given}
          mode="multiple"
          options={DAYS_OF_MONTH.map((day) => ({ value: day, label: t("dayOfMonth", { day }) }))}
        />
      );
    case "party":
      return <PartyInput {...given} person={place.pointer.includes("/lead/")} />;
  }
}

const UUID = /^[0-9a-f]{8}-[0-9a-f-]{27}$/i;

interface PartyInputProps {
  id?: string;
  value?: string;
  onChange?: (value: string | undefined) => void;
  /** The document means a person, who is no organisation of the tree. */
  person: boolean;
}

/** An organisation of the tree or, where it has none, the name of whoever it is. */
function PartyInput({ id, value, onChange, person }: PartyInputProps) {
  const t = useDraftWords();
  const [typed, setTyped] = useState(value ? !UUID.test(value) : person);
  return (
    <>
      {typed ? (
        <Input
          id={id}
          value={value}
          maxLength={200}
          placeholder={t("partyName")}
          onChange={(event) => onChange?.(event.target.value)}
        />
      ) : (
        <OrgPicker id={id} value={value} onChange={onChange} />
      )}
      <Button
        type="link"
        size="small"
        style={{ padding: 0 }}
        onClick={() => {
          onChange?.(undefined);
          setTyped(!typed);
        }}
      >
        {typed ? t("fromTree") : t("typeName")}
      </Button>
    </>
  );
}
