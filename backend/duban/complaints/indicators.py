"""Live figures of complaints, each with the query of the rows behind it: every item investigated, every real-name
complaint answered (D09-R80, D09-R81: 100 %), answered in time, satisfied; and how many by matter and by channel."""

from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from duban.complaints.figures import ANSWERED, UNANSWERED
from duban.complaints.models import Complaint
from duban.complaints.words import CHANNELS, MATTERS, ComplaintState, Satisfaction
from duban.kernel.access import Actor
from duban.kernel.clock import now
from duban.kernel.divisions import Counted, by_month, by_unit
from duban.kernel.errors import Text
from duban.kernel.indicators import Share, View, counting, groups, number
from duban.kernel.organisations import Organisation

_C = Complaint
PATH = "/api/v1/complaints"


def view(under: Organisation | None, since: datetime | None, before: datetime | None) -> View:
    """The complaints below `under`, received from `since` to `before`."""
    return View(Complaint, PATH, "received", under, since, before)


_STATE = col(_C.state)
_COUNTS = _STATE != ComplaintState.WITHDRAWN
_NOT_OWED = (ComplaintState.WITHDRAWN, ComplaintState.DECLINED, ComplaintState.CONVERTED)
"""Taken back, told so, or answered in the dispute that it became."""
_OWED = and_(col(_C.is_real_name), _STATE.not_in(_NOT_OWED))

SHARES = (
    Share(
        "investigated",
        Text("件件有调查", "Every item looked into"),
        "D09-R80",
        _COUNTS,
        and_(_COUNTS, _STATE != ComplaintState.REGISTERED),
        {"state": "registered"},
    ),
    Share(
        "real_name_feedback",
        Text("实名投诉反馈", "Real-name complaints answered"),
        "D09-R81",
        _OWED,
        and_(_OWED, ANSWERED),
        {"real_name": "true", "fed_back": "false", "state": UNANSWERED},
    ),
    Share(
        "in_time",
        Text("按期反馈", "Answered in time"),
        "医疗机构投诉管理办法 (2019)",
        ANSWERED,
        and_(ANSWERED, col(_C.overdue_at).is_(None)),
        {"fed_back": "true", "overdue": "true"},
    ),
    Share(
        "satisfied",
        Text("回访满意", "Satisfied when called back"),
        "D09-R82",
        col(_C.satisfaction).is_not(None),
        col(_C.satisfaction) == Satisfaction.SATISFIED,
        {"satisfaction": [one.value for one in Satisfaction if one is not Satisfaction.SATISFIED]},
    ),
)

BESIDE = {
    "late": Counted(col(_C.overdue_at).is_not(None), {"overdue": "true"}),
    "answered": Counted(ANSWERED, {"fed_back": "true"}),
}
"""What is counted of each unit and month."""


async def indicators(db: AsyncSession, me: Actor, view: View, language: str) -> dict[str, Any]:
    """The shares, and the counts by matter, channel, unit and month. Five statements."""
    late = and_(col(_C.overdue_at).is_not(None), ~ANSWERED, _STATE.in_(UNANSWERED))
    beyond = col(_C.reach) > me.level
    wanted = [
        func.count().label("total"),
        number(late).label("late"),
        number(beyond).label("beyond"),
        *counting(SHARES),
    ]
    row = dict((await db.execute(select(*wanted).where(*view.conditions(me)))).mappings().one())
    return {
        "total": row["total"],
        "beyond": row["beyond"],
        "rows": view.rows(),
        "late_open": row["late"],
        "late_open_rows": view.rows(overdue="true", fed_back="false", state=UNANSWERED),
        "shares": [one.told(row, view, language) for one in SHARES],
        "matters": await groups(db, me, view, "matter", MATTERS, language),
        "channels": await groups(db, me, view, "channel", CHANNELS, language),
        "units": await by_unit(db, me, view, BESIDE),
        "months": await by_month(db, me, view, BESIDE, now()),
    }
