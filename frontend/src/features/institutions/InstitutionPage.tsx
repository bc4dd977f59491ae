/** One institution from all sides: what is open, who to call, what the registry says and used to say. */
import { WarningFilled } from "@ant-design/icons";
import { useParams } from "@tanstack/react-router";
import { Tabs } from "antd";
import type { ReactNode } from "react";
import type { Schemas } from "@/shared/api/client";
import { useMay } from "@/shared/api/me";
import { useRegions } from "@/shared/api/regions";
import { Timeline } from "@/shared/case/Timeline";
import { useLanguage } from "@/shared/i18n";
import { nameOf } from "@/shared/lib/regions";
import { one, useAddress } from "@/shared/lib/search";
import { Faces } from "@/shared/ui/faces";
import { Page, Panel } from "@/shared/ui/Page";
import "./institutions.css";
import { type Institution, type Parts, readHistory, useOverview } from "./api";
import { ComplaintWindow } from "./ComplaintWindow";
import { Contacts } from "./Contacts";
import { DutyHistory } from "./DutyHistory";
import { OnDay } from "./OnDay";
import { OpenMatters } from "./OpenMatters";
import { DutiesOwed, LatestTasks } from "./Recent";
import { Registry } from "./Registry";
import { ratingInWords, registryLabels } from "./registry";
import { Standing } from "./Standing";
import { StatusMark } from "./StatusMark";
import { say, useWords } from "./words";

export function InstitutionPage() {
  const { id = "" } = useParams({ strict: false }) as { id?: string };
  const t = useWords();
  const overview = useOverview(id);
  const found = overview.data?.institution;
  const may = useMay();
  const regions = useRegions().data ?? [];
  return (
    <Page
      title={found?.name ?? t("title")}
      marks={
        found && (
          <>
            <StatusMark status={found.status} />
            {found.status_since && <span className="quiet">{t("statusSince", { day: found.status_since })}</span>}
            <span>{ratingInWords(found)}</span>
            <span className="quiet nowrap">{found.uscc}</span>
          </>
        )
      }
      actions={found && may("institution.write") && <Standing institution={found} />}
    >
      <Faces of={overview} rows={12}>
        {({ institution, parts }) => (
          <>
            <Warnings institution={institution} />
            <div className="institution-sides">
              <OpenMatters parts={parts as Parts} organisationId={institution.organisation_id} />
              <div>
                <Contacts institutionId={institution.id} />
                <ComplaintWindow institution={institution} />
              </div>
            </div>
            <div className="institution-registry">
              <Panel title={t("registry")}>
                <Registry institution={institution} region={nameOf(regions, institution.region_code)} />
              </Panel>
            </div>
            <More institution={institution} parts={parts as Parts} />
          </>
        )}
      </Faces>
    </Page>
  );
}

function Warnings({ institution }: { institution: Institution }) {
  const t = useWords();
  const language = useLanguage();
  if (institution.licence_warnings.length === 0) return null;
  return (
    <section className="panel institution-warnings">
      <h2>
        <WarningFilled /> {t("warnings")}
      </h2>
      <ul style={{ margin: 0, paddingInlineStart: 20 }}>
        {institution.licence_warnings.map((warning) => (
          <li key={warning.code}>{language === "en" ? warning.en : warning.zh}</li>
        ))}
      </ul>
    </section>
  );
}

/** What one looks at now and then: lists and the past. The tab is in the address. */
function More({ institution, parts }: { institution: Institution; parts: Parts }) {
  const t = useWords();
  const [address, change] = useAddress();
  const place = institution.organisation_id;
  const tabs: { key: string; label: string; children: ReactNode }[] = [
    ...(parts.duties
      ? [
          {
            key: "duties",
            label: t("duties"),
            children: (
              <>
                <DutiesOwed organisationId={place} />
                <DutyHistory organisationId={place} />
              </>
            ),
          },
        ]
      : []),
    ...(parts.rectification
      ? [{ key: "tasks", label: t("tasks"), children: <LatestTasks organisationId={place} /> }]
      : []),
    { key: "changes", label: t("changes"), children: <Changes id={institution.id} /> },
    { key: "on-day", label: t("onDay"), children: <OnDay institution={institution} /> },
  ];
  const asked = one(address.tab);
  return (
    <section className="panel">
      <Tabs
        items={tabs}
        activeKey={tabs.some((tab) => tab.key === asked) ? asked : tabs[0]?.key}
        onChange={(tab) => change({ tab }, true)}
      />
    </section>
  );
}

type Word = Parameters<typeof say>[0];

/** The registry's history names no step and no office; the timeline is told what it has. */
const asEntry = (item: Schemas["HistoryItem"]): Schemas["HistoryEntry"] =>
  ({ ...item, actor_kind: "person", actor_organisation: null, label: say(item.action as Word) }) as never;

function Changes({ id }: { id: string }) {
  return (
    <Timeline
      name={["institution", id]}
      read={async (cursor, signal) => {
        const page = await readHistory(id, cursor, signal);
        return { items: page.items.map(asEntry), next_cursor: page.next_cursor };
      }}
      labels={registryLabels()}
    />
  );
}
