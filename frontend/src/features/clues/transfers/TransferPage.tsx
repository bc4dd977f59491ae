/** One transfer: to whom, approved by whom, when it was signed for and what became of it. */
import { useQueryClient } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useMay } from "@/shared/api/me";
import { useRead } from "@/shared/api/queries";
import { ActionBar } from "@/shared/case/ActionBar";
import { CasePage } from "@/shared/case/CasePage";
import { Deadlines } from "@/shared/case/Deadlines";
import { EvidenceGrid } from "@/shared/case/EvidenceGrid";
import { Timeline } from "@/shared/case/Timeline";
import { useLanguage } from "@/shared/i18n";
import { named } from "@/shared/i18n/enums";
import { paths } from "@/shared/lib/paths";
import { one, useAddress } from "@/shared/lib/search";
import { instant } from "@/shared/lib/time";
import { Faces } from "@/shared/ui/faces";
import { Toned } from "@/shared/ui/marks";
import { Facts, Panel } from "@/shared/ui/Page";
import { To } from "@/shared/ui/To";
import { lastTransferEntry, readTransfer, readTransferHistory, sendTransferStep, TOUCHED, type Transfer } from "../api";
import "../clues.css";
import { OUTCOME, RECEIVER } from "../enums";
import { inWords } from "../labels";
import { SecrecyMark, TransferStateMark } from "../marks";
import { inOrder, transferTurn } from "../states";
import { useWords } from "../words";
import { transferLabels } from "./labels";
import { transferForms } from "./steps";
import { useTransferWords } from "./words";

const PURPOSES = ["letter", "receipt", "answer"] as const;

export function TransferPage() {
  const { id = "" } = useParams({ strict: false }) as { id?: string };
  const transfer = useRead(["clue_transfer", id], (signal) => readTransfer(id, signal));
  return <Faces of={transfer}>{(found) => <One key={found.id} transfer={found} />}</Faces>;
}

function One({ transfer }: { transfer: Transfer }) {
  const t = useTransferWords();
  const w = useWords();
  useLanguage();
  const client = useQueryClient();
  const [address, change] = useAddress();
  const labels = transferLabels();
  const key = ["clue_transfer", transfer.id] as const;
  const turn = transferTurn(transfer);
  return (
    <CasePage
      number={transfer.number}
      title={transfer.receiver_name}
      owner={w(turn === "nobody" ? "turn_keeper" : `turn_${turn}`)}
      clocks={transfer.clocks}
      state={
        <>
          <TransferStateMark state={transfer.state} />
          <SecrecyMark secrecy={transfer.secrecy} />
          {transfer.overdue_at && <Toned tone="late">{t("late")}</Toned>}
        </>
      }
      actions={
        <ActionBar
          record={{ ...transfer, available_actions: inOrder(transfer.available_actions) }}
          forms={transferForms(transfer)}
          labels={labels}
          send={sendTransferStep}
          reread={() => readTransfer(transfer.id)}
          lastEntry={() => lastTransferEntry(transfer.id)}
          onDone={(done) => {
            client.setQueryData(key, done);
            void Promise.all(TOUCHED.map((resource) => client.invalidateQueries({ queryKey: [resource] })));
          }}
        />
      }
      tab={one(address.tab) ?? "case"}
      onTab={(next) => change({ tab: next === "case" ? undefined : next }, true)}
      tabs={[
        { key: "case", label: t("case"), children: <Case transfer={transfer} /> },
        { key: "deadlines", label: t("deadlines"), children: <Deadlines clocks={transfer.clocks} /> },
        {
          key: "history",
          label: t("history"),
          children: (
            <Timeline
              name={key}
              labels={labels}
              read={async (cursor, signal) => inWords(await readTransferHistory(transfer.id, cursor, signal))}
            />
          ),
        },
      ]}
    />
  );
}

function Case({ transfer }: { transfer: Transfer }) {
  const t = useTransferWords();
  const may = useMay();
  const secret = transfer.secrecy !== "none";
  const open = may("evidence.add") && transfer.state !== "archived" && transfer.state !== "not_approved";
  const by = (name: string | null, at: string | null) => (name ? `${name} ${instant(at)}` : null);
  return (
    <>
      <Panel title={t("matter")}>
        {transfer.reason ? <p className="clue-words">{transfer.reason}</p> : <p className="quiet">{t("noReason")}</p>}
        <Facts
          items={[
            { label: t("clue"), value: <To to={paths.clue(transfer.clue_id)}>{transfer.clue_number}</To> },
            { label: t("receiverKind"), value: named(RECEIVER, transfer.receiver) },
            { label: t("proposedBy"), value: transfer.proposed_by_name },
            { label: t("approvedBy"), value: by(transfer.approved_by_name, transfer.approved_at) },
            { label: t("document"), value: transfer.document_number },
            { label: t("sent"), value: instant(transfer.sent_at) },
            { label: t("answerDue"), value: transfer.answer_due_on },
            { label: t("signedBy"), value: by(transfer.signed_by, transfer.signed_at) },
            { label: t("receipt"), value: transfer.receipt_number },
            {
              label: t("urged"),
              value: transfer.urged_count > 0 ? t("times", { count: transfer.urged_count }) : null,
            },
          ]}
        />
      </Panel>
      {transfer.sent_at && (
        <Panel title={t("answer")}>
          {transfer.outcome ? (
            <Facts
              items={[
                { label: t("outcome"), value: named(OUTCOME, transfer.outcome) },
                { label: t("outcomeOn"), value: transfer.outcome_on },
                { label: t("outcomeNote"), value: transfer.outcome_note, wide: true },
              ]}
            />
          ) : (
            <p className="quiet" style={{ margin: 0 }}>
              {t("noAnswer")}
            </p>
          )}
        </Panel>
      )}
      {!secret && (
        <Panel title={t("material")} id="evidence">
          <EvidenceGrid
            subjectType="clue_transfer"
            subjectId={transfer.id}
            purposes={PURPOSES}
            titles={{ letter: t("letter"), receipt: t("receiptFile"), answer: t("answerFile") }}
            open={open}
          />
        </Panel>
      )}
    </>
  );
}
