"""The closing reply, signed: a text that its complainant keeps and anybody can check years later, without us."""

from typing import Any
from uuid import UUID

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from duban.complaints.public_reading import mine
from duban.kernel.clock import now
from duban.kernel.errors import Conflict, Text
from duban.kernel.journal import plain
from duban.kernel.verify_file import REPLY


async def reply(db: AsyncSession, complaint_id: UUID, *, issuer: str, language: str) -> tuple[str, bytes]:
    """The complaint's number, and what is to be signed: canonical JSON. Raises Conflict (`no_reply_yet`)."""
    told = await mine(db, complaint_id, language)
    if not told["may"]["fetch_reply"]:
        raise Conflict("no_reply_yet", Text("还没有答复。", "There is no answer yet."))
    said: dict[str, Any] = {
        name: told[name]
        for name in ("number", "title", "institution", "handler", "received_at", "answer", "declined", "appeal")
    }
    terms = [
        {name: term[name] for name in ("title", "basis", "due_on", "met_at", "missed_at")} for term in told["terms"]
    ]
    whole = plain({"format": REPLY, "issuer": issuer, "issued_at": now(), **said, "terms": terms})
    return told["number"], orjson.dumps(whole, option=orjson.OPT_SORT_KEYS)
