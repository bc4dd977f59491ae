"""The courses that rectification tasks take: each is the life of one task, told step by step by whoever takes it."""

from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from duban.demo.days import Life, in_days, office_hours
from duban.demo.ground import Ground, Unit
from duban.demo.photos import photo
from duban.demo.troubles import Trouble
from duban.kernel import clock
from duban.kernel.clock import ZONE

URL = "/rectification-tasks"

COURSES = (
    "closed", "consolidated", "closed", "published", "relapsed", "late", "extended", "returned", "upheld", "closed",
    "revoked", "varied", "consolidated", "refused", "escalated",
)  # fmt: skip
"""What may become of a task, in the order in which they are dealt out; time decides how far each has come."""

SHOWN = (
    "draft", "withdrawn", "issued", "objected", "revoked", "rectifying", "asked", "submitted", "verifying", "returned",
    "closed", "consolidated", "relapsed", "escalated", "published", "late",
)  # fmt: skip
"""Where a task stands today, at least one for each."""

AGE = {
    "draft": 4,
    "withdrawn": 20,
    "issued": 6,
    "objected": 8,
    "revoked": 40,
    "rectifying": 9,
    "asked": 15,
    "submitted": 18,
    "verifying": 23,
    "returned": 28,
    "closed": 60,
    "consolidated": 120,
    "relapsed": 110,
    "escalated": 55,
    "published": 95,
    "late": 75,
}  # fmt: skip
"""How many days ago a task is found so that today, whatever weekends lie between, it stands where `SHOWN` says."""


class Course:
    """One task of `unit`, known by its address, and the pace at which it moves."""

    def __init__(self, ground: Ground, unit: Unit, trouble: Trouble, rng: Random) -> None:
        self.ground, self.office = ground, ground.office
        self.unit, self.trouble, self.rng = unit, trouble, rng
        self.url = ""
        self.due_on = date.min
        self.shown_before = False
        at_home = unit.place.authority == "district"
        self.clerk = "clerk" if at_home else "neighbour_clerk"
        self.lead = "lead" if at_home else "neighbour_chief"

    def later(self, fewest: int, most: int) -> datetime:
        return in_days(self.rng, fewest, most)

    async def step(self, who: str, name: str, **body: Any) -> dict[str, Any]:
        task = await self.office.step(who, self.url, name, body or None)
        self.due_on = date.fromisoformat(task["due_on"])
        return task

    async def show(self, who: str, purpose: str) -> None:
        """Attach a picture taken an hour ago."""
        name = "整改前.png" if purpose == "before" else "整改后.png"
        self.shown_before |= purpose == "before"
        content = photo(f"{self.unit.key}{self.trouble.problem}", better=purpose == "after")
        taken = clock.now() - timedelta(hours=1)
        await self.office.attach(
            who,
            ("rectification_task", self.url.rsplit("/", 1)[1]),
            purpose,
            (name, content, "image/png"),
            happened_at=taken.isoformat(),
        )

    async def find(self, source: str, *, days: int) -> None:
        """An inspector writes up what was found, with a picture."""
        task = await self.office.create(
            "inspector",
            URL,
            {
                "organisation_id": self.ground.ids[self.unit.key],
                "source_type": "inspection",
                "source_label": source,
                "title": self.trouble.problem[:40],
                "problem": self.trouble.problem,
                "basis": "医疗机构日常监督检查要求",
                "measure": self.trouble.measure,
                "standard": self.trouble.standard,
                "responsible_person": self.trouble.person,
                "risk": self.trouble.risk,
                "due_on": str(clock.today() + timedelta(days=days)),
            },
        )
        self.url, self.due_on = f"{URL}/{task['id']}", date.fromisoformat(task["due_on"])
        await self.show("inspector", "before")

    async def accept(self) -> None:
        planned = min(self.due_on, clock.today() + timedelta(days=self.rng.randint(5, 15)))
        await self.step(
            self.unit.clerk,
            "accept",
            cause=self.trouble.cause,
            plan=f"{self.trouble.measure}。",
            responsible_person=self.trouble.person,
            planned_on=str(max(planned, clock.today())),
        )

    async def submit(self) -> None:
        if not self.shown_before:  # a problem that the institution found itself
            await self.show(self.unit.clerk, "before")
        await self.show(self.unit.clerk, "after")
        await self.step(self.unit.head, "submit", measures_taken=f"已完成：{self.trouble.measure}。")

    async def opinions(self, *, accepts: bool = True) -> None:
        told = "现场查看，情况属实，整改到位。" if accepts else "现场查看，整改不彻底。"
        for who in ("inspector", "inspector2")[: 2 if accepts else 1]:
            await self.step(who, "record-opinion", accepts=accepts, on_site=True, opinion=told)

    async def close(self, look_back_days: int) -> None:
        high = self.trouble.risk == "high"
        await self.step(
            "vice" if high else self.lead,
            "close-high-risk" if high else "close",
            reason="复核材料齐全，同意销号。",
            look_back_on=str(office_hours(self.rng, clock.today() + timedelta(days=look_back_days)).date()),
        )


async def found_by_inspection(course: Course, name: str, source: str) -> Life:
    """Found on an inspection, drafted by the inspector, decided by others; then the course `name`."""
    await course.find(source, days=25 if name != "escalated" else 12)
    if name == "draft":
        return
    if name == "withdrawn":
        yield course.later(1, 2)
        await course.step(course.clerk, "withdraw", reason="与在办事项重复")
        return
    yield course.later(1, 1)
    async for moment in live(course, name):
        yield moment


async def live(course: Course, name: str) -> Life:
    """From the notice onwards."""
    number = course.rng.randrange(1, 180)
    await course.step(course.lead, "issue", notice_number=f"澄卫发〔{clock.today().year}〕{number}号")
    if name == "issued":
        return
    yield course.later(1, 2)
    if name in ("objected", "revoked", "upheld", "varied"):
        await course.step(course.unit.clerk, "object", objection="该区域由物业公司管理，不属于我单位责任范围。")
        if name == "objected":
            return
        yield course.later(2, 4)
        reply = {"reason": "经核查，该区域在执业地址范围内，应由贵单位管理。"}
        if name == "revoked":
            await course.step(course.lead, "revoke", reason="经核查，异议成立，予以撤销。")
            return
        if name == "varied":
            await course.step(course.lead, "vary", reason="部分情况属实，调整要求。", measure=course.trouble.measure)
        else:
            await course.step(course.lead, "uphold", **reply)
        yield course.later(1, 2)
    await course.accept()
    if name == "rectifying":
        return
    if name in ("published", "consolidated", "relapsed"):
        await course.step(
            course.unit.head,
            "promise",
            public_problem=f"{course.trouble.problem}。",
            public_promise=f"我单位承诺按期整改：{course.trouble.measure}。",
        )
    if name in ("asked", "extended", "refused"):
        yield course.later(2, 4)
        until = course.due_on + timedelta(days=6)
        await course.step(course.unit.clerk, "request-extension", reason="改造材料到货推迟。", until=str(until))
        if name == "asked":
            return
        yield course.later(1, 2)
        if name == "extended":
            await course.step("vice", "grant-extension", reason="情况属实，同意延期。")
        else:
            await course.step("vice", "refuse-extension", reason="材料可另行采购，不予延期。")
    if name in ("late", "escalated"):
        yield datetime.combine(course.due_on + timedelta(days=3), time(10), ZONE)
        await course.step("supervisor", "escalate", further_measure="interview", reason="逾期三日未提交，约谈负责人。")
        if name == "escalated":
            yield course.later(7, 9)
            await course.step("supervisor", "escalate", further_measure="circular", reason="约谈后仍未提交，予以通报。")
            return
    yield course.later(4, 7)
    async for moment in checked(course, name):
        yield moment


async def checked(course: Course, name: str) -> Life:
    """Submitted, verified by two, struck off, looked back at."""
    await course.submit()
    if name == "submitted":
        return
    yield course.later(1, 3)
    await course.step(course.clerk, "start-verification")
    if name == "verifying":
        return
    yield course.later(1, 2)
    if name == "returned":
        await course.opinions(accepts=False)
        await course.step("inspector2", "return", reason="整改不彻底，请继续整改。")
        return
    await course.opinions()
    yield course.later(1, 2)
    await course.close(30 if name in ("consolidated", "relapsed", "published") else 90)
    if name in ("published", "consolidated"):
        yield course.later(2, 4)
        await course.step(course.unit.head, "publish", public_result=f"已完成整改：{course.trouble.measure}。")
        yield course.later(10, 14)
        satisfied = course.rng.randint(30, 60)
        await course.step(
            course.clerk,
            "record-evaluation",
            channel="门诊满意度问卷",
            counted_on=str(clock.today()),
            satisfied=satisfied,
            neutral=satisfied // 8,
            dissatisfied=course.rng.randint(0, 4),
        )
    if name in ("consolidated", "relapsed"):
        yield course.later(16, 20)
        answers = {
            "check_was_complete": True,
            "rectified_in_place": name == "consolidated",
            "public_is_satisfied": True,
        }
        told = "现场查看，保持良好。" if name == "consolidated" else "同类问题再次出现，巡查记录中断。"
        await course.step(course.clerk, "consolidate" if name == "consolidated" else "relapse", **answers, finding=told)
