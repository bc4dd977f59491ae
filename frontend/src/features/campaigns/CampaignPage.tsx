/** One campaign: its head with what can be done, and its board, or what is still to be filled while it is a draft. */
import { useQueryClient } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { Button, Grid, Tabs } from "antd";
import { lazy, Suspense } from "react";
import { useMay } from "@/shared/api/me";
import { ActionBar } from "@/shared/case/ActionBar";
import { type ActionForms, perform } from "@/shared/case/actions";
import { Timeline } from "@/shared/case/Timeline";
import { useLanguage } from "@/shared/i18n";
import { useCommon } from "@/shared/i18n/common";
import { named, PLAN_LEVEL } from "@/shared/i18n/enums";
import { count } from "@/shared/lib/numbers";
import { dutiesWhere, paths } from "@/shared/lib/paths";
import { one, useAddress } from "@/shared/lib/search";
import { instant } from "@/shared/lib/time";
import { Faces } from "@/shared/ui/faces";
import { CampaignStateMark } from "@/shared/ui/marks";
import { Page, Panel } from "@/shared/ui/Page";
import { To } from "@/shared/ui/To";
import { type Campaign, campaignKey, lastEntryOf, readCampaign, readHistory, useCampaign } from "./api";
import "./campaigns.css";
import { ClausesTab } from "./board/ClausesTab";
import { Overview } from "./board/Overview";
import { ProgressTab } from "./board/ProgressTab";
import { Writing } from "./board/Writing";
import { DraftBoard } from "./draft/DraftBoard";
import { PlanText } from "./draft/PlanText";
import { campaignLabels } from "./labels";
import { useWords } from "./words";

const MatrixTab = lazy(() => import("./board/MatrixTab").then((found) => ({ default: found.MatrixTab })));
const Amend = lazy(() => import("./draft/Amend").then((found) => ({ default: found.Amend })));

export function CampaignPage() {
  const { id = "" } = useParams({ strict: false }) as { id?: string };
  const campaign = useCampaign(id);
  const t = useWords();
  if (!campaign.data) {
    return (
      <Page title={t("campaigns")}>
        <Faces of={campaign} rows={10}>
          {() => null}
        </Faces>
      </Page>
    );
  }
  return <One campaign={campaign.data} />;
}

function One({ campaign }: { campaign: Campaign }) {
  const t = useWords();
  const c = useCommon();
  useLanguage();
  const may = useMay();
  const client = useQueryClient();
  const [address, change] = useAddress();
  const forms: ActionForms = {
    launch: { fields: [], note: t("launchNote") },
    withdraw: { fields: [], note: t("withdrawNote"), danger: true },
    close: {
      fields: [{ name: "reason", label: c("reason"), kind: "long", required: true, max: 500 }],
      note: t("closeNote"),
      danger: true,
    },
  };
  const amending = one(address.amend) !== undefined && campaign.state === "launched";
  return (
    <Page
      title={campaign.title}
      marks={<Marks campaign={campaign} />}
      actions={
        <>
          {campaign.state === "launched" && may("campaign.launch") && (
            <Button onClick={() => change({ amend: "1" })}>{t("amend")}</Button>
          )}
          <ActionBar
            record={campaign}
            // What cannot be undone is never the first button that one sees.
            visible={campaign.available_actions.some((one) => one.open && !forms[one.step]?.danger) ? 3 : 0}
            forms={forms}
            labels={campaignLabels()}
            send={(record, step, body, key) => perform<Campaign>("campaigns", record, step, body, key)}
            reread={() => readCampaign(campaign.id)}
            lastEntry={() => lastEntryOf(campaign.id)}
            onDone={(done) => {
              client.setQueryData(campaignKey(campaign.id), done);
              for (const resource of ["campaign", "duty", "worklist"]) {
                void client.invalidateQueries({ queryKey: [resource] });
              }
            }}
          />
        </>
      }
    >
      {campaign.job_id && <Writing key={campaign.job_id} campaign={campaign} jobId={campaign.job_id} />}
      <Parts campaign={campaign} />
      <Suspense fallback={null}>
        {amending && <Amend campaign={campaign} onClose={() => change({ amend: undefined })} />}
      </Suspense>
    </Page>
  );
}

function Marks({ campaign }: { campaign: Campaign }) {
  const t = useWords();
  // On a phone the board comes first; dates stand in it, the rest in the list one came from.
  const wide = Grid.useBreakpoint().md ?? true;
  return (
    <>
      <span className="quiet nowrap">{campaign.number}</span>
      <CampaignStateMark state={campaign.state} />
      {wide && (
        <span className="quiet">
          {campaign.organisation_name} · {named(PLAN_LEVEL, campaign.level)}
          {campaign.starts_on && campaign.ends_on && (
            <> · {t("to", { from: campaign.starts_on, to: campaign.ends_on })}</>
          )}
        </span>
      )}
      {campaign.duty_count > 0 && (
        <To to={dutiesWhere(`campaign_id=${campaign.id}`)}>
          {t("dutiesCount", { count: count(campaign.duty_count) })}
        </To>
      )}
      {campaign.closed_at && (
        <span className="quiet">{t("labelled", { label: t("closedAt"), text: instant(campaign.closed_at) })}</span>
      )}
      {campaign.parent_id && (
        // A superior's board is not for everybody below; what it says is.
        <To to={paths.campaignPlan(campaign.parent_id)}>{t("parent")}</To>
      )}
      {campaign.adoptions.length > 0 && (
        <span className="quiet">
          {t("adoptedBy", { count: campaign.adoptions.length })}{" "}
          {campaign.adoptions.map((one) => (
            <To key={one.id} to={paths.campaign(one.id)} className="nowrap">
              {one.organisation_name}{" "}
            </To>
          ))}
        </span>
      )}
    </>
  );
}

/** What stands below the head: while a campaign was never launched there is nothing to measure. */
function Parts({ campaign }: { campaign: Campaign }) {
  const t = useWords();
  const c = useCommon();
  const wide = Grid.useBreakpoint().md ?? true;
  const [address, change] = useAddress();
  const history = {
    key: "history",
    label: c("history"),
    children: (
      <Panel>
        <Timeline
          name={campaignKey(campaign.id)}
          read={(cursor, signal) => readHistory(campaign.id, { cursor }, signal)}
          labels={campaignLabels()}
        />
      </Panel>
    ),
  };
  const plan = { key: "plan", label: t("planTab"), children: <PlanText id={campaign.id} /> };
  const never = campaign.launched_at === null;
  const items = never
    ? [{ key: "draft", label: t("draftTab"), children: <DraftBoard campaign={campaign} /> }, plan, history]
    : [
        { key: "overview", label: t("overview"), children: <Overview campaign={campaign} /> },
        {
          key: "matrix",
          label: t("matrix"),
          children: (
            <Suspense fallback={<p aria-busy="true">{c("loading")}</p>}>
              <MatrixTab campaign={campaign} />
            </Suspense>
          ),
        },
        { key: "progress", label: t("progress"), children: <ProgressTab campaign={campaign} /> },
        { key: "clauses", label: t("clauses"), children: <ClausesTab campaign={campaign} /> },
        plan,
        history,
      ];
  const asked = one(address.tab);
  const tab = items.some((item) => item.key === asked) ? asked : items[0]?.key;
  return (
    <Tabs
      activeKey={tab}
      items={items}
      destroyOnHidden
      // Side by side on a phone too: what does not fit goes into a menu that hides it.
      tabBarGutter={wide ? 32 : 14}
      onChange={(key) => change({ tab: key === items[0]?.key ? undefined : key, by: undefined, under: undefined })}
    />
  );
}
