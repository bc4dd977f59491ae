/** A self-check, item by item: no problem, or the problems found, each of which becomes a rectification task. */

import { PlusOutlined } from "@ant-design/icons";
import { App, Button, Radio } from "antd";
import { useCommon } from "@/shared/i18n/common";
import { type CheckItem, type Duty, problemsOf } from "../api";
import { taskInWords } from "../clause";
import { blankProblem, inOrder, isBlank, itemId, type Judgement, type ProblemDraft, type ReportDraft } from "./draft";
import { ProblemCard } from "./ProblemCard";
import { useReportWords } from "./words";

interface SelfCheckFormProps {
  duty: Duty;
  draft: ReportDraft;
  change: (next: Partial<ReportDraft>) => void;
  refusal: (pointer: string) => string | undefined;
  onMended: (pointer: string) => void;
}

export function SelfCheckForm({ duty, draft, change, refusal, onMended }: SelfCheckFormProps) {
  const t = useReportWords();
  const c = useCommon();
  const { modal } = App.useApp();
  const { judged, problems } = draft;
  const numbers = new Map(inOrder(problems, duty.check_items).map((problem, index) => [problem.id, index + 1]));
  const tasks = new Map(duty.submissions.flatMap(problemsOf).map((problem) => [problem.task_id, problem.task_number]));
  const standing = (item: string) => problems.some((problem) => problem.item === item && problem.task_id);

  const add = (item: string | null, decided: Record<string, Judgement> = judged) =>
    change({ judged: decided, problems: [...problems, blankProblem(item)] });
  const judge = (item: string, judgement: Judgement) => {
    const next = { ...judged, [item]: judgement };
    const mine = problems.filter((problem) => problem.item === item);
    if (judgement === "found") {
      if (mine.length === 0) add(item, next);
      else change({ judged: next });
      return;
    }
    const drop = () => change({ judged: next, problems: problems.filter((problem) => problem.item !== item) });
    const written = mine.filter((problem) => !isBlank(problem)).length;
    if (written === 0) drop();
    else modal.confirm({ title: t("dropProblems", { count: written }), okText: c("confirm"), onOk: drop });
  };
  const remove = (problem: ProblemDraft) => {
    const left = problems.filter((other) => other.id !== problem.id);
    const { [problem.item ?? ""]: _, ...undecided } = judged;
    const last = problem.item !== null && !left.some((other) => other.item === problem.item);
    change({ problems: left, judged: last ? undecided : judged });
  };
  const card = (problem: ProblemDraft) => (
    <ProblemCard
      key={problem.id}
      problem={problem}
      number={numbers.get(problem.id) ?? 0}
      refusal={(field) => refusal(`/problems/${problem.id}/${field}`)}
      onChange={(next) => {
        for (const field of Object.keys(next)) onMended(`/problems/${problem.id}/${field}`);
        change({ problems: problems.map((other) => (other.id === problem.id ? { ...other, ...next } : other)) });
      }}
      task={problem.task_id ? { id: problem.task_id, number: tasks.get(problem.task_id) ?? "" } : null}
      onRemove={() => remove(problem)}
    />
  );

  return (
    <>
      <p style={{ marginTop: 0 }}>{t("checkIntro")}</p>
      {tasks.size > 0 && <p>{t("checkBefore")}</p>}
      {duty.check_items.length === 0 && <p className="quiet">{t("noItems")}</p>}
      {groupsOf(duty.check_items).map(([code, items]) => {
        const open = items.filter((item) => !judged[item.code]);
        return (
          <section key={code} aria-label={taskInWords(code, items)}>
            <div className="row" style={{ justifyContent: "space-between", margin: "20px 0 8px" }}>
              <h3 className="duty-heading" style={{ margin: 0 }}>
                {taskInWords(code, items)}
              </h3>
              {open.length > 0 && (
                <Button
                  size="small"
                  onClick={() =>
                    change({ judged: { ...judged, ...Object.fromEntries(open.map((item) => [item.code, "clear"])) } })
                  }
                >
                  {t("restClear")}
                </Button>
              )}
            </div>
            {items.map((item, index) => (
              <One
                key={item.code}
                item={item}
                number={index + 1}
                judgement={judged[item.code]}
                fixed={standing(item.code)}
                onJudge={(next) => judge(item.code, next)}
              >
                {judged[item.code] === "found" && (
                  <div className="found">
                    {problems.filter((problem) => problem.item === item.code).map(card)}
                    <Button size="small" icon={<PlusOutlined />} onClick={() => add(item.code)}>
                      {t("another")}
                    </Button>
                  </div>
                )}
              </One>
            ))}
          </section>
        );
      })}
      <h3 className="duty-heading">{t("free")}</h3>
      {problems.filter((problem) => problem.item === null).map(card)}
      <Button icon={<PlusOutlined />} onClick={() => add(null)}>
        {t("freeAdd")}
      </Button>
    </>
  );
}

function One(props: {
  item: CheckItem;
  number: number;
  judgement: Judgement | undefined;
  /** A task stands for what was found: it cannot be judged away. */
  fixed: boolean;
  onJudge: (judgement: Judgement) => void;
  children: React.ReactNode;
}) {
  const t = useReportWords();
  const { item, number, judgement } = props;
  const id = itemId(item.code);
  return (
    <div className="duty-item" id={id}>
      <span id={`${id}-label`}>
        <span className="quiet nowrap">{number}.</span> {item.text}
      </span>
      <Radio.Group
        aria-labelledby={`${id}-label`}
        optionType="button"
        value={judgement ?? null}
        options={[
          { value: "clear", label: t("noProblem"), disabled: props.fixed },
          { value: "found", label: t("hasProblem") },
        ]}
        onChange={(event) => props.onJudge(event.target.value as Judgement)}
      />
      {props.children}
    </div>
  );
}

function groupsOf(items: CheckItem[]): [string, CheckItem[]][] {
  const groups = new Map<string, CheckItem[]>();
  for (const item of items) groups.set(item.task_code, [...(groups.get(item.task_code) ?? []), item]);
  return [...groups];
}
