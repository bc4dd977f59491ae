/** One duty: what is asked, what was reported, who judged it, and until when. */
import { useQueryClient } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { ActionBar } from "@/shared/case/ActionBar";
import { CasePage } from "@/shared/case/CasePage";
import { Deadlines } from "@/shared/case/Deadlines";
import { Timeline } from "@/shared/case/Timeline";
import { useLanguage } from "@/shared/i18n";
import { one, useAddress } from "@/shared/lib/search";
import { Faces } from "@/shared/ui/faces";
import { DutyStateMark, FactMark } from "@/shared/ui/marks";
import { Page } from "@/shared/ui/Page";
import { type Duty, dutyKey, JUDGED, lastEntryOf, readDuty, readHistory, sendStep, TOUCHED, useDuty } from "./api";
import { Documents } from "./Documents";
import { DutyCase } from "./DutyCase";
import "./duties.css";
import { dutyLabels, historyLabels } from "./labels";
import { IN_THE_PAGE, inOrderOfUse, reviewForms } from "./review";
import { useWords } from "./words";

export function DutyPage() {
  const { id = "" } = useParams({ strict: false }) as { id?: string };
  const t = useWords();
  const duty = useDuty(id);
  if (duty.data) return <One key={duty.data.id} duty={duty.data} />;
  return (
    <Page title={t("duty")}>
      <Faces of={duty} rows={10}>
        {() => null}
      </Faces>
    </Page>
  );
}

function One({ duty }: { duty: Duty }) {
  const t = useWords();
  useLanguage();
  const client = useQueryClient();
  const [address, change] = useAddress();
  const tab = one(address.tab) ?? "case";
  return (
    <CasePage
      number={duty.number}
      title={duty.title}
      owner={duty.organisation_name}
      clocks={duty.clocks}
      state={
        <>
          <DutyStateMark state={duty.state} />
          {JUDGED.has(duty.state) && <FactMark fact={duty.fact} />}
        </>
      }
      actions={
        <ActionBar
          record={inOrderOfUse(duty)}
          forms={reviewForms()}
          labels={dutyLabels()}
          elsewhere={IN_THE_PAGE}
          send={sendStep}
          reread={async () => inOrderOfUse(await readDuty(duty.id))}
          lastEntry={() => lastEntryOf(duty.id)}
          onDone={(done) => {
            client.setQueryData(dutyKey(duty.id), done);
            void Promise.all(TOUCHED.map((queryKey) => client.invalidateQueries({ queryKey })));
          }}
        />
      }
      tab={tab}
      onTab={(next) => change({ tab: next === "case" ? undefined : next }, true)}
      tabs={[
        { key: "case", label: t("case"), children: <DutyCase duty={duty} inSight={tab === "case"} /> },
        { key: "documents", label: t("documents"), children: tab === "documents" ? <Documents duty={duty} /> : null },
        {
          key: "history",
          label: t("history"),
          children: (
            <Timeline
              name={dutyKey(duty.id)}
              labels={historyLabels()}
              read={(cursor, signal) => readHistory(duty.id, cursor, signal)}
            />
          ),
        },
        { key: "deadlines", label: t("deadlines"), children: <Deadlines clocks={duty.clocks} /> },
      ]}
    />
  );
}
