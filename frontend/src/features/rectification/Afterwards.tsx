/** What else belongs to a task: more time, escalations, what the public was told and thinks, and the look-back. */
import { pair } from "@/shared/i18n";
import { useCommon } from "@/shared/i18n/common";
import { EXTENSION_STATE, MEASURE, named } from "@/shared/i18n/enums";
import { paths } from "@/shared/lib/paths";
import { dayInWords, instant } from "@/shared/lib/time";
import { Toned } from "@/shared/ui/marks";
import { Facts, Panel } from "@/shared/ui/Page";
import { To } from "@/shared/ui/To";
import type { Task } from "./api";
import { useWords } from "./words";

export function Afterwards({ task }: { task: Task }) {
  return (
    <>
      <Extensions task={task} />
      <Escalations task={task} />
      <Publicity task={task} />
      <LookBack task={task} />
      <Remarks task={task} />
    </>
  );
}

function Extensions({ task }: { task: Task }) {
  const t = useWords();
  if (task.extensions.length === 0) return null;
  return (
    <Panel title={t("extensions")}>
      {task.extensions.map((one) => (
        <div key={one.id}>
          <Toned tone={one.state === "granted" ? "on-time" : "not-due"}>{named(EXTENSION_STATE, one.state)}</Toned>{" "}
          {one.asked_by_name} {pair(t("asksUntil", { day: one.asked_until }), one.reason)}
          {one.decided_at && (
            <div className="quiet">
              {one.decided_by_name} {instant(one.decided_at)}{" "}
              {one.granted_until && t("grantedUntil", { day: one.granted_until })} {one.decision_reason}
            </div>
          )}
        </div>
      ))}
    </Panel>
  );
}

function Escalations({ task }: { task: Task }) {
  const t = useWords();
  if (task.escalations.length === 0) return null;
  return (
    <Panel title={t("escalations")}>
      {task.escalations.map((one) => (
        <div key={one.id}>
          <Toned tone="missing">{t("escalated", { level: one.level })}</Toned>{" "}
          {pair(named(MEASURE, one.further_measure), one.reason)}
          <div className="quiet">
            {one.escalated_by_name} · {instant(one.escalated_at)}
          </div>
        </div>
      ))}
    </Panel>
  );
}

function Publicity({ task }: { task: Task }) {
  const t = useWords();
  if (!task.public_promise && !task.public_result && task.evaluations.length === 0) return null;
  return (
    <Panel title={t("publicity")}>
      <Facts
        items={[
          { label: t("publicProblem"), value: task.public_problem, wide: true },
          { label: t("promise"), value: task.public_promise, wide: true },
          { label: t("result"), value: task.public_result, wide: true },
        ]}
      />
      {task.evaluations.map((one) => (
        <p key={one.id} style={{ margin: "8px 0 0" }}>
          {t("counted", {
            channel: one.channel,
            day: one.counted_on,
            yes: one.satisfied,
            mid: one.neutral,
            no: one.dissatisfied,
          })}
        </p>
      ))}
    </Panel>
  );
}

const VERDICTS = new Set(["satisfied", "neutral", "dissatisfied"]);

/** What the public wrote beside its judgement of the published result; nobody knows whose it is. */
function Remarks({ task }: { task: Task }) {
  const t = useWords();
  if (task.remarks.length === 0) return null;
  return (
    <Panel title={t("remarks")}>
      {task.remarks.map((one) => (
        <div key={one.id} style={{ marginBottom: 8 }}>
          <span className="quiet">
            {one.given_on} · {VERDICTS.has(one.verdict) ? t(one.verdict as "neutral") : one.verdict}
          </span>
          <div style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>{one.remark}</div>
        </div>
      ))}
    </Panel>
  );
}

function LookBack({ task }: { task: Task }) {
  const t = useWords();
  const c = useCommon();
  if (!task.look_back_on && task.look_backs.length === 0) return null;
  const answer = (yes: boolean) => <Toned tone={yes ? "on-time" : "missing"}>{yes ? c("yes") : c("no")}</Toned>;
  return (
    <Panel title={t("lookBack")}>
      {task.look_backs.length === 0 && task.look_back_on && (
        <p>{t("lookBackOn", { day: dayInWords(task.look_back_on) })}</p>
      )}
      {task.look_backs.map((one) => (
        <div key={one.id}>
          <p className="quiet" style={{ marginTop: 0 }}>
            {one.looked_by_name} · {instant(one.looked_at)}
          </p>
          <Facts
            items={[
              { label: t("q1"), value: answer(one.check_was_complete) },
              { label: t("q2"), value: answer(one.rectified_in_place) },
              { label: t("q3"), value: answer(one.public_is_satisfied) },
              { label: t("finding"), value: one.finding, wide: true },
              { label: t("correctedAtOnce"), value: one.corrected_at_once, wide: true },
            ]}
          />
        </div>
      ))}
      {task.relapsed_into && (
        <p>
          <To to={paths.task(task.relapsed_into.id)}>{t("relapsedInto", { number: task.relapsed_into.number })}</To>
        </p>
      )}
    </Panel>
  );
}
