"""Complaints of the months past: each is a life of its own, from the window or the hotline to the answer."""

from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID

from duban.complaints.repeat_finding import repeats_of
from duban.demo import names
from duban.demo.days import Days, Life, in_days, office_hours
from duban.demo.grievances import GRIEVANCES, Grievance
from duban.demo.ground import Ground, Unit
from duban.demo.office import NotAsExpected
from duban.kernel import clock
from duban.kernel.system_actor import system_act

URL = "/complaints"

COURSES = (
    "closed", "closed", "settled", "called", "closed", "declined", "joint", "late", "closed", "withdrawn", "reopened",
    "settled",
)  # fmt: skip
"""What may become of a complaint, in the order in which they are dealt out; time decides how far each has come."""

PER_HOSPITAL, OTHERS = 10, 0.3
"""Complaints about each hospital, and the share of other institutions that have one."""

RECENT = ("new", "investigating", "concluded", "answered", "late", "handed", "protected")
"""Where complaints about the hospital of the story stand today, at least one for each."""

REPEATED = ((19, "closed"), (12, "closed"), (5, "investigating"))
"""The same about the hospital of the story, again and again: how many days ago, and what became of it."""


def begin(days: Days, ground: Ground) -> None:
    """Deal out the complaints of the last months, and those that are open today."""
    today = clock.day_of(days.until)
    dealt = 0
    for unit in ground.units.values():
        rng = ground.chance("complaints", unit.key)
        for _ in range(PER_HOSPITAL if unit.place.is_hospital else rng.random() < OTHERS):
            day = today - timedelta(days=rng.randint(12, 200))
            course = COURSES[dealt % len(COURSES)]
            days.begin(office_hours(rng, day), lives(Complaining(ground, unit, rng, dealt), course))
            dealt += 1
    (story,) = (unit for unit in ground.units.values() if unit.key == "hospital")
    for number, course in enumerate(RECENT):
        rng = ground.chance("complaint", course)
        day = today - timedelta(days=13 if course == "late" else 3)
        days.begin(office_hours(rng, day), lives(Complaining(ground, story, rng, number), course))
    for ago, course in REPEATED:
        rng = ground.chance("repeated", str(ago))
        again = Complaining(ground, story, rng, 0)
        days.begin(office_hours(rng, today - timedelta(days=ago)), lives(again, course))


async def sum_up(ground: Ground) -> None:
    """What the night's job does: repetitions are put before the heads of institutions."""
    async with ground.office.database.transaction() as db:
        act = await system_act(db)
        if act is None:
            raise NotAsExpected("nothing was founded")
        for id in sorted(ground.units):
            await repeats_of(act, UUID(id))


class Complaining:
    """One complaint about `unit`, known by its address."""

    def __init__(self, ground: Ground, unit: Unit, rng: Random, number: int) -> None:
        self.ground, self.office, self.unit, self.rng = ground, ground.office, unit, rng
        self.about: Grievance = GRIEVANCES[number % len(GRIEVANCES)]
        self.desk = {"district": "clerk", "neighbour": "neighbour_clerk"}.get(unit.place.authority, "city_clerk")
        self.who = unit.clerk
        self.url = ""

    async def register(self, by: str, **given: Any) -> None:
        """Somebody comes to the window, calls, or writes; one in five leaves no name."""
        self.who = by
        channel = given.pop("channel", self.rng.choice(("window", "window", "phone", "letter", "web")))
        named = given.pop("named", self.rng.random() > 0.2)
        person = {
            "complainant_name": names.person(self.rng),
            "complainant_phone": names.phone(self.rng),
            "relation": self.rng.choice(("patient", "relative", "relative", "agent")),
        }
        made = await self.office.create(
            by,
            URL,
            {
                "organisation_id": self.ground.ids[self.unit.key],
                "channel": channel,
                "received_at": (clock.now() - timedelta(minutes=self.rng.randint(5, 90))).isoformat(),
                "is_real_name": named,
                **(person if named else {}),
                "first_receiver": "导诊台" if channel == "window" else "值班人员",
                "first_department": "医患关系办公室" if by == self.unit.clerk else "投诉受理窗口",
                "matter": self.about.matter,
                "title": self.about.title,
                "facts": self.about.facts,
                "request": self.about.request,
                "departments": list(self.about.departments),
                **given,
            },
        )
        self.url = f"{URL}/{made['id']}"

    async def step(self, name: str, by: str | None = None, **body: Any) -> None:
        await self.office.step(by or self.who, self.url, name, body or None)

    async def investigate(self, *, joint: bool = False) -> None:
        departments = list(self.about.departments) + (["护理部", "医务科"] if joint else [])
        await self.step("investigate", departments=list(dict.fromkeys(departments)), is_joint=joint)

    async def conclude(self) -> None:
        about = self.about
        await self.step("conclude", finding=about.finding, opinion=about.opinion, measures=about.measures)

    async def feed_back(self) -> None:
        how = self.rng.choice(("phone", "phone", "in_person"))
        await self.step("feed-back", fed_back_how=how, confirmed="signed" if how == "in_person" else "agreed")

    async def call_back(self) -> None:
        satisfaction = self.rng.choice(("satisfied", "satisfied", "satisfied", "neutral", "dissatisfied"))
        await self.step("call-back", call_back_note="电话回访，已了解处理情况。", satisfaction=satisfaction)


async def lives(one: Complaining, course: str) -> Life:
    """From the first word on; `course` says how it goes."""
    rng = one.rng
    if course in ("handed", "protected"):
        kept = course == "protected"
        await one.register(
            one.desk,
            channel="petition" if kept else "hotline_12345",
            channel_reference=f"12345-{clock.today():%Y%m%d}-{rng.randint(100, 999)}",
            named=True,
            is_protected=kept,
        )
        if kept:
            await one.step("escalate", by="lead", reason="涉及投诉人安全，请市级主管部门关注。")
        else:
            await one.step("hand-over", handover_to_id=one.ground.ids[one.unit.key], reason="宜由该院先行调查核实。")
        return
    await one.register(
        one.unit.clerk, is_key=course == "called", named=True if course == "late" else rng.random() > 0.2
    )
    if course == "new":
        return
    if course == "settled":
        await one.step("settle", opinion="当场说明原因并协助办理，患者表示理解。", confirmed="agreed")
        return
    yield in_days(rng, 1, 1)
    if course == "withdrawn":
        await one.step("withdraw", withdrawn_how="电话撤回，已录音", reason="投诉人表示问题已解决")
        return
    if course == "declined" and one.unit.clerk != one.unit.head:
        await one.step(
            "propose-decline",
            decline_reason="sued_or_mediated",
            decline_explanation="投诉人已就同一事项申请人民调解，由调解委员会处理。",
            right_door="医疗纠纷人民调解委员会",
        )
        yield in_days(rng, 1, 1)
        await one.step("decline", by=one.unit.head, reason="情况属实，不予处理并已告知途径。")
        return
    await one.investigate(joint=course == "joint")
    if course == "investigating":
        return
    yield in_days(rng, 8, 9) if course == "late" else in_days(rng, 1, 2)
    await one.conclude()
    if course == "concluded":
        return
    await one.feed_back()
    if course == "answered":
        return
    yield in_days(rng, 3, 6)
    if course != "late" or rng.random() > 0.5:
        await one.call_back()
    await one.step("close")
    if course == "reopened":
        yield in_days(rng, 5, 9)
        await one.step("reopen", new_facts="投诉人补充了新的单据和照片。")
        yield in_days(rng, 1, 2)
        await one.conclude()
        await one.feed_back()
