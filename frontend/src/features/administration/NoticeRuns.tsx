/** The runs of a notice: from when to when people are off or work, and what it is called. */
import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, DatePicker, Input, Select } from "antd";
import dayjs from "dayjs";
import type { Run } from "./notice-draft";
import { useWords } from "./words";

export function NoticeRuns({ runs, change }: { runs: Run[]; change: (runs: Run[]) => void }) {
  const t = useWords();
  const edit = (key: number, next: Partial<Run>) =>
    change(runs.map((run) => (run.key === key ? { ...run, ...next } : run)));
  return (
    <>
      <h3 style={{ fontSize: 14 }}>{t("runs")}</h3>
      {runs.map((run) => (
        <div key={run.key} className="notice-run">
          {(["first", "last"] as const).map((end) => (
            <DatePicker
              key={end}
              aria-label={t(end)}
              value={run[end] ? dayjs(run[end]) : null}
              onChange={(day) => edit(run.key, { [end]: day ? day.format("YYYY-MM-DD") : "" })}
            />
          ))}
          <Select
            aria-label={t("kind")}
            value={run.kind}
            options={[
              { value: "off", label: t("legendOff") },
              { value: "make_up", label: t("legendMakeUp") },
            ]}
            onChange={(kind) => edit(run.key, { kind })}
            style={{ width: 120 }}
          />
          <Input
            aria-label={t("runNote")}
            value={run.note}
            onChange={(event) => edit(run.key, { note: event.target.value })}
            style={{ width: 120 }}
          />
          <Button
            type="text"
            icon={<DeleteOutlined />}
            aria-label={`${t("takeBack")} ${run.first}`}
            onClick={() => change(runs.filter((other) => other.key !== run.key))}
          />
        </div>
      ))}
      <Button
        icon={<PlusOutlined />}
        onClick={() => change([...runs, { key: Date.now(), first: "", last: "", kind: "off", note: "" }])}
        style={{ marginBottom: 16 }}
      >
        {t("addRun")}
      </Button>
    </>
  );
}
