"""Rectification tasks for tests: the people of the machine, and tasks that arrive at any state through real steps."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from duban.kernel import clock
from duban.kernel.access import one_visible
from duban.kernel.acts import Act
from duban.kernel.deadline_sweep import sweep
from duban.kernel.evidence import Counted
from duban.kernel.system_actor import system_act
from duban.orgs.rules import ROLES, Role
from duban.rectification.evidence import evidence_added
from duban.rectification.models import RectificationTask
from support.world import Person, World

URL = "/rectification-tasks"

PATHS: dict[str, tuple[str, ...]] = {
    "draft": (),
    "withdrawn": ("withdraw",),
    "issued": ("issue",),
    "objected": ("issue", "object"),
    "revoked": ("issue", "object", "revoke"),
    "rectifying": ("issue", "accept"),
    "submitted": ("issue", "accept", "submit"),
    "verifying": ("issue", "accept", "submit", "start_verification"),
    "returned": ("issue", "accept", "submit", "start_verification", "opinion_against", "return"),
    "closed": ("issue", "accept", "submit", "start_verification", "opinions", "close"),
    "consolidated": ("issue", "accept", "submit", "start_verification", "opinions", "close", "consolidate"),
    "relapsed": ("issue", "accept", "submit", "start_verification", "opinions", "close", "relapse"),
}
"""The steps that lead to each state."""

ANSWERS = {"check_was_complete": True, "rectified_in_place": True, "public_is_satisfied": True, "finding": "保持良好"}
REASON = {"reason": "经核查，情况属实"}


def steps_bodies(day: str) -> dict[str, Any]:
    """A body for each step that is good on `day`."""
    return {
        "issue": {},
        "withdraw": REASON,
        "accept": {
            "cause": "制度未落实",
            "plan": "三日内清运",
            "responsible_person": "总务科负责人",
            "planned_on": day,
        },
        "object": {"objection": "该通道不属于我院管理"},
        "uphold": REASON,
        "revoke": REASON,
        "submit": {"measures_taken": "已清运全部杂物"},
        "start_verification": None,
        "return": REASON,
        "close": REASON,
        "close_high_risk": REASON,
        "consolidate": ANSWERS,
        "relapse": {**ANSWERS, "rectified_in_place": False},
    }


@dataclass
class Ledger:
    """The people around a task of the north hospital, and makers of tasks in any state."""

    world: World
    people: dict[str, Person] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name, where, role in (
            ("clerk", "north_hospital", Role.INSTITUTION_CLERK),
            ("head", "north_hospital", Role.INSTITUTION_HEAD),
            ("handler", "north", Role.CASE_HANDLER),
            ("second_handler", "north", Role.CASE_HANDLER),
            ("officer", "north", Role.ENFORCEMENT_OFFICER),
            ("section_head", "north", Role.SECTION_HEAD),
            ("vice_leader", "north", Role.VICE_LEADER),
            ("supervisor", "north", Role.SUPERVISION_OFFICER),
            ("city", "city", Role.SECTION_HEAD),
            ("stranger", "south", Role.SECTION_HEAD),
        ):
            self.people[name] = self.world.person(where, *ROLES[role].permissions, name=name)

    def __getitem__(self, name: str) -> Person:
        return self.people[name]

    def id_of(self, organisation: str) -> str:
        return str(self.world.organisations[organisation].id)

    def draft(self, **given: Any) -> dict[str, Any]:
        """A complete draft, due in thirty days."""
        due = clock.today() + timedelta(days=30)
        return {
            "organisation_id": self.id_of("north_hospital"),
            "source_type": "inspection",
            "title": "急诊通道堆放杂物",
            "problem": "急诊通道两侧堆放报废轮椅和纸箱",
            "basis": "急救通道保持畅通",
            "measure": "清运杂物，每日巡查",
            "standard": "通道净宽不小于二米",
            "responsible_person": "总务科负责人",
            **({} if given.get("mode") == "immediate" else {"due_on": str(due)}),
            **given,
        }

    async def create(self, by: str = "handler", **given: Any) -> str:
        """The address of a new draft."""
        answer = await self[by].post(URL, self.draft(**given))
        assert answer.status_code == 201, answer.text
        return answer.headers["location"].removeprefix("/api/v1")

    async def make(self, state: str = "draft", **given: Any) -> str:
        """The address of a task in `state`. At high risk the checkers go there and the vice leader closes."""
        url = await self.create(**given)
        for name in PATHS[state]:
            await self.take(url, name, high=given.get("risk") == "high")
        return url

    async def take(self, url: str, name: str, *, high: bool = False) -> None:
        """Take one step of `PATHS` by whoever the rules name for it; a look-back a day later."""
        if name == "opinions":
            await self.opinions(url)
            return
        if name == "opinion_against":
            await self.opinions(url, accepts=False, by=("officer",))
            return
        if name == "submit":
            if (await self.read(url))["before_count"] == 0:
                await self.attach(url, "before", by="handler")
            await self.attach(url, "after")
        if name == "close" and high:
            name = "close_high_risk"
        body = steps_bodies(str(clock.today()))[name]
        later = timedelta(days=1 if name in ("consolidate", "relapse") else 0)
        with clock.at(clock.now() + later):
            await self[WHO[name]].step(url, name.replace("_", "-"), body)

    async def opinions(self, url: str, *, accepts: bool = True, by: tuple[str, ...] = ("handler", "officer")) -> None:
        for name in by:
            await self[name].step(
                url, "record-opinion", {"accepts": accepts, "on_site": True, "opinion": "现场查看情况属实"}
            )

    async def attach(self, url: str, purpose: str, by: str = "clerk", *, count: Counted = evidence_added) -> None:
        """Count one piece of evidence as the attachments' code does, inside one transaction of the actor."""
        async with self.world.database.transaction() as db:
            act = Act(db, self[by].actor, clock.now())
            task = await one_visible(db, RectificationTask, UUID(url.rsplit("/", 1)[1]), act.me, lock=True)
            await count(act, task, purpose)

    async def sweep(self) -> int:
        """Mark what ran out by now; how many clocks that were."""
        async with self.world.database.transaction() as db:
            act = await system_act(db)
            assert act is not None
            swept = await sweep(act)
            assert swept.failed == []
            return swept.missed

    async def read(self, url: str, by: str = "handler") -> dict[str, Any]:
        answer = await self[by].get(url)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def clocks(self, url: str, term: str) -> list[dict[str, Any]]:
        """The clocks of one term of a task, oldest first."""
        return [found for found in (await self.read(url))["clocks"] if found["term"] == term]


WHO = {
    "issue": "section_head",
    "withdraw": "handler",
    "accept": "clerk",
    "object": "clerk",
    "uphold": "section_head",
    "vary": "section_head",
    "revoke": "section_head",
    "request_extension": "clerk",
    "grant_extension": "vice_leader",
    "refuse_extension": "vice_leader",
    "submit": "head",
    "start_verification": "handler",
    "record_opinion": "handler",
    "close": "section_head",
    "close_high_risk": "vice_leader",
    "return": "handler",
    "escalate": "supervisor",
    "plan_look_back": "handler",
    "consolidate": "second_handler",
    "relapse": "second_handler",
    "promise": "head",
    "publish": "head",
    "record_evaluation": "handler",
}
"""Who takes each step by the rules: the institution answers, the authority's handlers check, its leaders decide."""
