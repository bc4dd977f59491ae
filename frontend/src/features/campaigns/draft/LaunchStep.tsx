/** The last step: launch, follow it, and go to the board. */
import { Alert, Button, Progress, Result, Typography } from "antd";
import { useState } from "react";
import { type ApiProblem, asProblem } from "@/shared/api/problem";
import { useWrite } from "@/shared/api/queries";
import { perform } from "@/shared/case/actions";
import { useConflict } from "@/shared/case/conflict";
import { useCommon } from "@/shared/i18n/common";
import { count } from "@/shared/lib/numbers";
import { paths } from "@/shared/lib/paths";
import { To } from "@/shared/ui/To";
import { type Campaign, lastEntryOf, readCampaign, usePreview } from "../api";
import { campaignLabels } from "../labels";
import { useLaunching } from "./launching";
import { useDraftWords } from "./words";

interface LaunchStepProps {
  campaign: Campaign;
  reread: () => void;
  onBack: () => void;
}

export function LaunchStep({ campaign, reread, onBack }: LaunchStepProps) {
  const t = useDraftWords();
  const preview = usePreview(campaign.id, campaign.state === "draft" || campaign.state === "launched");
  if (campaign.state === "withdrawn") return <Result status="info" title={t("withdrawn")} />;
  if (campaign.state === "draft") {
    const text = preview.data
      ? t("previewText", {
          organisations: count(preview.data.organisations),
          duties: count(preview.data.duties),
          from: preview.data.starts_on,
          to: preview.data.ends_on,
        })
      : null;
    return <Ready campaign={campaign} text={text} onBack={onBack} />;
  }
  return <Launched campaign={campaign} total={preview.data?.duties} reread={reread} />;
}

function Ready({ campaign, text, onBack }: { campaign: Campaign; text: string | null; onBack: () => void }) {
  const t = useDraftWords();
  const c = useCommon();
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const conflict = useConflict(campaign, {
    reread: () => readCampaign(campaign.id),
    lastEntry: () => lastEntryOf(campaign.id),
    labels: campaignLabels(),
  });
  const launch = useWrite((seen: Campaign, key) => perform<Campaign>("campaigns", seen, "launch", undefined, key), {
    resources: ["campaign", "duty", "worklist"],
  });
  const action = campaign.available_actions.find((one) => one.step === "launch");
  const address = `${globalThis.location.origin}${paths.campaign(campaign.id)}`;
  return (
    <div style={{ maxWidth: 640 }}>
      <h2 style={{ fontSize: 16, margin: "0 0 8px" }}>
        {t("launchTitle")} · {campaign.title}
      </h2>
      {text && <p style={{ fontSize: 15 }}>{text}</p>}
      <p className="quiet">{t("launchText")}</p>
      {action && !action.open && (
        <Alert
          type="info"
          showIcon
          style={{ marginBottom: 16 }}
          title={t("launchReason")}
          description={
            <>
              <p style={{ marginTop: 0 }}>{action.reason}</p>
              {action.code === "permission_missing" && (
                <>
                  {t("launchByOther")}
                  <br />
                  <Typography.Text copyable={{ tooltips: [c("copy"), c("copied")] }}>{address}</Typography.Text>
                </>
              )}
            </>
          }
        />
      )}
      {conflict.shown}
      {problem && (
        <Alert
          type="error"
          showIcon
          style={{ marginBottom: 16 }}
          title={problem.offline ? c("offline") : problem.detail || problem.title}
          description={
            problem.errors.length > 0 && (
              <ul style={{ margin: 0, paddingInlineStart: 20 }}>
                {problem.errors.map((error) => (
                  <li key={error.pointer + error.code}>{error.detail}</li>
                ))}
              </ul>
            )
          }
        />
      )}
      <div className="row">
        <Button onClick={onBack}>{t("previous")}</Button>
        <Button
          type="primary"
          disabled={!action?.open}
          loading={launch.isPending}
          onClick={() => {
            setProblem(null);
            launch.mutateAsync(conflict.seen).catch((error: unknown) => {
              const found = asProblem(error);
              if (!conflict.onProblem(found)) setProblem(found);
            });
          }}
        >
          {conflict.shown ? c("redo") : t("launch")}
        </Button>
      </div>
    </div>
  );
}

interface LaunchedProps {
  campaign: Campaign;
  total: number | undefined;
  reread: () => void;
}

function Launched({ campaign, total, reread }: LaunchedProps) {
  const t = useDraftWords();
  const { state, done, job } = useLaunching(campaign, total, reread);
  const whole = job?.total ?? total ?? campaign.duty_count;
  if (state === "done") {
    return (
      <Result
        status="success"
        title={t("launched", { total: count(campaign.duty_count) })}
        subTitle={t("launchedText")}
        extra={<To to={paths.campaign(campaign.id)}>{t("openBoard")}</To>}
      />
    );
  }
  return (
    <div style={{ maxWidth: 640 }} aria-live="polite">
      <p>{t("launching", { done: count(done), total: count(whole) })}</p>
      <Progress
        percent={whole > 0 ? Math.floor((done / whole) * 100) : 0}
        status={state === "failed" ? "exception" : "active"}
        aria-label={t("launchTitle")}
      />
      {state === "failed" && <Alert type="error" showIcon title={t("jobDead")} description={job?.error} />}
    </div>
  );
}
