/** Sending a complaint once, whatever happens to the line. */
import { type ApiProblem, asProblem } from "@/shared/api/problem";
import { type Body, type Receipt, send } from "./api";
import type { Draft } from "./draft";

export interface Sent {
  receipt: Receipt;
  /** An earlier wording had arrived although its answer was lost: that is the complaint, without what was changed since. */
  earlier: boolean;
}

/** No answer, or one that says nothing about what became of it. */
const unsure = (problem: ApiProblem): boolean => problem.offline || problem.status >= 500;

const isOther = (error: unknown): boolean => asProblem(error).code === "idempotency_mismatch";

/**
 * Send `body` under the draft's key. What may have arrived is given to `mark` before it goes, and taken back when the
 * server has refused it. Throws `ApiProblem`.
 */
export async function sendOnce(draft: Draft, body: Body, mark: (sent: Body[]) => void): Promise<Sent> {
  const before = draft.sent;
  const text = JSON.stringify(body);
  if (!before.some((one) => JSON.stringify(one) === text)) mark([...before, body]);
  try {
    return { receipt: await send(body, draft.key), earlier: false };
  } catch (error) {
    if (isOther(error)) return { receipt: await receiptOf(before, draft.key, error), earlier: true };
    if (!unsure(asProblem(error))) mark(before);
    throw asProblem(error);
  }
}

/** The receipt of whichever of them arrived under `key`; throws `refusal` where it was none. */
async function receiptOf(bodies: Body[], key: string, refusal: unknown): Promise<Receipt> {
  for (const body of bodies) {
    try {
      return await send(body, key);
    } catch (error) {
      if (!isOther(error)) throw asProblem(error);
    }
  }
  throw asProblem(refusal);
}
