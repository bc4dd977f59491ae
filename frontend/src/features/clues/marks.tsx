/** States, secrecy and what has to be known of a clue at a glance, as small marks. */
import { EyeInvisibleOutlined, FireOutlined, LockOutlined, SafetyOutlined } from "@ant-design/icons";
import type { Schemas } from "@/shared/api/client";
import { useLanguage } from "@/shared/i18n";
import { named } from "@/shared/i18n/enums";
import { type Tone, Toned } from "@/shared/ui/marks";
import type { ClueItem, State } from "./api";
import { CLUE_STATE, SECRECY, TRANSFER_STATE } from "./enums";
import { turnOf } from "./states";
import { useWords } from "./words";

export const TONE: Record<State, Tone> = {
  registered: "due",
  triaging: "due",
  proposed: "zero",
  referred: "zero",
  administrative: "exempt",
  kept: "quiet",
  closed: "on-time",
};

const TRANSFER_TONE: Record<Schemas["TransferState"], Tone> = {
  proposed: "due",
  approved: "due",
  sent: "zero",
  signed: "zero",
  answered: "on-time",
  archived: "on-time",
  not_approved: "not-due",
};

export function StateMark({ state }: { state: State }) {
  useLanguage();
  return <Toned tone={TONE[state]}>{named(CLUE_STATE, state)}</Toned>;
}

export function TransferStateMark({ state }: { state: Schemas["TransferState"] }) {
  useLanguage();
  return <Toned tone={TRANSFER_TONE[state]}>{named(TRANSFER_STATE, state)}</Toned>;
}

export function SecrecyMark({ secrecy }: { secrecy: Schemas["Secrecy"] }) {
  useLanguage();
  if (secrecy === "none") return null;
  return (
    <Toned tone="exempt" icon={<LockOutlined />}>
      {named(SECRECY, secrecy)}
    </Toned>
  );
}

type Flagged = Pick<ClueItem, "must_refer" | "secrecy" | "is_real_name" | "is_protected" | "overdue_at">;

export function Flags({ of }: { of: Flagged }) {
  const t = useWords();
  return (
    <>
      {of.must_refer && (
        <Toned tone="missing" icon={<FireOutlined />}>
          {t("mustRefer")}
        </Toned>
      )}
      <SecrecyMark secrecy={of.secrecy} />
      {of.is_protected && (
        <Toned tone="late" icon={<EyeInvisibleOutlined />}>
          {t("isProtected")}
        </Toned>
      )}
      {of.is_real_name && (
        <Toned tone="not-due" icon={<SafetyOutlined />}>
          {t("realName")}
        </Toned>
      )}
      {of.overdue_at && <Toned tone="late">{t("late")}</Toned>}
    </>
  );
}

export function Turn({ of }: { of: Parameters<typeof turnOf>[0] }) {
  const t = useWords();
  const who = turnOf(of);
  return who === "nobody" ? null : <span className="quiet">{t("turn", { who: t(`turn_${who}`) })}</span>;
}
