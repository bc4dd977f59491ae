"""Live figures of complaints, each with the query of the rows behind it: every item investigated, every real-name
complaint answered (D09-R80, D09-R81: 100 %), answered in time, satisfied; and how many by matter and by channel."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from duban.complaints.models import Complaint
from duban.complaints.words import CHANNELS, MATTERS, ComplaintState, Satisfaction
from duban.kernel.access import Actor, in_subtree
from duban.kernel.errors import Text
from duban.kernel.organisations import Organisation

_C = Complaint
PATH = "/api/v1/complaints"


@dataclass(frozen=True)
class View:
    """Of which complaints the figures are: below `under`, received from (inclusive) … before (exclusive)."""

    under: Organisation | None = None
    received_from: datetime | None = None
    received_before: datetime | None = None

    def conditions(self, me: Actor) -> list[ColumnElement[bool]]:
        found = [in_subtree(_C, me)]
        if me.recused:
            found += [col(_C.id).not_in(me.recused), col(_C.organisation_id).not_in(me.recused)]
        if self.under is not None:
            found.append(getattr(_C, f"org_l{self.under.level}") == self.under.id)
        if self.received_from is not None:
            found.append(col(_C.received_at) >= self.received_from)
        if self.received_before is not None:
            found.append(col(_C.received_at) < self.received_before)
        return found

    def rows(self, **more: str | Sequence[str]) -> str:
        """The list's query for these complaints and `more`."""
        said = {
            "under": str(self.under.id) if self.under else None,
            "received_from": self.received_from.isoformat() if self.received_from else None,
            "received_before": self.received_before.isoformat() if self.received_before else None,
        }
        given: dict[str, Any] = {name: value for name, value in said.items() if value is not None} | more
        return f"{PATH}?{urlencode(given, doseq=True)}" if given else PATH


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
_FED_BACK = col(_C.fed_back_at).is_not(None)
_COUNTS = _STATE != ComplaintState.WITHDRAWN
_NOT_OWED = (ComplaintState.WITHDRAWN, ComplaintState.DECLINED, ComplaintState.CONVERTED)
"""Taken back, told so, or answered in the dispute that it became."""
_OWED = and_(col(_C.is_real_name), _STATE.not_in(_NOT_OWED))
_UNANSWERED = ("registered", "investigating", "concluded", "merged")
"""The states in which somebody may still wait for an answer."""

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
        and_(_OWED, _FED_BACK),
        {"real_name": "true", "fed_back": "false", "state": _UNANSWERED},
    ),
    Share(
        "in_time",
        Text("按期反馈", "Answered in time"),
        "医疗机构投诉管理办法 (2019)",
        _FED_BACK,
        and_(_FED_BACK, col(_C.overdue_at).is_(None)),
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
    """The shares, and the counts by matter and channel. Three statements."""
    conditions = view.conditions(me)
    late = and_(col(_C.overdue_at).is_not(None), ~_FED_BACK, _STATE.in_(_UNANSWERED))
    parts = {f"{one.key}_of": one.of for one in SHARES} | {f"{one.key}_done": one.done for one in SHARES}
    wanted = [_number(column).label(name) for name, column in parts.items()]
    counted = select(func.count().label("total"), _number(late).label("late"), *wanted).where(*conditions)
    row = (await db.execute(counted)).mappings().one()
    return {
        "total": row["total"],
        "rows": view.rows(),
        "late_open": row["late"],
        "late_open_rows": view.rows(overdue="true", fed_back="false", state=_UNANSWERED),
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
    }


def _number(of: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((of, 1), else_=0)), 0)


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
