/** What an amendment would do: duties added, ended, moved and kept, clause by clause. */
import { Alert, Button, Table } from "antd";
import type { Schemas } from "@/shared/api/client";
import { list } from "@/shared/i18n";
import { count } from "@/shared/lib/numbers";
import type { Clause } from "../api";
import { periodName } from "../board/group-name";
import { useDraftWords } from "./words";

/** Shape of one line of `by_clause`, which the contract leaves open. */
interface Line {
  code: string;
  added: number;
  ended: number;
  moved: number;
}

interface DifferenceProps {
  difference: Schemas["Amendment"];
  clauses: Clause[];
  phases: Schemas["PhaseRead"][];
  reason: string;
  busy: boolean;
  onBack: () => void;
  onApply: () => void;
}

export function Difference({ difference, clauses, phases, reason, busy, onBack, onApply }: DifferenceProps) {
  const t = useDraftWords();
  const { added, ended, moved, kept_submitted: kept, moves } = difference;
  const lines = difference.by_clause as unknown as Line[];
  const said = [
    { label: t("clausesRemoved"), codes: difference.clauses_removed },
    { label: t("clausesAdded"), codes: difference.clauses_added },
    { label: t("clausesChanged"), codes: difference.clauses_changed },
  ].filter((one) => one.codes.length > 0);
  const nothing = added + ended + moved === 0 && said.length === 0;
  const name = (code: string) => {
    const clause = clauses.find((one) => one.code === code);
    return clause ? `${clause.source_clause} ${clause.title}` : t("clauseOther");
  };
  const figures = [
    { label: t("added"), value: added },
    { label: t("ended"), value: ended },
    { label: t("moved"), value: moved },
    { label: t("kept"), value: kept },
  ];
  return (
    <section aria-live="polite">
      <dl className="facts" style={{ gridTemplateColumns: "repeat(auto-fit, minmax(110px, 1fr))", marginBottom: 16 }}>
        {figures.map((figure) => (
          <div key={figure.label}>
            <dt>{figure.label}</dt>
            <dd style={{ fontSize: 22, fontWeight: 600 }}>{count(figure.value)}</dd>
          </div>
        ))}
      </dl>
      {nothing && <Alert type="info" showIcon title={t("nothingChanges")} style={{ marginBottom: 16 }} />}
      {said.map((one) => (
        <p key={one.label}>
          <span className="quiet">{one.label}</span> {list(one.codes.map(name))}
        </p>
      ))}
      {lines.length > 0 && (
        <Table<Line>
          size="small"
          rowKey="code"
          pagination={false}
          style={{ marginBottom: 16 }}
          scroll={{ x: "max-content" }}
          dataSource={lines}
          columns={[
            { key: "clause", title: t("clause"), width: 300, render: (_, line) => name(line.code) },
            { key: "added", title: t("added"), align: "right", render: (_, line) => count(line.added) },
            { key: "ended", title: t("ended"), align: "right", render: (_, line) => count(line.ended) },
            { key: "moved", title: t("moved"), align: "right", render: (_, line) => count(line.moved) },
          ]}
        />
      )}
      {moves.length > 0 && (
        <>
          <h3 style={{ fontSize: 14 }}>
            {moves.length < moved ? t("movesFirst", { count: moves.length }) : t("moves")}
          </h3>
          <Table<Schemas["DutyChange"]>
            size="small"
            rowKey="number"
            pagination={{ pageSize: 10, showSizeChanger: false, hideOnSinglePage: true }}
            style={{ marginBottom: 16 }}
            scroll={{ x: "max-content" }}
            dataSource={moves}
            columns={[
              { key: "number", title: t("number"), render: (_, move) => move.number },
              { key: "clause", title: t("clause"), width: 240, render: (_, move) => name(move.clause_code) },
              { key: "period", title: t("period"), render: (_, move) => periodName(move.period, phases) },
              { key: "before", title: t("before"), render: (_, move) => <s>{move.before}</s> },
              { key: "after", title: t("after"), render: (_, move) => <strong>{move.after}</strong> },
            ]}
          />
        </>
      )}
      <p>
        <span className="quiet">{t("reason")}</span> {reason}
      </p>
      <div className="row" style={{ justifyContent: "flex-end" }}>
        <Button onClick={onBack}>{t("changeAgain")}</Button>
        <Button type="primary" loading={busy} onClick={onApply}>
          {t("apply")}
        </Button>
      </div>
    </section>
  );
}
