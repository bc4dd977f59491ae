/** A referral's state and flag as small marks, and whose turn it is in a line of the ledger. */
import { useMe } from "@/shared/api/me";
import { useLanguage } from "@/shared/i18n";
import { named } from "@/shared/i18n/enums";
import { HOLDER, REFERRAL_STATE } from "@/shared/i18n/handoff-enums";
import { since } from "@/shared/lib/time";
import { type Tone, Toned } from "@/shared/ui/marks";
import type { ReferralItem, State } from "./api";
import { useWords } from "./words";

const TONE: Record<State, Tone> = {
  team_named: "due",
  reported: "due",
  approved: "due",
  not_approved: "exempt",
  sent: "zero",
  received: "zero",
  supplementing: "late",
  forwarded: "zero",
  returned: "not-due",
  filed: "on-time",
  handing_over: "on-time",
  handed_over: "on-time",
  refused: "missing",
  reconsidering: "exempt",
  upheld: "missing",
  supervised: "exempt",
  administrative: "due",
  concluded: "on-time",
  archived: "not-due",
};

export function StateMark({ state }: { state: State }) {
  useLanguage();
  return <Toned tone={TONE[state]}>{named(REFERRAL_STATE, state)}</Toned>;
}

export function Late({ of }: { of: Pick<ReferralItem, "overdue_at"> }) {
  const t = useWords();
  return of.overdue_at ? <Toned tone="late">{t("late")}</Toned> : null;
}

/** Who has it and for how long: over, where nobody has it any more. */
export function Holding({ of }: { of: Pick<ReferralItem, "holder" | "holder_since"> }) {
  const t = useWords();
  useLanguage();
  const over = of.holder === "nobody";
  return (
    <>
      <span style={over ? undefined : { fontWeight: 600 }}>{named(HOLDER, of.holder)}</span>
      {!over && (
        <div className="quiet nowrap" style={{ fontSize: 12 }}>
          {t("held", { long: since(of.holder_since) })}
        </div>
      )}
    </>
  );
}

/** Whether the reader's own organisation has it. */
export function useOurs(organisationId: string): boolean {
  return useMe().data?.organisation.id === organisationId;
}
