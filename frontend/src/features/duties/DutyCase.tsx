/** The duty itself: what is asked on one side, on the other what is to be filled in and what was sent. */

import { Alert, Button } from "antd";
import { useEffect, useState } from "react";
import { pair } from "@/shared/i18n";
import { dropDraft, readDraft } from "@/shared/lib/drafts";
import { one, useAddress } from "@/shared/lib/search";
import { dayInWords, instant } from "@/shared/lib/time";
import { Asked } from "./Asked";
import type { Duty } from "./api";
import { Created } from "./report/Created";
import { draftName, type Step } from "./report/draft";
import { EventReports } from "./report/EventReports";
import { ReportPanel } from "./report/ReportPanel";
import { useReportWords } from "./report/words";
import { Submissions } from "./told/Submissions";
import { useWords } from "./words";

const STEPS: Step[] = ["submit", "correct"];

const isOpen = (duty: Duty, step: Step): boolean =>
  duty.available_actions.some((action) => action.step === step && action.open);

export function DutyCase({ duty, inSight }: { duty: Duty; inSight: boolean }) {
  const t = useWords();
  const r = useReportWords();
  const [created, setCreated] = useState<Duty | null>(null);
  const [asked, setAsked] = useState(() => readDraft(draftName(duty.id)) !== null);
  const step = STEPS.find((one) => isOpen(duty, one)) ?? null;
  // A correction is rare: it is not in the way.
  const waiting = step === "correct";
  const writing = step !== null && (!waiting || asked);
  const mayReport = duty.available_actions.some((action) => action.step === "report" && action.open);
  useArrival(step !== null);

  return (
    <div className="duty-case">
      <aside aria-label={t("asked")}>
        <Asked duty={duty} />
      </aside>
      <div id="duty-case">
        {created && created.submission_count === duty.submission_count && <Created duty={created} />}
        {duty.state === "returned" && <Returned duty={duty} />}
        {duty.state === "planned" && <NotYet duty={duty} />}
        {!step && <LeftDraft duty={duty} />}
        {duty.standing && <EventReports duty={duty} open={mayReport} />}
        {writing && (
          <ReportPanel
            key={step}
            duty={duty}
            step={step}
            inSight={inSight}
            onDone={(done) => {
              setAsked(false);
              setCreated(done);
            }}
            onCancel={waiting ? () => setAsked(false) : undefined}
          />
        )}
        {waiting && !asked && (
          <div className="row" style={{ marginBottom: 16 }}>
            <Button onClick={() => setAsked(true)}>{r("correctOpen")}</Button>
          </div>
        )}
        <Submissions duty={duty} files={inSight ? filesOf(duty, writing) : []} />
      </div>
    </div>
  );
}

/** The kinds of files that stand with what was sent; not those that the form above is receiving. */
function filesOf(duty: Duty, writing: boolean): string[] {
  const receiving = writing ? duty.proof : null;
  const tookPlace = (duty.submissions.at(-1)?.records.length ?? 0) > 0;
  return [
    ...(duty.document_count > 0 && receiving !== "document" ? ["document"] : []),
    ...(tookPlace && receiving !== "record" ? ["minutes"] : []),
  ];
}

/** Come from the worklist by its action key: the cursor stands in the form. */
function useArrival(writing: boolean): void {
  const [address, change] = useAddress();
  const wanted = writing && one(address.act) === "first";
  useEffect(() => {
    if (!wanted) return;
    const report = document.getElementById("duty-case");
    report?.scrollIntoView({ block: "start" });
    report?.querySelector<HTMLElement>("input, textarea, button")?.focus({ preventScroll: true });
    change({ act: undefined }, true);
  }, [wanted, change]);
}

function Returned({ duty }: { duty: Duty }) {
  const r = useReportWords();
  const last = duty.submissions.at(-1);
  return (
    <Alert
      type="warning"
      showIcon
      style={{ marginBottom: 16 }}
      title={pair(r("returnedWhy"), last?.returned_reason ?? "")}
      description={
        <>
          {r("returnedBy", { version: last?.version ?? 0, when: instant(last?.returned_at) })}
          {duty.correct_by && <div>{pair(r("correctBy"), dayInWords(duty.correct_by))}</div>}
        </>
      }
    />
  );
}

function NotYet({ duty }: { duty: Duty }) {
  const t = useWords();
  return (
    <Alert
      type="info"
      showIcon
      style={{ marginBottom: 16 }}
      title={t("notOpenYet", { day: dayInWords(duty.opens_on) })}
    />
  );
}

/** Somebody else was quicker, or the duty was released, while this person was typing. */
function LeftDraft({ duty }: { duty: Duty }) {
  const t = useWords();
  const r = useReportWords();
  const name = draftName(duty.id);
  const [left, setLeft] = useState(() => readDraft(name) !== null);
  if (!left) return null;
  return (
    <Alert
      type="info"
      showIcon
      style={{ marginBottom: 16 }}
      title={t("draftLeft")}
      action={
        <Button
          size="small"
          onClick={() => {
            dropDraft(name);
            setLeft(false);
          }}
        >
          {r("clearDraft")}
        </Button>
      }
    />
  );
}
