/** How far a task is, of six stations. On a phone one line says it; pressed, it shows them all. */
import { DownOutlined, UpOutlined } from "@ant-design/icons";
import { Button, Grid, Steps } from "antd";
import { useId, useState } from "react";
import type { Schemas } from "@/shared/api/client";
import { instant } from "@/shared/lib/time";
import { Panel } from "@/shared/ui/Page";
import type { Task } from "./api";
import { useWords } from "./words";

/** How many of the six stations a state has behind it. */
const PASSED: Partial<Record<Schemas["TaskState"], number>> = {
  issued: 1,
  objected: 1,
  rectifying: 2,
  returned: 2,
  submitted: 3,
  verifying: 3,
  closed: 5,
  consolidated: 6,
  relapsed: 6,
};

export function Stations({ task }: { task: Task }) {
  const t = useWords();
  const wide = Grid.useBreakpoint().md ?? true;
  const [open, setOpen] = useState(false);
  const id = useId();
  const passed = PASSED[task.state] ?? 0;
  const wrong = task.state === "returned" || task.state === "relapsed";
  const verified = task.opinions.filter((opinion) => opinion.round === task.round).at(-1)?.given_at;
  const looked = task.look_backs.at(-1)?.looked_at;
  const stations = [
    [t("stepIssued"), task.issued_at],
    [t("stepAccepted"), task.accepted_at],
    [t("stepSubmitted"), task.submitted_at],
    [t("stepVerified"), verified],
    [t("stepClosed"), task.closed_at],
    [t("stepLookBack"), looked ?? task.look_back_on],
  ] as const;
  const steps = (
    <Steps
      size="small"
      current={passed}
      status={wrong ? "error" : undefined}
      responsive
      items={stations.map(([title, at], index) => ({
        title,
        content: at && (index < passed || at.length === 10) ? (at.length === 10 ? at : instant(at)) : undefined,
      }))}
    />
  );
  if (wide) return <Panel>{steps}</Panel>;
  const all = stations.length;
  const here = stations[passed]?.[0];
  return (
    <section className="panel task-stations" aria-label={t("stations")}>
      <Button
        type="text"
        block
        aria-expanded={open}
        aria-controls={id}
        icon={open ? <UpOutlined /> : <DownOutlined />}
        iconPlacement="end"
        onClick={() => setOpen(!open)}
      >
        <span>{here ? t("stepOf", { step: passed + 1, all, name: here }) : t("stepsDone", { all })}</span>
      </Button>
      <div className={wrong ? "line wrong" : "line"} aria-hidden>
        <span style={{ width: `${(passed / all) * 100}%` }} />
      </div>
      <div id={id} hidden={!open} style={{ marginTop: 12 }}>
        {open && steps}
      </div>
    </section>
  );
}
