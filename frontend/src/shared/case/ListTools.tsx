/** What can be done with a list as a whole: choose its columns, take it away as a file. */
import { DownloadOutlined, SettingOutlined } from "@ant-design/icons";
import { App, Button, Checkbox, Dropdown, Popover } from "antd";
import { useState } from "react";
import { asProblem } from "@/shared/api/problem";
import { useCommon } from "@/shared/i18n/common";
import { download } from "@/shared/lib/download";
import { type Search, stringifySearch } from "@/shared/lib/search";
import type { Column } from "./table";

const FORMATS = ["xlsx", "csv", "ndjson"] as const;

interface ColumnsProps<Row> {
  columns: Column<Row>[];
  hidden: string[];
  hide: (keys: string[]) => void;
}

export function Columns<Row>({ columns, hidden, hide }: ColumnsProps<Row>) {
  const t = useCommon();
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      content={
        <Checkbox.Group
          style={{ display: "grid", gap: 4 }}
          options={columns.map((column) => ({ value: column.key, label: column.title || column.key }))}
          value={columns.map((column) => column.key).filter((key) => !hidden.includes(key))}
          onChange={(shown) => hide(columns.map((column) => column.key).filter((key) => !shown.includes(key)))}
        />
      }
    >
      <Button icon={<SettingOutlined />}>{t("columns")}</Button>
    </Popover>
  );
}

/** The same rows as shown, all pages of them. */
export function Export({ path, query }: { path: string; query: Search }) {
  const t = useCommon();
  const { message } = App.useApp();
  const [busy, setBusy] = useState(false);
  const run = async (format: string) => {
    setBusy(true);
    try {
      await download(`${path}${stringifySearch({ ...query, format })}`);
    } catch (error) {
      const problem = asProblem(error);
      void message.error(problem.offline ? t("offline") : problem.detail);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dropdown
      trigger={["click"]}
      menu={{
        items: FORMATS.map((format) => ({ key: format, label: t("exportAs", { format: format.toUpperCase() }) })),
        onClick: ({ key }) => void run(key),
      }}
    >
      <Button icon={<DownloadOutlined />} loading={busy}>
        {t("export")}
      </Button>
    </Dropdown>
  );
}
