/** What runs beside the way of a dispute, kind by kind: what there is, what can be done with it, and what may be begun. */
import { CheckCircleFilled, CloseCircleOutlined, PrinterOutlined } from "@ant-design/icons";
import { useQueryClient } from "@tanstack/react-query";
import { Alert } from "antd";
import type { ReactNode } from "react";
import { ActionBar } from "@/shared/case/ActionBar";
import type { ActionForms } from "@/shared/case/actions";
import { DueBadge } from "@/shared/case/DueBadge";
import { pair, useLanguage } from "@/shared/i18n";
import { paths } from "@/shared/lib/paths";
import { Toned } from "@/shared/ui/marks";
import { Facts, Panel } from "@/shared/ui/Page";
import { To } from "@/shared/ui/To";
import { beginPart, type Clock, type Dispute, lastEntry, readDispute, sendPartStep } from "./api";
import { disputeLabels } from "./labels";
import { partsOf, type Told } from "./part-facts";
import { partForms } from "./part-forms";
import { usePartWords } from "./part-words";
import "./parts.css";
import { endOf } from "./ways";

/** Clocks that stand on top of a kind, by its path. */
const CLOCKS: Record<string, string[]> = {
  reports: [
    "dispute_report",
    "dispute_quality_general",
    "dispute_quality_major",
    "dispute_quality_extra",
    "dispute_major_phone",
    "dispute_major_written",
    "dispute_negligence_report",
    "dispute_accident_concluded",
    "dispute_body_kept",
  ],
  autopsies: ["dispute_autopsy", "dispute_autopsy_frozen"],
  appraisals: ["dispute_appraisal_judicial", "dispute_appraisal_accident"],
  "insurance-claims": ["dispute_insurer_offer"],
  "accident-applications": ["dispute_accident_pass_up", "dispute_accident_review"],
};

export function Parts({ dispute }: { dispute: Dispute }) {
  useLanguage();
  const forms = partForms(dispute);
  return (
    <div className="parts">
      {partsOf(dispute).map(({ path, key, empty, parts }) => (
        <Kind key={path} dispute={dispute} path={path} name={key} empty={empty} parts={parts} forms={forms[path]} />
      ))}
    </div>
  );
}

interface KindProps {
  dispute: Dispute;
  path: string;
  name: ReturnType<typeof partsOf>[number]["key"];
  empty: ReturnType<typeof partsOf>[number]["empty"];
  parts: Told[];
  forms: ReturnType<typeof partForms>[string] | undefined;
}

function Kind({ dispute, path, name, empty, parts, forms }: KindProps) {
  const t = usePartWords();
  const taken = useTaken();
  const may = dispute.available_parts.filter(({ step }) => step === path);
  const clocks = dispute.clocks.filter(
    ({ term, state }) => CLOCKS[path]?.includes(term) && (state === "running" || state === "paused"),
  );
  return (
    <Panel
      title={t(name)}
      id={path}
      extra={
        <ActionBar
          beside
          record={{ ...dispute, available_actions: may }}
          forms={{ [path]: forms?.begin ?? { fields: [] } }}
          labels={disputeLabels()}
          send={async (record, _, body, key) => taken(await beginPart(record, path, body, key))}
          reread={() => readDispute(dispute.id)}
          lastEntry={() => lastEntry(dispute.id)}
        />
      }
    >
      {clocks.map((clock) => (
        <ClockLine key={clock.id} clock={clock} />
      ))}
      {path === "appraisals" && dispute.open_appraisals > 0 && (
        <Alert type="info" showIcon style={{ marginBottom: 12 }} title={t("held")} />
      )}
      {parts.length === 0 && (
        <p className="quiet" style={{ margin: 0 }}>
          {t(empty)}
        </p>
      )}
      {parts.map((part) => (
        <One key={part.id} dispute={dispute} path={path} part={part} forms={forms?.steps ?? {}}>
          {path === "seals" && <Seal dispute={dispute} part={part} />}
        </One>
      ))}
    </Panel>
  );
}

function ClockLine({ clock }: { clock: Clock }) {
  const t = usePartWords();
  const language = useLanguage();
  return (
    <div className="row" style={{ marginBottom: 12 }}>
      <DueBadge due={clock} clockId={clock.id} title={language === "en" ? clock.title_en : clock.title_zh} />
      <span className="quiet nowrap">{t("clockUntil", { due: endOf(clock) })}</span>
    </div>
  );
}

interface OneProps {
  dispute: Dispute;
  path: string;
  part: Told;
  forms: ActionForms;
  children: ReactNode;
}

/** One part. It has no version of its own: its steps carry the dispute's. */
function One({ dispute, path, part, forms, children }: OneProps) {
  const taken = useTaken();
  const record = { id: part.id, version: dispute.version, available_actions: part.actions };
  const order = Object.keys(forms);
  const steps = part.actions
    .filter(({ open }) => open)
    .toSorted((a, b) => order.indexOf(a.step) - order.indexOf(b.step));
  return (
    <article className="part">
      <div className="row" style={{ justifyContent: "space-between" }}>
        <div className="row">
          <h3>{part.title}</h3>
          <Toned tone={part.tone}>{part.state}</Toned>
        </div>
        <div className="row">
          <ActionBar
            beside
            record={{ ...record, available_actions: steps }}
            forms={forms}
            labels={disputeLabels()}
            send={async (read, step, body, key) => {
              await sendPartStep({ id: dispute.id, version: read.version }, path, part.id, step, body, key).then(taken);
              return read;
            }}
            reread={async () => ({ ...record, version: taken(await readDispute(dispute.id)).version })}
            lastEntry={() => lastEntry(dispute.id)}
          />
        </div>
      </div>
      <Facts items={part.facts} />
      {children}
    </article>
  );
}

const OPENINGS = ["open_together", "open_resolved", "open_after_years"];

/** The list of what was sealed, for both sides; and which way of opening it is possible, or why not. */
function Seal({ dispute, part }: { dispute: Dispute; part: Told }) {
  const t = usePartWords();
  const seal = dispute.seals.find(({ id }) => id === part.id);
  if (!seal) return null;
  const openings = part.actions.filter(({ step }) => OPENINGS.includes(step));
  const [first] = openings;
  // Whoever may not open it at all is told why once.
  const everywhere = openings.every(({ open, reason }) => !open && reason === first?.reason) ? first?.reason : null;
  return (
    <>
      <ol className="part-items">
        {seal.items.map((item, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a list may name the same thing twice, and is never reordered
          <li key={index}>{item}</li>
        ))}
      </ol>
      {seal.is_partial && <p>{t("partial")}</p>}
      <p style={{ margin: "8px 0" }}>
        <PrinterOutlined /> <To to={paths.disputeSealPrint(dispute.id, seal.id)}>{t("printList")}</To>
      </p>
      {everywhere && <p className="quiet">{pair(t("opening"), everywhere)}</p>}
      {openings.length > 0 && !everywhere && (
        <dl className="part-openings" aria-label={t("mayOpen")}>
          {openings.map((opening) => (
            <div key={opening.step}>
              <dt>
                {opening.open ? (
                  <CheckCircleFilled style={{ color: "var(--fact-on-time)" }} aria-hidden />
                ) : (
                  <CloseCircleOutlined style={{ color: "var(--quiet)" }} aria-hidden />
                )}{" "}
                {opening.label}
              </dt>
              <dd className="quiet">{opening.open ? t("canNow") : opening.reason}</dd>
            </div>
          ))}
        </dl>
      )}
    </>
  );
}

/** What came back is shown at once; what else shows it is read anew. */
export function useTaken(): (dispute: Dispute) => Dispute {
  const client = useQueryClient();
  return (dispute) => {
    client.setQueryData(["dispute", dispute.id], dispute);
    void Promise.all(["dispute", "worklist"].map((resource) => client.invalidateQueries({ queryKey: [resource] })));
    return dispute;
  };
}
