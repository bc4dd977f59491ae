/** One event by its own address: the worklist of whoever reports it or signs for it leads here. */
import { useParams } from "@tanstack/react-router";
import { useRead } from "@/shared/api/queries";
import { paths } from "@/shared/lib/paths";
import { Faces } from "@/shared/ui/faces";
import { Page, Panel } from "@/shared/ui/Page";
import { To } from "@/shared/ui/To";
import "../duties.css";
import { readEvent } from "./api";
import { EventCaseView } from "./EventDrawer";
import { useEventWords } from "./words";

export function EventPage() {
  const t = useEventWords();
  const { id = "" } = useParams({ strict: false }) as { id?: string };
  const event = useRead(["duty_event", id], (signal) => readEvent(id, signal));
  return (
    <Page
      title={event.data ? `${event.data.title} ${event.data.number}` : t("event")}
      marks={
        event.data && (
          <>
            <span className="quiet">{event.data.organisation_name}</span>
            <To to={paths.duty(event.data.duty_id)}>{event.data.duty_number}</To>
          </>
        )
      }
    >
      <Panel>
        <Faces of={event} rows={8}>
          {(found) => <EventCaseView event={found} />}
        </Faces>
      </Panel>
    </Page>
  );
}
