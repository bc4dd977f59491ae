/** One clue from its registration to its end: what it says, how it was assessed, who may know, where it goes. */
import { EditOutlined } from "@ant-design/icons";
import { useQueryClient } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { Button } from "antd";
import { useState } from "react";
import { useMay } from "@/shared/api/me";
import { ActionBar } from "@/shared/case/ActionBar";
import { CasePage } from "@/shared/case/CasePage";
import { Deadlines } from "@/shared/case/Deadlines";
import { Timeline } from "@/shared/case/Timeline";
import { useLanguage } from "@/shared/i18n";
import { CLUE_KIND } from "@/shared/i18n/clue-kinds";
import { named } from "@/shared/i18n/enums";
import { one, useAddress } from "@/shared/lib/search";
import { Faces } from "@/shared/ui/faces";
import { AmendClue } from "./AmendClue";
import { type Clue, lastEntry, readClue, readHistory, sendStep, TOUCHED, useClue } from "./api";
import { ClueCase } from "./ClueCase";
import { clueLabels, inWords } from "./labels";
import { Flags, StateMark, Turn } from "./marks";
import { inOrder } from "./states";
import { clueForms, ELSEWHERE } from "./steps";
import "./clues.css";
import { useWords } from "./words";

export function CluePage() {
  const { id = "" } = useParams({ strict: false }) as { id?: string };
  const clue = useClue(id);
  return <Faces of={clue}>{(found) => <One key={found.id} clue={found} />}</Faces>;
}

function One({ clue }: { clue: Clue }) {
  const t = useWords();
  useLanguage();
  const client = useQueryClient();
  const may = useMay();
  const [address, change] = useAddress();
  const [amending, setAmending] = useState(false);
  const labels = clueLabels();
  const key = ["clue", clue.id] as const;
  const tab = one(address.tab) ?? "case";
  const taken = (done: Clue) => {
    client.setQueryData(key, done);
    void Promise.all(TOUCHED.map((resource) => client.invalidateQueries({ queryKey: [resource] })));
  };
  return (
    <>
      <CasePage
        number={clue.number}
        title={clue.title ?? named(CLUE_KIND, clue.kind)}
        owner={clue.organisation_name}
        clocks={clue.clocks}
        state={
          <>
            <StateMark state={clue.state} />
            <Flags of={clue} />
            <Turn of={clue} />
          </>
        }
        actions={
          <>
            <ActionBar
              record={{ ...clue, available_actions: inOrder(clue.available_actions, clue.assessed_at !== null) }}
              forms={clueForms(clue)}
              labels={labels}
              elsewhere={ELSEWHERE}
              send={sendStep}
              reread={() => readClue(clue.id)}
              lastEntry={() => lastEntry(clue.id)}
              onDone={taken}
            />
            {may("clue.keep") && clue.state !== "closed" && (
              <Button icon={<EditOutlined />} onClick={() => setAmending(true)}>
                {t("amend")}
              </Button>
            )}
          </>
        }
        tab={tab}
        onTab={(next) => change({ tab: next === "case" ? undefined : next }, true)}
        tabs={[
          { key: "case", label: t("case"), children: <ClueCase clue={clue} onDone={taken} /> },
          { key: "deadlines", label: t("deadlines"), children: <Deadlines clocks={clue.clocks} /> },
          {
            key: "history",
            label: t("history"),
            children: (
              <Timeline
                name={key}
                labels={labels}
                read={async (cursor, signal) => inWords(await readHistory(clue.id, cursor, signal))}
              />
            ),
          },
        ]}
      />
      {amending && <AmendClue clue={clue} onClose={() => setAmending(false)} />}
    </>
  );
}
