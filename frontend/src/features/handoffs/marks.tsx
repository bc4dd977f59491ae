/** A handoff's state as a mark, and whose turn it is as the receiver sees it. */
import { useLanguage } from "@/shared/i18n";
import { named } from "@/shared/i18n/enums";
import { HANDOFF_STATE } from "@/shared/i18n/handoff-enums";
import { since } from "@/shared/lib/time";
import { type Tone, Toned } from "@/shared/ui/marks";
import type { HandoffItem, State } from "./api";
import { useWords } from "./words";

const TONE: Record<State, Tone> = {
  sent: "due",
  received: "due",
  supplementing: "exempt",
  forwarded: "not-due",
  declined: "not-due",
  filed: "on-time",
  handing_over: "due",
  handed_over: "on-time",
  refused: "late",
  reconsidering: "due",
  upheld: "late",
  supervised: "due",
  concluded: "not-due",
  ended: "not-due",
};

export function StateMark({ state }: { state: State }) {
  useLanguage();
  return <Toned tone={TONE[state]}>{named(HANDOFF_STATE, state)}</Toned>;
}

export function Late({ of }: { of: Pick<HandoffItem, "overdue_at"> }) {
  const t = useWords();
  return of.overdue_at ? <Toned tone="late">{t("late")}</Toned> : null;
}

export function Holding({ of }: { of: Pick<HandoffItem, "on_turn" | "since"> }) {
  const t = useWords();
  useLanguage();
  if (!of.on_turn) return <span className="quiet">{t("nobody")}</span>;
  const ours = of.on_turn === "receiver";
  return (
    <>
      <span style={ours ? { fontWeight: 600 } : undefined}>{t(ours ? "ours" : "theirs")}</span>
      <div className="quiet nowrap" style={{ fontSize: 12 }}>
        {t("held", { long: since(of.since) })}
      </div>
    </>
  );
}
