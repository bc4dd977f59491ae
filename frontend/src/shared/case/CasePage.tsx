/** The page of one case: number, state and running deadlines in the head, what can be done beside it, tabs below. */
import { Tabs } from "antd";
import type { ReactNode } from "react";
import type { Schemas } from "@/shared/api/client";
import { pair, words } from "@/shared/i18n";
import { Page } from "@/shared/ui/Page";
import { DueBadges } from "./DueBadge";

const { use: useWords } = words("case-page", { owner: "责任单位" }, { owner: "Held by" });

interface CasePageProps {
  number: string;
  title: string;
  state: ReactNode;
  owner: string;
  clocks: Schemas["ClockRead"][];
  actions?: ReactNode;
  /** The first tab is the case itself. */
  tabs: { key: string; label: ReactNode; children: ReactNode }[];
  tab?: string;
  onTab?: (key: string) => void;
}

export function CasePage({ number, title, state, owner, clocks, actions, tabs, tab, onTab }: CasePageProps) {
  const t = useWords();
  return (
    <Page
      title={title}
      marks={
        <>
          <span className="quiet nowrap">{number}</span>
          {state}
          <DueBadges clocks={clocks} />
          <span className="quiet">{pair(t("owner"), owner)}</span>
        </>
      }
      actions={actions}
    >
      <Tabs items={tabs} activeKey={tab} onChange={onTab} destroyOnHidden={false} />
    </Page>
  );
}
