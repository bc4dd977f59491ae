/** What the fields of a campaign are called, for its history and for conflicts. */
import type { Labels } from "@/shared/case/conflict";
import { common } from "@/shared/i18n/common";
import { CAMPAIGN_STATE, named } from "@/shared/i18n/enums";
import { partiesInWords } from "./owners";
import { say } from "./words";

/** A function, because the words follow the language of the page. */
export const campaignLabels = (): Labels => ({
  title: { label: common("title") },
  state: { label: common("state"), say: (value) => named(CAMPAIGN_STATE, String(value)) },
  starts_on: { label: say("startsOn") },
  ends_on: { label: say("endsOn") },
  answers: { label: say("answers"), say: (value) => say("answersSaid", { count: Object.keys(Object(value)).length }) },
  owners: {
    label: say("ownersNamed"),
    say: (value) => say("ownersSaid", { count: Object.keys(Object(value)).length }),
  },
  institution_types: {
    label: say("types"),
    say: (value) => partiesInWords((Array.isArray(value) ? value : []).map(String)) || "—",
  },
  plan_sha256: { label: say("planText"), say: (value) => say("planTextSaid", { mark: String(value).slice(0, 8) }) },
  duty_count: { label: say("duties") },
  duties: { label: say("duties") },
  added: { label: say("added") },
  ended: { label: say("ended") },
  moved: { label: say("moved") },
  kept: { label: say("kept") },
  duties_released: { label: say("released") },
});
