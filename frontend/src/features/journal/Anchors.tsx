/** The signed anchors of the journal, to be kept outside of it. */

import { DownloadOutlined } from "@ant-design/icons";
import { useInfiniteQuery } from "@tanstack/react-query";
import { App, Button } from "antd";
import { useState } from "react";
import { api, data, type Schemas } from "@/shared/api/client";
import { type ApiProblem, asProblem } from "@/shared/api/problem";
import type { Key } from "@/shared/api/queries";
import { pair } from "@/shared/i18n";
import { saveBlob } from "@/shared/lib/download";
import { instant } from "@/shared/lib/time";
import { Faces, Nothing } from "@/shared/ui/faces";
import { Panel } from "@/shared/ui/Page";
import { WideTable } from "@/shared/ui/WideTable";
import { useWords } from "./words";

const FEW = 5;

const PAGE = 100;

/** The newest first. Asked for nothing else, the API answers with JSON. */
const readAnchors = (before: number | undefined, signal: AbortSignal) =>
  data(
    api.GET("/api/v1/journal/anchors", { params: { query: { sort: "-position", limit: PAGE, before } }, signal }),
  ) as Promise<Schemas["AnchorList"]>;

const useAnchors = () =>
  useInfiniteQuery<Schemas["AnchorList"], ApiProblem, Schemas["AnchorRead"][], Key, number | undefined>({
    queryKey: ["journal", "anchors"],
    queryFn: ({ pageParam, signal }) => readAnchors(pageParam, signal),
    initialPageParam: undefined,
    getNextPageParam: (page) => page.next_position ?? undefined,
    select: (found) => found.pages.flatMap((page) => page.items),
  });

/** The file that `duban journal verify` takes; its shape is the server's business. */
async function anchorLines(): Promise<Blob> {
  const answer = await api.GET("/api/v1/journal/anchors", {
    headers: { Accept: "application/x-ndjson" },
    parseAs: "blob",
  });
  return answer.data as Blob;
}

export function Anchors() {
  const t = useWords();
  const { message } = App.useApp();
  const [all, setAll] = useState(false);
  const anchors = useAnchors();
  const found = anchors.data ?? [];

  const saveLines = () =>
    anchorLines()
      .then((blob) => saveBlob(blob, "journal-anchors.jsonl"))
      .catch((error: unknown) => message.error(asProblem(error).detail));
  const saveJson = () =>
    saveBlob(
      new Blob([`${JSON.stringify({ items: found }, null, 2)}\n`], { type: "application/json" }),
      "journal-anchors.json",
    );

  return (
    <Panel
      title={t("anchors")}
      extra={
        found.length > 0 && (
          <>
            <Button size="small" icon={<DownloadOutlined />} onClick={() => void saveLines()}>
              {t("downloadLines")}
            </Button>
            <Button size="small" icon={<DownloadOutlined />} onClick={saveJson}>
              {t("downloadJson")}
            </Button>
          </>
        )
      }
    >
      <p className="quiet" style={{ marginTop: 0 }}>
        {t("anchorsText")}
      </p>
      <Faces
        of={anchors}
        rows={2}
        isEmpty={(items) => items.length === 0}
        empty={<Nothing>{t("noAnchorsYet")}</Nothing>}
      >
        {(items) => (
          <>
            <WideTable
              label={t("anchors")}
              rowKey="position"
              dataSource={all ? items : items.slice(0, FEW)}
              columns={[
                { title: t("position"), width: 90, align: "right", render: (_, one) => one.position },
                { title: t("time"), width: 150, render: (_, one) => instant(one.at) },
                { title: t("hash"), render: (_, one) => <code style={{ fontSize: 12 }}>{one.hash}</code> },
                { title: t("signature"), width: 90, render: (_, one) => one.signature && t("signed") },
              ]}
              card={(one) => (
                <>
                  {pair(t("position"), String(one.position))} · {instant(one.at)} {one.signature && t("signed")}
                  <div>
                    <code style={{ fontSize: 12, overflowWrap: "anywhere" }}>{one.hash}</code>
                  </div>
                </>
              )}
            />
            {items.length > FEW && (
              <Button type="link" size="small" onClick={() => setAll(!all)}>
                {all ? t("latest", { count: FEW }) : t("showAll", { count: items.length })}
              </Button>
            )}
            {all && anchors.hasNextPage && (
              <Button size="small" loading={anchors.isFetchingNextPage} onClick={() => void anchors.fetchNextPage()}>
                {t("olderAnchors")}
              </Button>
            )}
          </>
        )}
      </Faces>
    </Panel>
  );
}
