/** When which evidence may still come or go: a hint for the page; the server decides. RULES machine 3. */
import type { Schemas } from "@/shared/api/client";

type State = Schemas["TaskState"];

const OPEN: Record<"before" | "after", State[]> = {
  before: ["draft", "issued", "objected", "rectifying", "returned"],
  after: ["rectifying", "returned"],
};

export const evidenceOpen = (purpose: "before" | "after", state: State): boolean => OPEN[purpose].includes(state);
