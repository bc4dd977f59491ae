/** Cutting the plan to one's own district: which kinds of institutions, which clauses not, and who owes a clause. */
import { useQueryClient } from "@tanstack/react-query";
import { Alert, App, Button, Form, Select } from "antd";
import { useState } from "react";
import { type ApiProblem, asProblem } from "@/shared/api/problem";
import { Conflict } from "@/shared/case/conflict";
import { useLanguage } from "@/shared/i18n";
import { useCommon } from "@/shared/i18n/common";
import { options } from "@/shared/i18n/enums";
import { type Campaign, campaignKey, sendPatch, useCampaignPlan } from "../api";
import { PARTY } from "../parties";
import { ManyOrganisations } from "./ManyOrganisations";
import { useSeen } from "./useSeen";
import { useDraftWords } from "./words";

interface Scope {
  institution_types: string[];
  dropped_clauses: string[];
  owners: Record<string, string[]>;
}

/** Kinds of institutions, not the agencies and sections of the same catalogue. */
const TYPES = options(PARTY).slice(0, Object.keys(PARTY).indexOf("health"));

export function ScopePanel({ campaign }: { campaign: Campaign }) {
  const t = useDraftWords();
  const c = useCommon();
  useLanguage();
  const client = useQueryClient();
  const { message } = App.useApp();
  const plan = useCampaignPlan(campaign.id);
  const { seen, conflict, onStale, written } = useSeen(campaign);
  const [scope, setScope] = useState<Scope>(() => ({
    institution_types: campaign.institution_types,
    dropped_clauses: campaign.dropped_clauses,
    owners: campaign.owners as Record<string, string[]>,
  }));
  const [adding, setAdding] = useState<string>();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const clauses = (plan.data?.obligations ?? []).map((one) => ({
    value: one.code,
    label: `${one.source_clause} ${one.title}`,
  }));
  const named = (code: string) => clauses.find((one) => one.value === code)?.label ?? code;
  const own = (code: string, ids: string[] | undefined) => {
    const { [code]: _, ...rest } = scope.owners;
    setScope({ ...scope, owners: ids === undefined ? rest : { ...rest, [code]: ids } });
  };

  const save = async () => {
    setBusy(true);
    setProblem(null);
    try {
      // A clause added to the list and left without anybody is as the plan has it.
      const owners = Object.fromEntries(Object.entries(scope.owners).filter(([, ids]) => ids.length > 0));
      const next = await sendPatch(seen, { ...scope, owners });
      written(next);
      client.setQueryData(campaignKey(campaign.id), next);
      void client.invalidateQueries({ queryKey: ["campaign"] });
      void message.success(t("scopeSaved"));
    } catch (error) {
      const refused = asProblem(error);
      if (!(await onStale(refused))) setProblem(refused);
    } finally {
      setBusy(false);
    }
  };

  return (
    <Form layout="vertical" component="div">
      <p className="quiet" style={{ marginTop: 0 }}>
        {t("scopeText")}
      </p>
      <Form.Item label={t("scopeTypes")} htmlFor="scope-types" extra={t("scopeTypesHelp")}>
        <Select
          id="scope-types"
          mode="multiple"
          options={TYPES}
          value={scope.institution_types}
          showSearch={{ optionFilterProp: "label" }}
          onChange={(institution_types) => setScope({ ...scope, institution_types })}
        />
      </Form.Item>
      <Form.Item label={t("scopeDropped")} htmlFor="scope-dropped" extra={t("scopeDroppedHelp")}>
        <Select
          id="scope-dropped"
          mode="multiple"
          options={clauses}
          value={scope.dropped_clauses}
          showSearch={{ optionFilterProp: "label" }}
          onChange={(dropped_clauses) => setScope({ ...scope, dropped_clauses })}
        />
      </Form.Item>
      <Form.Item label={t("scopeOwners")} htmlFor="scope-owners" extra={t("scopeOwnersHelp")}>
        <div className="row" style={{ flexWrap: "nowrap" }}>
          <Select
            id="scope-owners"
            style={{ flex: 1, minWidth: 0 }}
            placeholder={t("scopeChoose")}
            options={clauses.filter(({ value }) => !(value in scope.owners))}
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
      {Object.entries(scope.owners).map(([code, ids]) => (
        <Form.Item key={code} label={named(code)} htmlFor={`owners-${code}`}>
          <div className="row" style={{ flexWrap: "nowrap" }}>
            <ManyOrganisations id={`owners-${code}`} value={ids} onChange={(next) => own(code, next)} />
            <Button type="text" aria-label={`${c("remove")} ${named(code)}`} onClick={() => own(code, undefined)}>
              {c("remove")}
            </Button>
          </div>
        </Form.Item>
      ))}
      {conflict && <Conflict {...conflict} />}
      {problem && (
        <Alert
          type="error"
          showIcon
          role="alert"
          style={{ marginBottom: 12 }}
          title={problem.offline ? c("offline") : problem.detail || problem.title}
          description={problem.errors.map((error) => <div key={error.pointer + error.code}>{error.detail}</div>)}
        />
      )}
      <Button loading={busy} onClick={() => void save()}>
        {conflict ? c("redo") : t("scopeSave")}
      </Button>
    </Form>
  );
}
