/** The case itself: whose turn it is and the clock, what both sides said; beside it the team, the decision, the result. */
import { Alert } from "antd";
import { useMe } from "@/shared/api/me";
import { Turn } from "@/shared/case/Turn";
import { TwoParties } from "@/shared/case/TwoParties";
import { aside, list, pair, useLanguage } from "@/shared/i18n";
import { named } from "@/shared/i18n/enums";
import { CRIMINAL_OUTCOME, HANDOFF_KIND, HOLDER, SUPERVISION_OUTCOME } from "@/shared/i18n/handoff-enums";
import { yuan } from "@/shared/lib/numbers";
import { paths } from "@/shared/lib/paths";
import { instant, lasting } from "@/shared/lib/time";
import { Facts, Panel } from "@/shared/ui/Page";
import { To } from "@/shared/ui/To";
import type { Referral } from "./api";
import { Matter } from "./Matter";
import { lossOf, nextOf } from "./next";
import { talkOf } from "./talk";
import "./referrals.css";
import { useWords } from "./words";

export function ReferralCase({ referral }: { referral: Referral }) {
  const t = useWords();
  useLanguage();
  const us = useMe().data?.organisation;
  const over = referral.holder === "nobody";
  const lost = lossOf(referral);
  return (
    <>
      <Turn whose={over ? null : named(HOLDER, referral.holder)} since={referral.holder_since} clocks={referral.clocks}>
        <p style={{ margin: "8px 0 0" }}>{nextOf(referral)}</p>
        {lost && <p style={{ margin: "4px 0 0", color: "var(--fact-missing)" }}>{lost}</p>}
      </Turn>
      <Notices referral={referral} />
      <div className="referral-case">
        <div>
          <Panel title={t("talk")}>
            <TwoParties
              spoken={talkOf(referral)}
              sender={us?.id === referral.organisation_id ? us.name : t("us")}
              receiver={referral.receiver_name ?? t("police")}
            />
          </Panel>
          <Matter referral={referral} />
        </div>
        <aside>
          <Team referral={referral} />
          <Decision referral={referral} />
          <Result referral={referral} />
          <Opinion referral={referral} />
          <Held referral={referral} />
        </aside>
      </div>
    </>
  );
}

/** What waits beside the way, whoever's turn it is. */
function Notices({ referral }: { referral: Referral }) {
  const t = useWords();
  const opinion = referral.opinion_received_at && !referral.opinion_answered_at;
  const copy = referral.owes_penalty_copy && !referral.penalty_copied_at;
  return (
    <>
      {opinion && (
        <Alert
          type="warning"
          showIcon
          style={{ marginBottom: 16 }}
          title={t("alertOpinion", { number: referral.opinion_number ?? "" })}
        />
      )}
      {referral.late.length > 0 && (
        <Alert
          type="warning"
          showIcon
          style={{ marginBottom: 16 }}
          title={t("toldLate", { kinds: list(referral.late.map((kind) => named(HANDOFF_KIND, kind))) })}
        />
      )}
      {copy && <Alert type="warning" showIcon style={{ marginBottom: 16 }} title={t("alertCopy")} />}
    </>
  );
}

export function Team({ referral }: { referral: Referral }) {
  const t = useWords();
  return (
    <Panel title={t("team")}>
      <ul className="referral-plain">
        {referral.officers.map((officer) => (
          <li key={officer.user_id}>
            <strong>{officer.name}</strong>{" "}
            <span className="quiet nowrap">{t("card", { number: officer.card_number })}</span>
          </li>
        ))}
      </ul>
      <p className="quiet" style={{ margin: "8px 0 0", fontSize: 12 }}>
        {pair(t("namedBy"), t("byWhen", { who: referral.named_by_name, when: instant(referral.named_at) }))}
      </p>
      {referral.handler_name && <p style={{ margin: "8px 0 0" }}>{pair(t("handler"), referral.handler_name)}</p>}
    </Panel>
  );
}

function Decision({ referral }: { referral: Referral }) {
  const t = useWords();
  if (!referral.decided_at) return null;
  const who = (referral.decided_by_name ?? "") + (referral.decided_as_acting ? aside(t("acting")) : "");
  return (
    <Panel title={t("decision")}>
      <Facts
        items={[
          { label: t("decidedBy"), value: t("byWhen", { who, when: instant(referral.decided_at) }) },
          { label: t("decisionReason"), value: referral.decision_reason },
          { label: t("document"), value: referral.document_number },
          { label: t("procuratorateCopied"), value: instant(referral.procuratorate_copied_at) },
        ]}
      />
    </Panel>
  );
}

function Result({ referral }: { referral: Referral }) {
  const t = useWords();
  const fine = (fen: number | null) => (fen === null ? null : yuan(fen));
  const items = [
    { label: t("caseNumber"), value: referral.case_number },
    { label: t("supervision"), value: named(SUPERVISION_OUTCOME, referral.supervision_outcome) },
    { label: t("outcome"), value: named(CRIMINAL_OUTCOME, referral.outcome) },
    { label: t("outcomeOn"), value: referral.outcome_on },
    { label: t("outcomeDocument"), value: referral.outcome_document },
    { label: t("outcomeSummary"), value: referral.outcome_summary },
    { label: t("criminalFine"), value: fine(referral.criminal_fine_fen) },
    {
      label: t("priorPenalty"),
      value: list([referral.prior_penalty_number, fine(referral.prior_penalty_fine_fen)].filter((one) => one !== null)),
    },
    { label: t("penalty"), value: referral.penalty_number },
    { label: t("penaltyOn"), value: referral.penalty_on },
    { label: t("penaltyFine"), value: fine(referral.penalty_fine_fen) },
    { label: t("setOff"), value: fine(referral.set_off_fen) },
    { label: t("noPenalty"), value: referral.no_penalty_reason },
    { label: t("copied"), value: instant(referral.penalty_copied_at) },
    { label: t("archivedAt"), value: instant(referral.archived_at) },
  ];
  const handed = referral.handed_over_at && referral.goods.length > 0;
  if (!handed && items.every(({ value }) => !value)) return null;
  return (
    <Panel title={t("result")}>
      <Facts items={items} />
      {handed && (
        <p style={{ margin: "12px 0 0" }}>
          <To to={paths.referralHandover(referral.id)}>{t("printHandover")}</To>
        </p>
      )}
    </Panel>
  );
}

function Opinion({ referral }: { referral: Referral }) {
  const t = useWords();
  if (!referral.opinion_number) return null;
  return (
    <Panel title={t("opinion")}>
      <Facts
        items={[
          { label: t("opinionNumber"), value: referral.opinion_number },
          { label: t("opinionAt"), value: instant(referral.opinion_received_at) },
          { label: t("opinionDue"), value: referral.opinion_due_on },
          { label: t("opinionAnswer"), value: referral.opinion_answer },
        ]}
      />
    </Panel>
  );
}

/** How long it lay with each, the present turn included. */
function Held({ referral }: { referral: Referral }) {
  const t = useWords();
  const now = (Date.now() - Date.parse(referral.holder_since)) / 1000;
  const held = (["team", "chief", "police", "procuratorate", "handler"] as const).flatMap((holder) => {
    const seconds = referral[`held_${holder}_seconds`] + (referral.holder === holder ? now : 0);
    return seconds > 0 ? [{ label: named(HOLDER, holder), value: lasting(seconds) }] : [];
  });
  return (
    <Panel title={t("heldBy")}>
      <Facts items={held} />
    </Panel>
  );
}
