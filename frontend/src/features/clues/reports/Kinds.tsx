/** What was found, as large tiles for a thumb; once one is chosen, it alone stays. */
import {
  AlertOutlined,
  EllipsisOutlined,
  FireOutlined,
  MedicineBoxOutlined,
  SafetyOutlined,
  ScissorOutlined,
  TagsOutlined,
  TeamOutlined,
  UserSwitchOutlined,
} from "@ant-design/icons";
import { Button, Select } from "antd";
import { type ReactNode, useState } from "react";
import { CLUE_KIND } from "@/shared/i18n/clue-kinds";
import { named, options } from "@/shared/i18n/enums";
import type { Kind } from "../api";
import { TILES } from "./fields";
import { useReportWords } from "./words";

const ICON: Partial<Record<Kind, ReactNode>> = {
  abnormal_wound: <ScissorOutlined />,
  high_risk_person: <AlertOutlined />,
  scalper: <TagsOutlined />,
  tout_fraud: <UserSwitchOutlined />,
  professional_troublemaker: <TeamOutlined />,
  patient_at_risk: <MedicineBoxOutlined />,
  hospital_case: <SafetyOutlined />,
};

interface KindsProps {
  value?: Kind;
  onChange?: (kind: Kind | undefined) => void;
  id?: string;
  /** The hand goes on to what comes next. */
  onChosen: () => void;
}

export function Kinds({ value, onChange, id, onChosen }: KindsProps) {
  const t = useReportWords();
  const [others, setOthers] = useState(false);
  const choose = (kind: Kind) => {
    onChange?.(kind);
    setOthers(false);
    onChosen();
  };
  if (value)
    return (
      <div className="report-chosen" id={id}>
        <span aria-hidden>{ICON[value] ?? <FireOutlined />}</span>
        <strong>{named(CLUE_KIND, value)}</strong>
        <Button onClick={() => onChange?.(undefined)}>{t("change")}</Button>
      </div>
    );
  return (
    // biome-ignore lint/a11y/useSemanticElements: the form's own item names it
    <div className="report-kinds" id={id} role="group" aria-label={t("whatKind")}>
      {TILES.map((kind) => (
        <button type="button" key={kind} onClick={() => choose(kind)}>
          <span aria-hidden>{ICON[kind]}</span>
          {named(CLUE_KIND, kind)}
        </button>
      ))}
      <button type="button" aria-expanded={others} onClick={() => setOthers(!others)}>
        <EllipsisOutlined aria-hidden />
        {t("otherTile")}
      </button>
      {others && (
        <Select<Kind>
          className="report-others"
          size="large"
          aria-label={t("otherKind")}
          placeholder={t("otherKind")}
          defaultOpen
          autoFocus
          options={options(CLUE_KIND).filter((one) => !TILES.includes(one.value as Kind)) as never}
          onChange={choose}
        />
      )}
    </div>
  );
}
