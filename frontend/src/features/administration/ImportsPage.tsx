/** Bulk import: a file is checked row by row, looked at, and only then applied; the same file twice changes nothing. */
import { DownloadOutlined, PlusOutlined } from "@ant-design/icons";
import { App, Button } from "antd";
import { useState } from "react";
import { api, data, type Schemas } from "@/shared/api/client";
import { useMay } from "@/shared/api/me";
import { asProblem } from "@/shared/api/problem";
import { ResourceTable } from "@/shared/case/ResourceTable";
import { pair } from "@/shared/i18n";
import { useCommon } from "@/shared/i18n/common";
import { download } from "@/shared/lib/download";
import { count } from "@/shared/lib/numbers";
import { one, useAddress } from "@/shared/lib/search";
import { instant } from "@/shared/lib/time";
import { Nothing } from "@/shared/ui/faces";
import { Page } from "@/shared/ui/Page";
import { To } from "@/shared/ui/To";
import { ImportRun } from "./ImportRun";
import { ImportStateMark, resourceName } from "./import-words";
import { NewImport } from "./NewImport";
import { useWords } from "./words";

type Item = Schemas["ImportItem"];

/** Which file may be imported by whom: the navigation shows it, the server decides. */
const RESOURCES = [
  { resource: "institutions", needs: "institution.write" },
  { resource: "organisations", needs: "organisation.write" },
  { resource: "people", needs: "user.write" },
];

export function ImportsPage() {
  const t = useWords();
  const c = useCommon();
  const may = useMay();
  const { message } = App.useApp();
  const [address, change] = useAddress();
  const [adding, setAdding] = useState(false);
  const id = one(address.id);
  const allowed = RESOURCES.filter((one) => may(one.needs)).map((one) => one.resource);
  const template = (resource: string) =>
    download(`/api/v1/imports/templates/${resource}`).catch((error) => void message.error(asProblem(error).detail));
  return (
    <Page
      title={t("imports")}
      actions={
        <>
          {allowed.map((resource) => (
            <Button key={resource} icon={<DownloadOutlined />} onClick={() => void template(resource)}>
              {pair(t("template"), resourceName(resource))}
            </Button>
          ))}
          {allowed.length > 0 && (
            <Button type="primary" icon={<PlusOutlined />} onClick={() => setAdding(true)}>
              {t("newImport")}
            </Button>
          )}
        </>
      }
    >
      {id ? (
        <ImportRun id={id} onBack={() => change({ id: undefined })} />
      ) : (
        <ResourceTable<Item>
          resource="import"
          load={(query, signal) => data(api.GET("/api/v1/imports", { params: { query: query as never }, signal }))}
          withText={false}
          columns={[
            {
              key: "number",
              title: t("imports"),
              width: 150,
              render: (item) => <To to={`/imports?id=${item.id}`}>{item.number}</To>,
            },
            { key: "resource", title: t("resource"), width: 120, render: (item) => resourceName(item.resource) },
            { key: "file", title: t("file"), width: 240, render: (item) => item.file_name },
            { key: "state", title: c("state"), width: 110, render: (item) => <ImportStateMark state={item.state} /> },
            { key: "total", title: t("totalRows"), width: 90, align: "right", render: (item) => count(item.total) },
            { key: "errors", title: t("errors"), width: 90, align: "right", render: (item) => count(item.errors) },
            { key: "by", title: t("startedBy"), width: 120, render: (item) => item.started_by_name },
            { key: "created", title: t("created"), width: 150, render: (item) => instant(item.created_at) },
          ]}
          empty={<Nothing>{t("noImports")}</Nothing>}
          card={(item) => (
            <>
              <To to={`/imports?id=${item.id}`}>
                <strong>{item.number}</strong> {resourceName(item.resource)}
              </To>
              <div className="quiet">{item.file_name}</div>
              <ImportStateMark state={item.state} />
            </>
          )}
        />
      )}
      {adding && (
        <NewImport
          resources={allowed}
          onClose={() => setAdding(false)}
          onDone={(made) => {
            setAdding(false);
            change({ id: made.id });
          }}
        />
      )}
    </Page>
  );
}
