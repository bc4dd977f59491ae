/** Prove the journal: recompute its newest stretch, and say in words what was found. */
import { CheckCircleFilled, CloseCircleFilled } from "@ant-design/icons";
import { Button, Select } from "antd";
import { useState } from "react";
import { api, data, type Schemas } from "@/shared/api/client";
import { useWrite } from "@/shared/api/queries";
import { useLanguage } from "@/shared/i18n";
import { count } from "@/shared/lib/numbers";
import { paths } from "@/shared/lib/paths";
import { Problem } from "@/shared/ui/faces";
import { Panel } from "@/shared/ui/Page";
import { To } from "@/shared/ui/To";
import { verdictOf } from "./verdict";
import { useWords } from "./words";

const NEWEST = [10_000, 50_000, 200_000];
const AROUND = 25;

export function Verify() {
  const t = useWords();
  const [newest, setNewest] = useState(NEWEST[0]);
  const verify = useWrite(
    (body: Schemas["VerificationIn"], key) =>
      data(api.POST("/api/v1/journal/verify", { params: { header: { "Idempotency-Key": key } }, body })),
    { resources: ["journal"] },
  );
  return (
    <Panel
      title={t("verify")}
      extra={
        <>
          <span className="quiet">{t("newestCount")}</span>
          <Select
            aria-label={t("newestCount")}
            value={newest}
            onChange={setNewest}
            options={NEWEST.map((value) => ({ value, label: t("entriesCount", { count: count(value) }) }))}
            style={{ width: 130 }}
          />
          <Button type="primary" loading={verify.isPending} onClick={() => verify.mutate({ newest })}>
            {t("verify")}
          </Button>
        </>
      }
    >
      <p className="quiet" style={{ margin: 0 }}>
        {t("verifyText")}
      </p>
      <div aria-live="polite">
        {verify.error && <Problem error={verify.error} />}
        {verify.data && !verify.isPending && <Found report={verify.data} />}
      </div>
    </Panel>
  );
}

export function Found({ report }: { report: Schemas["VerificationRead"] }) {
  const t = useWords();
  useLanguage();
  const verdict = verdictOf(report);
  const tone = verdict.good ? "on-time" : "missing";
  const at = report.first_bad?.position;
  return (
    <section
      aria-label={t("verified")}
      style={{ marginTop: 12, padding: 12, borderRadius: 6, background: `var(--ground-${tone})` }}
    >
      <p style={{ margin: 0, fontWeight: 600, color: `var(--fact-${tone})` }}>
        {verdict.good ? <CheckCircleFilled /> : <CloseCircleFilled />} {verdict.headline}
      </p>
      {verdict.wrong && (
        <p style={{ margin: "8px 0 0" }}>
          <strong>{verdict.wrong}</strong>{" "}
          {typeof at === "number" && <To to={`${paths.journal}?before=${at + AROUND}`}>{t("toPosition")}</To>}
        </p>
      )}
      <ul style={{ margin: "8px 0 0", paddingInlineStart: 20, overflowWrap: "anywhere" }}>
        {verdict.grounds.map((ground) => (
          <li key={ground}>{ground}</li>
        ))}
      </ul>
      {!verdict.good && <p style={{ marginBottom: 0 }}>{t("whatNow")}</p>}
    </section>
  );
}
