/** Why a due date is what it is: the article, the term, every day counted or left out, and what corrected it. */
import { Tag } from "antd";
import { api, data } from "@/shared/api/client";
import { useRead } from "@/shared/api/queries";
import { aside, basisOf, useLanguage, words } from "@/shared/i18n";
import { MARK, named, UNIT } from "@/shared/i18n/enums";
import { dayInWords, instant } from "@/shared/lib/time";
import { Faces } from "@/shared/ui/faces";
import { CountedDays } from "./CountedDays";

const { use: useWords } = words(
  "explain",
  {
    basis: "依据",
    term: "时限",
    from: "起算",
    due: "届满",
    fixed: "由文件或约定直接规定到期日",
    revised: "日历更正：{{old}} 改为 {{next}}",
    provisional: "该年度放假安排尚未公布，此日期为暂定",
    calendar: "日历第 {{edition}} 版",
    extended: "已延期",
  },
  {
    basis: "Basis",
    term: "Term",
    from: "Counted from",
    due: "Runs out",
    fixed: "The day was fixed by the document or agreed",
    revised: "Calendar corrected: {{old}} became {{next}}",
    provisional: "That year's holidays are not yet published; the date is provisional",
    calendar: "Calendar edition {{edition}}",
    extended: "Extended",
  },
);

export function Explain({ clockId }: { clockId: string }) {
  const t = useWords();
  const language = useLanguage();
  const explanation = useRead(["clock", clockId, "explanation"], (signal) =>
    data(api.GET("/api/v1/clocks/{id}/explanation", { params: { path: { id: clockId } }, signal })),
  );
  return (
    <Faces of={explanation} rows={4}>
      {(found) => (
        <div style={{ fontSize: 13 }}>
          <strong>{language === "en" ? found.title_en : found.title_zh}</strong>
          <dl style={{ display: "grid", gridTemplateColumns: "auto 1fr", gap: "2px 12px", margin: "8px 0" }}>
            <dt className="quiet">{t("basis")}</dt>
            <dd style={{ margin: 0 }}>
              {basisOf(found.basis)} <Tag>{named(MARK, found.mark)}</Tag>
            </dd>
            <dt className="quiet">{t("term")}</dt>
            <dd style={{ margin: 0 }}>
              {found.fixed_on ? t("fixed") : `${found.amount} ${named(UNIT, found.unit)}`}
              {found.extensions.length > 0 && ` · ${t("extended")}`}
            </dd>
            <dt className="quiet">{t("from")}</dt>
            <dd style={{ margin: 0 }}>{instant(found.started_at)}</dd>
            <dt className="quiet">{t("due")}</dt>
            <dd style={{ margin: 0 }}>
              <strong>{found.unit === "hours" ? instant(found.due_at) : dayInWords(found.due_on)}</strong>
            </dd>
          </dl>
          {found.provisional && <p style={{ color: "var(--fact-late)" }}>{t("provisional")}</p>}
          <CountedDays lines={found.lines} />
          {found.revisions.map((revision) => (
            <p key={revision.at} className="quiet" style={{ margin: "4px 0 0" }}>
              {t("revised", { old: revision.old_due_on, next: revision.due_on })}
              {aside(revision.source)}
            </p>
          ))}
          <p className="quiet" style={{ margin: "4px 0 0" }}>
            {t("calendar", { edition: found.calendar_edition })}
          </p>
        </div>
      )}
    </Faces>
  );
}
