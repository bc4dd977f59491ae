/** 移送案件台账: every referral one may know of, by whose turn it is and since when. */
import { PlusOutlined } from "@ant-design/icons";
import { useNavigate } from "@tanstack/react-router";
import { Button } from "antd";
import { useMemo } from "react";
import { useMay } from "@/shared/api/me";
import { NextDue } from "@/shared/case/NextDue";
import { Quick } from "@/shared/case/Quick";
import { ResourceTable } from "@/shared/case/ResourceTable";
import type { Column, Filter } from "@/shared/case/table";
import { useCommon } from "@/shared/i18n/common";
import { named, options } from "@/shared/i18n/enums";
import { CRIMINAL_OUTCOME, HOLDER, REFERRAL_STATE } from "@/shared/i18n/handoff-enums";
import { paths } from "@/shared/lib/paths";
import { type Search, useAddress } from "@/shared/lib/search";
import { instant } from "@/shared/lib/time";
import { Nothing } from "@/shared/ui/faces";
import { Page } from "@/shared/ui/Page";
import { To } from "@/shared/ui/To";
import { loadReferrals, type ReferralItem } from "./api";
import { Holding, Late, StateMark } from "./marks";
import { useWords } from "./words";

export function LedgerPage() {
  const t = useWords();
  const c = useCommon();
  const may = useMay();
  const navigate = useNavigate();
  const [search] = useAddress();

  const columns = useMemo<Column<ReferralItem>[]>(
    () => [
      {
        key: "title",
        title: t("matter"),
        width: 220,
        render: (one) => (
          <>
            <To to={paths.referral(one.id)}>{one.title}</To>
            <div className="quiet nowrap" style={{ fontSize: 12 }}>
              {one.number}
            </div>
          </>
        ),
      },
      { key: "offence", title: t("offence"), width: 130, render: (one) => one.suspected_offence },
      { key: "state", title: c("state"), width: 120, render: (one) => <StateMark state={one.state} /> },
      { key: "whose", title: t("whose"), width: 130, render: (one) => <Holding of={one} /> },
      { key: "due", title: t("nextDue"), width: 210, render: (one) => <NextDue of={one} /> },
      { key: "receiver", title: t("receiverShort"), width: 150, render: (one) => one.receiver_name },
      { key: "late", title: t("everLate"), width: 90, render: (one) => <Late of={one} /> },
      { key: "clue", title: t("clueNumber"), width: 140, hidden: true, render: (one) => one.clue_number },
      { key: "document", title: t("document"), width: 160, hidden: true, render: (one) => one.document_number },
      { key: "sent", title: t("sentAt"), width: 135, hidden: true, render: (one) => instant(one.sent_at) },
      { key: "case", title: t("caseNumber"), width: 170, hidden: true, render: (one) => one.case_number },
      {
        key: "outcome",
        title: t("outcome"),
        width: 110,
        hidden: true,
        render: (one) => named(CRIMINAL_OUTCOME, one.outcome),
      },
    ],
    [t, c],
  );
  const filters = useMemo<Filter[]>(
    () => [
      { name: "state", label: c("state"), kind: "choices", options: options(REFERRAL_STATE) },
      { name: "holder", label: t("whose"), kind: "choices", options: options(HOLDER) },
      { name: "overdue", label: t("everLate"), kind: "yes_no" },
      { name: "approved", label: t("isApproved"), kind: "yes_no", seldom: true },
      { name: "sent", label: t("isSent"), kind: "yes_no", seldom: true },
      { name: "filed", label: t("isFiled"), kind: "yes_no", seldom: true },
      { name: "refused", label: t("isRefused"), kind: "yes_no", seldom: true },
      { name: "named_from", label: t("namedFrom"), kind: "midnight", seldom: true },
      { name: "named_before", label: t("namedBefore"), kind: "midnight", seldom: true },
      { name: "receiver_id", label: t("receiverShort"), kind: "organisation", quiet: true },
      { name: "missed", label: t("missed"), kind: "tags", quiet: true },
      { name: "clue_id", label: t("ofClue"), kind: "text", quiet: true },
    ],
    [t, c],
  );
  // An officer sees no more than the teams he is of, so the teams' are his own.
  const lists: { label: string; query: Search }[] = [
    { label: t(may("referral.work") ? "quickMine" : "quickTeam"), query: { holder: ["team"] } },
    { label: t(may("referral.decide") ? "quickChief" : "quickDecide"), query: { holder: ["chief"] } },
    { label: t("quickPolice"), query: { holder: ["police"] } },
    { label: t("quickProcuratorate"), query: { holder: ["procuratorate"] } },
    { label: t("quickLate"), query: { overdue: "true" } },
  ];

  return (
    <Page
      title={t("ledger")}
      actions={
        <>
          {may("clue.read_all") && <To to={paths.referralFigures}>{t("figures")}</To>}
          {may("clue.assign") && (
            <Button
              type="primary"
              icon={<PlusOutlined />}
              onClick={() => void navigate({ to: paths.referralNew as "/" })}
            >
              {t("nameTeam")}
            </Button>
          )}
        </>
      }
    >
      <Quick resource="referral" path={paths.referrals} lists={lists} search={search} load={loadReferrals} />
      <ResourceTable<ReferralItem>
        resource="referral"
        load={loadReferrals}
        columns={columns}
        filters={filters}
        sorts={[
          { value: "-id", label: t("newest") },
          { value: "holder_since", label: t("longest") },
          { value: "-number", label: t("byNumber") },
        ]}
        exportPath="/api/v1/referrals/export"
        empty={<Nothing>{t("emptyLedger")}</Nothing>}
        card={(one) => <Card one={one} />}
      />
    </Page>
  );
}

function Card({ one }: { one: ReferralItem }) {
  return (
    <>
      <To to={paths.referral(one.id)}>
        <strong>{one.title}</strong>
      </To>
      <div className="quiet">
        {one.number}
        {one.suspected_offence && ` · ${one.suspected_offence}`}
      </div>
      <div className="row" style={{ justifyContent: "space-between", margin: "6px 0" }}>
        <span>
          <Holding of={one} />
        </span>
        <StateMark state={one.state} />
      </div>
      <div className="row">
        <NextDue of={one} />
        <Late of={one} />
      </div>
    </>
  );
}
