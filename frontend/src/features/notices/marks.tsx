/** A notice's state and flags as small marks. */
import { ThunderboltOutlined } from "@ant-design/icons";
import { useLanguage } from "@/shared/i18n";
import { NOTICE_STATE, named } from "@/shared/i18n/enums";
import { type Tone, Toned } from "@/shared/ui/marks";
import type { NoticeItem, State } from "./api";
import { useWords } from "./words";

const TONE: Record<State, Tone> = { received: "due", answered: "zero", closed: "on-time", voided: "not-due" };

export function StateMark({ state }: { state: State }) {
  useLanguage();
  return <Toned tone={TONE[state]}>{named(NOTICE_STATE, state)}</Toned>;
}

export function Flags({ of }: { of: Pick<NoticeItem, "is_urgent" | "overdue_at"> }) {
  const t = useWords();
  return (
    <>
      {of.is_urgent && (
        <Toned tone="missing" icon={<ThunderboltOutlined />}>
          {t("urgent")}
        </Toned>
      )}
      {of.overdue_at && <Toned tone="late">{t("late")}</Toned>}
    </>
  );
}
