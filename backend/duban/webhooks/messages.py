"""An entry of the journal as a message. Thin on purpose: who, which matter, which fields, and no value but the state.

The receiver reads the record with its own scopes, so that a message that reached the wrong hands tells them nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from duban.kernel.journal import plain
from duban.kernel.lane import as_uuid
from duban.kernel.numbers import number_of
from duban.webhooks.rules import event_type, message_id


@dataclass(frozen=True)
class Message:
    """What is sent: the same bytes under the same id each time."""

    id: str
    type: str
    body: bytes
    position: int | None = None

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> "Message":
        """The message about an entry, a row of `journal_feed.read_on`."""
        changes: dict[str, list[Any]] = orjson.loads(row["changes"])
        state = changes.get("state")
        type_ = event_type(row["action"])
        data = {
            "position": row["position"],
            "subject_type": row["subject_type"],
            "subject_id": str(row["subject_id"]),
            "subject_number": number_of(row["subject_label"]) or None,
            "organisation_id": str(row["organisation_id"]) if row["organisation_id"] else None,
            "state": state[1] if state else None,
            "changed": sorted(changes),
        }
        return cls(message_id(as_uuid(row["id"])), type_, _body(type_, row["at"], data), row["position"])

    @classmethod
    def ping(cls, id: str, at: datetime, data: Mapping[str, Any]) -> "Message":
        """A message that says nothing happened: to try an endpoint."""
        return cls(id, "ping", _body("ping", at, data))


def _body(type_: str, at: datetime, data: Mapping[str, Any]) -> bytes:
    return orjson.dumps({"type": type_, "timestamp": plain(at), "data": data})
