import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { FACT } from "@/shared/i18n/enums";
import { FACTS } from "./basics";
import { find, TOPICS } from "./find";
import { TERMS, termOf } from "./terms";

/** `缺报 / 迟报 | missing / late, \`fact\`` names two terms, `附件、证据 | evidence, …` one under two names. */
function glossary(): Set<string> {
  const rows = readFileSync("../docs/glossary.md", "utf8")
    .split("\n")
    .filter((line) => line.startsWith("| ") && !line.startsWith("| 中文"))
    .map((line) => line.split("|").map((cell) => cell.trim()));
  const pairs = rows.flatMap(([, zh = "", en = ""]) => {
    const chinese = zh.split(/ \/ |、/);
    const english = (en.split(",")[0] ?? "").split(" / ");
    return chinese.map((word, index) => `${word}|${english.length === 1 ? english[0] : english[index]}`);
  });
  return new Set(pairs);
}

test("every term of help stands in the glossary, under the same English name", () => {
  const known = glossary();
  expect(known.size).toBeGreaterThan(40);
  expect(TERMS.map(({ zh, en }) => `${zh}|${en}`).filter((pair) => !known.has(pair))).toEqual([]);
});

test("topics name only terms that help explains, and each topic has an address of its own", () => {
  const named = TOPICS.flatMap((topic) => topic.terms ?? []);
  expect(named.filter((zh) => !termOf(zh))).toEqual([]);
  expect(new Set(TOPICS.map((topic) => topic.id)).size).toBe(TOPICS.length);
});

test("lengths that help states are the defaults the product documents", () => {
  const machines = [
    "duty",
    "duty_event",
    "rectification_task",
    "dispute",
    "clue",
    "clue_report",
    "referral",
    "handoff",
  ];
  const documented = [...machines, "notice"]
    .map((name) => readFileSync(`../docs/workflows/${name}.md`, "utf8"))
    .join("\n")
    .split("\n");
  const stated = TOPICS.flatMap((topic) => topic.rules ?? []).flatMap((rule) => (rule.term ? [rule.term] : []));
  expect(stated.length).toBeGreaterThan(5);
  for (const { setting, length } of stated) {
    const line = documented.find((one) => one.includes(`\`${setting}\``));
    expect(line, setting).toContain(`| ${length} |`);
  }
});

test("every fact of a duty is explained once", () => {
  expect(FACTS.map(({ fact }) => fact).sort()).toEqual(Object.keys(FACT).sort());
});

test("finding: all words must occur, in either language; nothing typed is everything", () => {
  expect(find("")).toHaveLength(TOPICS.length);
  expect(find("民法典 201").map((topic) => topic.id)).toEqual(["worklist", "deadlines"]);
  expect(find("look-back").map((topic) => topic.id)).toContain("tasks");
  expect(find("审计管理员").map((topic) => topic.id)).toContain("ask");
  expect(find("没有这样的词")).toEqual([]);
});
