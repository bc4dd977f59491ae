/** All clocks of a case, those that ran out or were met too: with their basis, and the day-by-day account on demand. */
import { Table, Tag } from "antd";
import type { Schemas } from "@/shared/api/client";
import { useLanguage, words } from "@/shared/i18n";
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

export function Deadlines({ clocks }: { clocks: Schemas["ClockRead"][] }) {
  const t = useWords();
  const language = useLanguage();
  return (
    <Table
      size="small"
      rowKey="id"
      pagination={false}
      scroll={{ x: "max-content" }}
      dataSource={clocks.toSorted((a, b) => a.started_at.localeCompare(b.started_at))}
      locale={{ emptyText: <Nothing>{t("none")}</Nothing> }}
      expandable={{ expandedRowRender: (clock) => <Explain clockId={clock.id} /> }}
      columns={[
        { title: t("what"), render: (_, clock) => (language === "en" ? clock.title_en : clock.title_zh) },
        { title: t("due"), render: (_, clock) => (clock.unit === "hours" ? instant(clock.due_at) : clock.due_on) },
        {
          title: t("state"),
          render: (_, clock) => (
            <div className="row">
              {clock.state === "running" ? <DueBadge due={clock} /> : named(CLOCK_STATE, clock.state)}
              {clock.met_at && <span className="quiet">{t("met", { when: instant(clock.met_at) })}</span>}
              {clock.missed_at && (
                <span style={{ color: "var(--fact-missing)" }}>{t("missed", { when: instant(clock.missed_at) })}</span>
              )}
            </div>
          ),
        },
        {
          title: t("basis"),
          render: (_, clock) => (
            <div style={{ maxWidth: 420, whiteSpace: "normal" }}>
              {clock.basis} <Tag>{named(MARK, clock.mark)}</Tag>
            </div>
          ),
        },
      ]}
    />
  );
}
