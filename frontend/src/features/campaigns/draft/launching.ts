/** How a launch goes on after it was sent: small ones are done at once, large ones are written by a job. */
import { useEffect } from "react";
import { api, data, type Schemas } from "@/shared/api/client";
import { useRead } from "@/shared/api/queries";
import type { Campaign } from "../api";

type Job = Schemas["JobItem"];

const AGAIN_MS = 1_500;
/** A job of somebody else is not shown to everybody: for so long after a launch its missing duties are waited for. */
const WAIT_MS = 10 * 60_000;

/** The newest of `jobs` that was started with the launch at that instant. Only a large launch has one. */
export const jobOf = (jobs: Job[], launchedAt: string | null): Job | null =>
  launchedAt === null
    ? null
    : (jobs
        .filter((job) => Math.abs(Date.parse(job.created_at) - Date.parse(launchedAt)) < 60_000)
        .sort((one, other) => other.created_at.localeCompare(one.created_at))[0] ?? null);

export type Launching = "writing" | "failed" | "done";

/** Where the launch stands. `total` is what the preview promised. */
export function launchingOf(
  campaign: Pick<Campaign, "state" | "duty_count" | "launched_at">,
  total: number | undefined,
  job: Job | null,
  now = Date.now(),
): Launching {
  if (campaign.state !== "launched" || total === undefined || campaign.duty_count >= total) return "done";
  if (job?.state === "dead" || job?.state === "cancelled") return "failed";
  if (job) return job.state === "done" ? "done" : "writing";
  const recent = campaign.launched_at !== null && now - Date.parse(campaign.launched_at) < WAIT_MS;
  return recent ? "writing" : "done";
}

/** Follow the writing of the duties: reads the campaign anew until they are all there or the job has failed. */
export function useLaunching(campaign: Campaign, total: number | undefined, reread: () => void) {
  const asked = campaign.state === "launched" && total !== undefined && campaign.duty_count < total;
  const jobs = useRead(
    ["job", "launches"],
    (signal) => data(api.GET("/api/v1/jobs", { params: { query: { kind: ["campaign_launch"], limit: 10 } }, signal })),
    { enabled: asked, refetchInterval: asked ? AGAIN_MS : false },
  );
  const job = jobOf(jobs.data?.items ?? [], campaign.launched_at);
  const state = launchingOf(campaign, total, job);
  const goOn = state === "writing";
  useEffect(() => {
    if (!goOn) return;
    const timer = setInterval(reread, AGAIN_MS);
    return () => clearInterval(timer);
  }, [goOn, reread]);
  return { state, job, done: Math.max(campaign.duty_count, job?.done ?? 0) };
}
