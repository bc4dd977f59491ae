"""The arithmetic of targets: what one organisation's report says, and what many say together. No database, no clock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Protocol
from uuid import UUID

from duban.campaigns.clause import Target
from duban.campaigns.matching import Party
from duban.campaigns.measures import Count, Counting
from duban.kernel.organisations import OrganisationKind

Number = int | float


class Came(Protocol):
    """The report behind a member's figure."""

    @property
    def duty_id(self) -> UUID: ...
    @property
    def number(self) -> str: ...
    @property
    def period(self) -> str: ...
    @property
    def submitted_at(self) -> datetime: ...


@dataclass(frozen=True)
class Own:
    """What one organisation adds: `part` of `whole`; whether by itself it reaches the target, and whether it counts."""

    part: Decimal | None
    whole: Decimal | None
    reached: bool
    counted: bool


@dataclass(frozen=True)
class Member:
    """One organisation behind a figure, with the report that its own figure comes from."""

    id: UUID
    name: str
    region_code: str | None
    kind: OrganisationKind
    reported: bool
    reached: bool
    counted: bool
    part: Decimal | None
    whole: Decimal | None
    duty_id: UUID | None
    duty_number: str | None
    period: str | None
    reported_at: datetime | None

    @classmethod
    def of(cls, party: Party, report: Came | None, own: Own) -> "Member":
        return cls(
            party.id,
            party.name,
            party.region_code,
            party.kind,
            report is not None,
            own.reached,
            own.counted,
            own.part,
            own.whole,
            report.duty_id if report else None,
            report.number if report else None,
            report.period if report else None,
            report.submitted_at if report else None,
        )


def organisation_figure(count: Count, target: Target, values: Mapping[str, Any] | None) -> Own:
    """What an organisation with these values adds; `values` None: nothing counted came from it.

    Where institutions or organisations are counted, whoever is silent is counted and not reached; where figures are
    added up, nothing is added for it.
    """
    numbers = [_number((values or {}).get(code)) for code in count.indicators]
    known = [number for number in numbers if number is not None]
    match count.counting:
        case Counting.REPORTS:
            came = values is not None
            return Own(None, None, came, True)
        case Counting.SHARE:
            part, whole = numbers
            if part is None or whole is None:
                return Own(None, None, False, False)
            op, value = ("=", 100) if count.each else (target.op, target.value)
            reached = bool(whole) and bool(holds(op, value, 100 * part / whole))
            return Own(part, whole, reached, True)
        case Counting.TOTAL:
            return Own(sum(known, Decimal(0)) if known else None, None, bool(known), bool(known))
        case Counting.EACH:
            if values is not None and not known:
                return Own(None, None, False, False)  # the question does not concern it
            held = all(number == 1 for number in numbers)
            if not count.yes:
                held = bool(holds(target.op, target.value, sum(known, Decimal(0))))
            return Own(None, None, bool(known) and held, True)


def figures(found: Sequence[Member], count: Count | None, on: date, more: str = "") -> dict[str, Any]:
    """The figures of `found` together, each with the query of the list that holds exactly the organisations behind it.

    Of a share `population` and `reached` are the sums of the forms; else they are numbers of organisations. Without
    `count` nothing is known.
    """
    base = f"on={on.isoformat()}{more}"
    blank = {"population": None, "reached": None, "percent": None, "value": None, "owing": None, "reported": None}
    if count is None:
        return {**blank, "rows": {}}
    counted = [member for member in found if member.counted]
    row: dict[str, Any] = {
        **blank,
        "owing": len(found),
        "reported": sum(1 for member in found if member.reported),
        "rows": {"owing": base, "reported": f"{base}&reported=true", "silent": f"{base}&reported=false"},
    }
    of_all = f"{base}&counted=true"
    if count.counting is Counting.TOTAL:
        parts = [member.part for member in counted if member.part is not None]
        row["value"] = plain(sum(parts, Decimal(0))) if parts else None
        row["rows"]["value"] = of_all
        return row
    if count.counting is Counting.SHARE:
        part = sum((member.part or Decimal(0) for member in counted), Decimal(0))
        whole = sum((member.whole or Decimal(0) for member in counted), Decimal(0))
        row["rows"]["reached"] = of_all
    else:
        part, whole = Decimal(sum(1 for member in counted if member.reached)), Decimal(len(counted))
        row["rows"]["reached"] = f"{of_all}&reached=true"
        row["rows"]["missing"] = f"{of_all}&reached=false"
    row["rows"]["population"] = of_all
    row |= {"population": plain(whole), "reached": plain(part)}
    row["percent"] = float(round(100 * part / whole, 2)) if whole else None
    return row


def holds(op: str, value: Any, figure: Decimal | None) -> bool | None:
    """Whether `figure` satisfies the plan's comparison; None where there is nothing to compare."""
    if figure is None or value is None:
        return None
    match op:
        case ">=":
            return bool(figure >= Decimal(str(value)))
        case "<=":
            return bool(figure <= Decimal(str(value)))
        case "=":
            return bool(figure == Decimal(str(value)))
        case "between":
            return bool(Decimal(str(value[0])) <= figure <= Decimal(str(value[1])))
        case _:
            return None


def plain(number: Decimal | None) -> Number | None:
    """A number as JSON has it: whole where it is whole."""
    if number is None:
        return None
    return int(number) if number == number.to_integral_value() else float(number)


def _number(value: Any) -> Decimal | None:
    """An indicator's value as the database gives it; yes and no are 1 and 0."""
    if value is None:
        return None
    if isinstance(value, bool) or value in ("true", "false"):
        return Decimal(1 if value in (True, "true") else 0)
    return Decimal(str(value))
