"""`GET /events/stream`: live events as server-sent events for the web pages."""

from typing import Annotated

from fastapi import APIRouter, FastAPI, Header, Request
from pydantic import Field
from starlette.responses import StreamingResponse

from duban.kernel.access import Actor
from duban.kernel.events import Broadcaster
from duban.kernel.problems import refusals
from duban.kernel.web import DubanRoute, current_actor

router = APIRouter(prefix="/events", tags=["journal"], route_class=DubanRoute)

LastEventId = Annotated[
    int | None,
    Header(alias="Last-Event-ID", description="The last position seen; what came since is told first"),
    Field(ge=0, le=2**62),
]


class EventStream(StreamingResponse):
    """Not FastAPI's own class for this: that one wants the route itself to be the generator, and a generator cannot
    refuse with a status once it has begun."""

    media_type = "text/event-stream"


def install(app: FastAPI) -> None:
    """Give `app` its broadcaster. Needs `app.state.settings` and `app.state.database`; `close` ends it."""
    poll_seconds = app.state.settings.journal_seal_interval_ms / 1000
    app.state.events = Broadcaster(app.state.database, poll_seconds=poll_seconds)


async def close(app: FastAPI) -> None:
    """End every stream, so that the server can stop."""
    await app.state.events.close()


@router.get(
    "/stream",
    operation_id="events_stream",
    summary="实时变更 live changes",
    response_class=EventStream,
    responses=refusals(401, 422, 503),
    openapi_extra={"security": [{"bearer": []}]},
)
async def stream(request: Request, last_event_id: LastEventId = None) -> EventStream:
    """Server-sent events about everything you may read, in order of the journal.

    `ready` opens the stream. `change` says `{position, action, subject_type, subject_id, organisation_id}` and no
    value: read the record. `reset`: too much was missed, load the page anew. `end` says why the stream ends; connect
    again with `Last-Event-ID` (a browser does so by itself) and nothing is missed. A comment keeps the line open every
    15 s; every minute your session is looked up again. A stream is no sign of life: a screen that nobody touches runs
    into its idle time-out, open stream or not.
    """
    request.state.unattended = True
    me = await current_actor(request)

    async def recheck() -> Actor:
        found: Actor = await request.app.state.authenticate(request)
        return found

    broadcaster: Broadcaster = request.app.state.events
    return EventStream(
        broadcaster.stream(me, recheck, last_event_id),
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )
