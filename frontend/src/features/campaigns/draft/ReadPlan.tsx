/** Second step: what the document says, clause by clause, beside the duties that follow from it. */
import { useMemo } from "react";
import { useLanguage } from "@/shared/i18n";
import { named, PROOF, RHYTHM } from "@/shared/i18n/enums";
import { Faces } from "@/shared/ui/faces";
import { Toned } from "@/shared/ui/marks";
import { type Plan, usePlan } from "../api";
import { ownersInWords } from "../owners";
import { type Part, sideBySide } from "./plan-text";
import { useDraftWords } from "./words";

export function ReadPlan({ id }: { id: string }) {
  const plan = usePlan(id);
  return (
    <Faces of={plan} rows={12}>
      {(found) => <Beside plan={found} />}
    </Faces>
  );
}

interface BesideProps {
  plan: Pick<Plan, "title" | "plan" | "obligations">;
  /** Codes of obligations dropped or retired by the issuer. */
  leftOut?: string[];
}

export function Beside({ plan, leftOut = [] }: BesideProps) {
  const t = useDraftWords();
  const parts = useMemo(() => sideBySide(plan.plan, plan.obligations), [plan]);
  return (
    <section aria-label={plan.title}>
      <div className="campaign-beside quiet" aria-hidden="true">
        <strong>{t("document")}</strong>
        <strong>{t("obligations")}</strong>
      </div>
      {parts.map((part) => (
        <div key={part.clause} className="campaign-beside campaign-part">
          <Text part={part} />
          <Obligations part={part} leftOut={leftOut} />
        </div>
      ))}
    </section>
  );
}

function Text({ part }: { part: Part }) {
  const t = useDraftWords();
  return (
    <div>
      <h2 style={{ margin: "0 0 4px", fontSize: 14 }}>
        <span className="quiet">{part.clause}</span> {part.title}
      </h2>
      {part.given && <div className="quiet">{t("given", { text: part.given })}</div>}
      {part.lines.length === 0 && <span className="quiet">{t("noText")}</span>}
      {part.lines.map((line) => (
        <div key={line.kind}>
          {line.kind !== "tasks" && <div className="quiet">{t(line.kind)}</div>}
          <ul style={{ margin: "2px 0 6px", paddingInlineStart: 20 }}>
            {line.texts.map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </div>
      ))}
    </div>
  );
}

function Obligations({ part, leftOut }: { part: Part; leftOut: string[] }) {
  const t = useDraftWords();
  useLanguage();
  if (part.obligations.length === 0) return <div className="quiet">{t("noObligation")}</div>;
  return (
    <ul style={{ listStyle: "none", margin: 0, padding: 0 }}>
      {part.obligations.map((obligation) => (
        <li
          key={obligation.code}
          style={{ borderInlineStart: "3px solid var(--accent)", paddingInlineStart: 10, marginBottom: 8 }}
        >
          <div>
            {obligation.title} {leftOut.includes(obligation.code) && <Toned tone="exempt">{t("leftOut")}</Toned>}
          </div>
          <div className="quiet">
            {named(PROOF, obligation.proof)} · {named(RHYTHM, obligation.rhythm)} · {ownersInWords(obligation.owners)}
          </div>
          {obligation.note && <div style={{ color: "var(--fact-late)" }}>{obligation.note}</div>}
        </li>
      ))}
    </ul>
  );
}
