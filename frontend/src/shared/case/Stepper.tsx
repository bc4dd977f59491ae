/** How far something is, station by station. On a phone one line says it; pressed, it shows them all. */
import { DownOutlined, UpOutlined } from "@ant-design/icons";
import { Button, Grid, Steps } from "antd";
import { useId, useState } from "react";
import { useCommon } from "@/shared/i18n/common";
import { Panel } from "@/shared/ui/Panel";
import "./stepper.css";

interface Station {
  title: string;
  /** What is known of it: when it was passed. */
  content?: string;
  disabled?: boolean;
}

interface StepperProps {
  /** What the stations are stations of. */
  label: string;
  stations: Station[];
  /** Where it stands, from 0; one beyond the last when all is done. */
  current: number;
  wrong?: boolean;
  /** Where one may go back and forth between them. */
  onStep?: (index: number) => void;
}

export function Stepper({ label, stations, current, wrong = false, onStep }: StepperProps) {
  const t = useCommon();
  const wide = Grid.useBreakpoint().md ?? true;
  const [open, setOpen] = useState(false);
  const id = useId();
  const steps = (
    <Steps
      size="small"
      current={current}
      status={wrong ? "error" : undefined}
      responsive
      onChange={
        onStep &&
        ((index) => {
          setOpen(false);
          onStep(index);
        })
      }
      items={stations}
    />
  );
  if (wide) return <Panel>{steps}</Panel>;
  const all = stations.length;
  const here = stations[current];
  return (
    <section className="panel stepper" aria-label={label}>
      <Button
        type="text"
        block
        aria-expanded={open}
        aria-controls={id}
        icon={open ? <UpOutlined /> : <DownOutlined />}
        iconPlacement="end"
        onClick={() => setOpen(!open)}
      >
        <span>{here ? t("stepOf", { step: current + 1, all, name: here.title }) : t("stepsDone", { all })}</span>
      </Button>
      <div className={wrong ? "line wrong" : "line"} aria-hidden>
        <span style={{ width: `${(current / all) * 100}%` }} />
      </div>
      <div id={id} hidden={!open} style={{ marginTop: 12 }}>
        {open && steps}
      </div>
    </section>
  );
}
