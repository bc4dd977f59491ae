"""How handoffs are read: the liaison's desk, and one handoff with what both sides said."""

from collections.abc import Mapping
from typing import Any

import orjson
from sqlalchemy import Uuid, bindparam, select
from sqlmodel import col

from duban.handoff.models import Handoff, HandoffMessage
from duban.handoff.protocol import rank
from duban.handoff.rules import HANDOFF, READ
from duban.handoff.schemas import HandoffItem, HandoffMessageRead, HandoffQuery, HandoffRead
from duban.handoff.words import Kind, Party
from duban.kernel.access import Actor
from duban.kernel.cases import Detail, Source
from duban.kernel.lane import Lane, Statement, as_uuid
from duban.kernel.listing import Filter, Listing, Op
from duban.kernel.next_due import COLUMNS, with_next_due

_H = Handoff

LISTING = Listing(
    Lane(_H, HandoffItem, extra=COLUMNS, join=lambda statement: with_next_due(statement, _H)),
    HandoffQuery,
    READ,
    filters={
        "state": Filter(col(_H.state), Op.AMONG),
        "on_turn": Filter(col(_H.on_turn)),
        "organisation_id": Filter(col(_H.organisation_id)),
        "under": Filter(None, Op.UNDER),
        "overdue": Filter(col(_H.overdue_at), Op.IS_SET),
        "missed": Filter(col(_H.missed_terms), Op.HAS),
        "received": Filter(col(_H.received_at), Op.IS_SET),
        "over": Filter(col(_H.over_at), Op.IS_SET),
        "referred_from": Filter(col(_H.referred_at), Op.AT_LEAST),
        "referred_before": Filter(col(_H.referred_at), Op.BEFORE),
    },
    sorts={"referred_at": col(_H.referred_at)},
)

_FROM_COLUMNS = (
    "id", "turn", "kind", "party", "at", "arrived_at", "by_name", "by_organisation", "recorded_by", "channel",
    "effect", "sha256", "text",
)  # fmt: skip


class _Place:
    """A fetched message as the fold ranks it."""

    def __init__(self, row: Mapping[str, Any]) -> None:
        self.id, self.turn = as_uuid(row["id"]), row["turn"]
        self.kind, self.party = Kind(row["kind"]), Party(row["party"])


async def timeline(source: Source, handoff_id: Any) -> list[dict[str, Any]]:
    """What both sides said in a handoff, in the order in which it counts."""

    def build() -> Statement:
        table = HandoffMessage.__table__.c  # type: ignore[attr-defined]
        this = bindparam("_handoff", type_=Uuid())
        return select(*(table[name] for name in _FROM_COLUMNS)).where(table.handoff_id == this)

    rows = await source.rows((HandoffMessageRead, "timeline"), build, {"_handoff": as_uuid(handoff_id)})
    rows.sort(key=lambda found: rank(_Place(found)))
    for found in rows:
        said = orjson.loads(found.pop("text"))
        found |= {"label": HANDOFF[found["kind"]].label.into(source.language), "body": said["body"]}
        found["files"] = said["files"]
    return rows


async def _timeline(source: Source, row: Mapping[str, Any], me: Actor) -> dict[str, Any]:
    return {"messages": await timeline(source, row["id"])}


DETAIL = Detail(
    Lane(_H, HandoffRead, computed=frozenset({"clocks", "available_actions", "messages"})),
    READ,
    HANDOFF,
    _timeline,
)
