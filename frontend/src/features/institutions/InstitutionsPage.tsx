/** The registry of institutions as a list: found by filter, by region, by name. */
import { PlusOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useState } from "react";
import { useMay } from "@/shared/api/me";
import { useRegions } from "@/shared/api/regions";
import { ResourceTable } from "@/shared/case/ResourceTable";
import type { Column, Filter } from "@/shared/case/table";
import { GRADE, HOSPITAL_LEVEL, INSTITUTION_STATUS, named, OWNERSHIP, options } from "@/shared/i18n/enums";
import { count } from "@/shared/lib/numbers";
import { paths } from "@/shared/lib/paths";
import { nameOf } from "@/shared/lib/regions";
import { Nothing } from "@/shared/ui/faces";
import { Page } from "@/shared/ui/Page";
import { To } from "@/shared/ui/To";
import { type InstitutionItem, loadInstitutions } from "./api";
import "./institutions.css";
import { FOCUS_FIELD, INSTITUTION_TYPE } from "./catalogues";
import { Regions } from "./Regions";
import { Register } from "./Register";
import { ratingInWords, typesInWords } from "./registry";
import { StatusMark } from "./StatusMark";
import { Types } from "./Types";
import { useWords } from "./words";

export function InstitutionsPage() {
  const t = useWords();
  const may = useMay();
  const regions = useRegions().data ?? [];
  const [registering, setRegistering] = useState(false);

  const columns: Column<InstitutionItem>[] = [
    { key: "name", title: t("name"), width: 220, render: (row) => <To to={paths.institution(row.id)}>{row.name}</To> },
    {
      key: "types",
      title: t("types"),
      width: 270,
      render: (row) => <Types types={row.types} />,
    },
    { key: "rating", title: t("level"), width: 90, render: ratingInWords },
    { key: "ownership", title: t("ownership"), width: 90, render: (row) => named(OWNERSHIP, row.ownership) },
    {
      key: "region",
      title: t("region"),
      width: 90,
      render: (row) => <span title={row.region_code}>{nameOf(regions, row.region_code)}</span>,
    },
    { key: "beds", title: t("beds"), width: 80, align: "right", render: (row) => count(row.beds) },
    { key: "status", title: t("status"), width: 100, render: (row) => <StatusMark status={row.status} /> },
    { key: "uscc", title: t("uscc"), width: 180, render: (row) => <span className="nowrap">{row.uscc}</span> },
  ];
  const filters: Filter[] = [
    { name: "type", label: t("types"), kind: "choices", options: options(INSTITUTION_TYPE) },
    { name: "field", label: t("fields"), kind: "choices", options: options(FOCUS_FIELD) },
    { name: "level", label: t("level"), kind: "choices", options: options(HOSPITAL_LEVEL) },
    { name: "grade", label: t("grade"), kind: "choices", options: options(GRADE) },
    { name: "ownership", label: t("ownership"), kind: "choices", options: options(OWNERSHIP) },
    { name: "status", label: t("status"), kind: "choices", options: options(INSTITUTION_STATUS) },
    {
      name: "region",
      label: t("region"),
      kind: "choice",
      options: regions.map(({ code, name }) => ({ value: code, label: name })),
      quiet: true,
    },
    { name: "under", label: t("under"), kind: "organisation" },
    { name: "beds_from", label: t("bedsFrom"), kind: "text" },
    { name: "uscc", label: t("usccWhole"), kind: "text" },
  ];

  return (
    <Page
      title={t("title")}
      actions={
        may("institution.write") && (
          <Button type="primary" icon={<PlusOutlined />} onClick={() => setRegistering(true)}>
            {t("register")}
          </Button>
        )
      }
    >
      <Regions />
      <ResourceTable<InstitutionItem>
        resource="institution"
        load={loadInstitutions}
        columns={columns}
        filters={filters}
        sorts={[
          { value: "-beds", label: t("byBeds") },
          { value: "name", label: t("byName") },
          { value: "-id", label: t("newest") },
        ]}
        exportPath="/api/v1/institutions/export"
        empty={<Nothing>{t("empty")}</Nothing>}
        card={(row) => (
          <>
            <To to={paths.institution(row.id)}>
              <strong>{row.name}</strong>
            </To>
            <div className="quiet">
              {typesInWords(row.types) && (
                <>
                  <Types types={row.types} /> ·{" "}
                </>
              )}
              {nameOf(regions, row.region_code)}
            </div>
            <div className="row" style={{ marginTop: 6 }}>
              <StatusMark status={row.status} />
              <span>{ratingInWords(row)}</span>
              <span>{named(OWNERSHIP, row.ownership)}</span>
              {row.beds > 0 && (
                <span>
                  {t("beds")} {count(row.beds)}
                </span>
              )}
            </div>
            <div className="quiet" style={{ marginTop: 4 }}>
              {row.uscc}
            </div>
          </>
        )}
      />
      {registering && <Register onClose={() => setRegistering(false)} />}
    </Page>
  );
}
