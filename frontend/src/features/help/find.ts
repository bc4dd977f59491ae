/** All topics of help in their order, and those in which every typed word occurs, in either language. */
import { FACT } from "@/shared/i18n/enums";
import { ASK, FACTS, KEYS } from "./basics";
import { termOf } from "./terms";
import type { Topic } from "./topic";
import { CASES } from "./topics-cases";
import { OFFICE } from "./topics-office";
import { TIME } from "./topics-time";
import { WORK } from "./topics-work";

/** Topics that are laid out in their own way. */
export const FACTS_ID = "facts";
export const KEYS_ID = "keys";
export const ASK_ID = "ask";

const own = (id: string, zh: string, en: string): Topic => ({ id, title: [zh, en], steps: [] });

export const TOPICS: Topic[] = [
  ...WORK,
  {
    ...own(FACTS_ID, "零报告、缺报、迟报、未到期、豁免、无需报送", "Zero, missing, late, not due, exempt, quiet"),
    terms: ["零报告", "缺报", "迟报", "未到期", "豁免", "随时报告"],
  },
  ...CASES,
  ...TIME,
  ...OFFICE,
  own(KEYS_ID, "快捷键", "Keys"),
  own(ASK_ID, "该问谁", "Whom to ask"),
];

const EXTRA: Record<string, string[]> = {
  [FACTS_ID]: FACTS.flatMap(({ fact, means, next }) => [...FACT[fact], ...means, ...next]),
  [KEYS_ID]: KEYS.flatMap(({ key, does }) => [key, ...does]),
  [ASK_ID]: ASK.flatMap(({ about, who }) => [...about, ...who]),
};

function textOf(topic: Topic): string {
  const rules = (topic.rules ?? []).flatMap((rule) => [...rule.act, ...rule.says, rule.article ?? ""]);
  const terms = (topic.terms ?? []).flatMap((zh) => [zh, termOf(zh)?.en ?? ""]);
  return [...topic.title, ...topic.steps.flat(), ...rules, ...terms, ...(EXTRA[topic.id] ?? [])]
    .join("\n")
    .toLowerCase();
}

const TEXTS = new Map(TOPICS.map((topic) => [topic.id, textOf(topic)]));

export function find(q: string): Topic[] {
  const wanted = q.toLowerCase().split(/\s+/).filter(Boolean);
  return TOPICS.filter((topic) => wanted.every((word) => TEXTS.get(topic.id)?.includes(word)));
}
