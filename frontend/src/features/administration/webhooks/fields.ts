/** The fields of an endpoint, for a new one and for one that is amended. */
import type { Schemas } from "@/shared/api/client";
import type { Field } from "@/shared/case/fields";
import { list } from "@/shared/i18n";
import { eventChoices, eventInWords } from "./events";
import { say } from "./words";

type Said = Schemas["EndpointPatch"];

/** Name, address and filter. */
export const saidFields = (): Field<Said>[] => [
  { name: "name", label: say("name"), kind: "text", required: true, max: 80 },
  {
    name: "url",
    label: say("url"),
    kind: "text",
    required: true,
    max: 500,
    help: say("urlHelp"),
    placeholder: "https://",
  },
  {
    name: "events",
    label: say("events"),
    kind: "choices",
    options: eventChoices(),
    help: say("eventsHelp"),
    placeholder: say("everything"),
  },
];

export const eventsInWords = (events: readonly string[]): string =>
  events.length > 0 ? list(events.map(eventInWords)) : say("everything");
