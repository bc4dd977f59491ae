/** Over which time figures are told, and from which instant on. Days are those of Asia/Shanghai. */
import dayjs from "dayjs";

export const SPANS = ["month", "quarter", "year", "all"] as const;
export type Span = (typeof SPANS)[number];

/** The first instant of the month, quarter or year in which `now` lies; null for all of it. */
export function sinceOf(span: Span, now: Date): string | null {
  if (span === "all") return null;
  const day = dayjs(now.toLocaleDateString("sv-SE", { timeZone: "Asia/Shanghai" }));
  const month = span === "month" ? day.month() : span === "quarter" ? day.month() - (day.month() % 3) : 0;
  return `${day.year()}-${String(month + 1).padStart(2, "0")}-01T00:00:00+08:00`;
}
