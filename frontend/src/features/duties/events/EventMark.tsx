/** Where an event stands, in a colour that means the same elsewhere. */
import { type Tone, Toned } from "@/shared/ui/marks";
import type { EventState } from "./api";
import { useEventWords } from "./words";

const TONE: Record<EventState, Tone> = {
  registered: "due",
  reported: "zero",
  continued: "zero",
  concluded: "zero",
  returned: "late",
  finished: "on-time",
};

export function EventMark({ state }: { state: EventState }) {
  const t = useEventWords();
  return <Toned tone={TONE[state]}>{t(state)}</Toned>;
}
