/** 移送办理: the liaison's desk. What waits for us stands first, with what is due next. */
import { useMemo } from "react";
import { NextDue } from "@/shared/case/NextDue";
import { Quick } from "@/shared/case/Quick";
import { ResourceTable } from "@/shared/case/ResourceTable";
import type { Column, Filter } from "@/shared/case/table";
import { useCommon } from "@/shared/i18n/common";
import { options } from "@/shared/i18n/enums";
import { HANDOFF_STATE } from "@/shared/i18n/handoff-enums";
import { paths } from "@/shared/lib/paths";
import { type Search, useAddress } from "@/shared/lib/search";
import { instant } from "@/shared/lib/time";
import { Nothing } from "@/shared/ui/faces";
import { Page } from "@/shared/ui/Page";
import { To } from "@/shared/ui/To";
import { type HandoffItem, loadHandoffs } from "./api";
import { Holding, Late, StateMark } from "./marks";
import { Waiting } from "./Waiting";
import { useWords } from "./words";

export function DeskPage() {
  const t = useWords();
  const c = useCommon();
  const [search] = useAddress();

  const columns = useMemo<Column<HandoffItem>[]>(
    () => [
      {
        key: "title",
        title: t("matter"),
        width: 190,
        render: (one) => (
          <>
            <To to={paths.handoff(one.id)}>{one.title}</To>
            <div className="quiet nowrap" style={{ fontSize: 12 }}>
              {one.number}
            </div>
          </>
        ),
      },
      { key: "state", title: c("state"), width: 125, render: (one) => <StateMark state={one.state} /> },
      { key: "turn", title: t("turn"), width: 120, render: (one) => <Holding of={one} /> },
      { key: "due", title: t("due"), width: 210, render: (one) => <NextDue of={one} /> },
      { key: "sender", title: t("sender"), width: 150, render: (one) => one.sender_name },
      {
        key: "referred",
        title: t("referredAt"),
        width: 135,
        render: (one) => <span className="nowrap">{instant(one.referred_at)}</span>,
      },
      { key: "case", title: t("caseNumber"), width: 170, hidden: true, render: (one) => one.case_number },
      { key: "late", title: t("everLate"), width: 90, render: (one) => <Late of={one} /> },
    ],
    [t, c],
  );
  const filters = useMemo<Filter[]>(
    () => [
      { name: "state", label: c("state"), kind: "choices", options: options(HANDOFF_STATE) },
      {
        name: "on_turn",
        label: t("turn"),
        kind: "choice",
        options: [
          { value: "receiver", label: t("ours") },
          { value: "sender", label: t("theirs") },
        ],
      },
      { name: "overdue", label: t("everLate"), kind: "yes_no" },
      { name: "received", label: t("isReceived"), kind: "yes_no", seldom: true },
      { name: "over", label: t("isOver"), kind: "yes_no", seldom: true },
      { name: "referred_from", label: t("referredFrom"), kind: "midnight", seldom: true },
      { name: "referred_before", label: t("referredBefore"), kind: "midnight", seldom: true },
      { name: "missed", label: t("missed"), kind: "tags", quiet: true },
      { name: "under", label: t("receiver"), kind: "organisation", quiet: true },
      { name: "organisation_id", label: t("receiver"), kind: "organisation", quiet: true },
    ],
    [t, c],
  );
  const lists: { label: string; query: Search }[] = [
    { label: t("quickOurs"), query: { on_turn: "receiver" } },
    { label: t("quickUnsigned"), query: { received: "false", over: "false" } },
    { label: t("quickTheirs"), query: { on_turn: "sender" } },
    { label: t("quickLate"), query: { overdue: "true" } },
    { label: t("quickOver"), query: { over: "true" } },
  ];

  return (
    <Page title={t("desk")}>
      <Quick resource="handoff" path={paths.handoffs} lists={lists} search={search} load={loadHandoffs} />
      {Object.keys(search).length === 0 && <Waiting />}
      <ResourceTable<HandoffItem>
        resource="handoff"
        load={loadHandoffs}
        columns={columns}
        filters={filters}
        sorts={[
          { value: "-referred_at", label: t("newest") },
          { value: "referred_at", label: t("oldest") },
        ]}
        empty={<Nothing>{t("empty")}</Nothing>}
        card={(one) => <Card one={one} />}
      />
    </Page>
  );
}

function Card({ one }: { one: HandoffItem }) {
  return (
    <>
      <To to={paths.handoff(one.id)}>
        <strong>{one.title}</strong>
      </To>
      <div className="quiet">{one.number}</div>
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
