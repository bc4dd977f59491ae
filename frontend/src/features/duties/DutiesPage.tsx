/** 任务报送: who owes what by when, and what came of it. */
import { useCallback, useMemo, useRef } from "react";
import { useMay } from "@/shared/api/me";
import { DueBadge } from "@/shared/case/DueBadge";
import { ResourceTable } from "@/shared/case/ResourceTable";
import type { BulkAction, Column, Load } from "@/shared/case/table";
import { useCommon } from "@/shared/i18n/common";
import { named, PROOF } from "@/shared/i18n/enums";
import { paths } from "@/shared/lib/paths";
import { useAddress } from "@/shared/lib/search";
import { instant } from "@/shared/lib/time";
import { Nothing } from "@/shared/ui/faces";
import { DutyStateMark, FactMark } from "@/shared/ui/marks";
import { Page } from "@/shared/ui/Page";
import { To } from "@/shared/ui/To";
import { Areas } from "./Areas";
import { type BulkStep, bulk, type DutyItem, JUDGED, loadDuties, useCampaigns } from "./api";
import "./duties.css";
import { useFilters } from "./filters";
import { periodInWords } from "./period";
import { Quick } from "./Quick";
import { useWords } from "./words";

/** What is still owed shows how long is left or how late it is; for the rest the day is enough. */
function Due({ duty }: { duty: DutyItem }) {
  const t = useWords();
  const owed = duty.fact === "due" || duty.fact === "missing";
  // While it is returned the day that counts is the one by which it comes again.
  const day = duty.correct_by ?? duty.due_on;
  return (
    <span className="row">
      {(owed || duty.correct_by) && !duty.issued_after_due && <DueBadge due={{ due_on: day }} />}
      <span className="quiet nowrap">{day}</span>
      {/* Nobody is late with what was given out late. */}
      {duty.issued_after_due && owed && <span className="quiet">{t("issuedLate")}</span>}
    </span>
  );
}

/** Where a duty comes from: clauses quote whole sentences, and a list is for finding. All of it is read out, or hovered. */
function From({ parts }: { parts: (string | undefined)[] }) {
  const whole = parts.filter(Boolean).join(" · ");
  return (
    <div className="quiet duty-small two-lines" title={whole}>
      {whole}
    </div>
  );
}

/** Which bulk steps a permission opens; each row is still judged by itself. */
const STEPS: { step: BulkStep; needs: string; danger?: boolean }[] = [
  { step: "approve", needs: "duty.review" },
  { step: "endorse", needs: "duty.review" },
  { step: "return", needs: "duty.review", danger: true },
  { step: "exempt", needs: "duty.exempt", danger: true },
];

export function DutiesPage() {
  const t = useWords();
  const may = useMay();
  const [search] = useAddress();
  const filters = useFilters(search);
  const columns = useColumns();
  const numbers = useRef(new Map<string, string>());

  const load = useCallback<Load<DutyItem>>(async (query, signal) => {
    const page = await loadDuties(query, signal);
    for (const duty of page.items) numbers.current.set(duty.id, `${duty.number} ${duty.organisation_name}`);
    return page;
  }, []);
  const actions = STEPS.filter(({ needs }) => may(needs)).map(
    ({ step, danger }): BulkAction => ({
      step,
      danger,
      label: t(step),
      run: (ids, reason, key) => bulk(step, ids, reason, key, numbers.current),
    }),
  );

  return (
    <Page title={t("duties")}>
      <Areas />
      <Quick search={search} />
      <ResourceTable<DutyItem>
        resource="duty"
        withText={false}
        load={load}
        columns={columns}
        filters={filters}
        sorts={[
          { value: "due_on", label: t("byDue") },
          { value: "-due_on", label: t("byDueLast") },
          { value: "-id", label: t("newest") },
        ]}
        exportPath="/api/v1/duties/export"
        bulk={actions}
        empty={<Nothing>{t(may("duty.review") ? "emptyAll" : "emptyMine")}</Nothing>}
        card={(duty) => (
          <>
            <To to={paths.duty(duty.id)}>
              <strong>{duty.title}</strong>
            </To>
            <div className="quiet">
              {duty.number} · {periodInWords(duty.period)}
              {may("duty.review") && ` · ${duty.organisation_name}`}
            </div>
            <div className="row" style={{ marginTop: 6 }}>
              <DutyStateMark state={duty.state} />
              {JUDGED.has(duty.state) && <FactMark fact={duty.fact} />}
              <Due duty={duty} />
            </div>
          </>
        )}
      />
    </Page>
  );
}

function useColumns(): Column<DutyItem>[] {
  const t = useWords();
  const c = useCommon();
  const campaigns = useCampaigns().data;
  const office = useMay()("duty.review");
  return useMemo(
    () => [
      {
        key: "number",
        title: c("number"),
        width: 140,
        render: (duty) => (
          <To to={paths.duty(duty.id)}>
            <span className="nowrap">{duty.number}</span>
          </To>
        ),
      },
      {
        key: "title",
        title: t("duty"),
        width: 310,
        render: (duty) => (
          <>
            <To to={paths.duty(duty.id)}>{duty.title}</To>
            <From parts={[campaigns?.get(duty.campaign_id)?.title, duty.task_title ?? duty.source_clause]} />
          </>
        ),
      },
      ...(office
        ? [
            {
              key: "organisation",
              title: t("organisation"),
              width: 170,
              render: (duty: DutyItem) => duty.organisation_name,
            },
          ]
        : []),
      { key: "period", title: t("period"), width: 110, render: (duty) => periodInWords(duty.period) },
      { key: "due", title: t("due"), width: 185, render: (duty) => <Due duty={duty} /> },
      { key: "fact", title: t("fact"), width: 100, render: (duty) => <FactMark fact={duty.fact} /> },
      { key: "state", title: c("state"), width: 100, render: (duty) => <DutyStateMark state={duty.state} /> },
      { key: "proof", title: t("proof"), width: 100, hidden: office, render: (duty) => named(PROOF, duty.proof) },
      {
        key: "problems",
        title: t("problems"),
        width: 100,
        hidden: true,
        align: "right",
        render: (duty) => (duty.problem_count > 0 ? t("problemCount", { count: duty.problem_count }) : ""),
      },
      {
        key: "first",
        title: t("firstSubmitted"),
        width: 140,
        hidden: true,
        render: (duty) => instant(duty.first_submitted_at),
      },
    ],
    [campaigns, office, t, c],
  );
}
