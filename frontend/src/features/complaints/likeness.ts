/** How much alike two complaints are, as a person says it; the server shows none below its own threshold. */
import type { Schemas } from "@/shared/api/client";

const MUCH = 0.6;

export const likeness = (one: Pick<Schemas["SimilarRead"], "same_phone" | "overlap">) =>
  one.same_phone ? "samePhone" : one.overlap >= MUCH ? "muchAlike" : "alike";
