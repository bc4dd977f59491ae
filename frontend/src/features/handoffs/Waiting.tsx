/** What waits for us, what is late or due next on top: the day's work before the ledger. */
import { useRead } from "@/shared/api/queries";
import { NextDue } from "@/shared/case/NextDue";
import { count } from "@/shared/lib/numbers";
import { paths } from "@/shared/lib/paths";
import { Panel } from "@/shared/ui/Page";
import { To } from "@/shared/ui/To";
import { type HandoffItem, loadHandoffs } from "./api";
import "./handoffs.css";
import { StateMark } from "./marks";
import { nextOf } from "./next";
import { useWords } from "./words";

const MOST = 200;
const LAST = "9";

/** Late comes before due, and what nobody set a term for last. */
const byDue = (a: HandoffItem, b: HandoffItem): number => (a.next_due_at ?? LAST).localeCompare(b.next_due_at ?? LAST);

export function Waiting() {
  const t = useWords();
  const waiting = useRead(["handoff", "waiting"], (signal) =>
    loadHandoffs({ on_turn: "receiver", limit: MOST } as never, signal),
  );
  const items = (waiting.data?.items ?? []).toSorted(byDue);
  if (items.length === 0) return null;
  return (
    <Panel title={t("waiting", { count: count(items.length) })}>
      <ul className="handoff-waiting">
        {items.map((one) => (
          <li key={one.id}>
            <div>
              <NextDue of={one} />
            </div>
            <div>
              <To to={paths.handoff(one.id)}>{one.title}</To>{" "}
              <span className="quiet">
                {one.number} · {one.sender_name}
              </span>
              <div className="quiet">{nextOf(one.state)}</div>
            </div>
            <StateMark state={one.state} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}
