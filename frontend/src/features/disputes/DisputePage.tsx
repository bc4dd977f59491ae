/** One dispute from its registration to its close: whose turn it is, by which way it goes, and what runs beside it. */
import { EditOutlined } from "@ant-design/icons";
import { useParams } from "@tanstack/react-router";
import { Badge, Button } from "antd";
import { useState } from "react";
import { ActionBar } from "@/shared/case/ActionBar";
import { CasePage } from "@/shared/case/CasePage";
import { Deadlines } from "@/shared/case/Deadlines";
import { Timeline } from "@/shared/case/Timeline";
import { useLanguage } from "@/shared/i18n";
import { one, useAddress } from "@/shared/lib/search";
import { Faces } from "@/shared/ui/faces";
import { AmendDispute } from "./AmendDispute";
import { type Dispute, lastEntry, mayWrite, readDispute, readHistory, sendStep, useDispute } from "./api";
import { DisputeCase } from "./DisputeCase";
import { disputeLabels, inWords } from "./labels";
import { Material } from "./Material";
import { Flags, StateMark } from "./marks";
import { Parts, useTaken } from "./Parts";
import { partsOf } from "./part-facts";
import { disputeForms, inOrder } from "./steps";
import "./disputes.css";
import { useWords } from "./words";

export function DisputePage() {
  const { id = "" } = useParams({ strict: false }) as { id?: string };
  const dispute = useDispute(id);
  return <Faces of={dispute}>{(found) => <One key={found.id} dispute={found} />}</Faces>;
}

function One({ dispute }: { dispute: Dispute }) {
  const t = useWords();
  useLanguage();
  const taken = useTaken();
  const [address, change] = useAddress();
  const [amending, setAmending] = useState(false);
  const labels = disputeLabels();
  const count = partsOf(dispute).reduce((sum, { parts }) => sum + parts.length, 0);

  return (
    <>
      <CasePage
        number={dispute.number}
        title={dispute.title}
        owner={dispute.organisation_name}
        clocks={dispute.clocks}
        state={
          <>
            <StateMark state={dispute.state} />
            <Flags of={dispute} />
          </>
        }
        actions={
          <>
            <ActionBar
              record={{ ...dispute, available_actions: inOrder(dispute.available_actions) }}
              forms={disputeForms(dispute)}
              labels={labels}
              send={sendStep}
              reread={() => readDispute(dispute.id)}
              lastEntry={() => lastEntry(dispute.id)}
              onDone={taken}
            />
            {mayWrite(dispute) && (
              <Button icon={<EditOutlined />} onClick={() => setAmending(true)}>
                {t("amend")}
              </Button>
            )}
          </>
        }
        tab={one(address.tab) ?? "case"}
        onTab={(tab) => change({ tab: tab === "case" ? undefined : tab }, true)}
        tabs={[
          { key: "case", label: t("case"), children: <DisputeCase dispute={dispute} /> },
          {
            key: "parts",
            label: (
              <>
                {t("parts")} <Badge count={count} color="var(--accent)" size="small" />
              </>
            ),
            children: <Parts dispute={dispute} />,
          },
          { key: "material", label: t("material"), children: <Material dispute={dispute} /> },
          { key: "deadlines", label: t("deadlines"), children: <Deadlines clocks={dispute.clocks} /> },
          {
            key: "history",
            label: t("history"),
            children: (
              <Timeline
                name={["dispute", dispute.id]}
                labels={labels}
                read={async (cursor, signal) => inWords(await readHistory(dispute.id, cursor, signal))}
              />
            ),
          },
        ]}
      />
      {amending && <AmendDispute dispute={dispute} onClose={() => setAmending(false)} />}
    </>
  );
}
