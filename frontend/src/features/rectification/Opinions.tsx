/** Verification by two: the opinions of this round, and of those before. */
import { Collapse } from "antd";
import { instant } from "@/shared/lib/time";
import { Toned } from "@/shared/ui/marks";
import { Panel } from "@/shared/ui/Page";
import type { Task } from "./api";
import { useWords } from "./words";

type Opinion = Task["opinions"][number];

export function Opinions({ task }: { task: Task }) {
  const t = useWords();
  if (["draft", "withdrawn", "issued", "objected", "revoked"].includes(task.state) && task.opinions.length === 0)
    return null;
  const now = task.opinions.filter((opinion) => opinion.round === task.round);
  const rounds = [...new Set(task.opinions.map((opinion) => opinion.round))].filter((round) => round !== task.round);
  return (
    <Panel title={t("verification")}>
      <p className="quiet" style={{ marginTop: 0 }}>
        {t("verificationRule")}{" "}
        {task.round > 0
          ? t("verificationSoFar", { round: task.round, yes: task.accepting_opinions, no: task.rejecting_opinions })
          : t("verificationNone")}
      </p>
      <List opinions={now} />
      {rounds.length > 0 && (
        <Collapse
          ghost
          items={[
            {
              key: "earlier",
              label: t("earlierRounds"),
              children: <List opinions={task.opinions.filter((opinion) => opinion.round !== task.round)} />,
            },
          ]}
        />
      )}
    </Panel>
  );
}

function List({ opinions }: { opinions: Opinion[] }) {
  const t = useWords();
  return (
    <ul style={{ listStyle: "none", margin: 0, padding: 0 }}>
      {opinions.map((opinion) => (
        <li key={opinion.id} style={{ borderTop: "1px solid var(--line)", padding: "8px 0" }}>
          <div className="row">
            <Toned tone={opinion.accepts ? "on-time" : "missing"}>
              {opinion.accepts ? t("accepts") : t("rejects")}
            </Toned>
            <strong>{opinion.checker_name}</strong>
            <span className="quiet">
              {opinion.checker_organisation} · {opinion.on_site ? t("onSite") : t("onPaper")} ·{" "}
              {instant(opinion.given_at)}
            </span>
          </div>
          <div style={{ whiteSpace: "pre-wrap" }}>{opinion.opinion}</div>
        </li>
      ))}
    </ul>
  );
}
