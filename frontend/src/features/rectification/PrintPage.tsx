/** The task on one sheet of A4, for the file and for signatures. */

import { useParams } from "@tanstack/react-router";
import { Button } from "antd";
import type { ReactNode } from "react";
import { useEvidence } from "@/shared/case/Evidence";
import { aside, pair } from "@/shared/i18n";
import { useCommon } from "@/shared/i18n/common";
import { ATTACHMENT_PURPOSE, MODE, named, RISK, SOURCE, TASK_STATE } from "@/shared/i18n/enums";
import { paths } from "@/shared/lib/paths";
import { instant } from "@/shared/lib/time";
import { Faces } from "@/shared/ui/faces";
import { Page } from "@/shared/ui/Page";
import { To } from "@/shared/ui/To";
import { type Task, useTask } from "./api";
import { useWords } from "./words";
import "@/shared/ui/sheet.css";

export function PrintPage() {
  const t = useWords();
  const c = useCommon();
  const { id = "" } = useParams({ strict: false }) as { id?: string };
  const task = useTask(id);
  return (
    <Page
      title={t("printTitle")}
      actions={
        <>
          <To to={paths.task(id)}>{c("back")}</To>
          <Button type="primary" onClick={() => window.print()}>
            {c("print")}
          </Button>
        </>
      }
    >
      <Faces of={task}>{(found) => <Sheet task={found} />}</Faces>
    </Page>
  );
}

function Sheet({ task }: { task: Task }) {
  const t = useWords();
  const c = useCommon();
  const evidence = useEvidence("rectification_task", task.id);
  const rows: [string, ReactNode][] = [
    [t("title"), task.title],
    [t("organisation"), task.organisation_name],
    [t("issuer"), `${task.issuer_name} ${task.notice_number ?? ""}`],
    [t("source"), `${named(SOURCE, task.source_type)} ${task.source_label ?? ""}`],
    [`${t("mode")} / ${t("risk")}`, `${named(MODE, task.mode)} / ${named(RISK, task.risk)}`],
    [t("due"), task.due_on],
    [c("state"), named(TASK_STATE, task.state)],
    [t("problem"), task.problem],
    [t("basis"), task.basis],
    [t("cause"), task.cause],
    [t("measure"), task.measure],
    [t("standard"), task.standard],
    [t("person"), task.responsible_person],
    [t("plan"), task.plan],
    [t("taken"), task.measures_taken],
    [
      t("verification"),
      task.opinions.map((one) => (
        <div key={one.id}>
          {one.checker_name}
          {aside(
            [one.checker_organisation, instant(one.given_at), one.on_site ? t("onSite") : t("onPaper")].join(" · "),
          )}{" "}
          {pair(one.accepts ? t("accepts") : t("rejects"), one.opinion)}
        </div>
      )),
    ],
    [t("stepClosed"), task.closed_at && instant(task.closed_at)],
    [t("lookBack"), task.look_backs.map((one) => one.finding).join("\n") || task.look_back_on],
  ];
  return (
    <article className="sheet">
      <table>
        <caption>
          {t("printTitle")} {task.number}
        </caption>
        <tbody>
          {rows.map(([label, value]) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              <td>{value || "—"}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <table>
        <caption>{t("material")}</caption>
        <thead>
          <tr>
            <th scope="col">{c("type")}</th>
            <th scope="col">{t("file")}</th>
            <th scope="col">{c("time")}</th>
            <th scope="col">{t("digest")}</th>
          </tr>
        </thead>
        <tbody>
          {evidence.data?.items
            .filter((item) => !item.withdrawn_at)
            .map((item) => (
              <tr key={item.id}>
                <td>{named(ATTACHMENT_PURPOSE, item.purpose)}</td>
                <td>{item.file_name}</td>
                <td>{instant(item.received_at)}</td>
                <td className="digest">{item.sha256}</td>
              </tr>
            ))}
        </tbody>
      </table>
      <div className="signatures">
        {[t("signInstitution"), t("signCheckers"), t("signApprover")].map((label) => (
          <div key={label}>{pair(label, "")}</div>
        ))}
      </div>
      <p className="quiet">{t("printedAt", { when: instant(new Date().toISOString()) })}</p>
    </article>
  );
}
