/** A dispute's state and flags as small marks. */
import { FireOutlined, HeartOutlined, WarningOutlined } from "@ant-design/icons";
import { useLanguage } from "@/shared/i18n";
import { DISPUTE_STATE, named } from "@/shared/i18n/enums";
import { type Tone, Toned } from "@/shared/ui/marks";
import type { DisputeItem, State } from "./api";
import { useWords } from "./words";

const TONE: Record<State, Tone> = {
  registered: "due",
  informed: "due",
  negotiating: "zero",
  negotiation_failed: "late",
  mediation_requested: "due",
  mediating: "zero",
  mediation_failed: "late",
  admin_requested: "due",
  admin_mediating: "zero",
  admin_failed: "late",
  suing: "exempt",
  settled: "on-time",
  mediated: "on-time",
  admin_mediated: "on-time",
  judged: "on-time",
  performing: "zero",
  closed: "on-time",
  withdrawn: "not-due",
};

export function StateMark({ state }: { state: State }) {
  useLanguage();
  return <Toned tone={TONE[state]}>{named(DISPUTE_STATE, state)}</Toned>;
}

type Flagged = Pick<DisputeItem, "is_major" | "is_accident" | "has_died" | "overdue_at">;

export function Flags({ of }: { of: Flagged }) {
  const t = useWords();
  return (
    <>
      {of.is_major && (
        <Toned tone="missing" icon={<FireOutlined />}>
          {t("major")}
        </Toned>
      )}
      {of.is_accident && (
        <Toned tone="late" icon={<WarningOutlined />}>
          {t("accident")}
        </Toned>
      )}
      {of.has_died && (
        <Toned tone="quiet" icon={<HeartOutlined />}>
          {t("died")}
        </Toned>
      )}
      {of.overdue_at && <Toned tone="late">{t("late")}</Toned>}
    </>
  );
}
