import { expect, test } from "vitest";
import { basisOf, setLanguage } from ".";

test("articles stand as they are cited in the reader's language", () => {
  expect(basisOf("个人信息保护法 art. 6, 13")).toBe("个人信息保护法第6、13条");
  expect(basisOf("个人信息保护法 art. 51; 信访工作条例 (2022) art. 30")).toBe(
    "个人信息保护法第51条；信访工作条例 (2022)第30条",
  );
  expect(basisOf("办法 (2019)：5个工作日 / Measure: 5 working days")).toBe("办法 (2019)：5个工作日");
  expect(basisOf("医疗事故处理条例 (2002) arts 43, 44")).toBe("医疗事故处理条例 (2002)第43、44条");
  expect(basisOf("没有这样的条款 art. x")).toBe("没有这样的条款 art. x");
  setLanguage("en");
  expect(basisOf("个人信息保护法 art. 28–30")).toBe("个人信息保护法 art. 28–30");
});
