/** Owners of the issuer's choice, clause by clause, in place of those that the plan's own words name. */
import { Button, Form, Select } from "antd";
import { useState } from "react";
import { useCommon } from "@/shared/i18n/common";
import { ManyOrganisations } from "./ManyOrganisations";
import { useDraftWords } from "./words";

/** Clause code → ids of organisations. */
export type Owners = Record<string, string[]>;

/** A clause added to the list and left without anybody is as the plan has it. */
export const named = (owners: Owners): Owners =>
  Object.fromEntries(Object.entries(owners).filter(([, ids]) => ids.length > 0));

interface Option {
  value: string;
  label: string;
}

interface OwnersFieldsProps {
  id?: string;
  /** Which clauses may be given owners. */
  clauses: Option[];
  /** Names of clauses that may have some already; left out: of the same. */
  known?: Option[];
  value?: Owners;
  onChange?: (owners: Owners) => void;
  /** What the server said of a clause's owners. */
  problems?: Map<string, string[]>;
}

export function OwnersFields({
  id = "owners",
  clauses,
  known = clauses,
  value = {},
  onChange,
  problems,
}: OwnersFieldsProps) {
  const t = useDraftWords();
  const c = useCommon();
  const [adding, setAdding] = useState<string>();
  const name = (code: string) => known.find((one) => one.value === code)?.label ?? code;
  const own = (code: string, ids: string[] | undefined) => {
    const { [code]: _, ...rest } = value;
    onChange?.(ids === undefined ? rest : { ...value, [code]: ids });
  };
  return (
    <>
      <Form.Item label={t("scopeOwners")} htmlFor={id} extra={t("scopeOwnersHelp")}>
        <div className="row" style={{ flexWrap: "nowrap" }}>
          <Select
            id={id}
            style={{ flex: 1, minWidth: 0 }}
            placeholder={t("scopeChoose")}
            options={clauses.filter((one) => !(one.value in value))}
            value={adding}
            showSearch={{ optionFilterProp: "label" }}
            onChange={setAdding}
          />
          <Button
            disabled={!adding}
            onClick={() => {
              if (adding) own(adding, []);
              setAdding(undefined);
            }}
          >
            {t("scopeAdd")}
          </Button>
        </div>
      </Form.Item>
      {Object.entries(value).map(([code, ids]) => (
        <Form.Item
          key={code}
          label={name(code)}
          htmlFor={`${id}-${code}`}
          validateStatus={problems?.has(code) ? "error" : undefined}
          help={problems?.get(code)?.join(" ")}
        >
          <div className="row" style={{ flexWrap: "nowrap" }}>
            <ManyOrganisations id={`${id}-${code}`} value={ids} onChange={(next) => own(code, next)} />
            <Button type="text" aria-label={`${c("remove")} ${name(code)}`} onClick={() => own(code, undefined)}>
              {c("remove")}
            </Button>
          </div>
        </Form.Item>
      ))}
    </>
  );
}
