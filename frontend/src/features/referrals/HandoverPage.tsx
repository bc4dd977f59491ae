/** The handover list on one sheet of A4, with places for both sides to sign (order 310 art. 12). */
import { useParams } from "@tanstack/react-router";
import { Button } from "antd";
import type { ReactNode } from "react";
import { COLUMNS, useGoodsWords } from "@/shared/case/GoodsList";
import { list, pair } from "@/shared/i18n";
import { useCommon } from "@/shared/i18n/common";
import { paths } from "@/shared/lib/paths";
import { instant } from "@/shared/lib/time";
import { Faces } from "@/shared/ui/faces";
import { Page } from "@/shared/ui/Page";
import { To } from "@/shared/ui/To";
import "@/shared/ui/sheet.css";
import { type Referral, useReferral } from "./api";
import { useHandoverWords } from "./handover-words";
import { useWords } from "./words";

export function HandoverPage() {
  const t = useHandoverWords();
  const c = useCommon();
  const { id = "" } = useParams({ strict: false }) as { id?: string };
  const referral = useReferral(id);
  return (
    <Page
      title={t("title")}
      actions={
        <>
          <To to={paths.referral(id)}>{c("back")}</To>
          <Button type="primary" onClick={() => window.print()}>
            {c("print")}
          </Button>
        </>
      }
    >
      <Faces of={referral}>{(found) => <Sheet referral={found} />}</Faces>
    </Page>
  );
}

function Sheet({ referral }: { referral: Referral }) {
  const t = useHandoverWords();
  const g = useGoodsWords();
  const w = useWords();
  const rows: [string, ReactNode][] = [
    [w("number"), referral.number],
    [w("document"), referral.document_number],
    [w("caseNumber"), referral.case_number],
    [w("offence"), referral.suspected_offence],
    [w("receiver"), referral.receiver_name],
    [t("place"), referral.handover_place],
    [t("handedAt"), instant(referral.handed_over_at)],
    [t("handedBy"), list(referral.handed_by)],
    [t("receivedBy"), referral.goods_received_by],
    [t("receivedAt"), instant(referral.goods_received_at)],
    [t("remarks"), referral.goods_remarks],
  ];
  return (
    <article className="sheet">
      <table>
        <caption>{t("title")}</caption>
        <tbody>
          {rows
            .filter(([, value]) => value)
            .map(([label, value]) => (
              <tr key={label}>
                <th scope="row">{label}</th>
                <td>{value}</td>
              </tr>
            ))}
        </tbody>
      </table>
      {referral.goods.length === 0 ? (
        <p>{g("none")}</p>
      ) : (
        <table>
          <thead>
            <tr>
              <th scope="col" style={{ width: "14mm" }}>
                {t("line")}
              </th>
              {COLUMNS.map((name) => (
                <th key={name} scope="col">
                  {g(name)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {referral.goods.map((good, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a list may name the same thing twice, and is never reordered
              <tr key={index}>
                <td>{index + 1}</td>
                {COLUMNS.map((name) => (
                  <td key={name}>{good[name]}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p>{t("copies")}</p>
      <div className="signatures">
        {[t("signSender"), t("signReceiver")].map((label) => (
          <div key={label}>{pair(label, "")}</div>
        ))}
      </div>
      <p className="quiet">{t("printedAt", { when: instant(new Date().toISOString()) })}</p>
    </article>
  );
}
