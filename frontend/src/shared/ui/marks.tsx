/** Facts and states as small marks: colour, icon and word together, so that colour is never the only sign. */
import {
  CheckCircleFilled,
  ClockCircleOutlined,
  CloseCircleFilled,
  EditOutlined,
  ExclamationCircleFilled,
  MinusCircleOutlined,
  PauseCircleOutlined,
  StopOutlined,
} from "@ant-design/icons";
import type { ReactNode } from "react";
import type { Schemas } from "@/shared/api/client";
import { useLanguage } from "@/shared/i18n";
import { CAMPAIGN_STATE, DUTY_STATE, FACT, named, RISK, TASK_STATE } from "@/shared/i18n/enums";

type Fact = Schemas["Fact"];
/** A tone is a fact's colour lent to something else that means the same to the eye. */
export type Tone = "not-due" | "due" | "on-time" | "zero" | "late" | "missing" | "exempt" | "quiet";

const FACT_TONE: Record<Fact, Tone> = {
  not_due: "not-due",
  due: "due",
  on_time: "on-time",
  zero: "zero",
  late: "late",
  missing: "missing",
  exempt: "exempt",
  quiet: "quiet",
};

const FACT_ICON: Record<Fact, ReactNode> = {
  not_due: <ClockCircleOutlined />,
  due: <EditOutlined />,
  on_time: <CheckCircleFilled />,
  zero: <MinusCircleOutlined />,
  late: <ExclamationCircleFilled />,
  missing: <CloseCircleFilled />,
  exempt: <StopOutlined />,
  quiet: <PauseCircleOutlined />,
};

export const toneOf = (fact: Fact): Tone => FACT_TONE[fact];
export const factColour = (fact: Fact): string => `var(--fact-${FACT_TONE[fact]})`;

export function Toned({ tone, icon, children }: { tone: Tone; icon?: ReactNode; children: ReactNode }) {
  return (
    <span className="fact-mark" style={{ color: `var(--fact-${tone})`, background: `var(--ground-${tone})` }}>
      {icon}
      {children}
    </span>
  );
}

export function FactMark({ fact }: { fact: Fact }) {
  useLanguage();
  return (
    <Toned tone={FACT_TONE[fact]} icon={FACT_ICON[fact]}>
      {named(FACT, fact)}
    </Toned>
  );
}

const DUTY_TONE: Record<Schemas["DutyState"], Tone> = {
  planned: "not-due",
  open: "due",
  submitted: "zero",
  returned: "late",
  approved: "on-time",
  missing: "missing",
  exempt: "exempt",
  ended: "not-due",
};

export function DutyStateMark({ state }: { state: Schemas["DutyState"] }) {
  useLanguage();
  return <Toned tone={DUTY_TONE[state]}>{named(DUTY_STATE, state)}</Toned>;
}

const TASK_TONE: Record<Schemas["TaskState"], Tone> = {
  draft: "not-due",
  withdrawn: "not-due",
  issued: "due",
  objected: "exempt",
  revoked: "not-due",
  rectifying: "due",
  submitted: "zero",
  verifying: "zero",
  returned: "late",
  closed: "on-time",
  consolidated: "on-time",
  relapsed: "missing",
};

export function TaskStateMark({ state }: { state: Schemas["TaskState"] }) {
  useLanguage();
  return <Toned tone={TASK_TONE[state]}>{named(TASK_STATE, state)}</Toned>;
}

const CAMPAIGN_TONE: Record<Schemas["CampaignState"], Tone> = {
  draft: "not-due",
  launched: "due",
  closed: "on-time",
  withdrawn: "not-due",
};

export function CampaignStateMark({ state }: { state: Schemas["CampaignState"] }) {
  useLanguage();
  return <Toned tone={CAMPAIGN_TONE[state]}>{named(CAMPAIGN_STATE, state)}</Toned>;
}

export function RiskMark({ risk }: { risk: Schemas["Risk"] }) {
  useLanguage();
  const tone: Tone = risk === "high" ? "missing" : risk === "medium" ? "late" : "not-due";
  return <Toned tone={tone}>{named(RISK, risk)}</Toned>;
}
