/** The kinds of work that wait, with how many and how many of them late: what a morning begins with. */
import { Button } from "antd";
import type { Schemas } from "@/shared/api/client";
import { count } from "@/shared/lib/numbers";
import { Toned } from "@/shared/ui/marks";
import type { View } from "./api";
import { kindName } from "./kind-name";
import { useWords } from "./words";

type Count = Schemas["WorkCount"];

interface KindsProps {
  counts: Count[];
  view: View;
  choose: (view: View) => void;
}

export function Kinds({ counts, view, choose }: KindsProps) {
  const t = useWords();
  const mine = counts.filter((one) => one.section === view.section);
  const sum = (field: "total" | "late" | "soon") => mine.reduce((all, one) => all + one[field], 0);
  return (
    <ul className="row" style={{ listStyle: "none", margin: "0 0 12px", padding: 0 }}>
      <Kind
        name={t("all")}
        total={sum("total")}
        late={sum("late")}
        soon={sum("soon")}
        chosen={!view.permission}
        onChoose={() => choose({ section: view.section })}
      />
      {mine.map((one) => (
        <Kind
          key={`${one.subject_type}.${one.permission}`}
          name={kindName(t, one)}
          total={one.total}
          late={one.late}
          soon={one.soon}
          chosen={view.permission === one.permission && view.subjectType === one.subject_type}
          onChoose={() => choose({ section: view.section, subjectType: one.subject_type, permission: one.permission })}
        />
      ))}
    </ul>
  );
}

interface KindProps {
  name: string;
  total: number;
  late: number;
  soon: number;
  chosen: boolean;
  onChoose: () => void;
}

function Kind({ name, total, late, soon, chosen, onChoose }: KindProps) {
  const t = useWords();
  return (
    <li>
      <Button
        aria-pressed={chosen}
        onClick={onChoose}
        style={{
          height: "auto",
          padding: "6px 12px",
          ...(chosen ? { borderColor: "var(--accent)", color: "var(--accent)" } : {}),
        }}
      >
        <span>
          {name} <strong>{count(total)}</strong>
        </span>
        {late > 0 && <Toned tone="missing">{t("late", { count: late })}</Toned>}
        {late === 0 && soon > 0 && <Toned tone="late">{t("soon", { count: soon })}</Toned>}
      </Button>
    </li>
  );
}
