/** One complaint from its receipt to its close: what was told, who looks into it, what the complainant was answered. */
import { EditOutlined, SolutionOutlined, SplitCellsOutlined } from "@ant-design/icons";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { Button } from "antd";
import { useState } from "react";
import { useMay } from "@/shared/api/me";
import { ActionBar } from "@/shared/case/ActionBar";
import { CasePage } from "@/shared/case/CasePage";
import { Deadlines } from "@/shared/case/Deadlines";
import { Timeline } from "@/shared/case/Timeline";
import { useLanguage } from "@/shared/i18n";
import { paths } from "@/shared/lib/paths";
import { one, useAddress } from "@/shared/lib/search";
import { Faces } from "@/shared/ui/faces";
import { AmendComplaint } from "./AmendComplaint";
import { type Complaint, lastEntry, readComplaint, readHistory, sendStep, useComplaint } from "./api";
import { ComplaintCase } from "./ComplaintCase";
import { complaintLabels, inWords } from "./labels";
import { Messages, MessagesLabel, useReadsMessages } from "./Messages";
import { Flags, StateMark, Watched } from "./marks";
import { SplitComplaint } from "./SplitComplaint";
import { complaintForms, inOrder } from "./steps";
import "./complaints.css";
import { useWords } from "./words";

export function ComplaintPage() {
  const { id = "" } = useParams({ strict: false }) as { id?: string };
  const complaint = useComplaint(id);
  return <Faces of={complaint}>{(found) => <One key={found.id} complaint={found} />}</Faces>;
}

function One({ complaint }: { complaint: Complaint }) {
  const t = useWords();
  useLanguage();
  const client = useQueryClient();
  const [address, change] = useAddress();
  const may = useMay();
  const navigate = useNavigate();
  const [open, setOpen] = useState<"amend" | "split" | null>(null);
  const labels = complaintLabels();
  const key = ["complaint", complaint.id] as const;
  // What is written down may be corrected and divided exactly as long as it may be handed over.
  const mine = complaint.available_actions.some(({ step, open }) => step === "hand_over" && open);
  const tab = one(address.tab) ?? "case";
  const reads = useReadsMessages(complaint);

  return (
    <>
      <CasePage
        number={complaint.number}
        title={complaint.title}
        owner={complaint.handler_name}
        clocks={complaint.clocks}
        state={
          <>
            <StateMark state={complaint.state} />
            <Watched of={complaint} />
            <Flags of={complaint} />
          </>
        }
        actions={
          <>
            <ActionBar
              record={{ ...complaint, available_actions: inOrder(complaint.available_actions) }}
              forms={complaintForms(complaint)}
              labels={labels}
              send={sendStep}
              reread={() => readComplaint(complaint.id)}
              lastEntry={() => lastEntry(complaint.id)}
              onDone={(done) => {
                client.setQueryData(key, done);
                void Promise.all(
                  ["complaint", "worklist"].map((resource) => client.invalidateQueries({ queryKey: [resource] })),
                );
              }}
            />
            {mine && (
              <>
                <Button icon={<EditOutlined />} onClick={() => setOpen("amend")}>
                  {t("amend")}
                </Button>
                <Button icon={<SplitCellsOutlined />} onClick={() => setOpen("split")}>
                  {t("split")}
                </Button>
                {may("dispute.handle") && (
                  <Button
                    icon={<SolutionOutlined />}
                    onClick={() =>
                      void navigate({ to: paths.disputeNew as "/", search: { complaint: complaint.id } as never })
                    }
                  >
                    {t("toDispute")}
                  </Button>
                )}
              </>
            )}
          </>
        }
        tab={tab}
        onTab={(tab) => change({ tab: tab === "case" ? undefined : tab }, true)}
        tabs={[
          { key: "case", label: t("case"), children: <ComplaintCase complaint={complaint} /> },
          ...(reads
            ? [
                {
                  key: "messages",
                  label: <MessagesLabel complaint={complaint} />,
                  children: <Messages complaint={complaint} shown={tab === "messages"} />,
                },
              ]
            : []),
          { key: "deadlines", label: t("deadlines"), children: <Deadlines clocks={complaint.clocks} /> },
          {
            key: "history",
            label: t("history"),
            children: (
              <Timeline
                name={key}
                labels={labels}
                read={async (cursor, signal) => inWords(await readHistory(complaint.id, cursor, signal))}
              />
            ),
          },
        ]}
      />
      {open === "amend" && <AmendComplaint complaint={complaint} onClose={() => setOpen(null)} />}
      {open === "split" && <SplitComplaint complaint={complaint} onClose={() => setOpen(null)} />}
    </>
  );
}
