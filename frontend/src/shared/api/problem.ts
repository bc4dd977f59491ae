/** A refusal of the server as the pages hold it: RFC 9457, with the fields it is about. */
import type { components } from "./schema.gen";

export type ProblemRead = components["schemas"]["ProblemRead"];
export type FieldProblem = components["schemas"]["FieldProblem"];

/** Thrown for every answer that is no success, and with status 0 when there was no answer at all. */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly errors: FieldProblem[];
  /** Seconds after which to try again, where the server said so. */
  readonly retryAfter: number | null;

  constructor(problem: Partial<ProblemRead> & { status: number }, retryAfter: number | null = null) {
    super(problem.detail ?? problem.title ?? `HTTP ${problem.status}`);
    this.name = "ApiProblem";
    this.status = problem.status;
    this.code = problem.code ?? `http_${problem.status}`;
    this.title = problem.title ?? "";
    this.detail = problem.detail ?? "";
    this.errors = problem.errors ?? [];
    this.retryAfter = retryAfter;
  }

  /** The line was down or nobody answered: the same request may be sent again. */
  get offline(): boolean {
    return this.code === "offline";
  }
}

export function asProblem(error: unknown): ApiProblem {
  if (error instanceof ApiProblem) return error;
  const detail = error instanceof Error ? error.message : String(error);
  // What fetch throws where nobody answers; anything else thrown is a fault of the page, and says so.
  const offline = error instanceof TypeError && /fetch|network|load failed/i.test(detail);
  return new ApiProblem({ status: 0, code: offline ? "offline" : "page_error", detail });
}

/** The problem of a response that was no success; never throws, whatever the body is. */
export async function problemOf(response: Response): Promise<ApiProblem> {
  const after = Number(response.headers.get("Retry-After"));
  let body: Partial<ProblemRead> = {};
  try {
    body = (await response.json()) as Partial<ProblemRead>;
  } catch {
    // A proxy's own page: the status has to do.
  }
  return new ApiProblem({ ...body, status: response.status }, Number.isFinite(after) && after > 0 ? after : null);
}

/** A JSON pointer as a path for a form: `/problems/0/measure` → `["problems", 0, "measure"]`. */
export function pointerPath(pointer: string): (string | number)[] {
  return pointer
    .replace(/^#?\/?/, "")
    .split("/")
    .filter((part) => part !== "")
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"))
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part));
}
