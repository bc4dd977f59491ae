/** The way of a dispute at a glance: whose turn it is and until when, how far it is, and where each of the four ways stands. */
import {
  CheckCircleFilled,
  ClockCircleOutlined,
  CloseCircleOutlined,
  MinusOutlined,
  PauseCircleOutlined,
  PlayCircleOutlined,
  RightCircleOutlined,
  StopOutlined,
} from "@ant-design/icons";
import type { ReactNode } from "react";
import { DueBadge } from "@/shared/case/DueBadge";
import { Stepper } from "@/shared/case/Stepper";
import { pair, useLanguage } from "@/shared/i18n";
import { named } from "@/shared/i18n/enums";
import { dayOf } from "@/shared/lib/time";
import { type Tone, Toned } from "@/shared/ui/marks";
import type { Dispute } from "./api";
import { WAY } from "./enums";
import { endOf, type Standing, stationOf, turnOf, type WayTold, waysOf } from "./ways";
import "./ways.css";
import { useWayWords } from "./ways-words";

const MARK: Record<Standing, { tone: Tone; icon: ReactNode }> = {
  open: { tone: "due", icon: <RightCircleOutlined /> },
  asked: { tone: "late", icon: <ClockCircleOutlined /> },
  running: { tone: "zero", icon: <PlayCircleOutlined /> },
  held: { tone: "exempt", icon: <PauseCircleOutlined /> },
  agreed: { tone: "on-time", icon: <CheckCircleFilled /> },
  failed: { tone: "not-due", icon: <CloseCircleOutlined /> },
  shut: { tone: "missing", icon: <StopOutlined /> },
  later: { tone: "not-due", icon: <ClockCircleOutlined /> },
  unused: { tone: "not-due", icon: <MinusOutlined /> },
};

export function Ways({ dispute }: { dispute: Dispute }) {
  const t = useWayWords();
  useLanguage();
  const day = (at: string | null) => (at ? dayOf(at) : undefined);
  return (
    <section className="ways" aria-label={t("ways")}>
      <TurnLine dispute={dispute} />
      <Stepper
        label={t("ways")}
        current={stationOf(dispute)}
        wrong={dispute.state === "withdrawn"}
        stations={[
          { title: t("registered"), content: day(dispute.created_at) },
          { title: t("informed"), content: day(dispute.informed_at) },
          { title: t("way"), content: day(dispute.resolved_at) },
          { title: t("performed"), content: dispute.paid_on ?? undefined },
          { title: t("closed"), content: day(dispute.closed_at) },
        ]}
      />
      <ul className="ways-grid">
        {waysOf(dispute).map((told) => (
          <One key={told.way} told={told} />
        ))}
      </ul>
    </section>
  );
}

function TurnLine({ dispute }: { dispute: Dispute }) {
  const t = useWayWords();
  const turn = turnOf(dispute);
  if (!turn) return <p className="panel ways-turn">{t(dispute.state === "withdrawn" ? "withdrawn" : "nobody")}</p>;
  return (
    <p className="panel ways-turn">
      <span className="quiet">{t("turn")}</span> <strong>{pair(turn.who, "")}</strong> <span>{turn.what}</span>
      {turn.clock && (
        <>
          <DueBadge due={turn.clock} clockId={turn.clock.id} />
          <span className="quiet nowrap">{t("until", { due: endOf(turn.clock) })}</span>
        </>
      )}
    </p>
  );
}

function One({ told: { way, standing, lines, clock } }: { told: WayTold }) {
  const t = useWayWords();
  const { tone, icon } = MARK[standing];
  const quiet = standing === "unused" || standing === "later";
  return (
    <li
      className="ways-one"
      data-quiet={quiet || undefined}
      style={quiet ? undefined : { borderTopColor: `var(--fact-${tone})` }}
    >
      <div className="row" style={{ justifyContent: "space-between" }}>
        <h3>{named(WAY, way)}</h3>
        <Toned tone={tone} icon={icon}>
          {t(standing)}
        </Toned>
      </div>
      {clock && (
        <div className="row">
          <DueBadge due={clock} clockId={clock.id} />
          {standing !== "held" && <span className="quiet nowrap">{t("until", { due: endOf(clock) })}</span>}
        </div>
      )}
      {lines.map((line) => (
        <div key={line} className="quiet">
          {line}
        </div>
      ))}
    </li>
  );
}
