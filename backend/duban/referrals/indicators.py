"""Live figures of referrals, each with the query of the rows behind it: what must be referred and was (C-1), what the
police decided, each term kept, and how long a case lay with whom."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, and_, cast, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from duban.clues.models import Clue
from duban.kernel.access import Actor
from duban.kernel.clock import now
from duban.kernel.divisions import Counted, by_month
from duban.kernel.errors import Text
from duban.kernel.indicators import Share, View, counting, groups, in_time, number
from duban.referrals.models import Referral
from duban.referrals.rules import REFERRAL
from duban.referrals.terms import ORDER
from duban.referrals.words import HOLDERS, OPEN, OVER, CriminalOutcome, Holder, ReferralState

_R = Referral
PATH, CLUES = "/api/v1/referrals", "/api/v1/clues"

_STATE = col(_R.state)
_FILED, _REFUSED = col(_R.filed_on).is_not(None), col(_R.refusal_received_at).is_not(None)

OUTCOMES = {
    CriminalOutcome.WITHDRAWN: Text("撤销案件", "withdrawn"),
    CriminalOutcome.NOT_PROSECUTED: Text("不起诉", "not prosecuted"),
    CriminalOutcome.JUDGED: Text("判决", "judged"),
}

OF_CLUES = (
    Share(
        "referred",
        Text("应移送已移送", "Referred, of what must be"),
        f"{ORDER} art. 3",
        col(Clue.must_refer).is_(True),
        and_(col(Clue.must_refer).is_(True), col(Clue.referred_at).is_not(None)),
        {"must_refer": "true", "referred": "false"},
    ),
)
SHARES = (
    Share(
        "approved",
        Text("呈报后批准移送", "Approved, of what was decided"),
        f"{ORDER} art. 5",
        col(_R.decided_at).is_not(None),
        and_(col(_R.decided_at).is_not(None), col(_R.approved).is_(True)),
        {"approved": "false"},
    ),
    Share(
        "filed",
        Text("公安决定后立案", "Filed, of what the police decided"),
        f"{ORDER} art. 8",
        or_(_FILED, _REFUSED),
        _FILED,
        {"refused": "true", "filed": "false"},
    ),
    Share(
        "goods",
        Text("立案后已移交物品材料", "Goods handed over, of what was filed"),
        f"{ORDER} art. 12",
        _FILED,
        and_(_FILED, col(_R.handed_over_at).is_not(None)),
        {"filed": "true", "state": ReferralState.FILED.value},
    ),
)

BESIDE = {
    "late": Counted(col(_R.overdue_at).is_not(None), {"overdue": "true"}),
    "filed": Counted(_FILED, {"filed": "true"}),
}
"""What is counted of each month."""


def view(since: datetime | None, before: datetime | None) -> View:
    """The referrals of the reader's authority whose team was named from `since` to `before`."""
    return View(Referral, PATH, "named", None, since, before)


async def indicators(db: AsyncSession, me: Actor, view: View, language: str) -> dict[str, Any]:
    """The shares, each term kept or not, time per holder, and the counts by state, outcome and month. Seven
    statements."""
    counted = select(
        func.count().label("total"),
        number(_STATE.in_(OPEN)).label("open"),
        number(col(_R.overdue_at).is_not(None)).label("overdue"),
        *counting(SHARES),
    ).where(*view.conditions(me))
    row = dict((await db.execute(counted)).mappings().one())
    of_clues = View(Clue, CLUES, "received", None, view.since, view.before)
    clues = select(*counting(OF_CLUES)).where(*of_clues.conditions(me))
    found = dict((await db.execute(clues)).mappings().one())
    states = {state: REFERRAL.states[state] for state in ReferralState}
    return {
        "total": row["total"],
        "rows": view.rows(),
        "open": row["open"],
        "open_rows": view.rows(state=sorted(OPEN)),
        "overdue": row["overdue"],
        "overdue_rows": view.rows(overdue="true"),
        "shares": [one.told(found, of_clues, language) for one in OF_CLUES]
        + [one.told(row, view, language) for one in SHARES],
        "in_time": await in_time(db, me, view, language),
        "holders": await _holders(db, me, view, language),
        "states": await groups(db, me, view, "state", states, language),
        "outcomes": await groups(db, me, view, "outcome", OUTCOMES, language),
        "months": await by_month(db, me, view, BESIDE, now()),
    }


async def _holders(db: AsyncSession, me: Actor, view: View, language: str) -> list[dict[str, Any]]:
    """What each holder held before, and the turns that still run, to the second."""
    named = [holder for holder in Holder if holder is not Holder.NOBODY]
    running = select(col(_R.holder), col(_R.holder_since)).where(*view.conditions(me), _STATE.not_in(OVER))
    at = now()
    found: dict[Holder, list[int]] = {holder: [0, 0] for holder in named}
    for holder, since in await db.execute(running):
        found[holder][0] += int((at - since).total_seconds())
        found[holder][1] += 1
    sums = [cast(func.coalesce(func.sum(col(getattr(_R, f"held_{h.value}_seconds"))), 0), BigInteger) for h in named]
    before = (await db.execute(select(*sums).where(*view.conditions(me)))).one()
    for holder, seconds in zip(named, before, strict=True):
        found[holder][0] += int(seconds)
    return [
        {
            "key": holder.value,
            "title": HOLDERS[holder].into(language),
            "seconds": found[holder][0],
            "count": found[holder][1],
            "rows": view.rows(holder=holder),
        }
        for holder in sorted(named, key=lambda one: -found[one][0])
    ]
