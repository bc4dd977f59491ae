import { expect, test } from "vitest";
import { setLanguage } from "@/shared/i18n";
import { errorText, outcomeName } from "./import-words";

test("an error names its column and says what to do, in the language of the page", () => {
  const error = {
    code: "uscc_check_digit",
    pointer: "/uscc",
    zh: "校验码应为 3。",
    en: "The check digit should be 3.",
  };
  expect(errorText(error)).toBe("uscc：校验码应为 3。");
  setLanguage("en");
  expect(errorText(error)).toBe("uscc: The check digit should be 3.");
  expect(errorText({ ...error, pointer: "" })).toBe("The check digit should be 3.");
});

test("every fate of a row has a word", () => {
  expect((["create", "update", "unchanged", "error", "pending"] as const).map(outcomeName)).toEqual([
    "新建",
    "更新",
    "不变",
    "错误",
    "未处理",
  ]);
});
