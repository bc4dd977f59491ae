"""Which complaints may be the same as the one about to be registered. Proposals only: a person decides.

Two ways, both about one institution: the same telephone number (by its keyed digest), or much the same words, measured
by shared pairs of characters among the newest `LOOKED_AT` of the last `SPAN`.
"""

from datetime import timedelta
from typing import Any

from sqlalchemy import RowMapping, select
from sqlmodel import col

from duban.complaints.models import Complaint
from duban.complaints.parties import PERSONS
from duban.complaints.queries import is_kept_from
from duban.complaints.schemas import SimilarIn
from duban.kernel.access import Actor, in_subtree
from duban.kernel.bigrams import index_text
from duban.kernel.clock import now
from duban.kernel.db import Database
from duban.kernel.protected import KeyRing

SPAN = timedelta(days=180)
LOOKED_AT = 500
MUCH_THE_SAME = 0.3
"""From this share of shared pairs on two texts are shown to a person as alike."""
AT_MOST = 10


def overlap(one: str, other: str) -> float:
    """Shared pairs of characters of two texts as a share of all (Jaccard), 0 to 1; 0 where one has none."""
    left, right = set(index_text(one).split()), set(index_text(other).split())
    return len(left & right) / len(left | right) if left and right else 0.0


def _same(me: Actor, row: RowMapping, digest: str | None) -> bool:
    """An institution must not learn by trying numbers who complained about it."""
    kept = is_kept_from(me, is_protected=row["is_protected"])
    return digest is not None and not kept and row["complainant_phone_index"] == digest


async def find(database: Database, me: Actor, ring: KeyRing, body: SimilarIn) -> list[dict[str, Any]]:
    """At most `AT_MOST`, the same number first, then by overlap. Nothing outside the actor's subtree."""
    digest = PERSONS.index(ring, "complainant_phone", body.complainant_phone) if body.complainant_phone else None
    columns = (
        col(Complaint.id), col(Complaint.number), col(Complaint.title), col(Complaint.state), col(Complaint.matter),
        col(Complaint.received_at), col(Complaint.facts), col(Complaint.complainant_phone_index),
        col(Complaint.is_protected),
    )  # fmt: skip
    wanted = (
        select(*columns)
        .where(
            in_subtree(Complaint, me),
            col(Complaint.organisation_id) == body.organisation_id,
            col(Complaint.received_at) >= now() - SPAN,
        )
        .order_by(col(Complaint.received_at).desc())
        .limit(LOOKED_AT)
    )
    async with database.reading() as connection:
        rows = (await connection.execute(wanted)).mappings().all()
    hidden = me.recused
    found = [
        {
            **{name: row[name] for name in ("id", "number", "title", "state", "matter", "received_at")},
            "same_phone": _same(me, row, digest),
            "overlap": round(overlap(body.facts, row["facts"]), 3),
        }
        for row in rows
        if row["id"] not in hidden and body.organisation_id not in hidden
    ]
    alike = [one for one in found if one["same_phone"] or one["overlap"] >= MUCH_THE_SAME]
    return sorted(alike, key=lambda one: (not one["same_phone"], -one["overlap"]))[:AT_MOST]
