/** 医疗纠纷台账: every dispute of the institutions one answers for, by which way it goes and what it costs. */
import { PlusOutlined } from "@ant-design/icons";
import { useNavigate } from "@tanstack/react-router";
import { Button } from "antd";
import { useMemo } from "react";
import { useMay, useMe } from "@/shared/api/me";
import { NextDue } from "@/shared/case/NextDue";
import { Quick } from "@/shared/case/Quick";
import { ResourceTable } from "@/shared/case/ResourceTable";
import type { Column, Filter } from "@/shared/case/table";
import { pair } from "@/shared/i18n";
import { useCommon } from "@/shared/i18n/common";
import { DISPUTE_STATE, named, options } from "@/shared/i18n/enums";
import { sum, yuan } from "@/shared/lib/numbers";
import { paths } from "@/shared/lib/paths";
import { type Search, useAddress } from "@/shared/lib/search";
import { dayOf, instant } from "@/shared/lib/time";
import { Nothing } from "@/shared/ui/faces";
import { Page } from "@/shared/ui/Page";
import { To } from "@/shared/ui/To";
import { type DisputeItem, loadDisputes } from "./api";
import { INSURED, OUTCOME, SATISFACTION, WAY } from "./enums";
import { Flags, StateMark } from "./marks";
import { ENDED, UNRESOLVED } from "./states";
import { useWords } from "./words";

const OPEN = Object.keys(DISPUTE_STATE).filter((state) => !ENDED.includes(state as never));

export function LedgerPage() {
  const t = useWords();
  const c = useCommon();
  const may = useMay();
  const navigate = useNavigate();
  const [search] = useAddress();
  const inside = useMe().data?.organisation.kind === "institution";

  const columns = useMemo<Column<DisputeItem>[]>(
    () => [
      {
        key: "title",
        title: t("title"),
        width: 200,
        render: (one) => (
          <>
            <To to={paths.dispute(one.id)}>{one.title}</To>
            <div className="quiet nowrap" style={{ fontSize: 12 }}>
              {one.number}
            </div>
          </>
        ),
      },
      {
        key: "organisation",
        title: t("organisation"),
        width: 150,
        hidden: inside,
        render: (one) => one.organisation_name,
      },
      {
        key: "raised",
        title: t("raised"),
        width: 135,
        render: (one) => <span className="nowrap">{instant(one.raised_at)}</span>,
      },
      { key: "state", title: c("state"), width: 115, render: (one) => <StateMark state={one.state} /> },
      { key: "due", title: t("nextDue"), width: 200, render: (one) => <NextDue of={one} /> },
      {
        key: "way",
        title: t("way"),
        width: 95,
        render: (one) => one.resolved_by && `${named(WAY, one.resolved_by)}`,
      },
      { key: "claim", title: t("claim"), width: 95, align: "right", render: (one) => money(one.claim_fen) },
      {
        key: "agreed",
        title: t("agreed"),
        width: 105,
        align: "right",
        hidden: true,
        render: (one) => money(one.agreed_fen),
      },
      {
        key: "paid",
        title: t("paid"),
        width: 105,
        align: "right",
        hidden: true,
        render: (one) => money(one.paid_fen || null),
      },
      {
        key: "flags",
        title: t("flags"),
        width: 140,
        render: (one) => (
          <span className="row">
            <Flags of={one} />
          </span>
        ),
      },
      { key: "insured", title: t("insured"), width: 120, hidden: true, render: (one) => named(INSURED, one.insured) },
      {
        key: "satisfaction",
        title: t("satisfaction"),
        width: 90,
        hidden: true,
        render: (one) => named(SATISFACTION, one.satisfaction),
      },
    ],
    [inside, t, c],
  );
  const filters = useMemo<Filter[]>(
    () => [
      { name: "state", label: c("state"), kind: "choices", options: options(DISPUTE_STATE) },
      { name: "resolved_by", label: t("way"), kind: "choices", options: options(WAY) },
      { name: "major", label: t("major"), kind: "yes_no" },
      { name: "overdue", label: t("everLate"), kind: "yes_no" },
      { name: "under", label: t("organisation"), kind: "organisation", quiet: inside },
      { name: "accident", label: t("accident"), kind: "yes_no", seldom: true },
      { name: "died", label: t("died"), kind: "yes_no", seldom: true },
      { name: "resolved", label: t("resolved"), kind: "yes_no", seldom: true },
      { name: "insured", label: t("insured"), kind: "choices", options: options(INSURED), seldom: true },
      {
        name: "mediation_outcome",
        label: t("mediationOutcome"),
        kind: "choices",
        options: options(OUTCOME),
        seldom: true,
      },
      { name: "admin_outcome", label: t("adminOutcome"), kind: "choices", options: options(OUTCOME), seldom: true },
      { name: "satisfaction", label: t("satisfaction"), kind: "choices", options: options(SATISFACTION), seldom: true },
      { name: "raised_from", label: t("raisedFrom"), kind: "midnight", seldom: true },
      { name: "raised_before", label: t("raisedBefore"), kind: "midnight", seldom: true },
      { name: "claimed", label: t("claimed"), kind: "yes_no", quiet: true },
      { name: "paid", label: t("isPaid"), kind: "yes_no", quiet: true },
      { name: "missed", label: t("missed"), kind: "tags", quiet: true },
      { name: "organisation_id", label: t("organisation"), kind: "organisation", quiet: true },
      { name: "complaint_id", label: t("ofComplaint"), kind: "text", quiet: true },
    ],
    [inside, t, c],
  );
  const lists: { label: string; query: Search }[] = [
    { label: t("quickOpen"), query: { state: UNRESOLVED } },
    { label: t("quickMediating"), query: { state: ["mediating", "admin_mediating"] } },
    { label: t("quickMajor"), query: { state: OPEN, major: "true" } },
    { label: t("quickLate"), query: { state: OPEN, overdue: "true" } },
  ];

  return (
    <Page
      title={t("ledger")}
      actions={
        <>
          <To to={paths.disputeFigures}>{t("figures")}</To>
          {may("dispute.handle") && (
            <Button
              type="primary"
              icon={<PlusOutlined />}
              onClick={() => void navigate({ to: paths.disputeNew as "/" })}
            >
              {t("register")}
            </Button>
          )}
        </>
      }
    >
      <Quick resource="dispute" path={paths.disputes} lists={lists} search={search} load={loadDisputes} />
      <ResourceTable<DisputeItem>
        resource="dispute"
        load={loadDisputes}
        columns={columns}
        filters={filters}
        sorts={[
          { value: "-raised_at", label: t("newest") },
          { value: "raised_at", label: t("oldest") },
          { value: "-number", label: t("byNumber") },
        ]}
        exportPath="/api/v1/disputes/export"
        empty={<Nothing>{t("emptyLedger")}</Nothing>}
        card={(one) => <Card one={one} inside={inside} />}
      />
    </Page>
  );
}

const money = (fen: number | null) =>
  fen === null ? <span className="quiet">—</span> : <span className="nowrap">{sum(fen)}</span>;

function Card({ one, inside }: { one: DisputeItem; inside: boolean }) {
  const t = useWords();
  return (
    <>
      <To to={paths.dispute(one.id)}>
        <strong>{one.title}</strong>
      </To>
      <div className="quiet">
        {one.number} · {dayOf(one.raised_at)}
        {!inside && ` · ${one.organisation_name}`}
      </div>
      <div className="row" style={{ justifyContent: "space-between" }}>
        <span>{pair(t("claimFen"), one.claim_fen === null ? "—" : yuan(one.claim_fen))}</span>
        {one.paid_fen > 0 && <span>{pair(t("paidFen"), yuan(one.paid_fen))}</span>}
      </div>
      <div className="row" style={{ marginTop: 6 }}>
        <StateMark state={one.state} />
        <Flags of={one} />
        <NextDue of={one} />
      </div>
    </>
  );
}
