"""When a message is sent again, what a receiver's answer means, and which events an endpoint wants. Plain Python."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum
from uuid import UUID

from duban.kernel.errors import Text


class State(StrEnum):
    """`active`: told what happens. `paused`: told nothing until resumed. `ended`: told nothing ever again."""

    ACTIVE = "active"
    PAUSED = "paused"
    ENDED = "ended"


class PauseReason(StrEnum):
    """Why an endpoint was paused: `person` asked for it; the receiver is `gone` (410); every attempt of three days
    `failed`; the client it serves may not follow the feed any more (`client_ended`)."""

    PERSON = "person"
    GONE = "gone"
    FAILED = "failed"
    CLIENT_ENDED = "client_ended"


BACKOFF = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
"""The pause after each failed attempt: ten attempts within 75 hours and 35 minutes. One receiver's messages wait behind
each other anyhow, so nothing is gained by scattering the moments."""

LONGEST_ASKED = timedelta(hours=24)
"""A receiver may ask for a longer pause than ours, up to this; never for a shorter one, or ten attempts of one minute
would pass for three days."""

ASKS_LATER = frozenset({429, 503})
GONE = 410

PING = "ping"
MOST_PER_CLIENT = 10
"""Endpoints of one client that have not ended."""

PING_PAUSE = timedelta(seconds=10)
"""One endpoint is pinged once in this time."""


def delivered(status: int | None) -> bool:
    """Whether the receiver took the message. A redirect is no taking: the address is the administrator's to change."""
    return status is not None and 200 <= status < 300


def pause_after(failures: int, status: int | None, retry_after: timedelta | None) -> timedelta | None:
    """How long to wait after so many failed attempts in a row (1: the first); None: give up and pause the endpoint.

    `retry_after` is what the receiver asked for, heeded with 429 and 503 where it is longer than our own pause.
    """
    if status == GONE or failures > len(BACKOFF):
        return None
    own = BACKOFF[failures - 1]
    if status in ASKS_LATER and retry_after is not None:
        return max(own, min(retry_after, LONGEST_ASKED))
    return own


def asked_pause(header: str | None, at: datetime) -> timedelta | None:
    """A `Retry-After` (RFC 9110 §10.2.3: seconds, or a date) as the time from `at`; None where it makes no sense."""
    if header is None:
        return None
    text = header.strip()
    if text.isascii() and text.isdigit():
        return timedelta(seconds=min(int(text[:9]), int(LONGEST_ASKED.total_seconds())))
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
    return max(timedelta(), moment - at)


def wanted(events: Iterable[str], action: str) -> bool:
    """Whether an endpoint with this filter wants `action`: it begins with one of `events`, or none is named."""
    events = tuple(events)
    return not events or action.startswith(events)


def message_id(entry_id: UUID) -> str:
    """The `webhook-id` of a journal entry: the same at every attempt, replay and endpoint."""
    return f"msg_{entry_id.hex}"


def event_type(action: str) -> str:
    """An action as the type of an event: `complaint:feed_back` → `complaint.feed_back`."""
    return action.replace(":", ".")


WHY_PAUSED = {
    PauseReason.GONE: Text("接收方答复该地址已永久停用（410）", "the receiver says that the address is gone (410)"),
    PauseReason.FAILED: Text("连续三天未能送达", "nothing could be delivered for three days"),
    PauseReason.CLIENT_ENDED: Text(
        "其客户端已停用，或不再有变更流权限", "its client was deactivated, or may not follow the feed any more"
    ),
}
