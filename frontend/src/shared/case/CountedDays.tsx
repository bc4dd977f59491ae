/** A term day by day: which days count, which do not, and why. */
import type { components } from "@/shared/api/schema.gen";
import { words } from "@/shared/i18n";

const { use: useWords } = words(
  "counted",
  { day: "第 {{n}} 日", notCounted: "不计" },
  { day: "day {{n}}", notCounted: "left out" },
);

export function CountedDays({ lines }: { lines: components["schemas"]["ExplainedLine"][] }) {
  const t = useWords();
  return (
    <ol style={{ listStyle: "none", margin: 0, padding: 0, maxHeight: 260, overflow: "auto" }}>
      {lines.map((line) => (
        <li
          key={`${line.day}-${line.part}-${line.since ?? ""}`}
          style={{ display: "flex", gap: 8, padding: "2px 0", opacity: line.counted ? 1 : 0.75 }}
        >
          <span className="nowrap" style={{ width: 92 }}>
            {line.day}
          </span>
          <span className="nowrap" style={{ width: 64, fontWeight: line.counted ? 600 : 400 }}>
            {line.counted ? t("day", { n: line.number ?? "" }) : t("notCounted")}
          </span>
          <span>{line.reason}</span>
        </li>
      ))}
    </ol>
  );
}
