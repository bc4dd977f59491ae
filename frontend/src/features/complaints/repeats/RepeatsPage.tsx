/** 反复投诉: what keeps being complained about, where, how often, and whether its head acted on it. */
import { useMe } from "@/shared/api/me";
import { NextDue } from "@/shared/case/NextDue";
import { ResourceTable } from "@/shared/case/ResourceTable";
import { useLanguage } from "@/shared/i18n";
import { named } from "@/shared/i18n/enums";
import { count } from "@/shared/lib/numbers";
import { paths } from "@/shared/lib/paths";
import { Nothing } from "@/shared/ui/faces";
import { Page } from "@/shared/ui/Page";
import { To } from "@/shared/ui/To";
import { MATTER, typed } from "../enums";
import { loadRepeats, type RepeatItem } from "./api";
import { RepeatFlags, RepeatState, spanOf, titleOf } from "./marks";
import { useWords } from "./words";

export function RepeatsPage() {
  const t = useWords();
  useLanguage();
  const inside = useMe().data?.organisation.kind === "institution";
  const states = (["open", "answered"] as const).map((value) => ({ value, label: t(value) }));
  return (
    <Page title={t("title")}>
      <p className="quiet">{t("lead")}</p>
      <ResourceTable<RepeatItem>
        resource="complaint_repeat"
        load={loadRepeats}
        withText={false}
        filters={[
          { name: "state", label: t("state"), kind: "choices", options: states },
          { name: "matter", label: t("matter"), kind: "choices", options: typed(MATTER) },
          { name: "proposed", label: t("proposed"), kind: "yes_no" },
          { name: "under", label: t("organisation"), kind: "organisation", quiet: inside },
          { name: "organisation_id", label: t("organisation"), kind: "organisation", quiet: true },
        ]}
        sorts={[
          { value: "-id", label: t("newest") },
          { value: "-count", label: t("most") },
        ]}
        columns={[
          {
            key: "matter",
            title: t("matter"),
            width: 110,
            render: (one) => (
              <To to={paths.complaintRepeat(one.id)} aria-label={titleOf(one)}>
                {named(MATTER, one.matter)}
              </To>
            ),
          },
          {
            key: "department",
            title: t("department"),
            width: 110,
            render: (one) => one.department || <span className="quiet">{t("noDepartment")}</span>,
          },
          {
            key: "organisation",
            title: t("organisation"),
            width: 170,
            hidden: inside,
            render: (one) => one.organisation_name,
          },
          { key: "count", title: t("count"), width: 70, align: "right", render: (one) => count(one.count) },
          {
            key: "span",
            title: t("span"),
            width: 205,
            render: (one) => <span className="nowrap">{spanOf(one)}</span>,
          },
          { key: "state", title: t("state"), width: 110, render: (one) => <RepeatState of={one} /> },
          { key: "due", title: t("answerDue"), width: 215, render: (one) => <NextDue of={one} /> },
          {
            key: "flags",
            title: t("flags"),
            width: 190,
            render: (one) => (
              <span className="row">
                <RepeatFlags of={one} />
              </span>
            ),
          },
        ]}
        empty={<Nothing>{t("none")}</Nothing>}
        card={(one) => (
          <>
            <To to={paths.complaintRepeat(one.id)}>
              <strong>{titleOf(one)}</strong>
            </To>
            <div className="quiet">
              {!inside && `${one.organisation_name} · `}
              {t("countOf", { count: count(one.count) })}
            </div>
            <div className="quiet">{spanOf(one)}</div>
            <div className="row" style={{ marginTop: 6 }}>
              <RepeatState of={one} />
              <RepeatFlags of={one} />
              <NextDue of={one} />
            </div>
          </>
        )}
      />
    </Page>
  );
}
