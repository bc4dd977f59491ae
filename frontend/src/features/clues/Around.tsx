/** What stands around a clue: who is told, the clues it belongs to, who may know of it. Each with its own steps. */
import type { ReactNode } from "react";
import { ActionBar } from "@/shared/case/ActionBar";
import { DueBadge } from "@/shared/case/DueBadge";
import { aside, list } from "@/shared/i18n";
import { CLUE_KIND } from "@/shared/i18n/clue-kinds";
import { named } from "@/shared/i18n/enums";
import { paths } from "@/shared/lib/paths";
import { instant } from "@/shared/lib/time";
import { Toned } from "@/shared/ui/marks";
import { Panel } from "@/shared/ui/Page";
import { To } from "@/shared/ui/To";
import { type Clue, lastEntry, readClue, sendStep } from "./api";
import { RECIPIENT, RELATION } from "./enums";
import { clueLabels } from "./labels";
import { StateMark } from "./marks";
import { clueForms, leftToTell } from "./steps";
import { Tellings } from "./Tellings";
import { useWords } from "./words";

interface AroundProps {
  clue: Clue;
  onDone: (clue: Clue) => void;
}

/** Some of the clue's steps, where what they are about stands. */
function Steps({ clue, onDone, steps }: AroundProps & { steps: string[] }): ReactNode {
  const open = clue.available_actions.filter((action) => steps.includes(action.step) && action.open);
  if (open.length === 0) return null;
  return (
    <ActionBar
      beside
      record={{ ...clue, available_actions: open }}
      forms={clueForms(clue)}
      labels={clueLabels()}
      send={sendStep}
      reread={() => readClue(clue.id)}
      lastEntry={() => lastEntry(clue.id)}
      onDone={onDone}
    />
  );
}

export function Tells({ clue, onDone }: AroundProps) {
  const t = useWords();
  const owed = clue.owes_police || clue.owes_mental_health || clue.owes_governance;
  const left = leftToTell(clue);
  return (
    <Panel title={t("tells")} extra={owed && <Steps clue={clue} onDone={onDone} steps={["tell"]} />}>
      {!owed && (
        <p className="quiet" style={{ margin: 0 }}>
          {t(clue.source === "hospital_report" ? "tellsByThem" : "tellsNone")}
        </p>
      )}
      {left.length > 0 && (
        <ul className="clue-lines" style={{ marginBottom: 8 }}>
          {left.map((who) => {
            const clock = clue.clocks.find(({ term, state }) => term === `clue_tell_${who}` && state === "running");
            return (
              <li key={who} className="row">
                <strong>{named(RECIPIENT, who)}</strong>
                {clock ? <DueBadge due={clock} clockId={clock.id} /> : <Toned tone="late">{t("toldLeft")}</Toned>}
              </li>
            );
          })}
        </ul>
      )}
      <Tellings of={clue.tellings} />
    </Panel>
  );
}

export function Links({ clue, onDone }: AroundProps) {
  const t = useWords();
  const steps = clue.links.length > 0 ? ["link", "unlink"] : ["link"];
  return (
    <Panel title={t("links")} extra={<Steps clue={clue} onDone={onDone} steps={steps} />}>
      {clue.links.length === 0 && (
        <p className="quiet" style={{ margin: 0 }}>
          {t("noLinks")}
        </p>
      )}
      <ul className="clue-lines">
        {clue.links.map((one) => (
          <li key={one.clue_id}>
            <div className="row">
              <To to={paths.clue(one.clue_id)}>{one.number}</To>
              <strong>{named(RELATION, one.relation)}</strong>
              <StateMark state={one.state} />
            </div>
            <div className="quiet">
              {list([
                named(CLUE_KIND, one.kind),
                ...(one.reason ? [one.reason] : []),
                one.made_by_name ?? t("linkedBySystem"),
              ])}
            </div>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

export function Confidants({ clue, onDone }: AroundProps) {
  const t = useWords();
  const steps = clue.confidants.length > 0 ? ["let_in", "let_out"] : ["let_in"];
  return (
    <Panel title={t("confidants")} extra={<Steps clue={clue} onDone={onDone} steps={steps} />}>
      <p className="quiet" style={{ marginTop: 0 }}>
        {t("confidantsText")}
      </p>
      {clue.confidants.length === 0 ? (
        <p style={{ margin: 0 }}>{t("noConfidants")}</p>
      ) : (
        <p style={{ margin: 0 }}>
          {list(
            clue.confidants.map((one) => `${one.name}${aside(t("since", { when: instant(one.since).slice(0, 10) }))}`),
          )}
        </p>
      )}
    </Panel>
  );
}
