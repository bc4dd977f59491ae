"""Of which complaints figures are, and what is counted in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import ColumnElement, case, func
from sqlmodel import col

from duban.complaints.models import Complaint
from duban.kernel.access import Actor, in_subtree
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


UNANSWERED = ("registered", "investigating", "concluded", "merged")
"""The states in which somebody may still wait for an answer."""

ANSWERED = col(_C.fed_back_at).is_not(None)


def number(of: ColumnElement[bool]) -> ColumnElement[int]:
    """How many rows `of` holds of: 0 also where there are no rows."""
    return func.coalesce(func.sum(case((of, 1), else_=0)), 0)
