"""Live figures of complaints, each with the query of the rows behind it: every item investigated, every real-name
complaint answered (D09-R80, D09-R81: 100 %), answered in time, satisfied; and how many by matter and by channel."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from duban.complaints.divisions import of_months, of_units
from duban.complaints.figures import ANSWERED, UNANSWERED, View, number
from duban.complaints.models import Complaint
from duban.complaints.words import CHANNELS, MATTERS, ComplaintState, Satisfaction
from duban.kernel.access import Actor
from duban.kernel.clock import now
from duban.kernel.errors import Text

_C = Complaint


@dataclass(frozen=True)
class Share:
    """`of` counts what must be so, `done` what is so; `missing` is the list's query of the rest."""

    key: str
    title: Text
    basis: str
    of: ColumnElement[bool]
    done: ColumnElement[bool]
    missing: Mapping[str, str | Sequence[str]]


_STATE = col(_C.state)
_COUNTS = _STATE != ComplaintState.WITHDRAWN
_OWED = and_(col(_C.is_real_name), _STATE.not_in([ComplaintState.WITHDRAWN, ComplaintState.DECLINED]))
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


async def indicators(db: AsyncSession, me: Actor, view: View, language: str) -> dict[str, Any]:
    """The shares, and the counts by matter, channel, unit and month. Five statements."""
    conditions = view.conditions(me)
    late = and_(col(_C.overdue_at).is_not(None), ~ANSWERED, _STATE.in_(UNANSWERED))
    parts = {f"{one.key}_of": one.of for one in SHARES} | {f"{one.key}_done": one.done for one in SHARES}
    wanted = [number(column).label(name) for name, column in parts.items()]
    beyond = col(_C.reach) > me.level
    counted = select(
        func.count().label("total"), number(late).label("late"), number(beyond).label("beyond"), *wanted
    ).where(*conditions)
    row = (await db.execute(counted)).mappings().one()
    return {
        "total": row["total"],
        "beyond": row["beyond"],
        "rows": view.rows(),
        "late_open": row["late"],
        "late_open_rows": view.rows(overdue="true", fed_back="false", state=UNANSWERED),
        "shares": [
            {
                "key": one.key,
                "title": one.title.into(language),
                "basis": one.basis,
                "done": row[f"{one.key}_done"],
                "of": row[f"{one.key}_of"],
                "missing_rows": view.rows(**one.missing),
            }
            for one in SHARES
        ],
        "matters": await _groups(db, conditions, view, "matter", MATTERS, language),
        "channels": await _groups(db, conditions, view, "channel", CHANNELS, language),
        "units": await of_units(db, me, view),
        "months": await of_months(db, me, view, now()),
    }


async def _groups(
    db: AsyncSession,
    conditions: list[ColumnElement[bool]],
    view: View,
    name: str,
    words: Mapping[Any, Text],
    language: str,
) -> list[dict[str, Any]]:
    column = col(getattr(_C, name))
    counted = select(column, func.count()).where(*conditions).group_by(column)
    found = {key: int(number) for key, number in (await db.execute(counted)).all()}
    return [
        {
            "key": word.value,
            "title": words[word].into(language),
            "count": found[word],
            "rows": view.rows(**{name: word}),
        }
        for word in sorted(found, key=lambda one: (-found[one], one))
    ]
