/** The chief's page: facts, report, papers, the three-day clock, and the two answers there are. Made for a phone, too. */
import { useNavigate, useParams } from "@tanstack/react-router";
import { Button } from "antd";
import { useState } from "react";
import { ActionDialog } from "@/shared/case/ActionDialog";
import type { Action } from "@/shared/case/actions";
import { EvidenceGrid } from "@/shared/case/EvidenceGrid";
import { Turn } from "@/shared/case/Turn";
import { useLanguage } from "@/shared/i18n";
import { useCommon } from "@/shared/i18n/common";
import { named } from "@/shared/i18n/enums";
import { HOLDER } from "@/shared/i18n/handoff-enums";
import { paths } from "@/shared/lib/paths";
import { Faces } from "@/shared/ui/faces";
import { Page, Panel } from "@/shared/ui/Page";
import { To } from "@/shared/ui/To";
import { lastEntry, type Referral, readReferral, sendStep, useReferral, useTaken } from "./api";
import { Checklist } from "./Checklist";
import { referralLabels } from "./labels";
import { Matter } from "./Matter";
import { StateMark } from "./marks";
import { usePaperWords } from "./paper-words";
import { Team } from "./ReferralCase";
import { referralForms } from "./steps";
import "./referrals.css";

export function DecisionPage() {
  const { id = "" } = useParams({ strict: false }) as { id?: string };
  const referral = useReferral(id);
  return <Faces of={referral}>{(found) => <Shown referral={found} />}</Faces>;
}

const ANSWERS = ["reject", "approve"];

function Shown({ referral }: { referral: Referral }) {
  const p = usePaperWords();
  const c = useCommon();
  useLanguage();
  const taken = useTaken();
  const navigate = useNavigate();
  const [chosen, setChosen] = useState<Action | null>(null);
  const answers = ANSWERS.flatMap((step) => referral.available_actions.filter((action) => action.step === step));
  const [first] = answers;
  const open = answers.some((answer) => answer.open);
  const forms = referralForms(referral);
  return (
    <div className="decision">
      <Page
        title={referral.title}
        marks={
          <>
            <span className="quiet nowrap">{referral.number}</span>
            <StateMark state={referral.state} />
          </>
        }
        actions={<To to={paths.referral(referral.id)}>{c("back")}</To>}
      >
        <Turn
          whose={referral.holder === "nobody" ? null : named(HOLDER, referral.holder)}
          since={referral.holder_since}
          clocks={referral.clocks}
        />
        <Matter referral={referral} />
        <Panel title={p("checklist")}>
          <Checklist referral={referral} />
          <div style={{ marginTop: 16 }}>
            <EvidenceGrid
              subjectType="referral"
              subjectId={referral.id}
              purposes={["investigation_report", "expert_report", "earlier_penalty"]}
              open={false}
            />
          </div>
        </Panel>
        <Team referral={referral} />
        {!open && first?.reason && <p className="quiet">{first.reason}</p>}
        {open && (
          <div className="decision-acts no-print">
            {answers.map((answer) => (
              <Button
                key={answer.step}
                size="large"
                type={answer.step === "approve" ? "primary" : "default"}
                danger={answer.step === "reject"}
                disabled={!answer.open}
                onClick={() => setChosen(answer)}
              >
                {answer.label}
              </Button>
            ))}
          </div>
        )}
      </Page>
      {chosen && (
        <ActionDialog
          action={chosen}
          form={forms[chosen.step] ?? { fields: [] }}
          record={referral}
          labels={referralLabels()}
          send={sendStep}
          reread={() => readReferral(referral.id)}
          lastEntry={() => lastEntry(referral.id)}
          onClose={() => setChosen(null)}
          onDone={(done) => {
            taken(done);
            void navigate({ to: paths.referral(referral.id) as "/" });
          }}
        />
      )}
    </div>
  );
}
