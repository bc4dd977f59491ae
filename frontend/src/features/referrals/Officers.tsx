/** The team: at least two officers, each with the number of the enforcement card. */
import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Input } from "antd";
import type { Schemas } from "@/shared/api/client";
import { People } from "./People";
import { useStepWords } from "./step-words";
import "./referrals.css";

type Line = Partial<Schemas["Officer"]>;

const FEWEST = 2;
const MOST = 10;

export const TWO: Line[] = [{}, {}];

/** Named twice or without a card is refused by the server; half a line is not worth the way there. */
export const isComplete = (lines: Line[] | undefined): boolean =>
  (lines ?? []).length >= FEWEST && (lines ?? []).every(({ user_id, card_number }) => user_id && card_number?.trim());

interface OfficersProps {
  id?: string;
  value?: Line[];
  onChange?: (lines: Line[]) => void;
}

export function Officers({ id, value = TWO, onChange }: OfficersProps) {
  const t = useStepWords();
  const chosen = value.flatMap(({ user_id }) => user_id ?? []);
  const put = (index: number, part: Line) =>
    onChange?.(value.map((line, at) => (at === index ? { ...line, ...part } : line)));
  return (
    <div id={id} className="officers">
      {value.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no name of their own until somebody is chosen
        <div key={index} className="officers-line">
          <People
            duty="officers"
            aria-label={t("officerOf", { n: index + 1 })}
            value={line.user_id}
            without={chosen}
            onChange={(user_id) => put(index, { user_id })}
          />
          <Input
            aria-label={t("cardOf", { n: index + 1 })}
            placeholder={t("card")}
            maxLength={40}
            value={line.card_number}
            onChange={(event) => put(index, { card_number: event.target.value })}
          />
          <Button
            type="text"
            icon={<DeleteOutlined />}
            disabled={value.length <= FEWEST}
            aria-label={t("removeOfficer", { n: index + 1 })}
            onClick={() => onChange?.(value.filter((_, at) => at !== index))}
          />
        </div>
      ))}
      {value.length < MOST && (
        <Button type="dashed" icon={<PlusOutlined />} onClick={() => onChange?.([...value, {}])}>
          {t("addOfficer")}
        </Button>
      )}
    </div>
  );
}
