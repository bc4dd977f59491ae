/** One case that was referred to us: whose turn, the clock, what both sides said, what was disclosed, and our answers. */
import { useParams } from "@tanstack/react-router";
import { Alert } from "antd";
import { ActionBar } from "@/shared/case/ActionBar";
import { CasePage } from "@/shared/case/CasePage";
import { Deadlines } from "@/shared/case/Deadlines";
import { spokenOf } from "@/shared/case/spoken";
import { Timeline } from "@/shared/case/Timeline";
import { Turn } from "@/shared/case/Turn";
import { TwoParties } from "@/shared/case/TwoParties";
import { list, useLanguage } from "@/shared/i18n";
import { named } from "@/shared/i18n/enums";
import { CRIMINAL_OUTCOME, HANDOFF_KIND } from "@/shared/i18n/handoff-enums";
import { one, useAddress } from "@/shared/lib/search";
import { instant } from "@/shared/lib/time";
import { Faces } from "@/shared/ui/faces";
import { Facts, Panel } from "@/shared/ui/Page";
import { type Handoff, lastEntry, readHandoff, readHistory, sendStep, useHandoff, useTaken } from "./api";
import { Disclosed } from "./Disclosed";
import { Attach, Package, useSaving } from "./Files";
import "./handoffs.css";
import { handoffLabels, inWords } from "./labels";
import { Late, StateMark } from "./marks";
import { nextOf } from "./next";
import { handoffForms, inOrder } from "./steps";
import { useWords } from "./words";

export function HandoffPage() {
  const { id = "" } = useParams({ strict: false }) as { id?: string };
  const handoff = useHandoff(id);
  return <Faces of={handoff}>{(found) => <Shown key={found.id} handoff={found} />}</Faces>;
}

function Shown({ handoff }: { handoff: Handoff }) {
  const t = useWords();
  useLanguage();
  const taken = useTaken();
  const [address, change] = useAddress();
  const labels = handoffLabels();
  return (
    <CasePage
      number={handoff.number}
      title={handoff.title}
      owner={handoff.receiver_name}
      clocks={[]}
      state={
        <>
          <StateMark state={handoff.state} />
          <Late of={handoff} />
        </>
      }
      actions={
        <ActionBar
          record={{ ...handoff, available_actions: inOrder(handoff.available_actions) }}
          forms={handoffForms(handoff)}
          labels={labels}
          send={sendStep}
          reread={() => readHandoff(handoff.id)}
          lastEntry={() => lastEntry(handoff.id)}
          onDone={taken}
        />
      }
      tab={one(address.tab) ?? "talk"}
      onTab={(tab) => change({ tab: tab === "talk" ? undefined : tab }, true)}
      tabs={[
        { key: "talk", label: t("talk"), children: <Talk handoff={handoff} /> },
        { key: "matter", label: t("matterTab"), children: <Matter handoff={handoff} /> },
        { key: "deadlines", label: t("deadlines"), children: <Deadlines clocks={handoff.clocks} /> },
        {
          key: "history",
          label: t("history"),
          children: (
            <Timeline
              name={["handoff", handoff.id]}
              labels={labels}
              read={async (cursor, signal) => inWords(await readHistory(handoff.id, cursor, signal))}
            />
          ),
        },
      ]}
    />
  );
}

function Talk({ handoff }: { handoff: Handoff }) {
  const t = useWords();
  const save = useSaving();
  const whose = { receiver: handoff.receiver_name, sender: handoff.sender_name };
  const late = handoff.late.map((kind) => named(HANDOFF_KIND, kind));
  // The package has a place of its own: its files are not listed a second time.
  const spoken = handoff.messages.map((message) =>
    message.kind === "refer" ? { ...spokenOf(message), files: [] } : spokenOf(message),
  );
  return (
    <>
      <Turn whose={handoff.on_turn && whose[handoff.on_turn]} since={handoff.since} clocks={handoff.clocks}>
        <p style={{ margin: "8px 0 0" }}>{nextOf(handoff.state)}</p>
      </Turn>
      {late.length > 0 && (
        <Alert type="warning" showIcon style={{ marginBottom: 16 }} title={t("toldOf", { kinds: list(late) })} />
      )}
      <div className="handoff-case">
        <Panel title={t("talk")}>
          <TwoParties
            spoken={spoken}
            sender={handoff.sender_name}
            receiver={handoff.receiver_name}
            onFile={(file) => void save(file)}
          />
        </Panel>
        <aside>
          <Handling handoff={handoff} />
          <Package handoff={handoff} />
        </aside>
      </div>
    </>
  );
}

function Handling({ handoff }: { handoff: Handoff }) {
  const t = useWords();
  const returned = handoff.returned_papers;
  return (
    <Panel title={t("file")}>
      <Facts
        items={[
          { label: t("referredAt"), value: instant(handoff.referred_at) },
          {
            label: t("received"),
            value: handoff.received_at && `${instant(handoff.received_at)} ${handoff.received_by ?? ""}`,
          },
          { label: t("receipt"), value: handoff.receipt_number },
          { label: t("decided"), value: instant(handoff.decided_at) },
          { label: t("filed"), value: handoff.case_number },
          { label: t("refused"), value: returned === null ? null : t("copies", { count: returned }) },
          { label: t("notified"), value: instant(handoff.notified_at) },
          { label: t("outcome"), value: named(CRIMINAL_OUTCOME, handoff.outcome) },
        ]}
      />
    </Panel>
  );
}

function Matter({ handoff }: { handoff: Handoff }) {
  return (
    <div className="handoff-case">
      <div>
        <Disclosed handoff={handoff} />
        {handoff.over_at === null && <Attach handoff={handoff} />}
      </div>
      <aside>
        <Package handoff={handoff} />
      </aside>
    </div>
  );
}
