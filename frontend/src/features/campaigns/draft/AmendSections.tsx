/** The parts of an amendment, what is changed most often first and open; each head tells what stands there. */
import { Button, Collapse, Form, Select } from "antd";
import type { FormInstance } from "antd/es/form";
import type { ReactNode } from "react";
import { useLanguage } from "@/shared/i18n";
import { useCommon } from "@/shared/i18n/common";
import { Toned } from "@/shared/ui/marks";
import type { Campaign, Clause } from "../api";
import { partiesInWords } from "../owners";
import { AnswerFields } from "./AnswerFields";
import type { Change, Refusals, Section } from "./amendment";
import type { Place } from "./answers";
import { InstitutionTypes } from "./InstitutionTypes";
import { OwnersFields } from "./OwnersFields";
import { ChoosePlanFile, PlanFaults, type PlanFile } from "./PlanFile";
import { useDraftWords } from "./words";

interface AmendSectionsProps {
  form: FormInstance;
  campaign: Campaign;
  clauses: Clause[];
  places: Place[];
  /** What would be sent as the form stands: that is marked as changed. */
  change: Change | undefined;
  found: Refusals;
  file: PlanFile | null;
  /** Name of a file that was too large to be kept through a reload. */
  lost: string | null;
  open: Section[];
  onOpen: (open: Section[]) => void;
  onFile: (file: PlanFile | null) => void;
  onTake: () => void;
}

export function AmendSections(props: AmendSectionsProps) {
  const { form, campaign, clauses, places, found, change, open, onOpen } = props;
  const t = useDraftWords();
  const c = useCommon();
  useLanguage();
  const label = (clause: Clause) => `${clause.source_clause} ${clause.title}`;
  const option = (clause: Clause) => ({ value: clause.code, label: label(clause) });
  const live = clauses.filter((one) => one.retired_at === null);
  const ended = clauses.filter((one) => one.retired_at !== null);
  const many = { mode: "multiple", showSearch: { optionFilterProp: "label" } } as const;

  const head = (key: Section, title: string, changed: boolean, stands: string, children: ReactNode) => ({
    key,
    label: <strong>{title}</strong>,
    extra: changed ? <Toned tone="due">{t("sectionChanged")}</Toned> : <span className="quiet">{stands}</span>,
    children,
  });
  const own = Object.keys(campaign.owners).length;
  const types = campaign.institution_types;
  const items = [
    places.length > 0 &&
      head(
        "dates",
        t("dates"),
        Boolean(change?.answers),
        "",
        <AnswerFields form={form} places={places} problems={found.dates} onTake={props.onTake} />,
      ),
    head(
      "clauses",
      t("sectionClauses"),
      Boolean(change?.retire ?? change?.restore),
      "",
      <>
        <Form.Item
          name="retire"
          label={t("retire")}
          validateStatus={found.clauses.length > 0 ? "error" : undefined}
          help={found.clauses.length > 0 ? found.clauses.join(" ") : undefined}
        >
          <Select {...many} options={live.map(option)} />
        </Form.Item>
        {ended.length > 0 && (
          <Form.Item name="restore" label={t("restore")}>
            <Select {...many} options={ended.map(option)} />
          </Form.Item>
        )}
      </>,
    ),
    head(
      "owners",
      t("sectionOwners"),
      Boolean(change?.owners),
      own > 0 ? t("ownersSet", { count: own }) : t("asPlanned"),
      <Form.Item name="owners" noStyle>
        <OwnersFields clauses={live.map(option)} known={clauses.map(option)} problems={found.owners} />
      </Form.Item>,
    ),
    head(
      "scope",
      t("sectionScope"),
      Boolean(change?.institution_types),
      types.length > 0 ? partiesInWords(types) : t("asPlanned"),
      <Form.Item
        name="institution_types"
        label={t("scopeTypes")}
        extra={t("scopeTypesHelp")}
        validateStatus={found.scope.length > 0 ? "error" : undefined}
        help={found.scope.length > 0 ? found.scope.join(" ") : undefined}
      >
        <InstitutionTypes />
      </Form.Item>,
    ),
    head(
      "plan",
      t("sectionPlan"),
      props.file !== null,
      t("planStays"),
      <>
        <p className="quiet" style={{ marginTop: 0 }}>
          {t("planFileHelp")}
        </p>
        <div className="row">
          <ChoosePlanFile file={props.file} onChoose={props.onFile} />
          {props.file && (
            <Button type="text" aria-label={`${c("remove")} ${props.file.name}`} onClick={() => props.onFile(null)}>
              {c("remove")}
            </Button>
          )}
        </div>
        {props.lost && !props.file && <p style={{ marginBottom: 0 }}>{t("planFileLost", { name: props.lost })}</p>}
        {found.plan.length > 0 && (
          <PlanFaults
            title={t(found.open ? "planOpen" : "planFaults", {
              name: props.file?.name ?? "",
              count: found.plan.length,
            })}
            errors={found.plan}
          />
        )}
      </>,
    ),
  ].filter((one) => one !== false);

  return (
    <Collapse
      ghost
      className="amend-sections"
      items={items}
      activeKey={open}
      onChange={(keys) => onOpen(([] as string[]).concat(keys) as Section[])}
    />
  );
}
