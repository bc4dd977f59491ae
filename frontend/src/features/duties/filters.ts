/** What the list of duties can be narrowed by: every parameter of the API, so that a link's count is the list's count. */
import { useMemo } from "react";
import { useMay } from "@/shared/api/me";
import type { Filter } from "@/shared/case/table";
import { aside } from "@/shared/i18n";
import { useCommon } from "@/shared/i18n/common";
import { DUTY_STATE, FACT, HOSPITAL_LEVEL, OWNERSHIP, options, PROOF } from "@/shared/i18n/enums";
import { many, one, type Search } from "@/shared/lib/search";
import { useCampaigns, useClauses } from "./api";
import { leadOptions } from "./leads";
import { periodInWords } from "./period";
import { useWords } from "./words";

/** Those that one seldom sets by hand stand behind "more". What is set is always shown, so that it can be taken off. */
export function useFilters(search: Search): Filter[] {
  const t = useWords();
  const c = useCommon();
  const may = useMay();
  const office = may("duty.review");
  const campaigns = useCampaigns();
  const campaignId = one(search.campaign_id);
  const clauses = useClauses(campaigns.data?.has(campaignId ?? "") ? campaignId : undefined);
  const period = one(search.period);
  const phase = one(search.phase);

  return useMemo<Filter[]>(() => {
    const known = [...(campaigns.data?.values() ?? [])];
    const chosen = (code: string | undefined) => (code ? [{ value: code, label: periodInWords(code) }] : []);
    const phases = [...new Set((clauses.data ?? []).map((clause) => clause.phase).filter((code) => code !== null))];
    return [
      { name: "fact", label: t("fact"), kind: "choices", options: options(FACT) },
      { name: "state", label: c("state"), kind: "choices", options: options(DUTY_STATE) },
      {
        name: "campaign_id",
        label: t("campaign"),
        kind: "choice",
        options: campaignOptions(known, campaignId, t("oneCampaign")),
        quiet: known.length === 0,
      },
      {
        name: "clause_code",
        label: t("clause"),
        // Without a campaign there is no list to choose from; a code can still be typed.
        kind: clauses.data ? "choices" : "tags",
        options: clauseOptions(clauses.data ?? [], many(search.clause_code)),
        seldom: !clauses.data,
        quiet: !(clauses.data || office),
      },
      { name: "under", label: t("under"), kind: "organisation", quiet: !office },
      { name: "proof", label: t("proof"), kind: "choice", options: options(PROOF) },
      { name: "due_from", label: t("dueFrom"), kind: "date", seldom: true },
      { name: "due_until", label: t("dueUntil"), kind: "date", seldom: true },
      { name: "late", label: t("late"), kind: "yes_no", seldom: true },
      { name: "zero", label: t("zero"), kind: "yes_no", seldom: true },
      { name: "period", label: t("period"), kind: "choice", options: periodOptions(period), seldom: true },
      {
        name: "phase",
        label: t("phase"),
        kind: "choice",
        options: phases.length > 0 ? phases.flatMap(chosen) : chosen(phase),
        seldom: true,
        quiet: phases.length === 0 && !phase,
      },
      { name: "region_code", label: t("region"), kind: "text", seldom: true, quiet: !office },
      { name: "organisation_id", label: t("organisation"), kind: "organisation", seldom: true, quiet: !office },
      { name: "reviewer_id", label: t("reviewer"), kind: "organisation", seldom: true, quiet: !office },
      // By these the progress of a campaign leads here.
      { name: "standing", label: t("standing"), kind: "yes_no", seldom: true },
      { name: "lead", label: t("lead"), kind: "choices", options: leadOptions(), seldom: true, quiet: !office },
      { name: "institution_type", label: t("institutionType"), kind: "text", quiet: true },
      {
        name: "institution_level",
        label: t("institutionLevel"),
        kind: "choice",
        options: options(HOSPITAL_LEVEL),
        seldom: true,
        quiet: !office,
      },
      {
        name: "ownership",
        label: t("ownership"),
        kind: "choice",
        options: options(OWNERSHIP),
        seldom: true,
        quiet: !office,
      },
      { name: "form", label: t("form"), kind: "text", quiet: true },
    ];
  }, [office, campaigns.data, clauses.data, campaignId, period, phase, search.clause_code, t, c]);
}

interface Named {
  id: string;
  title: string;
  number: string;
}

/** A campaign that one came to by a link and may not read is still shown, by what is known of it. */
export function campaignOptions(known: Named[], chosen: string | undefined, unknown: string) {
  const all = known.map(({ id, title, number }) => ({ value: id, label: `${title}${aside(number)}` }));
  return !chosen || known.some(({ id }) => id === chosen) ? all : [...all, { value: chosen, label: unknown }];
}

function clauseOptions(clauses: { code: string; source_clause: string; title: string }[], chosen: string[]) {
  const all = clauses.map(({ code, source_clause, title }) => ({ value: code, label: `${source_clause} ${title}` }));
  const unknown = chosen.filter((code) => !clauses.some((clause) => clause.code === code));
  return [...all, ...unknown.map((code) => ({ value: code, label: code }))];
}

/** The months around now; a period that a link named is offered too. */
function periodOptions(chosen: string | undefined) {
  const now = new Date();
  const codes = [];
  for (let ago = -1; ago < 12; ago++) {
    const month = new Date(Date.UTC(now.getFullYear(), now.getMonth() - ago, 1));
    const year = month.getUTCFullYear();
    const number = month.getUTCMonth() + 1;
    codes.push(`${year}-${String(number).padStart(2, "0")}`);
    if (number % 3 === 0) codes.push(`${year}-Q${number / 3}`);
  }
  const all = chosen && !codes.includes(chosen) ? [chosen, ...codes] : codes;
  return all.map((code) => ({ value: code, label: periodInWords(code) }));
}
