/** What took place, as it was reported: for those who review it. */
import { useLanguage } from "@/shared/i18n";
import { named, RECORD_KIND } from "@/shared/i18n/enums";
import { dayInWords } from "@/shared/lib/time";
import type { Submission } from "../api";
import { useToldWords } from "./words";

export function Records({ records }: { records: Submission["records"] }) {
  const t = useToldWords();
  useLanguage();
  return (
    <>
      <p>{t("records", { count: records.length })}</p>
      <ol style={{ margin: 0, paddingInlineStart: 28 }}>
        {records.map((record, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a version never changes
          <li key={index} style={{ marginBottom: 8 }}>
            <strong>
              {named(RECORD_KIND, record.kind)} · {record.subject}
            </strong>
            <div>
              {dayInWords(record.held_on)} · {record.place} · {t("tookPart", { count: record.participants })}
            </div>
            {record.outcome && <div style={{ whiteSpace: "pre-wrap" }}>{record.outcome}</div>}
          </li>
        ))}
      </ol>
    </>
  );
}
