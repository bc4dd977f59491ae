/** A complaint's state, flags and term as small marks. */
import type { Schemas } from "@/shared/api/client";
import { DueBadge } from "@/shared/case/DueBadge";
import { useLanguage } from "@/shared/i18n";
import { COMPLAINT_STATE, named } from "@/shared/i18n/enums";
import { dayBefore, dayOf } from "@/shared/lib/time";
import { type Tone, Toned } from "@/shared/ui/marks";
import { type Complaint, type ComplaintItem, OPEN } from "./api";
import { useWords } from "./words";

const TONE: Record<Schemas["ComplaintState"], Tone> = {
  registered: "due",
  settled: "on-time",
  declined: "not-due",
  investigating: "due",
  concluded: "late",
  answered: "zero",
  closed: "on-time",
  merged: "exempt",
  withdrawn: "not-due",
  converted: "exempt",
};

export function StateMark({ state }: { state: Schemas["ComplaintState"] }) {
  useLanguage();
  return <Toned tone={TONE[state]}>{named(COMPLAINT_STATE, state)}</Toned>;
}

type Flagged = Pick<ComplaintItem, "has_risk" | "is_key" | "is_joint" | "is_real_name">;

export function Flags({ of }: { of: Flagged }) {
  const t = useWords();
  return (
    <>
      {of.has_risk && <Toned tone="missing">{t("risk")}</Toned>}
      {of.is_key && <Toned tone="late">{t("key")}</Toned>}
      {of.is_joint && <Toned tone="exempt">{t("joint")}</Toned>}
      <span className="quiet nowrap">{t(of.is_real_name ? "realName" : "anonymous")}</span>
    </>
  );
}

/** What authorities further up look at: brought before them, or proposed for supervised listing. */
export function Watched({ of }: { of: Pick<Complaint, "escalated_at" | "listing_proposed_at"> }) {
  const t = useWords();
  return (
    <>
      {of.escalated_at && <Toned tone="exempt">{t("escalated")}</Toned>}
      {of.listing_proposed_at && <Toned tone="missing">{t("proposed")}</Toned>}
    </>
  );
}

/** How long is left while somebody waits for the answer; else when it was given. Late once is late for ever. */
export function Due({ of }: { of: ComplaintItem }) {
  const t = useWords();
  const waits = OPEN.includes(of.state) || (of.state === "merged" && !of.fed_back_at);
  if (waits && of.feedback_due_at) {
    const due_on = dayBefore(of.feedback_due_at);
    return (
      <span className="row">
        <DueBadge due={{ due_on, missed_at: of.overdue_at }} />
        <span className="quiet nowrap">{due_on}</span>
      </span>
    );
  }
  return (
    <span className="row">
      {of.fed_back_at && <span className="quiet nowrap">{t("fedBackOn", { day: dayOf(of.fed_back_at) })}</span>}
      {of.overdue_at && <Toned tone="late">{t("wasLate")}</Toned>}
    </span>
  );
}
