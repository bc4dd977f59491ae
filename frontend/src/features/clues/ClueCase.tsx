/** The clue itself: what it says and how it was assessed; beside it who may know, who is told, where it goes. */
import { FireOutlined, LockOutlined } from "@ant-design/icons";
import { Alert, Button } from "antd";
import { useState } from "react";
import { useMay } from "@/shared/api/me";
import { Evidence, useEvidence } from "@/shared/case/Evidence";
import { EvidenceGrid } from "@/shared/case/EvidenceGrid";
import { list, pair } from "@/shared/i18n";
import { CLUE_KIND } from "@/shared/i18n/clue-kinds";
import { useCommon } from "@/shared/i18n/common";
import { named } from "@/shared/i18n/enums";
import { yuan } from "@/shared/lib/numbers";
import { paths } from "@/shared/lib/paths";
import { instant } from "@/shared/lib/time";
import { Facts, Panel } from "@/shared/ui/Page";
import { To } from "@/shared/ui/To";
import { Confidants, Links, Tells } from "./Around";
import type { Clue } from "./api";
import { BECAUSE, PROPOSAL, RECEIVER, SECRECY, SOURCE, TOUT } from "./enums";
import { Persons } from "./Persons";
import { PoliceReferral } from "./PoliceReferral";
import { ClueTransfers } from "./transfers/ClueTransfers";
import { useWords } from "./words";

interface Part {
  clue: Clue;
}

export function ClueCase({ clue, onDone }: Part & { onDone: (clue: Clue) => void }) {
  const secret = clue.secrecy !== "none";
  // Links and confidants are told to who reads every clue.
  const all = useMay()("clue.read_all");
  return (
    <>
      <Notices clue={clue} />
      <div className="clue-case">
        <div>
          <Told clue={clue} />
          <Assessment clue={clue} />
          <PoliceReferral clue={clue} />
          {all && <ClueTransfers clue={clue} />}
          {!secret && <Material clue={clue} />}
        </div>
        <aside>
          {!secret && <Persons clue={clue} />}
          <Tells clue={clue} onDone={onDone} />
          {all && <Links clue={clue} onDone={onDone} />}
          {all && <Confidants clue={clue} onDone={onDone} />}
          <Receipt clue={clue} />
        </aside>
      </div>
    </>
  );
}

/** What somebody has to know before he does anything. */
function Notices({ clue }: Part) {
  const t = useWords();
  const practice = clue.must_refer_because.some((one) => one !== "threshold");
  return (
    <>
      {clue.secrecy !== "none" && (
        <Alert
          type="error"
          showIcon
          icon={<LockOutlined />}
          style={{ marginBottom: 16 }}
          title={t("secretTitle")}
          description={t("secretText")}
        />
      )}
      {clue.must_refer && clue.state !== "closed" && (
        <Alert
          type="error"
          showIcon
          icon={<FireOutlined />}
          style={{ marginBottom: 16 }}
          title={t("mustReferTitle")}
          description={
            <>
              <div>{t("mustReferText")}</div>
              <ul className="clue-because">
                {clue.must_refer_because.map((one) => (
                  <li key={one}>{named(BECAUSE, one)}</li>
                ))}
              </ul>
              <div className="quiet">
                {t("mustReferLaw")}
                {practice && <div>{t("c28Law")}</div>}
              </div>
            </>
          }
        />
      )}
      {clue.proposal && clue.state === "proposed" && (
        <Alert
          type="warning"
          showIcon
          style={{ marginBottom: 16 }}
          title={t("proposed", { what: named(PROPOSAL, clue.proposal) })}
          description={clue.proposal_reason}
        />
      )}
    </>
  );
}

function Told({ clue }: Part) {
  const t = useWords();
  return (
    <Panel title={t(clue.secrecy === "none" ? "facts" : "index")}>
      {clue.facts && <p className="clue-words">{clue.facts}</p>}
      <Facts
        items={[
          { label: t("kind"), value: named(CLUE_KIND, clue.kind) },
          { label: t("touts"), value: list(clue.tout_kinds.map((one) => named(TOUT, one))) },
          { label: t("about"), value: clue.about_organisation_name },
          { label: t("place"), value: clue.place },
          { label: t("found"), value: instant(clue.found_at) },
          { label: t("amount"), value: clue.amount_fen === null ? null : yuan(clue.amount_fen) },
          { label: t("closedAt"), value: instant(clue.closed_at) },
        ]}
      />
    </Panel>
  );
}

function Assessment({ clue }: Part) {
  const t = useWords();
  const c = useCommon();
  const yes = (value: boolean) => c(value ? "yes" : "no");
  const practice = clue.kind === "illegal_practice";
  return (
    <Panel title={t("assessment")}>
      {!clue.assessed_at && (
        <>
          <p className="quiet" style={{ marginTop: 0 }}>
            {t("notAssessed")}
          </p>
          <p style={{ margin: 0 }}>
            {t("usual", { who: list(clue.usual_receivers.map((one) => named(RECEIVER, one))) })}
          </p>
        </>
      )}
      {clue.assessed_at && (
        <>
          {clue.assessment && <p className="clue-words">{clue.assessment}</p>}
          <Facts
            items={[
              { label: t("receiver"), value: named(RECEIVER, clue.receiver) },
              { label: t("threshold"), value: yes(clue.threshold_met) },
              ...(practice
                ? [
                    { label: t("penalties"), value: t("times", { count: clue.earlier_penalties }) },
                    { label: t("disability"), value: yes(clue.caused_disability) },
                    { label: t("epidemic"), value: yes(clue.epidemic_risk) },
                    { label: t("drugs"), value: yes(clue.fake_drugs) },
                  ]
                : []),
              { label: t("assessedBy"), value: `${clue.assessed_by_name ?? ""} ${instant(clue.assessed_at)}` },
            ]}
          />
        </>
      )}
    </Panel>
  );
}

function Receipt({ clue }: Part) {
  const t = useWords();
  const may = useMay();
  return (
    <Panel title={t("receipt")}>
      <Facts
        items={[
          {
            label: t("source"),
            value:
              clue.complaint_id && may("complaint.read") ? (
                <To to={paths.complaint(clue.complaint_id)}>{named(SOURCE, clue.source)}</To>
              ) : (
                named(SOURCE, clue.source)
              ),
          },
          { label: t("reference"), value: clue.source_reference },
          { label: t("secrecy"), value: clue.secrecy === "none" ? null : named(SECRECY, clue.secrecy) },
          { label: t("received"), value: instant(clue.received_at) },
          { label: t("realNameQuestion"), value: t(clue.is_real_name ? "realName" : "anonymous") },
          { label: t("registeredBy"), value: pair(clue.organisation_name, clue.registered_by_name) },
        ]}
      />
    </Panel>
  );
}

const PURPOSES = ["clue", "verification", "expert", "penalty", "other"] as const;
/** These two are always there; the others where they hold something, or on demand. */
const USUAL = 2;

function Material({ clue }: Part) {
  const t = useWords();
  const may = useMay();
  const [all, setAll] = useState(false);
  const open = may("evidence.add") && clue.state !== "closed";
  const held = new Set(useEvidence("clue", clue.id).data?.items.map(({ purpose }) => purpose));
  const shown = PURPOSES.filter((purpose, index) => all || index < USUAL || held.has(purpose));
  return (
    <Panel
      title={t("material")}
      id="evidence"
      extra={
        open &&
        shown.length < PURPOSES.length && (
          <Button size="small" onClick={() => setAll(true)}>
            {t("moreMaterial")}
          </Button>
        )
      }
    >
      <EvidenceGrid subjectType="clue" subjectId={clue.id} purposes={shown} open={open}>
        {clue.report_id && may("clue.read_all") && (
          <Evidence subjectType="clue_report" subjectId={clue.report_id} purpose="report" open={false} />
        )}
      </EvidenceGrid>
    </Panel>
  );
}
