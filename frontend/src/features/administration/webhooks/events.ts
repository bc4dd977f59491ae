/** What an endpoint is told, in words: beginnings of actions, `complaint:` or `complaint:feed_back`. */
import { actionChoices, actionInWords, subjectInWords } from "@/shared/i18n/acts";
import { say } from "./words";

/** Kinds of matters of which a machine client may be told. */
const TOLD = [
  "complaint",
  "complaint_repeat",
  "duty",
  "duty_event",
  "rectification_task",
  "campaign",
  "campaign_clause",
  "institution",
];

/** Each kind as a whole, followed by its single acts. Found by their own names as well. */
export const eventChoices = (): { value: string; label: string; keys: string }[] =>
  TOLD.flatMap((subject) => [
    { value: `${subject}:`, label: say("allOf", { subject: subjectInWords(subject) }) },
    ...actionChoices(subject),
  ]).map((choice) => ({ ...choice, keys: choice.value }));

export const eventInWords = (prefix: string): string =>
  prefix.endsWith(":") ? say("allOf", { subject: subjectInWords(prefix.slice(0, -1)) }) : actionInWords(prefix);

/** An attempt's type: `complaint.feed_back`, or `ping`, which is no act of the journal. */
export const typeInWords = (type: string): string =>
  type === "ping" ? say("pingEvent") : actionInWords(type.replace(".", ":"));
