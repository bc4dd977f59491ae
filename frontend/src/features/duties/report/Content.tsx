/** What is to be reported, by the kind of proof that the duty asks for. */
import { Evidence } from "@/shared/case/Evidence";
import type { Duty } from "../api";
import type { Checked } from "../form/checks";
import type { FormDefinition } from "../form/definition";
import { IndicatorForm } from "../form/IndicatorForm";
import type { ReportDraft } from "./draft";
import { TextField } from "./Field";
import { RecordsForm } from "./RecordsForm";
import { SelfCheckForm } from "./SelfCheckForm";
import type { Sending } from "./sending";
import { useReportWords } from "./words";

interface ContentProps {
  duty: Duty;
  form: FormDefinition | null;
  draft: ReportDraft;
  change: (next: Partial<ReportDraft>) => void;
  sending: Sending;
  checked: Checked | null;
  tried: boolean;
  /** Whether this part of the page is in sight: a file is received in one place at a time. */
  inSight: boolean;
}

export function Content({ duty, form, draft, change, sending, checked, tried, inSight }: ContentProps) {
  const t = useReportWords();
  const refusal = (pointer: string) => sending.refusals.get(pointer);
  return (
    <>
      {duty.proof === "form" && form && checked && (
        <IndicatorForm
          form={form}
          typed={draft.values}
          previous={duty.previous_values}
          checked={checked}
          tried={tried}
          refusal={(code) => refusal(`/values/${code}`)}
          onChange={(code, value) => {
            sending.mended(`/values/${code}`);
            change({ values: { ...draft.values, [code]: value } });
          }}
        />
      )}
      {duty.proof === "self_check" && (
        <SelfCheckForm duty={duty} draft={draft} change={change} refusal={refusal} onMended={sending.mended} />
      )}
      {duty.proof === "document" && (
        <>
          <p style={{ marginTop: 0 }}>{t("documentIntro")}</p>
          {inSight && <Evidence subjectType="duty" subjectId={duty.id} purpose="document" open />}
        </>
      )}
      {duty.proof === "record" && (
        <>
          <RecordsForm
            records={draft.records ?? []}
            startsOn={duty.starts_on}
            change={(records) => change({ records })}
            refusal={refusal}
            onMended={sending.mended}
          />
          {inSight && (
            <div style={{ marginTop: 16 }}>
              <Evidence subjectType="duty" subjectId={duty.id} purpose="minutes" open />
            </div>
          )}
        </>
      )}
      <div style={{ marginTop: 16 }}>
        <TextField
          label={t("note")}
          hint={t("noteHint")}
          value={draft.note}
          max={5000}
          wrong={refusal("/note")}
          onChange={(note) => {
            sending.mended("/note");
            change({ note });
          }}
        />
      </div>
    </>
  );
}
