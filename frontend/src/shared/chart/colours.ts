/** The colour of a fact as an area: bars and pictures. As text a fact keeps the darker colour of its mark. */
import type { Schemas } from "@/shared/api/client";
import { factColour } from "@/shared/ui/marks";
import "./chart.css";

export const barColour = (fact: Schemas["Fact"]): string =>
  fact === "not_due" || fact === "exempt" || fact === "quiet"
    ? `var(--bar-${fact.replace("_", "-")})`
    : factColour(fact);
