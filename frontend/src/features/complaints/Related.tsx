/** Complaints beside this one: those merged into it or split from it, and the one that it was merged into or is part of. */
import type { ReactNode } from "react";
import { paths } from "@/shared/lib/paths";
import { Panel } from "@/shared/ui/Page";
import { To } from "@/shared/ui/To";
import { type Complaint, useComplaint } from "./api";
import { StateMark } from "./marks";
import { useWords } from "./words";

type Beside = Pick<Complaint, "id" | "number" | "title" | "state">;

export function Related({ complaint }: { complaint: Complaint }) {
  const t = useWords();
  const { merged_into_id, split_from_id, together } = complaint;
  if (!merged_into_id && !split_from_id && together.length === 0) return null;
  return (
    <Panel title={t("together")}>
      <ul style={{ listStyle: "none", margin: 0, padding: 0 }}>
        {merged_into_id && <Other id={merged_into_id} how={t("leads")} />}
        {split_from_id && <Other id={split_from_id} how={t("splitFrom")} />}
        {together.map((one) => (
          <Line key={one.id} of={one} how={t(one.merged_into_id === complaint.id ? "isMerged" : "isSplit")} />
        ))}
      </ul>
    </Panel>
  );
}

/** Known by its id alone until it is read; where it may not be read, nothing of it stands here. */
function Other({ id, how }: { id: string; how: string }) {
  const found = useComplaint(id);
  return found.data ? <Line of={found.data} how={how} /> : null;
}

function Line({ of, how }: { of: Beside; how: ReactNode }) {
  return (
    <li style={{ borderTop: "1px solid var(--line)", padding: "8px 0", overflowWrap: "anywhere" }}>
      <To to={paths.complaint(of.id)}>{of.title}</To> <StateMark state={of.state} />
      <div className="quiet complaint-small">
        {of.number} · {how}
      </div>
    </li>
  );
}
