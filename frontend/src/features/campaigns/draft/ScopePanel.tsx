/** Cutting the plan to one's own district: which kinds of institutions, which clauses not, and who owes a clause. */
import { useQueryClient } from "@tanstack/react-query";
import { Alert, App, Button, Form, Select } from "antd";
import { useState } from "react";
import { type ApiProblem, asProblem } from "@/shared/api/problem";
import { Conflict } from "@/shared/case/conflict";
import { useCommon } from "@/shared/i18n/common";
import { type Campaign, campaignKey, sendPatch, useCampaignPlan } from "../api";
import { InstitutionTypes } from "./InstitutionTypes";
import { named, type Owners, OwnersFields } from "./OwnersFields";
import { useSeen } from "./useSeen";
import { useDraftWords } from "./words";

interface Scope {
  institution_types: string[];
  dropped_clauses: string[];
  owners: Owners;
}

export function ScopePanel({ campaign }: { campaign: Campaign }) {
  const t = useDraftWords();
  const c = useCommon();
  const client = useQueryClient();
  const { message } = App.useApp();
  const plan = useCampaignPlan(campaign.id);
  const { seen, conflict, onStale, written } = useSeen(campaign);
  const [scope, setScope] = useState<Scope>(() => ({
    institution_types: campaign.institution_types,
    dropped_clauses: campaign.dropped_clauses,
    owners: campaign.owners as Owners,
  }));
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const clauses = (plan.data?.obligations ?? []).map((one) => ({
    value: one.code,
    label: `${one.source_clause} ${one.title}`,
  }));

  const save = async () => {
    setBusy(true);
    setProblem(null);
    try {
      const next = await sendPatch(seen, { ...scope, owners: named(scope.owners) });
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
        <InstitutionTypes
          id="scope-types"
          value={scope.institution_types}
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
      <OwnersFields
        id="scope-owners"
        clauses={clauses}
        value={scope.owners}
        onChange={(owners) => setScope({ ...scope, owners })}
      />
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
