/** First step: the documents that come with the product, one of which the campaign follows. */
import { Button, Tag } from "antd";
import { useLanguage } from "@/shared/i18n";
import { named, PLAN_LEVEL } from "@/shared/i18n/enums";
import { Faces, Nothing } from "@/shared/ui/faces";
import { usePlans } from "../api";
import { useDraftWords } from "./words";

interface ChoosePlanProps {
  chosen: string | undefined;
  /** A draft exists already: its plan stays what it is. */
  fixed: boolean;
  onChoose: (id: string) => void;
}

export function ChoosePlan({ chosen, fixed, onChoose }: ChoosePlanProps) {
  const t = useDraftWords();
  useLanguage();
  const plans = usePlans();
  return (
    <Faces of={plans} isEmpty={(found) => found.length === 0} empty={<Nothing>{t("noPlans")}</Nothing>}>
      {(found) => (
        <ul
          style={{
            listStyle: "none",
            margin: 0,
            padding: 0,
            display: "grid",
            gap: 12,
            gridTemplateColumns: "repeat(auto-fill, minmax(min(100%, 300px), 1fr))",
          }}
        >
          {found.map((plan) => {
            const own = plan.id === chosen;
            return (
              <li
                key={plan.id}
                className="panel"
                style={{
                  margin: 0,
                  display: "flex",
                  flexDirection: "column",
                  gap: 8,
                  ...(own ? { borderColor: "var(--accent)" } : {}),
                }}
              >
                <div className="row" style={{ justifyContent: "space-between" }}>
                  <span className="quiet">{plan.id}</span>
                  <Tag>{named(PLAN_LEVEL, plan.level)}</Tag>
                </div>
                <strong>{plan.title}</strong>
                <span className="quiet">{plan.campaign}</span>
                <span>
                  {t("clauseCount", { count: plan.clauses })} ·{" "}
                  {plan.blanks > 0 ? t("blankCount", { count: plan.blanks }) : t("noBlanks")}
                </span>
                <Button
                  type={own ? "primary" : "default"}
                  disabled={fixed && !own}
                  style={{ marginTop: "auto" }}
                  aria-label={`${t("choose")} ${plan.id} ${plan.title}`}
                  onClick={() => onChoose(plan.id)}
                >
                  {own ? t("chosen") : t("choose")}
                </Button>
              </li>
            );
          })}
        </ul>
      )}
    </Faces>
  );
}
