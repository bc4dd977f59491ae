import { expect, test } from "vitest";
import { setLanguage } from "@/shared/i18n";
import { cited } from "./cited";

test("articles stand as they are cited in the reader's language", () => {
  expect(cited("个人信息保护法 art. 6, 13")).toBe("个人信息保护法第6、13条");
  expect(cited("个人信息保护法 art. 51; 信访工作条例 (2022) art. 30")).toBe(
    "个人信息保护法第51条；信访工作条例 (2022)第30条",
  );
  expect(cited("办法 (2019)：5个工作日 / Measure: 5 working days")).toBe("办法 (2019)：5个工作日");
  setLanguage("en");
  expect(cited("个人信息保护法 art. 28–30")).toBe("个人信息保护法 art. 28–30");
});
