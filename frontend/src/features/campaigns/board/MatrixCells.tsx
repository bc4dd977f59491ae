/** What stands in the matrix: heads and cells, each a link to its duties that the arrow keys can reach. */
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { Schemas } from "@/shared/api/client";
import { useCommon } from "@/shared/i18n/common";
import { FACT, named } from "@/shared/i18n/enums";
import { paths } from "@/shared/lib/paths";
import type { Search } from "@/shared/lib/search";
import { factColour, toneOf } from "@/shared/ui/marks";
import type { Campaign, Clause } from "../api";
import { SEVERITY, totalOf, worstFact } from "../figures";
import { joined } from "../owners";
import { useWords } from "../words";

/** What makes a place one that can be walked to. */
interface Walked {
  "data-place": string;
  tabIndex: number;
  onFocus: () => void;
}

interface RowsProps extends Walked {
  search: Search;
  label: string;
  title?: string;
  style: React.CSSProperties;
  children: ReactNode;
}

function Rows({ search, label, children, ...rest }: RowsProps) {
  return (
    <Link to={paths.duties as "/"} search={search as never} preload={false} aria-label={label} {...rest}>
      {children}
    </Link>
  );
}

export function OrganisationHead({
  campaign,
  line,
  ...walked
}: Walked & { campaign?: Campaign; line?: Schemas["MatrixLine"] }) {
  const c = useCommon();
  if (!campaign || !line) {
    return (
      <span className="blank quiet" style={{ padding: "0 8px" }} {...walked}>
        {c("organisation")}
      </span>
    );
  }
  return (
    <Rows
      {...walked}
      search={{ campaign_id: campaign.id, organisation_id: line.organisation_id }}
      label={line.name}
      title={line.name}
      style={{ padding: "0 8px" }}
    >
      <span style={{ overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" }}>{line.name}</span>
    </Rows>
  );
}

export function ClauseHead({ campaign, clause, ...walked }: Walked & { campaign: Campaign; clause: Clause }) {
  return (
    <Rows
      {...walked}
      search={{ campaign_id: campaign.id, clause_code: clause.code }}
      label={`${clause.source_clause} ${clause.title}`}
      title={`${clause.source_clause} ${clause.title}`}
      style={{ padding: "4px 6px", fontSize: 12, lineHeight: "18px", alignItems: "flex-start" }}
    >
      <span style={{ display: "-webkit-box", WebkitLineClamp: 3, WebkitBoxOrient: "vertical", overflow: "hidden" }}>
        <span className="quiet">{clause.source_clause}</span> {clause.title}
      </span>
    </Rows>
  );
}

interface CellProps extends Walked {
  campaign: Campaign;
  line: Schemas["MatrixLine"];
  clause: Clause;
}

export function Cell({ campaign, line, clause, ...walked }: CellProps) {
  const t = useWords();
  const facts = line.cells[clause.code] ?? {};
  const worst = worstFact(facts);
  const what = (said: string) => t("cellOf", { organisation: line.name, clause: clause.title, facts: said });
  if (!worst) {
    return <span className="blank" role="img" aria-label={what(t("noDuty"))} {...walked} />;
  }
  const said = joined(SEVERITY.filter((fact) => facts[fact]).map((fact) => `${named(FACT, fact)} ${facts[fact]}`));
  return (
    <Rows
      {...walked}
      search={{ campaign_id: campaign.id, clause_code: clause.code, organisation_id: line.organisation_id }}
      label={what(said)}
      title={what(said)}
      style={{
        justifyContent: "center",
        gap: 4,
        color: factColour(worst),
        background: `var(--ground-${toneOf(worst)})`,
      }}
    >
      <strong>{t(`letter_${worst}`)}</strong>
      <span>
        {facts[worst]}/{totalOf(facts)}
      </span>
    </Rows>
  );
}
