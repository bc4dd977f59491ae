/** One problem that a self-check found: what it is, and how, by whom and by when it will be put right. */

import { DeleteOutlined } from "@ant-design/icons";
import { Button, DatePicker, Switch } from "antd";
import dayjs from "dayjs";
import { useId } from "react";
import { aside } from "@/shared/i18n";
import { useCommon } from "@/shared/i18n/common";
import { paths } from "@/shared/lib/paths";
import { To } from "@/shared/ui/To";
import type { ProblemDraft } from "./draft";
import { TextField } from "./Field";
import { useReportWords } from "./words";

const LONG = 2000;

interface ProblemCardProps {
  problem: ProblemDraft;
  number: number;
  refusal: (field: string) => string | undefined;
  /** Its task, where an earlier version reported it: it stays, and only the authority takes it back. */
  task: { id: string; number: string } | null;
  onChange: (next: Partial<ProblemDraft>) => void;
  onRemove: () => void;
}

export function ProblemCard({ problem, number, refusal, task, onChange, onRemove }: ProblemCardProps) {
  const t = useReportWords();
  const c = useCommon();
  const id = useId();
  const title = t("problemOf", { number });
  const text = (field: "problem" | "cause" | "measure" | "standard" | "person") => ({
    value: problem[field],
    wrong: refusal(field),
    onChange: (value: string) => onChange({ [field]: value }),
  });
  const wrongDay = refusal("due_on");
  return (
    <fieldset className="duty-problem" aria-label={title} id={`problem-${problem.id}`}>
      <div className="row" style={{ justifyContent: "space-between", marginBottom: 8 }}>
        <strong>{title}</strong>
        {task ? (
          <To to={paths.task(task.id)}>{task.number}</To>
        ) : (
          <Button type="text" icon={<DeleteOutlined />} aria-label={`${c("remove")} ${title}`} onClick={onRemove} />
        )}
      </div>
      <div className="fields">
        <TextField
          {...text("problem")}
          label={t("problem")}
          hint={t("problemHint")}
          required
          max={LONG}
          className="whole"
        />
        <TextField {...text("measure")} label={t("measure")} max={LONG} rows={1} />
        <TextField {...text("standard")} label={t("standard")} max={LONG} rows={1} />
        <TextField {...text("cause")} label={t("cause")} max={LONG} rows={1} />
        <TextField {...text("person")} label={t("person")} max={60} short />
        <div className="row">
          <Switch
            id={`${id}-at-once`}
            checked={problem.immediate}
            onChange={(immediate) => onChange({ immediate, ...(immediate ? { due_on: null } : {}) })}
          />
          <label htmlFor={`${id}-at-once`}>{t("immediate")}</label>
        </div>
        {!problem.immediate && (
          <div className="duty-field">
            <label htmlFor={`${id}-due`}>
              {t("dueOn")}
              <span className="quiet">{aside(t("dueHint"))}</span>
            </label>
            <DatePicker
              id={`${id}-due`}
              style={{ width: "100%" }}
              status={wrongDay ? "error" : undefined}
              aria-invalid={wrongDay ? true : undefined}
              value={problem.due_on ? dayjs(problem.due_on) : null}
              onChange={(day) => onChange({ due_on: day ? day.format("YYYY-MM-DD") : null })}
            />
            <div className="said wrong">{wrongDay}</div>
          </div>
        )}
      </div>
    </fieldset>
  );
}
