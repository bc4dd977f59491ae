/** Thirty seconds at the emergency desk: what, a few words, whom one told; everything else has a default. */
import { useNavigate } from "@tanstack/react-router";
import { Alert, Button, Form } from "antd";
import { useEffect, useRef, useState } from "react";
import { Entry, useEntry } from "@/shared/case/Entry";
import { FieldItem } from "@/shared/case/FieldItem";
import { FormProblem } from "@/shared/case/FormProblem";
import { useLanguage } from "@/shared/i18n";
import { dropDraft } from "@/shared/lib/drafts";
import { paths } from "@/shared/lib/paths";
import { useStored } from "@/shared/lib/stored";
import { Panel } from "@/shared/ui/Page";
import { useKinds, useReport } from "../api";
import { bodyOf, factsField, moreFields, placeField, RECIPIENTS, type Typed, toldFields } from "./fields";
import { Kinds } from "./Kinds";
import { ToTell } from "./ToTell";
import { useReportWords } from "./words";

const DRAFT = "clue.report";

/** What a desk says every time: kept for its next report. */
type Usual = Partial<Pick<Typed, "place" | "police_who">>;

export function ReportForm() {
  const t = useReportWords();
  useLanguage();
  const navigate = useNavigate();
  const kinds = useKinds();
  const [usual, remember] = useStored<Usual>("clue.desk", {});
  const [initial] = useState<Partial<Typed>>(() => ({ ...usual }));
  const [more, setMore] = useState(false);
  const owedOf = (values: Partial<Typed>) => kinds.data?.items.find(({ kind }) => kind === values.kind)?.tells ?? [];

  const send = useReport((report) => {
    dropDraft(DRAFT);
    remember({ place: report.place ?? undefined, police_who: entry.values.police_who ?? usual.police_who });
    void navigate({ to: paths.clueReport(report.id) as "/", replace: true });
  });
  const entry = useEntry<Typed>({
    draft: DRAFT,
    initial,
    fieldsOf: (values) => {
      const owed = owedOf(values).map(({ recipient }) => recipient);
      return [
        { name: "kind", label: t("whatKind"), kind: "own", required: true },
        ...RECIPIENTS.flatMap((who) => toldFields(who, owed)),
        factsField(),
        placeField(),
        ...moreFields(),
      ];
    },
    problem: send.error,
    onWrong: (names) => names.some((name) => moreFields().some((one) => one.name === name)) && setMore(true),
  });
  const { form, values } = entry;
  const shown = (field: ReturnType<typeof factsField>) => <FieldItem key={field.name} field={field} values={values} />;
  // The field stands there once the tiles are gone; a form that was restored takes no focus.
  const chosen = useRef(false);
  useEffect(() => {
    if (!values.kind || !chosen.current) return;
    chosen.current = false;
    form.focusField("facts");
  }, [form, values.kind]);

  return (
    <div className="report-new">
      <Entry of={entry} notKept={t("notKept")} onSend={(typed) => send.mutate(bodyOf(typed))}>
        <Panel>
          <Form.Item
            name="kind"
            label={values.kind ? undefined : t("whatKind")}
            rules={[{ required: true, message: t("whatKind") }]}
          >
            <Kinds
              onChosen={() => {
                chosen.current = true;
              }}
            />
          </Form.Item>
          {values.kind && (
            <>
              {kinds.error ? (
                <Alert type="warning" showIcon title={t("kindsMissing")} style={{ marginBottom: 16 }} />
              ) : (
                <ToTell owed={owedOf(values)} values={values} />
              )}
              {shown(factsField())}
              {shown(placeField())}
              <Button type="link" aria-expanded={more} onClick={() => setMore(!more)} className="report-more">
                {t(more ? "less" : "more")}
              </Button>
              <div hidden={!more}>
                {moreFields()
                  .filter((field) => !field.when || field.when(values))
                  .map(shown)}
              </div>
              <FormProblem problem={send.error} />
              <Button type="primary" size="large" block htmlType="submit" loading={send.isPending}>
                {t("submit")}
              </Button>
              <p className="quiet report-after">{t("photosAfter")}</p>
            </>
          )}
        </Panel>
      </Entry>
      <p className="quiet">{t("confidential")}</p>
    </div>
  );
}
