/** Instants and days as people read them, always in Asia/Shanghai, whatever the machine is set to. */
import { language } from "@/shared/i18n";

const ZONE = "Asia/Shanghai";
export const DAY_MS = 86_400_000;

const locale = () => (language() === "en" ? "en-GB" : "zh-CN");

const cache = new Map<string, Intl.DateTimeFormat>();
function format(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale() + JSON.stringify(options);
  let made = cache.get(key);
  if (!made) {
    made = new Intl.DateTimeFormat(locale(), { timeZone: ZONE, ...options });
    cache.set(key, made);
  }
  return made;
}

/** `2026-11-24 09:05` */
export function instant(at: string | null | undefined): string {
  if (!at) return "";
  const parts = Object.fromEntries(
    new Intl.DateTimeFormat("en-CA", {
      timeZone: ZONE,
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
    })
      .formatToParts(new Date(at))
      .map((part) => [part.type, part.value]),
  );
  return `${parts.year}-${parts.month}-${parts.day} ${parts.hour}:${parts.minute}`;
}

/** The day of an instant, `YYYY-MM-DD`. */
export const dayOf = (at: string | Date): string =>
  new Intl.DateTimeFormat("en-CA", { timeZone: ZONE, year: "numeric", month: "2-digit", day: "2-digit" }).format(
    new Date(at),
  );

/** The last day of a term that ends at this instant: a term of days ends with the midnight after its last one. */
export const dayBefore = (end: string): string => dayOf(new Date(Date.parse(end) - 1));

/** The instant at which a day begins, as the API takes it. */
export const midnight = (day: string): string => `${day}T00:00:00+08:00`;

export const today = (): string => dayOf(new Date());

/** `11月24日 周二`, with the year where it is not this one. */
export function dayInWords(day: string): string {
  const date = new Date(midnight(day));
  const thisYear = day.slice(0, 4) === today().slice(0, 4);
  return format({
    ...(thisYear ? {} : { year: "numeric" as const }),
    month: "short",
    day: "numeric",
    weekday: "short",
  }).format(date);
}

/** Whole days from `from` to `to`, both `YYYY-MM-DD`; negative when `to` lies before. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS);

/** `3 分钟前`, `2 days ago`; from a week on, the date. */
export function ago(at: string, now = Date.now()): string {
  const seconds = (Date.parse(at) - now) / 1000;
  const size = Math.abs(seconds);
  if (size > 7 * 86_400) return instant(at);
  const relative = new Intl.RelativeTimeFormat(locale(), { numeric: "auto" });
  if (size < 60) return relative.format(0, "minute");
  if (size < 3600) return relative.format(Math.round(seconds / 60), "minute");
  if (size < 86_400) return relative.format(Math.round(seconds / 3600), "hour");
  return relative.format(Math.round(seconds / 86_400), "day");
}

/** How long something has lasted: `2 天 3 小时`, `40 minutes`; never less than a minute. */
export function lasting(seconds: number): string {
  const minutes = Math.max(1, Math.floor(seconds / 60));
  const hours = Math.floor(minutes / 60);
  const days = Math.floor(hours / 24);
  const unit = (value: number, unit: "day" | "hour" | "minute") =>
    new Intl.NumberFormat(locale(), { style: "unit", unit, unitDisplay: "long" })
      .format(value)
      .replace(/^([\d,]+)(?=\p{Script=Han})/u, "$1 ");
  if (days > 0) return [unit(days, "day"), ...(hours % 24 ? [unit(hours % 24, "hour")] : [])].join(" ");
  return hours > 0 ? unit(hours, "hour") : unit(minutes, "minute");
}

/** How long it is since an instant. */
export const since = (at: string, now = Date.now()): string => lasting((now - Date.parse(at)) / 1000);
