import { expect, test } from "vitest";
import type { Schemas } from "@/shared/api/client";
import { setLanguage } from "@/shared/i18n";
import { verdictOf } from "./verdict";

const GOOD: Schemas["VerificationRead"] = {
  ok: true,
  after: 0,
  entries: 3399,
  head_position: 3399,
  head_hash: "cf56083439a4",
  unsealed: 0,
  oldest_unsealed_at: null,
  anchors: 2,
  signatures_checked: true,
  first_bad: null,
};

const bad = (first_bad: Partial<Schemas["FirstBadRead"]>): Schemas["VerificationRead"] => ({
  ...GOOD,
  ok: false,
  entries: 16,
  head_position: 16,
  first_bad: {
    position: null,
    entry_id: null,
    why: "content_changed",
    why_zh: "条目被更改。",
    why_en: "The entry was changed.",
    ...first_bad,
  },
});

test("a good journal: the verdict, what it rests on, and nothing wrong", () => {
  const verdict = verdictOf(GOOD);
  expect(verdict.good).toBe(true);
  expect(verdict.headline).toBe("核验通过：日志完整，未发现改动");
  expect(verdict.wrong).toBeNull();
  expect(verdict.grounds).toEqual([
    "从第 0 位之后起，重新计算 3,399 条，全部相符。",
    "最后相符的位置 3399，哈希 cf56083439a4",
    "核对锚点 2 个，签名已验证。",
    "没有待封存的条目。",
  ]);
});

test("a bad place is named by its position and its reason, and nothing says that all fits", () => {
  const verdict = verdictOf(bad({ position: 17, entry_id: "e1" }));
  expect(verdict.good).toBe(false);
  expect(verdict.headline).toBe("核验未通过：发现异常");
  expect(verdict.wrong).toBe("第一处异常：位置 17。条目被更改。");
  expect(verdict.grounds.join()).not.toContain("全部相符");
});

test("a bad entry without a position is named by its id, and one without either by its reason", () => {
  expect(verdictOf(bad({ entry_id: "e1" })).wrong).toBe("第一处异常：条目 e1（无位置）。条目被更改。");
  expect(verdictOf(bad({})).wrong).toBe("第一处异常：条目被更改。");
});

test("signatures that nobody checked and entries that await their seal are not passed over", () => {
  const { grounds } = verdictOf({
    ...GOOD,
    signatures_checked: false,
    unsealed: 4,
    oldest_unsealed_at: "2026-11-24T01:00:00Z",
  });
  expect(grounds).toContain("核对锚点 2 个，签名未验证。");
  expect(grounds).toContain("另有 4 条待封存，最早一条写于 2026-11-24 09:00。");
  expect(verdictOf({ ...GOOD, anchors: 0 }).grounds).toContain("核验范围内没有锚点。");
});

test("in English the server's English reason is told", () => {
  setLanguage("en");
  expect(verdictOf(bad({ position: 17 })).wrong).toBe("First bad place: position 17. The entry was changed.");
});
