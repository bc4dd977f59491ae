import { expect, test } from "vitest";
import { changed, ratingInWords, registryLabels, typesInWords } from "./registry";

test("only what was touched is sent, so a field that somebody else changed meanwhile is not put back", () => {
  const before = { name: "人民医院", beds: 300, hotline: null, types: ["hospital"] };
  expect(changed(before, { name: "人民医院", beds: 320, hotline: null, types: ["hospital"] })).toEqual({ beds: 320 });
  expect(changed(before, { ...before, types: [] })).toEqual({ types: [] });
  expect(changed(before, before)).toEqual({});
});

test("types and rating are said in words", () => {
  expect(typesInWords(["medical_institution", "township_health_centre", "insurance_designated"])).toBe(
    "乡镇卫生院、医保定点机构",
  );
  expect(ratingInWords({ level: "third", grade: "a" })).toBe("三级 甲等");
  expect(ratingInWords({ level: "second", grade: "unrated" })).toBe("二级");
  expect(ratingInWords({ level: "unrated", grade: "unrated" })).toBe("未定级");
});

test("a list of codes is said by its names, an empty one by a dash", () => {
  const { fields } = registryLabels();
  expect(fields?.say?.(["ophthalmology", "pharmacy"])).toBe("眼科、药房");
  expect(fields?.say?.([])).toBe("—");
});
