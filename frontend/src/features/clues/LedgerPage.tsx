/** 线索台账: every clue that one may know of, as a register or as a board by state. */
import { AppstoreOutlined, LockOutlined, PlusOutlined, UnorderedListOutlined } from "@ant-design/icons";
import { useNavigate } from "@tanstack/react-router";
import { Button, Segmented } from "antd";
import { useMemo } from "react";
import { useMay } from "@/shared/api/me";
import { NextDue } from "@/shared/case/NextDue";
import { Quick } from "@/shared/case/Quick";
import { ResourceTable } from "@/shared/case/ResourceTable";
import type { Column, Filter } from "@/shared/case/table";
import { CLUE_KIND } from "@/shared/i18n/clue-kinds";
import { useCommon } from "@/shared/i18n/common";
import { named, options } from "@/shared/i18n/enums";
import { paths } from "@/shared/lib/paths";
import { one, type Search, useAddress } from "@/shared/lib/search";
import { instant } from "@/shared/lib/time";
import { Nothing } from "@/shared/ui/faces";
import { Page } from "@/shared/ui/Page";
import { To } from "@/shared/ui/To";
import { type ClueItem, loadClues } from "./api";
import { Board } from "./Board";
import { CLUE_STATE, RECEIVER, SECRECY, SOURCE, TOUT } from "./enums";
import { Flags, StateMark, Turn } from "./marks";
import { BOARD, UNDECIDED } from "./states";
import "./clues.css";
import { useWords } from "./words";

export function LedgerPage() {
  const t = useWords();
  const c = useCommon();
  const may = useMay();
  const navigate = useNavigate();
  const [{ view, ...search }, change] = useAddress();
  const asBoard = one(view) === "board";

  const columns = useMemo<Column<ClueItem>[]>(
    () => [
      {
        key: "title",
        title: t("title"),
        width: 210,
        render: (clue) => (
          <>
            <To to={paths.clue(clue.id)}>{clue.title ?? t("secretLine")}</To>
            <div className="quiet nowrap clue-small">{clue.number}</div>
          </>
        ),
      },
      { key: "kind", title: t("kind"), width: 120, render: (clue) => named(CLUE_KIND, clue.kind) },
      { key: "state", title: c("state"), width: 105, render: (clue) => <StateMark state={clue.state} /> },
      { key: "due", title: t("nextDue"), width: 210, render: (clue) => <NextDue of={clue} /> },
      {
        key: "flags",
        title: t("flags"),
        width: 150,
        render: (clue) => (
          <span className="row clue-flags">
            <Flags of={clue} />
          </span>
        ),
      },
      { key: "about", title: t("about"), width: 140, render: (clue) => clue.about_organisation_name },
      { key: "source", title: t("source"), width: 105, render: (clue) => named(SOURCE, clue.source) },
      {
        key: "received",
        title: t("received"),
        width: 135,
        render: (clue) => <span className="nowrap">{instant(clue.received_at)}</span>,
      },
      {
        key: "receiver",
        title: t("receiver"),
        width: 120,
        hidden: true,
        render: (clue) => named(RECEIVER, clue.receiver),
      },
    ],
    [t, c],
  );
  const filters = useMemo<Filter[]>(
    () => [
      { name: "state", label: c("state"), kind: "choices", options: options(CLUE_STATE) },
      { name: "kind", label: t("kind"), kind: "choices", options: options(CLUE_KIND) },
      { name: "must_refer", label: t("mustRefer"), kind: "yes_no" },
      { name: "overdue", label: t("everLate"), kind: "yes_no" },
      { name: "source", label: t("source"), kind: "choices", options: options(SOURCE), seldom: true },
      { name: "tout", label: t("touts"), kind: "choices", options: options(TOUT), seldom: true },
      { name: "receiver", label: t("receiver"), kind: "choices", options: options(RECEIVER), seldom: true },
      { name: "secret", label: t("secrecy"), kind: "choices", options: options(SECRECY), seldom: true },
      { name: "real_name", label: t("realName"), kind: "yes_no", seldom: true },
      { name: "referred", label: t("referred"), kind: "yes_no", seldom: true },
      { name: "about_organisation_id", label: t("about"), kind: "organisation", seldom: true },
      { name: "received_from", label: t("receivedFrom"), kind: "midnight", seldom: true },
      { name: "received_before", label: t("receivedBefore"), kind: "midnight", seldom: true },
      { name: "missed", label: t("missed"), kind: "tags", quiet: true },
      { name: "complaint_id", label: t("ofComplaint"), kind: "text", quiet: true },
    ],
    [t, c],
  );
  const lists: { label: string; query: Search }[] = [
    { label: t("quickTriage"), query: { state: ["registered", "triaging"] } },
    { label: t("quickMustRefer"), query: { state: UNDECIDED, must_refer: "true" } },
    { label: t("quickProposed"), query: { state: "proposed" } },
    { label: t("quickReferred"), query: { state: "referred" } },
    { label: t("quickLate"), query: { state: BOARD, overdue: "true" } },
    { label: t("quickKept"), query: { state: "kept" } },
  ];

  return (
    <Page
      title={t("ledger")}
      actions={
        <>
          <Segmented
            aria-label={t("viewAs")}
            value={asBoard ? "board" : "table"}
            onChange={(next) => change({ view: next === "board" ? "board" : undefined }, true)}
            options={[
              { value: "table", label: t("table"), icon: <UnorderedListOutlined /> },
              { value: "board", label: t("board"), icon: <AppstoreOutlined /> },
            ]}
          />
          {may("clue.keep") && (
            <>
              <Button icon={<LockOutlined />} onClick={() => void navigate({ to: paths.clueSecretNew as "/" })}>
                {t("registerSecret")}
              </Button>
              <Button
                type="primary"
                icon={<PlusOutlined />}
                onClick={() => void navigate({ to: paths.clueNew as "/" })}
              >
                {t("register")}
              </Button>
            </>
          )}
        </>
      }
    >
      {asBoard ? (
        <Board search={search as Search} />
      ) : (
        <>
          <Quick resource="clue" path={paths.clues} lists={lists} search={search as Search} load={loadClues} />
          <ResourceTable<ClueItem>
            resource="clue"
            load={loadClues}
            columns={columns}
            filters={filters}
            sorts={[
              { value: "-id", label: t("newest") },
              { value: "received_at", label: t("oldest") },
              { value: "-number", label: t("byNumber") },
            ]}
            exportPath="/api/v1/clues/export"
            empty={<Nothing>{t("emptyLedger")}</Nothing>}
            card={(clue) => <Card of={clue} />}
          />
        </>
      )}
    </Page>
  );
}

function Card({ of: clue }: { of: ClueItem }) {
  const t = useWords();
  return (
    <>
      <To to={paths.clue(clue.id)}>
        <strong>{clue.title ?? t("secretLine")}</strong>
      </To>
      <div className="quiet">
        {clue.number} · {named(CLUE_KIND, clue.kind)}
        {clue.about_organisation_name && ` · ${clue.about_organisation_name}`}
      </div>
      <div className="row" style={{ marginTop: 6 }}>
        <StateMark state={clue.state} />
        <Flags of={clue} />
        <NextDue of={clue} />
        <Turn of={clue} />
      </div>
    </>
  );
}
