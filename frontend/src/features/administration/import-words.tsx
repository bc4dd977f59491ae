/** The states and rows of an import in words. */
import type { Schemas } from "@/shared/api/client";
import { language, pair, useLanguage } from "@/shared/i18n";
import { type Tone, Toned } from "@/shared/ui/marks";
import { say } from "./words";

type State = Schemas["ImportState"];

const STATE: Record<State, { zh: string; en: string; tone: Tone }> = {
  checking: { zh: "检查中", en: "Checking", tone: "due" },
  checked: { zh: "待写入", en: "Checked", tone: "late" },
  applying: { zh: "写入中", en: "Applying", tone: "due" },
  applied: { zh: "已写入", en: "Applied", tone: "on-time" },
  failed: { zh: "失败", en: "Failed", tone: "missing" },
  expired: { zh: "已过期", en: "Expired", tone: "not-due" },
};

export function ImportStateMark({ state }: { state: State }) {
  useLanguage();
  return <Toned tone={STATE[state].tone}>{STATE[state][language()]}</Toned>;
}

export function resourceName(resource: string): string {
  if (resource === "people") return say("people_");
  if (resource === "organisations") return say("organisations_");
  return resource === "institutions" ? say("institutions_") : resource;
}

export function outcomeName(outcome: Schemas["Outcome"]): string {
  switch (outcome) {
    case "create":
      return say("create");
    case "update":
      return say("update");
    case "unchanged":
      return say("unchangedRow");
    case "error":
      return say("errorRow");
    case "pending":
      return say("pendingRow");
  }
}

/** `uscc：校验码不对`: the column first, because that is where the hand goes. */
export function errorText(error: Schemas["RowError"]): string {
  const column = error.pointer.replace(/^\//, "");
  const text = language() === "en" ? error.en : error.zh;
  return column ? pair(column, text) : text;
}
