/** What took place, as it is typed and as it is sent. */
import type { Schemas } from "@/shared/api/client";
import { newKey } from "@/shared/api/queries";
import type { Submission } from "../api";

export interface RecordDraft {
  /** Its own name on this page: places in the list move, refusals must not. */
  id: string;
  kind: Schemas["RecordKind"];
  held_on: string | null;
  subject: string;
  place: string;
  participants: number | null;
  outcome: string;
}

export const blankRecord = (): RecordDraft => ({
  id: newKey(),
  kind: "meeting",
  held_on: null,
  subject: "",
  place: "",
  participants: null,
  outcome: "",
});

export const isBlankRecord = ({ held_on, subject, place, participants, outcome }: RecordDraft): boolean =>
  held_on === null && participants === null && ![subject, place, outcome].some((text) => text.trim());

export const recordsOf = (submission: Submission | undefined): RecordDraft[] =>
  (submission?.records ?? []).map((record) => ({ ...record, id: newKey(), outcome: record.outcome ?? "" }));

/** What nobody began is not sent; what somebody began is, and the server says what it lacks. */
export const recordsBody = (records: RecordDraft[]): Schemas["RecordIn"][] =>
  sentRecords(records).map(
    ({ id: _, outcome, subject, place, ...record }) =>
      ({
        ...record,
        subject: subject.trim(),
        place: place.trim(),
        outcome: outcome.trim() || null,
      }) as Schemas["RecordIn"],
  );

export const sentRecords = (records: RecordDraft[]): RecordDraft[] => records.filter((one) => !isBlankRecord(one));
