/** What is asked: the plan's own words, for which period, by when, of whom, and who looks at it. */
import { Button, Grid } from "antd";
import { useState } from "react";
import { language, list, useLanguage } from "@/shared/i18n";
import { named, PROOF, RHYTHM } from "@/shared/i18n/enums";
import { paths } from "@/shared/lib/paths";
import { dayInWords, instant } from "@/shared/lib/time";
import { Facts, Panel } from "@/shared/ui/Page";
import { To } from "@/shared/ui/To";
import { type Duty, useCampaigns } from "./api";
import { useClauseInWords } from "./clause";
import { periodInWords } from "./period";
import { useReviewer } from "./useReviewer";
import { useWords } from "./words";

/** A section or an agency as the catalogue calls it in the page's language. */
const partyName = (party: Duty["lead_names"][number]): string => (language() === "en" ? party.en : party.zh);

/** As many lines of the plan as one reads at a glance. */
const AT_ONCE = 3;

export function Asked({ duty }: { duty: Duty }) {
  const t = useWords();
  useLanguage();
  const wide = Grid.useBreakpoint().lg ?? true;
  const [all, setAll] = useState(false);
  const linked = useCampaigns().data?.has(duty.campaign_id);
  const clause = useClauseInWords(duty, linked === true);
  const reviewer = useReviewer(duty.reviewer_id);
  const final = useReviewer(duty.final_reviewer_id);
  const first = [
    // While it is returned the day that counts is the one by which it comes again.
    { label: t("due"), value: <strong>{dayInWords(duty.correct_by ?? duty.due_on)}</strong> },
    { label: t("dueAtFirst"), value: duty.correct_by && dayInWords(duty.due_on) },
    { label: t("issued"), value: duty.issued_after_due ? t("issuedAfterDue") : null, wide: true },
    { label: t("whenReported"), value: duty.standing ? t(duty.immediate ? "atOnce" : "inTime") : null, wide: true },
    { label: t("period"), value: periodInWords(duty.period) },
    { label: t("exemptReason"), value: duty.exempt_reason, wide: true },
    {
      label: t("exempt"),
      value: duty.exempted_by_name && `${duty.exempted_by_name} ${instant(duty.exempted_at)}`,
      wide: true,
    },
  ];
  const rest = [
    {
      label: t("campaign"),
      // Who owes in it may read what it says, if not how it stands.
      value: (
        <To to={linked ? paths.campaign(duty.campaign_id) : paths.campaignPlan(duty.campaign_id)}>
          {duty.campaign_title}
        </To>
      ),
      wide: true,
    },
    { label: t("proof"), value: named(PROOF, duty.proof) },
    { label: t("rhythm"), value: named(RHYTHM, duty.rhythm) },
    {
      label: t("zeroAllowed"),
      value: duty.standing
        ? t(duty.zero_due ? "zeroStanding" : "zeroNotAsked")
        : t(duty.zero_allowed || duty.proof === "self_check" ? "zeroYes" : "zeroNo"),
      wide: true,
    },
    { label: t("opens"), value: dayInWords(duty.opens_on) },
    { label: t("clause"), value: clause, wide: true },
    { label: t("lead"), value: list(duty.lead_names.map(partyName)), wide: true },
    { label: t("reviewer"), value: reviewer, wide: true },
    { label: t("finalReviewer"), value: duty.final_reviewer_id === duty.reviewer_id ? null : final, wide: true },
  ];
  return (
    <Panel title={t("asked")}>
      <Detail lines={duty.detail} />
      <Facts items={wide || all ? [...first, ...rest] : first} />
      {!wide && (
        <Button type="link" style={{ padding: 0, marginTop: 8 }} aria-expanded={all} onClick={() => setAll(!all)}>
          {t(all ? "detailLess" : "askedMore")}
        </Button>
      )}
    </Panel>
  );
}

function Detail({ lines }: { lines: string[] }) {
  const t = useWords();
  const [all, setAll] = useState(false);
  const shown = all ? lines : lines.slice(0, AT_ONCE);
  return (
    <div style={{ marginBottom: 16 }}>
      <div className="quiet duty-small">{t("detail")}</div>
      {lines.length === 0 && <div>{t("noDetail")}</div>}
      {lines.length === 1 && <div>{lines[0]}</div>}
      {lines.length > 1 && (
        <ul className="duty-detail">
          {shown.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
      {lines.length > AT_ONCE && (
        <Button type="link" size="small" style={{ padding: 0 }} aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? t("detailLess") : t("detailMore", { count: lines.length })}
        </Button>
      )}
    </div>
  );
}
