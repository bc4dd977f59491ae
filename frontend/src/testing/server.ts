/** The mocked API: what a test does not mock is an error. Real shapes, typed by the contract. */
import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import type { Schemas } from "@/shared/api/client";

export const me: Schemas["MeRead"] = {
  id: "0192f5c4-0000-7000-8000-000000000001",
  kind: "person",
  name: "周丽涵",
  username: "lead",
  organisation: {
    id: "0192f5c4-0000-7000-8000-0000000000aa",
    name: "澄岚区卫生健康局",
    kind: "health_authority",
    level: 2,
    region_code: "990102",
  },
  section_id: null,
  roles: [{ code: "section_head", zh: "科室负责人", en: "Section head" }],
  permissions: ["worklist.use", "duty.read", "duty.review", "task.read", "task.close", "campaign.read", "search.use"],
  acting_choices: [],
  session_id: null,
  limited_to: null,
  has_second_factor: false,
  recovery_codes_left: 0,
  password_expires_at: null,
  settings: {
    environment: "test",
    demo: false,
    version: "0",
    region: "990102",
    idle_minutes: 30,
    access_token_minutes: 10,
    max_upload_bytes: 52_428_800,
    allowed_media_types: ["image/png", "image/jpeg", "application/pdf"],
    password_min_length: 8,
    password_min_kinds: 3,
  },
};

export const token: Schemas["TokenRead"] = {
  access_token: "test-token",
  token_type: "Bearer",
  expires_in: 600,
  refresh_token: "test-refresh",
  scope: null,
  session_id: "0192f5c4-0000-7000-8000-0000000000bb",
  session_expires_at: "2099-01-01T00:00:00Z",
  limited_to: null,
};

/** A refusal in the API's own shape. */
export const problem = (status: number, code: string, detail: string, errors: Schemas["FieldProblem"][] = []) =>
  HttpResponse.json(
    {
      type: `urn:duban:problem:${code}`,
      title: detail,
      status,
      detail,
      code,
      instance: "urn:test",
      errors,
    } satisfies Schemas["ProblemRead"],
    { status, headers: { "Content-Type": "application/problem+json" } },
  );

export const server = setupServer(
  http.post("*/api/v1/auth/token", () => HttpResponse.json(token)),
  http.get("*/api/v1/me", () => HttpResponse.json(me)),
);
