/** States by what they mean for whoever has to do something. */
import type { State } from "./api";

/** The patient was informed and no way is being gone: each may be chosen. */
export const CHOICE: State[] = ["informed", "negotiation_failed", "mediation_failed", "admin_failed"];

export const UNRESOLVED: State[] = [
  "registered",
  ...CHOICE,
  "negotiating",
  "mediation_requested",
  "mediating",
  "admin_requested",
  "admin_mediating",
  "suing",
];

export const ENDED: State[] = ["closed", "withdrawn"];
