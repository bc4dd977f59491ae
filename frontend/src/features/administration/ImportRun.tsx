/** One import: how far it is, what each row becomes or why it is refused, applying it, and its passwords once. */

import { useInfiniteQuery } from "@tanstack/react-query";
import { Alert, Button, Progress, Segmented } from "antd";
import { useState } from "react";
import { api, data, match, type Schemas } from "@/shared/api/client";
import type { ApiProblem } from "@/shared/api/problem";
import { useRead, useWrite } from "@/shared/api/queries";
import { useCommon } from "@/shared/i18n/common";
import { count } from "@/shared/lib/numbers";
import { Faces } from "@/shared/ui/faces";
import { Facts, Panel } from "@/shared/ui/Page";
import { WideTable } from "@/shared/ui/WideTable";
import { useJob } from "./api";
import { errorText, ImportStateMark, outcomeName, resourceName } from "./import-words";
import { SecretOnce } from "./SecretOnce";
import { useWords } from "./words";

type Run = Schemas["ImportRead"];
type Row = Schemas["ImportRowRead"];
const OUTCOMES: Schemas["Outcome"][] = ["error", "create", "update", "unchanged", "pending"];

export function ImportRun({ id, onBack }: { id: string; onBack: () => void }) {
  const t = useWords();
  const run = useRead(
    ["import", id],
    (signal) => data(api.GET("/api/v1/imports/{id}", { params: { path: { id } }, signal })),
    {
      refetchInterval: (query) => (["checking", "applying"].includes(query.state.data?.state ?? "") ? 1000 : false),
    },
  );
  return (
    <Faces of={run}>
      {(found) => (
        <>
          <Button type="link" style={{ padding: 0, marginBottom: 8 }} onClick={onBack}>
            ← {t("back")}
          </Button>
          <Head run={found} />
          <Rows run={found} />
        </>
      )}
    </Faces>
  );
}

function Head({ run }: { run: Run }) {
  const t = useWords();
  const job = useJob(["checking", "applying"].includes(run.state) ? run.job_id : null);
  const [secrets, setSecrets] = useState<{ name: string; value: string }[] | null>(null);
  const apply = useWrite(
    (_: null, key) =>
      data(
        api.POST("/api/v1/imports/{id}/apply", {
          params: { path: { id: run.id }, header: { ...match(run.version), "Idempotency-Key": key } },
        }),
      ),
    { resources: ["import"] },
  );
  const reveal = useWrite(
    (_: null, key) =>
      data(
        api.POST("/api/v1/imports/{id}/secrets", {
          params: { path: { id: run.id }, header: { "Idempotency-Key": key } },
        }),
      ),
    {
      onSuccess: (told) => setSecrets(told.items.map((one) => ({ name: one.key, value: one.secret ?? "—" }))),
    },
  );
  const problem = apply.error ?? reveal.error;
  const writes = run.to_create + run.to_update;
  const blocked = run.mode === "all_or_nothing" && run.errors > 0;
  return (
    <Panel
      title={
        <span className="row">
          {run.number} {resourceName(run.resource)} <ImportStateMark state={run.state} />
        </span>
      }
    >
      <Facts
        items={[
          { label: t("file"), value: run.file_name },
          { label: t("mode"), value: run.mode === "per_row" ? t("perRow") : t("allOrNothing") },
          { label: t("totalRows"), value: count(run.total) },
          { label: t("toCreate"), value: count(run.to_create), keep: true },
          { label: t("toUpdate"), value: count(run.to_update), keep: true },
          { label: t("unchanged"), value: count(run.unchanged), keep: true },
          { label: t("errors"), value: count(run.errors), keep: true },
          { label: t("pending"), value: count(run.pending), keep: true },
        ]}
      />
      {job.data && (
        <Progress
          percent={job.data.total ? Math.round((job.data.done / job.data.total) * 100) : 0}
          status="active"
          aria-label={t("progress")}
        />
      )}
      {run.failure && (
        <Alert
          type="error"
          showIcon
          style={{ marginTop: 12 }}
          title={t("failed")}
          description={Object.values(run.failure).join(" ")}
        />
      )}
      {problem && <Alert type="error" showIcon style={{ marginTop: 12 }} title={problem.detail} />}
      <div className="row" style={{ marginTop: 12 }}>
        {run.state === "checked" && (
          <>
            <span>{t("checked")}</span>
            <Button
              type="primary"
              disabled={blocked || writes === 0}
              loading={apply.isPending}
              onClick={() => apply.mutate(null)}
            >
              {t("applyImport")}
            </Button>
          </>
        )}
        {run.state === "applied" && run.resource === "people" && (
          <Button onClick={() => reveal.mutate(null)} loading={reveal.isPending}>
            {t("secrets")}
          </Button>
        )}
      </div>
      {secrets && <SecretOnce title={t("initialPassword")} secrets={secrets} onClose={() => setSecrets(null)} />}
    </Panel>
  );
}

function Rows({ run }: { run: Run }) {
  const t = useWords();
  const c = useCommon();
  const [outcome, setOutcome] = useState<Schemas["Outcome"] | "all">(run.errors > 0 ? "error" : "all");
  const rows = useInfiniteQuery<Schemas["ImportRowPage"], ApiProblem, Row[], unknown[], string | undefined>({
    queryKey: ["import", run.id, "rows", outcome, run.version],
    queryFn: ({ pageParam, signal }) =>
      data(
        api.GET("/api/v1/imports/{id}/rows", {
          params: {
            path: { id: run.id },
            query: { outcome: outcome === "all" ? undefined : [outcome], limit: 100, cursor: pageParam },
          },
          signal,
        }),
      ) as Promise<Schemas["ImportRowPage"]>,
    initialPageParam: undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    select: (found) => found.pages.flatMap((page) => page.items),
  });
  return (
    <Panel
      title={t("rowErrors")}
      extra={
        <Segmented
          value={outcome}
          onChange={setOutcome}
          options={[
            { value: "all", label: c("all") },
            ...OUTCOMES.map((one) => ({ value: one, label: outcomeName(one) })),
          ]}
        />
      }
    >
      <Faces of={rows}>
        {(found) => (
          <WideTable<Row>
            label={t("rowErrors")}
            rowKey="number"
            dataSource={found}
            columns={[
              { title: t("rowNumber"), width: 70, dataIndex: "number" },
              { title: t("rowKey"), width: 220, render: (_, row) => row.key ?? "—" },
              { title: t("outcome"), width: 90, render: (_, row) => outcomeName(row.outcome) },
              {
                title: t("rowErrors"),
                width: 480,
                render: (_, row) =>
                  row.errors.map((error) => <div key={error.pointer + error.code}>{errorText(error)}</div>),
              },
            ]}
            card={(row) => (
              <>
                <strong>
                  {t("rowNumber")} {row.number}
                </strong>{" "}
                {row.key} <span className="quiet">{outcomeName(row.outcome)}</span>
                {row.errors.map((error) => (
                  <div key={error.pointer + error.code}>{errorText(error)}</div>
                ))}
              </>
            )}
          />
        )}
      </Faces>
      {rows.hasNextPage && (
        <Button onClick={() => void rows.fetchNextPage()} loading={rows.isFetchingNextPage} style={{ marginTop: 12 }}>
          {c("more")}
        </Button>
      )}
    </Panel>
  );
}
