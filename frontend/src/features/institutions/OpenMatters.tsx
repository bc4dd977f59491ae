/** What is open at an institution, as the modules count it; every figure opens its rows. */
import { useMay } from "@/shared/api/me";
import { DISPUTE_STATE, NOTICE_STATE, named } from "@/shared/i18n/enums";
import { count } from "@/shared/lib/numbers";
import { paths } from "@/shared/lib/paths";
import { stringifySearch } from "@/shared/lib/search";
import { dayInWords } from "@/shared/lib/time";
import { FactMark, TaskStateMark, Toned } from "@/shared/ui/marks";
import { Panel } from "@/shared/ui/Page";
import { To } from "@/shared/ui/To";
import type { Parts } from "./api";
import { useWords } from "./words";

/** What needs somebody first; what is good or not yet begun last. */
const FACTS = ["missing", "late", "due", "on_time", "zero", "not_due", "quiet", "exempt"] as const;
const STATES = [
  "relapsed",
  "returned",
  "rectifying",
  "issued",
  "objected",
  "submitted",
  "verifying",
  "draft",
  "closed",
  "consolidated",
  "revoked",
  "withdrawn",
] as const;

/** Complaints whose complainant waits for an answer. */
const WAITING = { state: ["registered", "investigating", "concluded", "merged"] };

/** The states of those that the counts of what is open are of. */
const openOf = (states: object): string[] =>
  Object.keys(states).filter((state) => state !== "closed" && state !== "withdrawn");

export function OpenMatters({ parts, organisationId }: { parts: Parts; organisationId: string }) {
  const t = useWords();
  const may = useMay();
  const { duties, rectification, disputes, notices } = parts;
  const rows = (path: string, more: Record<string, string | string[]> = {}) =>
    `${path}${stringifySearch({ organisation_id: organisationId, ...more })}`;
  return (
    <Panel title={t("openMatters")}>
      {!duties && !rectification && <p className="quiet">{t("notForYou")}</p>}
      {duties && (
        <Part title={t("duties")} to={rows(paths.duties)} nextDue={duties.next_due_on}>
          {FACTS.filter((fact) => duties.facts[fact]).map((fact) => (
            <li key={fact}>
              <To to={rows(paths.duties, { fact })} className="nowrap">
                <FactMark fact={fact} /> <strong>{count(duties.facts[fact] ?? 0)}</strong>
              </To>
            </li>
          ))}
        </Part>
      )}
      {rectification && (
        <Part title={t("tasks")} to={rows(paths.tasks)} nextDue={rectification.next_due_on}>
          <li>
            {rectification.open > 0 ? <strong>{t("open", { count: rectification.open })}</strong> : t("noneOpen")}
          </li>
          {rectification.overdue > 0 && (
            <li>
              <To to={rows(paths.tasks, { overdue: "true" })}>
                <Toned tone="missing">{t("overdue", { count: rectification.overdue })}</Toned>
              </To>
            </li>
          )}
          {STATES.filter((state) => rectification.states[state]).map((state) => (
            <li key={state}>
              <To to={rows(paths.tasks, { state })} className="nowrap">
                <TaskStateMark state={state} /> <strong>{count(rectification.states[state] ?? 0)}</strong>
              </To>
            </li>
          ))}
        </Part>
      )}
      {may("complaint.read") && (
        <Part title={t("complaints")} to={rows(paths.complaints)} nextDue={null}>
          <li>
            <To to={rows(paths.complaints, { fed_back: "false", ...WAITING })}>{t("complaintsOpen")}</To>
          </li>
          <li>
            <To to={rows(paths.complaints)}>{t("complaintsAll")}</To>
          </li>
        </Part>
      )}
      {disputes && (
        <Part title={t("disputes")} to={rows(paths.disputes)} nextDue={null}>
          <li>{disputes.open > 0 ? <strong>{t("open", { count: disputes.open })}</strong> : t("noneOpen")}</li>
          {disputes.overdue > 0 && (
            <li>
              <To to={rows(paths.disputes, { overdue: "true", state: openOf(disputes.states) })}>
                <Toned tone="missing">{t("overdue", { count: disputes.overdue })}</Toned>
              </To>
            </li>
          )}
          {disputes.major > 0 && (
            <li>
              <To to={rows(paths.disputes, { major: "true", state: openOf(disputes.states) })}>
                <Toned tone="late">{t("majorOpen", { count: disputes.major })}</Toned>
              </To>
            </li>
          )}
          {Object.entries(disputes.states).map(([state, many]) => (
            <li key={state}>
              <To to={rows(paths.disputes, { state })} className="nowrap">
                {named(DISPUTE_STATE, state)} <strong>{count(many)}</strong>
              </To>
            </li>
          ))}
        </Part>
      )}
      {notices && (
        <Part title={t("notices")} to={rows(paths.notices)} nextDue={null}>
          <li>{notices.open > 0 ? <strong>{t("open", { count: notices.open })}</strong> : t("noneOpen")}</li>
          {notices.overdue > 0 && (
            <li>
              <To to={rows(paths.notices, { overdue: "true", state: ["received", "answered"] })}>
                <Toned tone="missing">{t("overdue", { count: notices.overdue })}</Toned>
              </To>
            </li>
          )}
          {Object.entries(notices.states).map(([state, many]) => (
            <li key={state}>
              <To to={rows(paths.notices, { state })} className="nowrap">
                {named(NOTICE_STATE, state)} <strong>{count(many)}</strong>
              </To>
            </li>
          ))}
        </Part>
      )}
    </Panel>
  );
}

interface PartProps {
  title: string;
  to: string;
  nextDue: string | null;
  children: React.ReactNode;
}

function Part({ title, to, nextDue, children }: PartProps) {
  const t = useWords();
  return (
    <div style={{ marginBottom: 12 }}>
      <div className="row" style={{ marginBottom: 6 }}>
        <h3 style={{ margin: 0, fontSize: 14, fontWeight: 500 }}>
          <To to={to}>{title}</To>
        </h3>
        {nextDue && (
          <span className="quiet">
            {t("nextDue")} <time dateTime={nextDue}>{dayInWords(nextDue)}</time>
          </span>
        )}
      </div>
      <ul className="row" style={{ listStyle: "none", margin: 0, padding: 0, gap: "8px 16px" }}>
        {children}
      </ul>
    </div>
  );
}
