"""What becomes of each duty: in time, late, in silence, as nothing to report, returned, exempt; and who reviews it."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from duban.campaigns.clauses import check_items
from duban.campaigns.form_values import check
from duban.campaigns.forms import shipped_forms
from duban.campaigns.plans import Plan
from duban.demo.courses import COURSES, Course, live
from duban.demo.days import Days, Life, in_days, office_hours, once
from duban.demo.figures import Values, figures
from duban.demo.ground import Ground
from duban.demo.photos import page
from duban.demo.troubles import EVENTS, EXEMPTIONS, RECORDS, RETURNS, TROUBLES
from duban.kernel import clock
from duban.kernel.clock import ZONE

REVIEWERS = {"district": "lead", "neighbour": "neighbour_chief", "city": "city_lead"}
STORY = ("hospital", "clinic")
"""Whose duties that are still open stay open, for the person who signs in."""

TUESDAY, FRIDAY = 1, 4
WAITING_DAYS = 3
"""Reports of the last days wait for their review."""

Duty = dict[str, Any]


@dataclass
class Reporting:
    """Everybody's duties and the reviewers' piles."""

    ground: Ground
    days: Days
    piles: dict[str, list[tuple[str, datetime, str]]] = field(default_factory=lambda: defaultdict(list))
    reported: dict[tuple[str, str], dict[date, Values]] = field(default_factory=lambda: defaultdict(dict))

    openings: set[date] = field(default_factory=set)

    def early(self, day: date) -> datetime:
        """Nine in the morning of `day`."""
        return datetime.combine(day, time(9), ZONE)

    def expect(self, plan: Plan, issuer: str, duties: list[Duty]) -> None:
        """Let every duty that opens before the end of the story live."""
        last = clock.day_of(self.days.until)
        for duty in sorted(duties, key=lambda d: (d["clause_code"], d["organisation_name"], d["period"])):
            if (opens_on := date.fromisoformat(duty["opens_on"])) <= last:
                self.openings.add(opens_on)
                rng = self.ground.chance(plan.id, duty["clause_code"], duty["organisation_name"], duty["period"])
                self._fate(plan, issuer, duty, rng)

    def _fate(self, plan: Plan, issuer: str, duty: Duty, rng: Random) -> None:
        opens_on, due_on = date.fromisoformat(duty["opens_on"]), date.fromisoformat(duty["due_on"])
        opens_on = max(opens_on, clock.today())
        owner = self.ground.reporters[duty["organisation_id"]]
        if duty["rhythm"] == "per_event":
            if rng.random() < 0.05:
                self._begin(rng, opens_on + timedelta(days=rng.randint(3, 60)), _event(self, duty, owner, rng))
            return
        unit = self.ground.units.get(duty["organisation_id"])
        if unit and unit.key in STORY and due_on >= clock.day_of(self.days.until):
            return
        roll = rng.random()
        own = duty["organisation_id"] == str(self.ground.office.people[issuer].organisation_id)
        if roll < 0.02 and not own:
            self._begin(rng, opens_on + timedelta(days=2), _exempt(self, duty, issuer, rng))
        elif roll < 0.09:
            return
        elif roll < 0.17:
            self._begin(rng, due_on + timedelta(days=rng.randint(2, 9)), _report(self, plan, duty, owner, rng))
        else:
            span = max(0, (due_on - opens_on).days - 2)
            day = opens_on + timedelta(days=round(span * rng.triangular(0.1, 1, 0.8)))
            self._begin(rng, day, _report(self, plan, duty, owner, rng))

    def _begin(self, rng: Random, day: date, life: Life) -> None:
        self.days.begin(office_hours(rng, day), life)

    def pile(self, duty: Duty) -> None:
        """Put a submitted duty on the pile of whose turn it is."""
        key = next(key for key in REVIEWERS if self.ground.ids[key] == duty["reviewer_id"])
        step = "approve" if duty["reviewer_id"] == duty["final_reviewer_id"] else "endorse"
        self.piles[key].append((duty["id"], clock.now(), step))

    async def review(self) -> Life:
        """Twice a week everybody who reviews works off the pile, the lower authority first."""
        stop = self.days.until - timedelta(days=WAITING_DAYS)
        while clock.now() < stop:
            if clock.today().weekday() in (TUESDAY, FRIDAY):
                for key in ("district", "neighbour", "city"):
                    await self._work_off(key)
            yield datetime.combine(clock.today() + timedelta(days=1), time(16), ZONE)

    async def _work_off(self, key: str) -> None:
        pile, office = self.piles.pop(key, []), self.ground.office
        for step in ("endorse", "approve"):
            if ids := [id for id, _, wanted in pile if wanted == step]:
                await office.many(REVIEWERS[key], "/duties", step, ids, "材料齐全，情况属实。")
            if step == "endorse":
                self.piles["city"] += [(id, clock.now(), "approve") for id in ids]


def _event(reporting: Reporting, duty: Duty, owner: str, rng: Random) -> Life:
    async def report() -> None:
        happened = clock.now() - timedelta(minutes=rng.randint(20, 150))
        body = {"happened_at": happened.isoformat(), "summary": rng.choice(EVENTS)}
        await reporting.ground.office.step(owner, f"/duties/{duty['id']}", "reports", body)

    return once(report)


def _exempt(reporting: Reporting, duty: Duty, issuer: str, rng: Random) -> Life:
    body = {"reason": rng.choice(EXEMPTIONS)}
    return once(lambda: reporting.ground.office.step(issuer, f"/duties/{duty['id']}", "exempt", body))


async def _report(reporting: Reporting, plan: Plan, duty: Duty, owner: str, rng: Random) -> Life:
    """A report; seldom it comes back and is sent again, or is not."""
    office, url = reporting.ground.office, f"/duties/{duty['id']}"
    done = await office.step(owner, url, "submit", await _content(reporting, plan, duty, owner, rng))
    _rectify(reporting, done, rng)
    reviewer = next(key for key in REVIEWERS if reporting.ground.ids[key] == done["reviewer_id"])
    if rng.random() >= 0.05:
        reporting.pile(done)
        return
    yield in_days(rng, 1, 2)
    await office.step(REVIEWERS[reviewer], url, "return", {"reason": rng.choice(RETURNS)})
    if rng.random() < 0.3:
        return
    yield in_days(rng, 1, 4)
    again = _again(done) or await _content(reporting, plan, duty, owner, rng)
    reporting.pile(await office.step(owner, url, "submit", again))


def _again(duty: Duty) -> dict[str, Any] | None:
    """What was sent, completed as the reviewer asked: the same figures, the same problems with their tasks. None where
    there is another document to attach, or another note to write."""
    sent = duty["submissions"][-1]
    if sent["zero"]:
        return {"kind": "zero", "confirm_zero": True, "note": "已补充检查记录，本期确无此类情况。"}
    if duty["proof"] == "self_check":
        problems = [{k: v for k, v in problem.items() if k != "task_number"} for problem in sent["problems"]]
        return {"problems": problems, "note": "问题已在台账，原因和措施已逐项核实。"}
    if duty["proof"] == "form":
        return {"values": sent["values"], "note": "已与科室台账重新核对，数据无误。"}
    return None


async def _content(reporting: Reporting, plan: Plan, duty: Duty, owner: str, rng: Random) -> dict[str, Any]:
    nothing = {"kind": "zero", "confirm_zero": True, "note": "已逐项核对，本期没有此类情况。"}
    unit = reporting.ground.units.get(duty["organisation_id"])
    match duty["proof"]:
        case "self_check":
            if rng.random() < 0.6:
                return nothing
            items = [item.code for item in check_items(plan)]
            found = rng.sample(TROUBLES, rng.choice((1, 1, 2)))
            return {
                "problems": [
                    {
                        "item": rng.choice(items) if items else None,
                        "problem": trouble.problem,
                        "cause": trouble.cause,
                        "measure": trouble.measure,
                        "standard": trouble.standard,
                        "person": trouble.person,
                        "due_on": str(clock.today() + timedelta(days=rng.randint(20, 35))),
                    }
                    for trouble in found
                ]
            }
        case "form":
            small = unit is not None and not unit.place.is_hospital
            if rng.random() < (0.35 if small else 0.1) and duty["zero_allowed"]:
                return nothing
            return {"values": _values(reporting, duty, rng), "note": "数据已与科室台账核对。"}
        case "document":
            words = f"{duty['title']}{duty['organisation_name']}{duty['period']}"
            name = f"{duty['organisation_name']}{duty['title'][:20]}.pdf"
            await reporting.ground.office.attach(
                owner, ("duty", duty["id"]), "document", (name, page(words), "application/pdf")
            )
            return {"note": "见附件。"}
    return {"note": rng.choice(RECORDS)}


def _values(reporting: Reporting, duty: Duty, rng: Random) -> Values:
    form, starts_on = shipped_forms()[duty["form"]], date.fromisoformat(duty["opens_on"])
    known = reporting.reported[duty["clause_code"] + duty["campaign_id"], duty["organisation_id"]]
    before = max((day for day in known if day < starts_on), default=None)
    previous = known[before] if before else None
    unit = reporting.ground.units.get(duty["organisation_id"])
    values = figures(form, unit.place if unit else None, rng, previous)
    known[starts_on] = dict(check(form, values, previous).values)
    return values


def _rectify(reporting: Reporting, duty: Duty, rng: Random) -> None:
    """Let the tasks that a self-check opened take their courses."""
    unit = reporting.ground.units.get(duty["organisation_id"])
    if unit is None or unit.place.authority != "district":
        return
    for problem in duty["submissions"][-1]["problems"]:
        trouble = next(trouble for trouble in TROUBLES if trouble.problem == problem["problem"])
        course = Course(reporting.ground, unit, replace(trouble, risk="medium"), rng)
        course.url = f"/rectification-tasks/{problem['task_id']}"
        reporting.days.begin(in_days(rng, 1, 3), live(course, rng.choice(COURSES)))
