"""Live figures of disputes, each with the query of the rows behind it: how many were resolved and by which way
(D06-R05: every one settled by law), mediation's success and satisfaction (D11-R03), cover, each term kept, sums,
and how many there are by unit and month."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, and_, cast, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from duban.disputes.models import Dispute
from duban.disputes.terms import REGULATION
from duban.disputes.words import INSURED, OPEN, WAYS, DisputeState, Insured, MediationOutcome, Satisfaction
from duban.kernel.access import Actor
from duban.kernel.clock import now
from duban.kernel.divisions import Counted, by_month, by_unit
from duban.kernel.errors import Text
from duban.kernel.indicators import Share, View, counting, groups, in_time, number
from duban.kernel.organisations import Organisation

_D = Dispute
PATH = "/api/v1/disputes"

_STATE = col(_D.state)
_RAN = _STATE != DisputeState.WITHDRAWN
_ENDED = (MediationOutcome.AGREED, MediationOutcome.FAILED, MediationOutcome.LAPSED)
"""How a mediation ends by itself; one that was declined, or ended because another way was gone, was no failure."""


def view(under: Organisation | None, since: datetime | None, before: datetime | None) -> View:
    """The disputes below `under`, raised from `since` to `before`."""
    return View(Dispute, PATH, "raised", under, since, before)


def _success(key: str, title: Text, basis: str, column: str) -> Share:
    outcome = col(getattr(_D, column))
    return Share(
        key, title, basis, outcome.in_(_ENDED), outcome == MediationOutcome.AGREED,
        {column: [one.value for one in _ENDED if one is not MediationOutcome.AGREED]},
    )  # fmt: skip


SHARES = (
    Share(
        "resolved",
        Text("依法解决", "Resolved by law"),
        "D06-R05",
        _RAN,
        and_(_RAN, col(_D.resolved_at).is_not(None)),
        {"resolved": "false", "state": sorted(one.value for one in DisputeState if one != DisputeState.WITHDRAWN)},
    ),
    _success("mediated", Text("人民调解成功", "People's mediation with success"), "D11-R03", "mediation_outcome"),
    _success(
        "admin_mediated",
        Text("行政调解成功", "Administrative mediation, success"),
        f"{REGULATION} art. 40",
        "admin_outcome",
    ),
    Share(
        "satisfied",
        Text("满意", "Satisfied"),
        "D11-R03",
        col(_D.satisfaction).is_not(None),
        col(_D.satisfaction) == Satisfaction.SATISFIED,
        {"satisfaction": [one.value for one in Satisfaction if one is not Satisfaction.SATISFIED]},
    ),
    Share(
        "insured",
        Text("有保险或者风险基金", "Covered by insurance or fund"),
        "医师法 (2021) art. 52",
        col(_D.insured).is_not(None),
        col(_D.insured) != Insured.NONE,
        {"insured": Insured.NONE.value},
    ),
)

BESIDE = {
    "late": Counted(col(_D.overdue_at).is_not(None), {"overdue": "true"}),
    "resolved": Counted(col(_D.resolved_at).is_not(None), {"resolved": "true"}),
}
"""What is counted of each unit and month."""


async def indicators(db: AsyncSession, me: Actor, view: View, language: str) -> dict[str, Any]:
    """The shares, the sums, each term kept or not, and the counts by way, cover, unit and month. Six statements."""

    def total(column: Any) -> Any:
        return cast(func.coalesce(func.sum(column), 0), BigInteger)

    counted = select(
        func.count().label("total"),
        number(_STATE.in_(OPEN)).label("open"),
        number(col(_D.is_major).is_(True)).label("major"),
        total(col(_D.claim_fen)).label("claimed"),
        total(col(_D.paid_fen)).label("paid"),
        *counting(SHARES),
    ).where(*view.conditions(me))
    row = dict((await db.execute(counted)).mappings().one())
    return {
        "total": row["total"],
        "rows": view.rows(),
        "open": row["open"],
        "open_rows": view.rows(state=sorted(OPEN)),
        "major": row["major"],
        "major_rows": view.rows(major="true"),
        "claimed_fen": row["claimed"],
        "claimed_rows": view.rows(claimed="true"),
        "paid_fen": row["paid"],
        "paid_rows": view.rows(paid="true"),
        "shares": [one.told(row, view, language) for one in SHARES],
        "in_time": await in_time(db, me, view, language),
        "ways": await groups(db, me, view, "resolved_by", WAYS, language),
        "insured": await groups(db, me, view, "insured", INSURED, language),
        "units": await by_unit(db, me, view, BESIDE),
        "months": await by_month(db, me, view, BESIDE, now()),
    }
