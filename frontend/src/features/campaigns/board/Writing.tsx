/** While a job writes the duties of a large campaign: how far it is. Amending and closing wait for it. */
import { useQueryClient } from "@tanstack/react-query";
import { Alert, Progress } from "antd";
import { useEffect } from "react";
import { api, data } from "@/shared/api/client";
import { useRead } from "@/shared/api/queries";
import { count } from "@/shared/lib/numbers";
import { type Campaign, campaignKey } from "../api";
import { useWords } from "../words";

const AGAIN_MS = 1_500;

export function Writing({ campaign, jobId }: { campaign: Campaign; jobId: string }) {
  const t = useWords();
  const client = useQueryClient();
  // A job of somebody else is not shown to everybody: then only that it runs is said.
  const job = useRead(
    ["job", jobId],
    (signal) => data(api.GET("/api/v1/jobs/{id}", { params: { path: { id: jobId } }, signal })),
    { refetchInterval: AGAIN_MS, retry: false },
  );
  const { id } = campaign;
  useEffect(() => {
    const timer = setInterval(
      () => void client.invalidateQueries({ queryKey: campaignKey(id), exact: true }),
      AGAIN_MS,
    );
    return () => {
      clearInterval(timer);
      // What the job has written shows everywhere at once when it is through.
      for (const resource of ["campaign", "duty", "worklist"]) {
        void client.invalidateQueries({ queryKey: [resource] });
      }
    };
  }, [client, id]);
  const failed = job.data?.state === "dead" || job.data?.state === "cancelled";
  const { total, done = 0 } = job.data ?? {};
  return (
    <Alert
      type={failed ? "error" : "info"}
      showIcon
      style={{ marginBottom: 16 }}
      title={t(failed ? "writingFailed" : "writing")}
      description={
        failed ? (
          job.data?.error
        ) : total ? (
          <>
            <Progress percent={Math.floor((done / total) * 100)} status="active" aria-label={t("writing")} />
            <span aria-live="polite">{t("writtenOf", { done: count(done), total: count(total) })}</span>
          </>
        ) : undefined
      }
    />
  );
}
