/** Counts by group; every number leads to its rows. On a phone each group is a card. */
import { Grid, Table } from "antd";
import type { ColumnsType } from "antd/es/table";
import { useRegions } from "@/shared/api/regions";
import { useLanguage } from "@/shared/i18n";
import { useCommon } from "@/shared/i18n/common";
import { FACT, named } from "@/shared/i18n/enums";
import { percent } from "@/shared/lib/numbers";
import { factColour, Toned } from "@/shared/ui/marks";
import type { By, Campaign, Fact, Group } from "../api";
import { behind } from "../figures";
import { useWords } from "../words";
import { FactBar, Figure } from "./Figure";
import { groupName } from "./group-name";

const FACTS: Fact[] = ["on_time", "zero", "late", "missing", "due", "not_due", "quiet", "exempt"];
const BRIEF: Fact[] = ["late", "missing"];

interface ProgressTableProps {
  campaign: Campaign;
  by: By;
  groups: Group[];
  /** The few columns of the overview. */
  brief?: boolean;
}

export function ProgressTable({ campaign, by, groups, brief = false }: ProgressTableProps) {
  const t = useWords();
  const c = useCommon();
  useLanguage();
  const wide = Grid.useBreakpoint().md ?? true;
  const regions = useRegions().data ?? [];
  const name = (group: Group) => groupName(group, by, campaign.phases, regions);
  const shown = (group: Group) => (
    <>
      {name(group)} {group.mine && <Toned tone="due">{t("mine")}</Toned>}
    </>
  );
  const figure = (
    group: Group,
    key: string,
    value: number,
    what: string,
    extra?: { colour?: string; text?: string },
  ) => <Figure value={value} what={`${name(group)} ${what}`} rows={group.rows[key] ?? null} {...extra} />;
  const narrow = brief ? 70 : 80;
  const facts = brief ? BRIEF : FACTS;
  const worst = new Set(behind(groups).map((group) => group.key));
  const ordered =
    by === "organisation" ? [...behind(groups), ...groups.filter((group) => !worst.has(group.key))] : groups;

  if (!wide) {
    return (
      <ul style={{ listStyle: "none", margin: 0, padding: 0 }}>
        {ordered.map((group) => (
          <li key={group.key ?? ""} style={{ padding: "8px 0", borderTop: "1px solid var(--line)" }}>
            <div
              className="row"
              style={{ justifyContent: "space-between", alignItems: "baseline", flexWrap: "nowrap" }}
            >
              <span>{shown(group)}</span>
              <strong>{percent(group.rate)}</strong>
            </div>
            <FactBar facts={group.facts} />
            <div className="row" style={{ gap: "2px 12px", marginTop: 4 }}>
              <span>
                {t("expected")} {figure(group, "expected", group.expected, t("expected"))}
              </span>
              {facts
                .filter((fact) => (group.facts[fact] ?? 0) > 0)
                .map((fact) => (
                  <span key={fact}>
                    {named(FACT, fact)} {figure(group, fact, group.facts[fact] ?? 0, named(FACT, fact))}
                  </span>
                ))}
            </div>
          </li>
        ))}
      </ul>
    );
  }

  const title: Record<string, string> = {
    clause: t("clause"),
    organisation: c("organisation"),
    region: c("region"),
    phase: t("phase"),
    period: t("periodOne"),
    lead: t("lead"),
    institution_type: t("byType"),
    institution_level: t("byLevel"),
    ownership: t("byOwnership"),
  };
  const columns: ColumnsType<Group> = [
    {
      key: "name",
      title: title[by],
      fixed: brief ? undefined : "left",
      width: brief ? 190 : 240,
      render: (_, group) => shown(group),
    },
    {
      key: "expected",
      title: t("expected"),
      align: "right",
      width: narrow,
      sorter: brief ? undefined : (one, other) => one.expected - other.expected,
      render: (_, group) => figure(group, "expected", group.expected, t("expected")),
    },
    {
      key: "actual",
      title: t("actual"),
      align: "right",
      width: narrow,
      sorter: brief ? undefined : (one, other) => one.actual - other.actual,
      render: (_, group) => figure(group, "actual", group.actual, t("actual")),
    },
    {
      key: "rate",
      title: t("rate"),
      align: "right",
      width: narrow,
      sorter: brief ? undefined : (one, other) => (one.rate ?? -1) - (other.rate ?? -1),
      render: (_, group) => figure(group, "expected", group.expected, t("rate"), { text: percent(group.rate) }),
    },
    ...facts.map((fact) => ({
      key: fact,
      title: named(FACT, fact),
      align: "right" as const,
      width: narrow,
      sorter: brief ? undefined : (one: Group, other: Group) => (one.facts[fact] ?? 0) - (other.facts[fact] ?? 0),
      render: (_: unknown, group: Group) =>
        figure(group, fact, group.facts[fact] ?? 0, named(FACT, fact), {
          colour: fact === "missing" || fact === "late" ? factColour(fact) : undefined,
        }),
    })),
    {
      key: "total",
      title: t("all"),
      align: "right",
      width: brief ? narrow : 100,
      sorter: brief ? undefined : (one, other) => one.total - other.total,
      render: (_, group) => figure(group, "total", group.total, t("all")),
    },
  ];
  return (
    <Table<Group>
      size="small"
      rowKey={(group) => group.key ?? ""}
      columns={columns}
      dataSource={ordered}
      scroll={{ x: "max-content" }}
      pagination={ordered.length > 50 ? { pageSize: 50, showSizeChanger: false } : false}
    />
  );
}
