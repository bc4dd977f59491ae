"""Complaints that another system keeps as well: taken once under its own names, changed when it says so."""

from typing import Any

import orjson
from sqlalchemy.exc import IntegrityError

from duban.complaints.amending import amend
from duban.complaints.models import Complaint
from duban.complaints.registering import by_source, register
from duban.complaints.schemas import ComplaintCreate, ComplaintPatch
from duban.complaints.source_schemas import SourceComplaint, SourceResult
from duban.kernel.acts import Act
from duban.kernel.errors import Conflict, Text
from duban.kernel.protected import KeyRing

AMENDABLE = frozenset(ComplaintPatch.model_fields)
FIXED = ("channel", "is_real_name", "is_protected", "first_receiver", "first_department")
"""With the time of receipt: what was so at the reception cannot become otherwise."""


def digest_of(ring: KeyRing, body: ComplaintCreate) -> str:
    """Equal for bodies that say the same. Keyed, because they name persons."""
    said = body.model_dump(mode="json", include=set(ComplaintCreate.model_fields))
    return ring.digest(orjson.dumps(said, option=orjson.OPT_SORT_KEYS).decode(), "complaint.source")


async def put(
    act: Act, ring: KeyRing, system: str, external_id: str, body: SourceComplaint
) -> tuple[SourceResult, list[str], Complaint]:
    """Take what `system` keeps under `external_id`. Sent again it is unchanged; sent otherwise, it is amended;
    what is older there than what was sent before is outdated and changes nothing.

    Raises Conflict: `source_of_another` where that name belongs to a complaint of others, `received_differently` where
    the reception itself is said to be another; else what `register` and `amend` raise.
    """
    digest = digest_of(ring, body)
    known = await by_source(act, system, external_id)
    if known is None:
        source = {
            "source_system": system,
            "external_id": external_id,
            "source_digest": digest,
            "source_updated_at": body.source_updated_at,
        }
        try:
            async with act.db.begin_nested():
                made = await register(act, ring, body.organisation_id, body, source=source)
                await act.db.flush()
            return SourceResult.CREATED, [], made
        except IntegrityError:
            # Sent twice at the same time: the twin came first.
            known = await by_source(act, system, external_id)
            if known is None:
                raise
    if act.me.organisation_id not in known.levels() or known.organisation_id != body.organisation_id:
        raise Conflict(
            "source_of_another",
            Text(
                "来源编号 {id} 已用于其他机构的投诉。请核对系统名称和编号。",
                "{id} of that system is a complaint about another institution already. Check both names.",
            ).format(id=external_id),
        )
    if body.source_updated_at and known.source_updated_at and body.source_updated_at < known.source_updated_at:
        return SourceResult.OUTDATED, [], known
    if known.source_digest == digest:
        known.source_updated_at = body.source_updated_at or known.source_updated_at
        return SourceResult.UNCHANGED, [], known
    _require_same_reception(known, body)
    values: dict[str, Any] = body.model_dump(include=set(AMENDABLE))
    changed = await amend(act, ring, known, values)
    known.source_digest, known.source_updated_at = digest, body.source_updated_at
    return (SourceResult.CHANGED if changed else SourceResult.UNCHANGED), changed, known


def _require_same_reception(known: Complaint, body: ComplaintCreate) -> None:
    same = all(getattr(known, name) == getattr(body, name) for name in FIXED)
    if same and (body.received_at is None or body.received_at == known.received_at):
        return
    raise Conflict(
        "received_differently",
        Text(
            "接诉时间、渠道、首诉人、是否实名不能更改。如登记有误，请撤回后重新登记。",
            "When, how and by whom it was received, and whether under a name, cannot change. Withdraw it and register "
            "it anew if that was wrong.",
        ),
    )
