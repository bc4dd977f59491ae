/** The list of what was sealed on one sheet of A4, with places for both sides to sign (医疗纠纷预防和处理条例 art. 24). */
import { useParams } from "@tanstack/react-router";
import { Button } from "antd";
import type { ReactNode } from "react";
import { list, pair } from "@/shared/i18n";
import { useCommon } from "@/shared/i18n/common";
import { named } from "@/shared/i18n/enums";
import { paths } from "@/shared/lib/paths";
import { instant } from "@/shared/lib/time";
import { Faces } from "@/shared/ui/faces";
import { Page } from "@/shared/ui/Page";
import { To } from "@/shared/ui/To";
import "@/shared/ui/sheet.css";
import { type Dispute, useDispute } from "./api";
import { COPY, PATIENT_SIDE, SEALED } from "./enums";
import { usePartWords } from "./part-words";

export function SealPrintPage() {
  const t = usePartWords();
  const c = useCommon();
  const { id = "", seal = "" } = useParams({ strict: false }) as { id?: string; seal?: string };
  const dispute = useDispute(id);
  return (
    <Page
      title={t("listTitle")}
      actions={
        <>
          <To to={`${paths.dispute(id)}?tab=parts`}>{c("back")}</To>
          <Button type="primary" onClick={() => window.print()}>
            {c("print")}
          </Button>
        </>
      }
    >
      <Faces of={dispute}>{(found) => <Sheet dispute={found} sealId={seal} />}</Faces>
    </Page>
  );
}

function Sheet({ dispute, sealId }: { dispute: Dispute; sealId: string }) {
  const t = usePartWords();
  const c = useCommon();
  const seal = dispute.seals.find(({ id }) => id === sealId);
  if (!seal) return <p>{c("notFound")}</p>;
  const rows: [string, ReactNode][] = [
    [c("number"), dispute.number],
    [c("organisation"), dispute.organisation_name],
    [t("what"), list([named(SEALED, seal.what), named(COPY, seal.copy_kind)].filter(Boolean))],
    [t("sealedAt"), instant(seal.sealed_at)],
    [t("keptWhere"), seal.kept_where],
    [t("institutionPerson"), seal.institution_person],
    [t("patientSide"), named(PATIENT_SIDE, seal.patient_side)],
    [t("presenceNote"), seal.presence_note],
    [t("bloodStation"), instant(seal.blood_station_called_at)],
  ];
  return (
    <article className="sheet">
      <table>
        <caption>{t("listTitle")}</caption>
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
      <table>
        <thead>
          <tr>
            <th scope="col" style={{ width: "16mm" }}>
              {t("listNo")}
            </th>
            <th scope="col">{t("listItem")}</th>
          </tr>
        </thead>
        <tbody>
          {seal.items.map((item, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a list may name the same thing twice, and is never reordered
            <tr key={index}>
              <td>{index + 1}</td>
              <td>{item}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>{t("copies")}</p>
      <div className="signatures">
        {[t("signInstitution"), t("signPatient"), t("signWitness")].map((label) => (
          <div key={label}>{pair(label, "")}</div>
        ))}
      </div>
      <p className="quiet">{t("printedAt", { when: instant(new Date().toISOString()) })}</p>
    </article>
  );
}
