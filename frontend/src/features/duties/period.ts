/** The code of a reporting period, said as people say it. */
import { say } from "./words";

export function periodInWords(code: string): string {
  if (code === "campaign") return say("wholeCampaign");
  const phase = /^P(\d+)$/.exec(code)?.[1];
  if (phase) return say("phaseNumber", { number: phase });
  const [, year = "", rest = ""] = code.match(/^(\d{4})(?:-(.+))?$/) ?? [];
  if (!year) return say("onePhase");
  if (!rest) return say("year", { year });
  if (rest.startsWith("Q")) return say("quarter", { year, quarter: rest.slice(1) });
  const [month = "", half] = rest.split("-");
  const values = { year, month: String(Number(month)) };
  if (half === "H1") return say("halfFirst", values);
  return half === "H2" ? say("halfSecond", values) : say("months", values);
}
