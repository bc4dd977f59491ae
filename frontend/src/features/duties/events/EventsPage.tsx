/** 事件报告: what happened under standing duties, how far each has been told, and who has signed for it. */
import { useMemo } from "react";
import { useMay } from "@/shared/api/me";
import { DueBadge } from "@/shared/case/DueBadge";
import { ResourceTable } from "@/shared/case/ResourceTable";
import type { Column } from "@/shared/case/table";
import { useCommon } from "@/shared/i18n/common";
import { paths } from "@/shared/lib/paths";
import { useAddress } from "@/shared/lib/search";
import { instant } from "@/shared/lib/time";
import { Nothing } from "@/shared/ui/faces";
import { Toned } from "@/shared/ui/marks";
import { Page } from "@/shared/ui/Page";
import { To } from "@/shared/ui/To";
import { Areas } from "../Areas";
import { useCampaigns } from "../api";
import "../duties.css";
import { type EventItem, loadEvents } from "./api";
import { EventMark } from "./EventMark";
import { EventQuick } from "./EventQuick";
import { useEventFilters } from "./filters";
import { firstWasLate, lateSince } from "./late";
import { useEventWords } from "./words";

/** When the first report came, or for how long it has been owed; late once is late for ever. */
function Reported({ event }: { event: EventItem }) {
  const t = useEventWords();
  if (event.reported_at === null)
    return event.late_at ? (
      <DueBadge due={lateSince(event.late_at)} />
    ) : (
      <span className="quiet">{t("notReported")}</span>
    );
  return (
    <span className="row">
      <span className="nowrap">{instant(event.reported_at)}</span>
      {firstWasLate(event) && <Toned tone="late">{t("late")}</Toned>}
    </span>
  );
}

/** How far it has been told, and whether what had to follow the first report was late. */
function HowFar({ event }: { event: EventItem }) {
  const t = useEventWords();
  return (
    <span className="row">
      <EventMark state={event.state} />
      {event.late_at && !firstWasLate(event) && <Toned tone="late">{t("lateAfter")}</Toned>}
    </span>
  );
}

/** A report lies with the receiver; what was sent back waits for its owner again. */
const unsigned = (event: EventItem): boolean =>
  event.reported_at !== null && event.received_at === null && event.state !== "returned";

/** Whether the newest report was signed for. */
function Receipt({ event }: { event: EventItem }) {
  const t = useEventWords();
  if (event.received_at) return <span className="nowrap">{instant(event.received_at)}</span>;
  return unsigned(event) ? <Toned tone="due">{t("toSign")}</Toned> : <span className="quiet">—</span>;
}

export function EventsPage() {
  const t = useEventWords();
  const [search] = useAddress();
  const office = useMay()("duty.review");
  const filters = useEventFilters(search);
  const columns = useColumns(office);
  return (
    <Page title={t("events")}>
      <Areas />
      <EventQuick search={search} />
      <ResourceTable<EventItem>
        resource="duty_event"
        withText={false}
        load={loadEvents}
        columns={columns}
        filters={filters}
        sorts={[
          { value: "-happened_at", label: t("byHappened") },
          { value: "happened_at", label: t("byHappenedFirst") },
          { value: "-id", label: t("byEntered") },
        ]}
        exportPath="/api/v1/duty-events/export"
        empty={<Nothing>{t(office ? "emptyOffice" : "emptyOwn")}</Nothing>}
        card={(event) => (
          <>
            <To to={paths.event(event.id)}>
              <strong className="two-lines">{event.summary}</strong>
            </To>
            <div className="quiet">
              {event.number}
              {office && ` · ${event.organisation_name}`}
            </div>
            <div className="quiet">
              {t("happenedAt")} {instant(event.happened_at)}
            </div>
            <div className="row" style={{ marginTop: 6 }}>
              <HowFar event={event} />
              {event.reported_at === null && event.late_at && <DueBadge due={lateSince(event.late_at)} />}
              {event.reported_at !== null && firstWasLate(event) && <Toned tone="late">{t("late")}</Toned>}
              {unsigned(event) && <Receipt event={event} />}
            </div>
          </>
        )}
      />
    </Page>
  );
}

function useColumns(office: boolean): Column<EventItem>[] {
  const t = useEventWords();
  const c = useCommon();
  const campaigns = useCampaigns().data;
  return useMemo(
    () => [
      {
        key: "number",
        title: c("number"),
        width: 160,
        render: (event) => (
          <To to={paths.event(event.id)}>
            <span className="nowrap">{event.number}</span>
          </To>
        ),
      },
      {
        key: "summary",
        title: t("what"),
        width: 280,
        render: (event) => (
          <>
            <To to={paths.event(event.id)}>
              <span className="two-lines" title={event.summary}>
                {event.summary}
              </span>
            </To>
            <div className="quiet duty-small two-lines" title={event.title}>
              {event.title}
            </div>
          </>
        ),
      },
      ...(office
        ? [
            {
              key: "organisation",
              title: t("owner"),
              width: 150,
              render: (event: EventItem) => event.organisation_name,
            },
          ]
        : []),
      {
        key: "happened",
        title: t("happenedAt"),
        width: 140,
        render: (event) => <span className="nowrap">{instant(event.happened_at)}</span>,
      },
      { key: "reported", title: t("firstReport"), width: 150, render: (event) => <Reported event={event} /> },
      { key: "state", title: t("told"), width: 100, render: (event) => <HowFar event={event} /> },
      { key: "receipt", title: t("receipt"), width: 140, render: (event) => <Receipt event={event} /> },
      { key: "place", title: t("place"), width: 140, hidden: true, render: (event) => event.place ?? "" },
      {
        key: "last",
        title: t("lastReport"),
        width: 140,
        hidden: true,
        render: (event) => instant(event.last_reported_at),
      },
      {
        key: "campaign",
        title: t("campaign"),
        width: 220,
        hidden: true,
        render: (event) => campaigns?.get(event.campaign_id)?.title ?? "",
      },
      {
        key: "finished",
        title: t("finishedAt"),
        width: 140,
        hidden: true,
        render: (event) => instant(event.finished_at),
      },
    ],
    [campaigns, office, t, c],
  );
}
