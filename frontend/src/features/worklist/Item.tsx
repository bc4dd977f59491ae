/** One thing to do: what, whose, by when; and why then, on demand. */
import { QuestionCircleOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { DueBadge } from "@/shared/case/DueBadge";
import { basisOf, pair, useLanguage } from "@/shared/i18n";
import { named, SUBJECT } from "@/shared/i18n/enums";
import { pathOf } from "@/shared/lib/paths";
import { Toned } from "@/shared/ui/marks";
import { To } from "@/shared/ui/To";
import type { WorkItem } from "./api";
import { isOptional } from "./groups";
import { useWords } from "./words";

interface ItemProps {
  item: WorkItem;
  current: boolean;
  explained: boolean;
  onFocus: () => void;
  onExplain: () => void;
}

export function Item({ item, current, explained, onFocus, onExplain }: ItemProps) {
  const t = useWords();
  const language = useLanguage();
  const path = pathOf(item.subject_type, item.subject_id);
  const what = language === "en" ? item.title_en : item.title_zh;
  return (
    <li
      onFocus={onFocus}
      aria-current={current || undefined}
      style={{
        borderTop: "1px solid var(--line)",
        borderInlineStart: `3px solid ${current ? "var(--accent)" : "transparent"}`,
        padding: "8px 0 8px 10px",
      }}
    >
      <div data-item tabIndex={-1} className="row" style={{ outlineOffset: 4 }}>
        <span style={{ flex: "1 1 260px", minWidth: 0 }}>
          {path ? (
            <To to={path}>
              <strong>{item.subject_label}</strong> {what}
            </To>
          ) : (
            <strong>{item.subject_label}</strong>
          )}
          <span className="quiet" style={{ display: "block" }}>
            {named(SUBJECT, item.subject_type)} · {item.organisation_name}
            {item.holder_id !== item.organisation_id && ` · ${t("holder", { name: item.holder_name })}`}
          </span>
          <span className="quiet two-lines" style={{ fontSize: 12 }} title={basisOf(item.basis)}>
            {pair(t("basis"), basisOf(item.basis))}
          </span>
        </span>
        {isOptional(item) && <Toned tone="exempt">{t("optional")}</Toned>}
        <DueBadge
          due={{
            due_on: item.due_on,
            due_at: item.due_at,
            missed_at: item.missed_at,
            provisional: item.provisional,
            state: item.paused ? "paused" : "running",
          }}
          clockId={item.id}
        />
        <Button
          type="text"
          size="small"
          icon={<QuestionCircleOutlined />}
          aria-expanded={explained}
          aria-label={`${t("why")} ${item.subject_label}`}
          onClick={onExplain}
        />
      </div>
      {explained && (
        <p className="quiet" style={{ margin: "4px 0 0" }}>
          {item.why}
        </p>
      )}
    </li>
  );
}
