/** All clocks of a case, those that ran out or were met too: with their basis, and the day-by-day account on demand. */
import { Grid, Table, Tag } from "antd";
import { useState } from "react";
import type { Schemas } from "@/shared/api/client";
import { basisOf, pair, useLanguage, words } from "@/shared/i18n";
import { CLOCK_STATE, MARK, named } from "@/shared/i18n/enums";
import { instant } from "@/shared/lib/time";
import { Nothing } from "@/shared/ui/faces";
import { DueBadge } from "./DueBadge";
import { Explain } from "./Explain";

const { use: useWords } = words(
  "deadlines",
  {
    what: "事项",
    due: "到期",
    state: "状态",
    basis: "依据",
    met: "{{when}} 完成",
    missed: "{{when}} 起逾期",
    none: "还没有期限，开始办理后计时。",
  },
  {
    what: "What",
    due: "Due",
    state: "State",
    basis: "Basis",
    met: "done {{when}}",
    missed: "late since {{when}}",
    none: "No deadlines yet; they run from when work begins.",
  },
);

type Clock = Schemas["ClockRead"];

export function Deadlines({ clocks }: { clocks: Clock[] }) {
  const t = useWords();
  const language = useLanguage();
  const wide = Grid.useBreakpoint().md ?? true;
  const rows = clocks.toSorted((a, b) => a.started_at.localeCompare(b.started_at));
  const what = (clock: Clock) => (language === "en" ? clock.title_en : clock.title_zh);
  const due = (clock: Clock) => (clock.unit === "hours" ? instant(clock.due_at) : clock.due_on);
  if (rows.length === 0) return <Nothing>{t("none")}</Nothing>;
  if (!wide)
    return (
      <ul style={{ listStyle: "none", margin: 0, padding: 0 }}>
        {rows.map((clock) => (
          <li key={clock.id} className="panel" style={{ marginBottom: 8 }}>
            <strong>{what(clock)}</strong>
            <div>{pair(t("due"), due(clock))}</div>
            <State clock={clock} />
            <Why clock={clock} />
          </li>
        ))}
      </ul>
    );
  return (
    <Table<Clock>
      size="small"
      rowKey="id"
      pagination={false}
      scroll={{ x: "max-content" }}
      dataSource={rows}
      expandable={{ expandedRowRender: (clock) => <Explain clockId={clock.id} /> }}
      columns={[
        { title: t("what"), render: (_, clock) => what(clock) },
        { title: t("due"), render: (_, clock) => due(clock) },
        { title: t("state"), render: (_, clock) => <State clock={clock} /> },
        {
          title: t("basis"),
          render: (_, clock) => (
            <div style={{ maxWidth: 420, whiteSpace: "normal" }}>
              {basisOf(clock.basis)} <Tag>{named(MARK, clock.mark)}</Tag>
            </div>
          ),
        },
      ]}
    />
  );
}

/** Asked for when it is opened, not before. */
function Why({ clock }: { clock: Clock }) {
  const t = useWords();
  const [open, setOpen] = useState(false);
  return (
    <details style={{ marginTop: 4 }} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t("basis")}</summary>
      {open && <Explain clockId={clock.id} />}
    </details>
  );
}

function State({ clock }: { clock: Clock }) {
  const t = useWords();
  return (
    <div className="row">
      {clock.state === "running" ? <DueBadge due={clock} /> : named(CLOCK_STATE, clock.state)}
      {clock.met_at && <span className="quiet">{t("met", { when: instant(clock.met_at) })}</span>}
      {clock.missed_at && (
        <span style={{ color: "var(--fact-missing)" }}>{t("missed", { when: instant(clock.missed_at) })}</span>
      )}
    </div>
  );
}
