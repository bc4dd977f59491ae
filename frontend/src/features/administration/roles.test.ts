import { expect, test } from "vitest";
import type { Schemas } from "@/shared/api/client";
import { choices } from "./roles";

const role = (code: string, excludes: Schemas["Role"][]): Schemas["RoleRead"] => ({
  code,
  zh: code,
  en: code,
  kinds: [],
  permissions: [],
  excludes,
});
const CATALOGUE = [
  role("system_admin", ["security_admin", "audit_admin", "chief"]),
  role("security_admin", ["system_admin", "audit_admin", "chief"]),
  role("chief", ["system_admin", "security_admin"]),
  role("section_head", []),
];

test("who keeps the system cannot grant roles as well", () => {
  const found = choices(CATALOGUE, ["system_admin"]);
  expect(found.map((one) => [one.role.code, one.conflicts])).toEqual([
    ["security_admin", ["system_admin"]],
    ["chief", ["system_admin"]],
    ["section_head", []],
  ]);
});

test("a role already held is not offered again", () => {
  expect(choices(CATALOGUE, ["chief", "section_head"]).map((one) => one.role.code)).toEqual([
    "system_admin",
    "security_admin",
  ]);
});
