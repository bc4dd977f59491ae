/** 线索移交台账: every clue handed on to another organ, how far it is, and whose turn it is. */
import { useMemo } from "react";
import { NextDue } from "@/shared/case/NextDue";
import { Quick } from "@/shared/case/Quick";
import { ResourceTable } from "@/shared/case/ResourceTable";
import type { Column, Filter } from "@/shared/case/table";
import { useCommon } from "@/shared/i18n/common";
import { named, options } from "@/shared/i18n/enums";
import { paths } from "@/shared/lib/paths";
import { type Search, useAddress } from "@/shared/lib/search";
import { instant } from "@/shared/lib/time";
import { Nothing } from "@/shared/ui/faces";
import { Toned } from "@/shared/ui/marks";
import { Page } from "@/shared/ui/Page";
import { To } from "@/shared/ui/To";
import { loadTransfers, type TransferItem } from "../api";
import "../clues.css";
import { OUTCOME, RECEIVER, TRANSFER_STATE } from "../enums";
import { SecrecyMark, TransferStateMark } from "../marks";
import { useTransferWords } from "./words";

const OPEN = ["proposed", "approved", "sent", "signed", "answered"];

export function TransfersPage() {
  const t = useTransferWords();
  const c = useCommon();
  const [search] = useAddress();
  const columns = useMemo<Column<TransferItem>[]>(
    () => [
      {
        key: "receiver",
        title: t("receiver"),
        width: 220,
        render: (one) => (
          <>
            <To to={paths.clueTransfer(one.id)}>{one.receiver_name}</To>
            <div className="quiet nowrap clue-small">{one.number}</div>
          </>
        ),
      },
      {
        key: "clue",
        title: t("clue"),
        width: 150,
        render: (one) => (
          <span className="row">
            <To to={paths.clue(one.clue_id)}>{one.clue_number}</To>
            <SecrecyMark secrecy={one.secrecy} />
          </span>
        ),
      },
      { key: "state", title: c("state"), width: 110, render: (one) => <TransferStateMark state={one.state} /> },
      { key: "due", title: t("nextDue"), width: 230, render: (one) => <NextDue of={one} /> },
      {
        key: "sent",
        title: t("sent"),
        width: 140,
        render: (one) => <span className="nowrap">{instant(one.sent_at)}</span>,
      },
      {
        key: "signed",
        title: t("signed"),
        width: 140,
        render: (one) => <span className="nowrap">{instant(one.signed_at)}</span>,
      },
      {
        key: "outcome",
        title: t("outcome"),
        width: 120,
        render: (one) => (
          <span className="row">
            {named(OUTCOME, one.outcome)}
            {one.overdue_at && <Toned tone="late">{t("late")}</Toned>}
          </span>
        ),
      },
    ],
    [t, c],
  );
  const filters = useMemo<Filter[]>(
    () => [
      { name: "state", label: c("state"), kind: "choices", options: options(TRANSFER_STATE) },
      { name: "receiver", label: t("receiverKind"), kind: "choices", options: options(RECEIVER) },
      { name: "outcome", label: t("outcome"), kind: "choices", options: options(OUTCOME) },
      { name: "overdue", label: t("everLate"), kind: "yes_no" },
      { name: "clue_id", label: t("ofClue"), kind: "text", quiet: true },
    ],
    [t, c],
  );
  const lists: { label: string; query: Search }[] = [
    { label: t("quickApprove"), query: { state: "proposed" } },
    { label: t("quickSend"), query: { state: "approved" } },
    { label: t("quickWaiting"), query: { state: ["sent", "signed"] } },
    { label: t("quickLate"), query: { state: OPEN, overdue: "true" } },
  ];
  return (
    <Page title={t("transfers")}>
      <Quick resource="clue_transfer" path={paths.clueTransfers} lists={lists} search={search} load={loadTransfers} />
      <ResourceTable<TransferItem>
        resource="clue_transfer"
        load={loadTransfers}
        columns={columns}
        filters={filters}
        withText={false}
        sorts={[
          { value: "-id", label: t("newest") },
          { value: "id", label: t("oldest") },
        ]}
        empty={<Nothing>{t("empty")}</Nothing>}
        card={(one) => (
          <>
            <To to={paths.clueTransfer(one.id)}>
              <strong>{one.receiver_name}</strong>
            </To>
            <div className="quiet">
              {one.number} · {one.clue_number}
            </div>
            <div className="row" style={{ marginTop: 6 }}>
              <TransferStateMark state={one.state} />
              <SecrecyMark secrecy={one.secrecy} />
              {one.outcome && <span>{named(OUTCOME, one.outcome)}</span>}
              <NextDue of={one} />
            </div>
          </>
        )}
      />
    </Page>
  );
}
