import { expect, test } from "vitest";
import { nameOf, regionsOf, shown, within } from "./regions";

const authority = (name: string, region_code: string | null, level: number) => ({
  name,
  region_code,
  level,
  short_name: null,
});

const REGIONS = regionsOf([
  authority("砚溪镇卫生健康局", "990102001000", 3),
  authority("雾渚区卫生健康局", "990103", 2),
  authority("云泊市卫生健康委员会", "990100", 1),
  authority("澄岚区卫生健康局", "990102", 2),
  authority("澄岚区卫生健康局第二办公室", "990102", 3),
  authority("无码卫生健康局", null, 2),
]);

test("one region per code, named after its highest authority, inside the smallest one around it", () => {
  expect(REGIONS.map((region) => [region.code, region.name, region.parent])).toEqual([
    ["990100", "云泊市", null],
    ["990102", "澄岚区", "990100"],
    ["990102001000", "砚溪镇", "990102"],
    ["990103", "雾渚区", "990100"],
  ]);
});

test("zeros at the end name no unit: the city holds its districts, a district does not hold the city", () => {
  expect(within("990103", "990100")).toBe(true);
  expect(within("990100", "990103")).toBe(false);
  expect(within("990102001234", "990102001000")).toBe(true);
  expect(within("990102010000", "990102001000")).toBe(false);
});

test("townships show only once their district is chosen", () => {
  const names = (chosen?: string) => shown(REGIONS, chosen).map((region) => region.name);
  expect(names()).toEqual(["云泊市", "澄岚区", "雾渚区"]);
  expect(names("990102")).toEqual(["云泊市", "澄岚区", "砚溪镇", "雾渚区"]);
  expect(names("990102001000")).toContain("砚溪镇");
});

test("a code is named by the smallest region known around it, an unknown one by itself", () => {
  expect(nameOf(REGIONS, "990102")).toBe("澄岚区");
  expect(nameOf(REGIONS, "990103002000")).toBe("雾渚区");
  expect(nameOf(REGIONS, "110101")).toBe("110101");
});
