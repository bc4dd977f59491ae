"""The nine plans, put into force one after the other: one closed long ago, one still a draft, the rest under way."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from duban.campaigns.plans import Plan, shipped_plans
from duban.campaigns.suggesting import shift
from duban.demo.days import Days, Life, in_days
from duban.demo.ground import Ground
from duban.demo.reporting import Reporting
from duban.kernel import clock
from duban.kernel.worker import drain

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Launch:
    """A plan that `who` puts into force. Days count from today, negative ones before; `ends` None: the plan's length.

    `closes` on that day; a `draft` stays one, with its blanks open. `months`: not before the month, the quarter or
    another part of the year of so many months began, so that a plan that asks every institution for many periodic forms
    has few due yet.
    """

    plan_id: str
    who: str
    starts: int
    ends: int | None = None
    closes: int | None = None
    draft: bool = False
    months: int | None = None


LAUNCHES = (
    Launch("D08", "chief", -205, -75, closes=-60),
    Launch("D05", "chief", -50),
    Launch("D10", "chief", -150, 40),
    Launch("D10", "neighbour_chief", -95, 60),
    Launch("D09", "city_chief", -48, 100, months=3),
    Launch("D11", "chief", -45, months=1),
    Launch("D03", "chief", -40, months=1),
    Launch("D07", "chief", -26, 200),
    Launch("D12", "chief", -14, 46),
    Launch("D01", "chief", -12, 140),
    Launch("D09", "chief", -3, draft=True),
)


def begin(days: Days, ground: Ground, reporting: Reporting) -> None:
    """Let every launch begin on its day."""
    today = clock.day_of(days.until)
    for launch in LAUNCHES:
        starts_on = today + timedelta(days=launch.starts)
        if launch.months:
            starts_on = max(starts_on, date(today.year, (today.month - 1) // launch.months * launch.months + 1, 1))
        ends_on = None if launch.ends is None else today + timedelta(days=launch.ends)
        moment = reporting.early(starts_on)
        days.begin(min(moment, days.until), _live(launch, starts_on, ends_on, ground, reporting))


async def _live(launch: Launch, starts_on: date, ends_on: date | None, ground: Ground, reporting: Reporting) -> Life:
    office = ground.office
    plan = next(plan for plan in shipped_plans() if plan.id == launch.plan_id)
    answers = {} if launch.draft else answers_for(plan, starts_on, ends_on)
    made = await office.create(launch.who, "/campaigns", {"plan_id": plan.id, "answers": answers})
    if launch.draft:
        return
    url = f"/campaigns/{made['id']}"
    await office.step(launch.who, url, "launch")
    await drain(office.database, office.settings)  # a large launch is a job
    clauses = {clause["code"]: clause for clause in await office.ask(launch.who, "GET", f"{url}/clauses")}
    duties = await office.every(launch.who, "/duties", campaign_id=made["id"])
    for duty in duties:
        duty["zero_allowed"] = clauses[duty["clause_code"]]["zero_allowed"]
    reporting.expect(plan, launch.who, duties)
    if launch.closes is not None and ends_on is not None:
        yield in_days(ground.chance("close", plan.id), launch.closes - launch.starts, launch.closes - launch.starts)
        await office.step(launch.who, url, "close", {"reason": "按方案期限结束，已形成总结。"})


def answers_for(plan: Plan, starts_on: date, ends_on: date | None) -> dict[str, object]:
    """Answers with which `plan` runs from `starts_on` to `ends_on` (inclusive): the proposed days, closer together."""
    answers = shift(plan, starts_on)
    if ends_on is None:
        return answers
    wanted = (ends_on - starts_on).days + 1
    period = answers.get("/period")
    last = date.fromisoformat(period["to"]) if isinstance(period, Mapping) else _latest(answers)
    proposed = (last - starts_on).days + 1

    def moved(day: date, *, is_end: bool) -> date:
        # Ends are moved as the day after, so that what followed without a gap still does.
        offset = (day - starts_on).days + is_end
        return starts_on + timedelta(days=offset * wanted // proposed - is_end)

    def placed(value: Any, name: str) -> Any:
        if isinstance(value, Mapping):
            return {key: placed(part, key) for key, part in value.items()}
        if isinstance(value, list):
            return [placed(part, name) for part in value]
        if isinstance(value, str) and len(value) == len("2026-01-01"):
            return str(moved(date.fromisoformat(value), is_end=name != "from"))
        return value

    return {pointer: placed(value, pointer.rsplit("/", 1)[1]) for pointer, value in answers.items()}


def _latest(answers: Mapping[str, object]) -> date:
    return max(date.fromisoformat(v["to"]) for v in answers.values() if isinstance(v, Mapping))
