/** Tell again from a moment or a position on: what is sent twice has the same id twice. */
import type { Schemas } from "@/shared/api/client";
import { ApiProblem } from "@/shared/api/problem";
import { FormModal, type Sent } from "@/shared/case/FormModal";
import { count } from "@/shared/lib/numbers";
import { act } from "../api";
import { type Endpoint, positionAt } from "./api";
import { useWords } from "./words";

interface Choice {
  from: "moment" | "position";
  moment: string;
  position: number;
}

interface ReplayProps {
  /** The form's dealings with the record: its version, reading it again, the names of its fields. */
  told: object & { record: Endpoint };
  /** Chosen beforehand: an attempt's position. */
  position?: number;
  onClose: () => void;
}

export function Replay({ told, position, onClose }: ReplayProps) {
  const t = useWords();
  const now = told.record.position;
  const help = ({ position: from }: Partial<Choice>) => {
    if (!from) return null;
    const values = { from: count(from), now: count(now), count: count(from - 1 - now) };
    return from > now + 1 ? t("replaySkips", values) : t("replayAgain", values);
  };
  const send = async (choice: Choice, sent: Sent<Endpoint>) => {
    const from = choice.from === "position" ? choice.position : await positionAt(choice.moment);
    if (from === null) {
      const detail = t("noEntrySince");
      throw new ApiProblem({ status: 422, detail, errors: [{ pointer: "/moment", code: "nothing_since", detail }] });
    }
    const body: Schemas["ReplayIn"] = { from_position: from };
    await act("webhook-endpoints", sent, "replay", body);
  };
  return (
    <FormModal<Choice, Endpoint>
      {...told}
      title={t("replay")}
      note={t("replayNote")}
      initial={position === undefined ? { from: "moment" } : { from: "position", position }}
      fields={[
        {
          name: "from",
          label: t("replayFrom"),
          kind: "choice",
          required: true,
          options: [
            { value: "moment", label: t("byMoment") },
            { value: "position", label: t("byPosition") },
          ],
        },
        {
          name: "moment",
          label: t("moment"),
          kind: "instant",
          required: true,
          help: t("momentHelp"),
          when: ({ from }) => from === "moment",
        },
        {
          name: "position",
          label: t("fromPosition"),
          kind: "number",
          required: true,
          min: 1,
          help,
          when: ({ from }) => from === "position",
        },
      ]}
      onSubmit={send}
      onClose={onClose}
    />
  );
}
