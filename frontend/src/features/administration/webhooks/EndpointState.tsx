/** Where an endpoint stands: a mark, and in words since when and why. */
import {
  CheckCircleFilled,
  CloseCircleFilled,
  ExclamationCircleFilled,
  PauseCircleOutlined,
  StopOutlined,
} from "@ant-design/icons";
import type { ReactNode } from "react";
import { common } from "@/shared/i18n/common";
import { count } from "@/shared/lib/numbers";
import { ago, instant } from "@/shared/lib/time";
import { type Tone, Toned } from "@/shared/ui/marks";
import type { Endpoint } from "./api";
import { say, useWords } from "./words";

type Standing = "active" | "failing" | "paused" | "ended";

const SHOWN: Record<Standing, [Tone, ReactNode]> = {
  active: ["on-time", <CheckCircleFilled key="active" />],
  failing: ["late", <ExclamationCircleFilled key="failing" />],
  paused: ["missing", <CloseCircleFilled key="paused" />],
  ended: ["not-due", <StopOutlined key="ended" />],
};

export const standing = (one: Endpoint): Standing =>
  one.state === "active" && one.failing_since !== null ? "failing" : one.state;

export function EndpointMark({ of }: { of: Endpoint }) {
  const t = useWords();
  const [tone, icon] =
    of.pause_reason === "person" ? (["quiet", <PauseCircleOutlined key="held" />] as const) : SHOWN[standing(of)];
  return (
    <Toned tone={tone} icon={icon}>
      {t(standing(of))}
    </Toned>
  );
}

/** Since when, and why; nothing where all is well. */
export function why(one: Endpoint): string {
  if (one.state === "paused") {
    const reason = one.pause_reason ?? "person";
    return say(reason === "person" ? "byPerson" : reason, { when: instant(one.paused_at) });
  }
  if (standing(one) !== "failing") return "";
  const since = say("failingSince", { since: instant(one.failing_since), count: one.failures });
  const next = one.next_attempt_at && say("nextTry", { when: instant(one.next_attempt_at) });
  return next ? `${since}${common("comma")}${next}` : since;
}

export const behind = (one: Endpoint): string =>
  one.backlog > 0 ? say("backlogOf", { count: count(one.backlog) }) : say("none");

export const lastSuccess = (one: Endpoint): string => (one.last_success_at ? ago(one.last_success_at) : say("never"));
