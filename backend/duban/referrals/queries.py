"""How referrals are read: the ledger, and one referral with its team and what the two sides said."""

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Uuid, bindparam, select
from sqlmodel import col

from duban.handoff.models import Handoff
from duban.handoff.queries import timeline
from duban.kernel.access import Actor
from duban.kernel.cases import Detail, Source
from duban.kernel.lane import Lane, Statement, as_uuid
from duban.kernel.listing import Filter, Listing, Op
from duban.kernel.next_due import COLUMNS, with_next_due
from duban.referrals.guards import missing_papers
from duban.referrals.models import Referral, ReferralOfficer
from duban.referrals.rules import READ, REFERRAL
from duban.referrals.schemas import ReferralItem, ReferralQuery, ReferralRead

_R = Referral

LISTING = Listing(
    Lane(_R, ReferralItem, extra=COLUMNS, join=lambda statement: with_next_due(statement, _R)),
    ReferralQuery,
    READ,
    filters={
        "state": Filter(col(_R.state), Op.AMONG),
        "holder": Filter(col(_R.holder), Op.AMONG),
        "clue_id": Filter(col(_R.clue_id)),
        "receiver_id": Filter(col(_R.receiver_id)),
        "sent": Filter(col(_R.sent_at), Op.IS_SET),
        "filed": Filter(col(_R.filed_on), Op.IS_SET),
        "refused": Filter(col(_R.refusal_received_at), Op.IS_SET),
        "approved": Filter(col(_R.approved)),
        "outcome": Filter(col(_R.outcome), Op.AMONG),
        "overdue": Filter(col(_R.overdue_at), Op.IS_SET),
        "missed": Filter(col(_R.missed_terms), Op.HAS),
        "named_from": Filter(col(_R.named_at), Op.AT_LEAST),
        "named_before": Filter(col(_R.named_at), Op.BEFORE),
    },
    sorts={"holder_since": col(_R.holder_since), "number": col(_R.number)},
)


def _officers() -> Statement:
    columns: tuple[Any, ...] = (
        col(ReferralOfficer.user_id),
        col(ReferralOfficer.name),
        col(ReferralOfficer.card_number),
    )
    statement: Statement = select(*columns).where(
        col(ReferralOfficer.referral_id) == bindparam("_referral", type_=Uuid())
    )
    return statement.order_by(col(ReferralOfficer.id))


def _handoffs() -> Statement:
    statement: Statement = select(col(Handoff.id)).where(
        col(Handoff.referral_id) == bindparam("_referral", type_=Uuid())
    )
    return statement.order_by(col(Handoff.referred_at), col(Handoff.id))


async def _around(source: Source, row: Mapping[str, Any], me: Actor) -> dict[str, Any]:
    """The team, what is still missing of the papers, and every word of every handoff of it, in order."""
    of = {"_referral": as_uuid(row["id"])}
    messages = []
    for handoff in await source.rows("referral-handoffs", _handoffs, of):
        messages += await timeline(source, handoff["id"])
    seen = SimpleNamespace(**row)
    return {
        "officers": await source.rows("referral-officers", _officers, of),
        "missing_papers": [text.into(source.language) for text in missing_papers(seen)],
        "messages": messages,
    }


DETAIL = Detail(
    Lane(_R, ReferralRead, also=("team_ids", "reporting_ids"),
         computed=frozenset({"clocks", "available_actions", "officers", "missing_papers", "messages"})),
    READ,
    REFERRAL,
    _around,
)  # fmt: skip
