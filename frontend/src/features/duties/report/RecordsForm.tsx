/** What took place, one entry each: the proof of a duty that is done by doing. */
import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, DatePicker, InputNumber, Select } from "antd";
import dayjs from "dayjs";
import { type ReactNode, useId } from "react";
import { useLanguage } from "@/shared/i18n";
import { useCommon } from "@/shared/i18n/common";
import { options, RECORD_KIND } from "@/shared/i18n/enums";
import type { RecordDraft } from "./draft";
import { TextField } from "./Field";
import { blankRecord } from "./records";
import { useReportWords } from "./words";

interface RecordsFormProps {
  records: RecordDraft[];
  /** The first day of the period: what took place before it proves nothing. */
  startsOn: string;
  change: (records: RecordDraft[]) => void;
  refusal: (pointer: string) => string | undefined;
  onMended: (pointer: string) => void;
}

export function RecordsForm({ records, startsOn, change, refusal, onMended }: RecordsFormProps) {
  const t = useReportWords();
  return (
    <>
      <p style={{ marginTop: 0 }}>{t("recordIntro")}</p>
      {refusal("/records") && (
        <p className="said wrong" role="alert">
          {refusal("/records")}
        </p>
      )}
      {records.map((record, index) => (
        <RecordCard
          key={record.id}
          record={record}
          number={index + 1}
          startsOn={startsOn}
          refusal={(field) => refusal(`/records/${record.id}/${field}`)}
          onChange={(next) => {
            for (const field of Object.keys(next)) onMended(`/records/${record.id}/${field}`);
            change(records.map((other) => (other.id === record.id ? { ...other, ...next } : other)));
          }}
          onRemove={records.length > 1 ? () => change(records.filter((other) => other.id !== record.id)) : undefined}
        />
      ))}
      <Button
        icon={<PlusOutlined />}
        onClick={() => {
          onMended("/records");
          change([...records, blankRecord()]);
        }}
      >
        {t("recordAdd")}
      </Button>
    </>
  );
}

interface RecordCardProps {
  record: RecordDraft;
  number: number;
  startsOn: string;
  refusal: (field: string) => string | undefined;
  onChange: (next: Partial<RecordDraft>) => void;
  /** Absent for the only one: a duty of this kind asks for at least one. */
  onRemove?: () => void;
}

function RecordCard({ record, number, startsOn, refusal, onChange, onRemove }: RecordCardProps) {
  const t = useReportWords();
  const c = useCommon();
  useLanguage();
  const id = useId();
  const title = t("recordOf", { number });
  const text = (field: "subject" | "place" | "outcome") => ({
    value: record[field],
    wrong: refusal(field),
    onChange: (value: string) => onChange({ [field]: value }),
  });
  const status = (field: string) => ({
    id: `${id}-${field}`,
    style: { width: "100%" },
    status: refusal(field) ? ("error" as const) : undefined,
    "aria-invalid": refusal(field) ? true : undefined,
  });
  const labelled = (field: string, label: string, control: ReactNode) => (
    <div className="duty-field">
      <label htmlFor={`${id}-${field}`}>{label}</label>
      {control}
      <div className="said wrong" aria-live="polite">
        {refusal(field)}
      </div>
    </div>
  );
  return (
    <fieldset className="duty-problem duty-record" aria-label={title}>
      <div className="row" style={{ justifyContent: "space-between", marginBottom: 8 }}>
        <strong>{title}</strong>
        {onRemove && (
          <Button type="text" icon={<DeleteOutlined />} aria-label={`${c("remove")} ${title}`} onClick={onRemove} />
        )}
      </div>
      <div className="fields">
        {labelled(
          "kind",
          t("recordKind"),
          <Select
            {...status("kind")}
            value={record.kind}
            options={options(RECORD_KIND)}
            onChange={(kind) => onChange({ kind })}
          />,
        )}
        {labelled(
          "held_on",
          t("heldOn"),
          <DatePicker
            {...status("held_on")}
            value={record.held_on ? dayjs(record.held_on) : null}
            minDate={dayjs(startsOn)}
            maxDate={dayjs()}
            onChange={(day) => onChange({ held_on: day ? day.format("YYYY-MM-DD") : null })}
          />,
        )}
        <TextField {...text("subject")} label={t("recordSubject")} required max={300} short className="whole" />
        <TextField {...text("place")} label={t("recordPlace")} required max={200} short />
        {labelled(
          "participants",
          t("participants"),
          <InputNumber
            {...status("participants")}
            min={1}
            max={1_000_000}
            precision={0}
            value={record.participants}
            onChange={(participants) => onChange({ participants })}
          />,
        )}
        <TextField {...text("outcome")} label={t("recordOutcome")} max={2000} rows={1} className="whole" />
      </div>
    </fieldset>
  );
}
