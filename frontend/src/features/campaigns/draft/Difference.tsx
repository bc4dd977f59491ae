/** What an amendment would do: duties added, ended, moved and kept, clause by clause. */
import { Alert, Button, Table } from "antd";
import { useEffect, useRef, useState } from "react";
import type { Schemas } from "@/shared/api/client";
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

/** Figures to the right; their heads break between words, not between two characters. */
const FIGURE = { align: "right", onHeaderCell: () => ({ style: { wordBreak: "keep-all" as const } }) } as const;

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
  const here = useRef<HTMLElement>(null);
  // The button that shows it stands at the end of a long form; what changes is told from its beginning.
  useEffect(() => here.current?.scrollIntoView({ block: "start" }), []);
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
    // What an amended plan adds or words anew is named as it would read.
    return difference.titles[code] ?? (clause ? `${clause.source_clause} ${clause.title}` : code);
  };
  const figures = [
    { label: t("added"), value: added },
    { label: t("ended"), value: ended },
    { label: t("moved"), value: moved },
    { label: t("kept"), value: kept },
  ];
  return (
    <section ref={here} aria-live="polite" style={{ scrollMarginTop: 24 }}>
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
        <Named key={one.label} label={one.label} names={one.codes.map(name)} />
      ))}
      {lines.length > 0 && (
        <Table<Line>
          size="small"
          rowKey="code"
          pagination={false}
          style={{ marginBottom: 16 }}
          dataSource={lines}
          columns={[
            { key: "clause", title: t("clause"), render: (_, line) => name(line.code) },
            { key: "added", title: t("added"), ...FIGURE, render: (_, line) => count(line.added) },
            { key: "ended", title: t("ended"), ...FIGURE, render: (_, line) => count(line.ended) },
            { key: "moved", title: t("moved"), ...FIGURE, render: (_, line) => count(line.moved) },
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
              {
                key: "before",
                title: t("before"),
                render: (_, move) => (move.before === move.after ? move.before : <s>{move.before}</s>),
              },
              {
                key: "after",
                title: t("after"),
                render: (_, move) => (move.before === move.after ? t("contentOnly") : <strong>{move.after}</strong>),
              },
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

const FIRST = 6;

/** Clauses by name, one a line; a plan that was written anew names dozens. */
function Named({ label, names }: { label: string; names: string[] }) {
  const t = useDraftWords();
  const [all, setAll] = useState(names.length <= FIRST + 1);
  return (
    <div style={{ marginBottom: 16 }}>
      <h3 style={{ fontSize: 14, margin: "0 0 4px" }}>
        {label} <span className="quiet">{count(names.length)}</span>
      </h3>
      <ul style={{ margin: 0, paddingInlineStart: 20 }}>
        {names.slice(0, all ? undefined : FIRST).map((one) => (
          <li key={one}>{one}</li>
        ))}
      </ul>
      {!all && (
        <Button type="link" size="small" style={{ padding: 0 }} onClick={() => setAll(true)}>
          {t("clausesMore", { count: names.length - FIRST })}
        </Button>
      )}
    </div>
  );
}
