/** One referral from its team to the archive: whose turn it is, what both sides said, its papers. */
import { useNavigate, useParams } from "@tanstack/react-router";
import { Badge, Button } from "antd";
import { useEffect } from "react";
import { useMe } from "@/shared/api/me";
import { ActionBar } from "@/shared/case/ActionBar";
import { CasePage } from "@/shared/case/CasePage";
import { Deadlines } from "@/shared/case/Deadlines";
import { Timeline } from "@/shared/case/Timeline";
import { useLanguage } from "@/shared/i18n";
import { paths } from "@/shared/lib/paths";
import { one, useAddress } from "@/shared/lib/search";
import { Faces } from "@/shared/ui/faces";
import { lastEntry, mayDecide, type Referral, readHistory, readReferral, sendStep, useReferral, useTaken } from "./api";
import { inWords, referralLabels } from "./labels";
import { Material } from "./Material";
import { Late, StateMark } from "./marks";
import { Papers } from "./Papers";
import { ReferralCase } from "./ReferralCase";
import { inOrder } from "./step-fields";
import { referralForms } from "./steps";
import { useWords } from "./words";

/** They have a place of their own: the papers' tab, the page of the decision. */
const ELSEWHERE = ["fill_papers", "approve", "reject"];

export function ReferralPage() {
  const { id = "" } = useParams({ strict: false }) as { id?: string };
  const referral = useReferral(id);
  return <Faces of={referral}>{(found) => <Shown key={found.id} referral={found} />}</Faces>;
}

function Shown({ referral }: { referral: Referral }) {
  const t = useWords();
  useLanguage();
  const taken = useTaken();
  const navigate = useNavigate();
  const us = useMe().data?.organisation;
  const [address, change] = useAddress();
  const labels = referralLabels();
  const decides = mayDecide(referral);
  const missing = referral.sent_at ? 0 : referral.missing_papers.length;
  const decide = () => void navigate({ to: paths.referralDecision(referral.id) as "/" });

  // Come from the worklist by its action key: the decision is what waits here.
  const first = decides && one(address.act) === "first";
  useEffect(() => {
    if (first) void navigate({ to: paths.referralDecision(referral.id) as "/", replace: true });
  }, [first, referral.id, navigate]);

  return (
    <CasePage
      number={referral.number}
      title={referral.title}
      owner={us?.id === referral.organisation_id ? us.name : t("us")}
      clocks={[]}
      state={
        <>
          <StateMark state={referral.state} />
          <Late of={referral} />
        </>
      }
      actions={
        <>
          {decides && (
            <Button type="primary" onClick={decide}>
              {t("decide")}
            </Button>
          )}
          <ActionBar
            record={{ ...referral, available_actions: inOrder(referral.available_actions) }}
            forms={referralForms(referral)}
            labels={labels}
            send={sendStep}
            reread={() => readReferral(referral.id)}
            lastEntry={() => lastEntry(referral.id)}
            elsewhere={ELSEWHERE}
            onDone={taken}
          />
        </>
      }
      tab={one(address.tab) ?? "talk"}
      onTab={(tab) => change({ tab: tab === "talk" ? undefined : tab }, true)}
      tabs={[
        { key: "talk", label: t("talk"), children: <ReferralCase referral={referral} /> },
        {
          key: "papers",
          label: (
            <>
              {t("papers")} <Badge count={missing} size="small" />
            </>
          ),
          children: <Papers referral={referral} />,
        },
        { key: "material", label: t("material"), children: <Material referral={referral} /> },
        { key: "deadlines", label: t("deadlines"), children: <Deadlines clocks={referral.clocks} /> },
        {
          key: "history",
          label: t("history"),
          children: (
            <Timeline
              name={["referral", referral.id]}
              labels={labels}
              read={async (cursor, signal) => inWords(await readHistory(referral.id, cursor, signal))}
            />
          ),
        },
      ]}
    />
  );
}
