"""Complaints for tests: the people around one, and complaints that arrive at any state through real steps."""

from dataclasses import dataclass, field
from typing import Any

from duban.kernel.deadline_sweep import sweep
from duban.kernel.system_actor import system_act
from duban.orgs.rules import ROLES, Role
from support.world import Person, World

URL = "/complaints"

OPINION = {"finding": "founded", "opinion": "等候过久属实，向患者致歉。", "measures": "增设叫号提示。"}
ANSWER = {"fed_back_how": "phone", "confirmed": "agreed"}
REASON = {"reason": "经核查，情况属实"}

PATHS: dict[str, tuple[tuple[str, Any], ...]] = {
    "registered": (),
    "settled": (("settle", {"opinion": "当场说明原因", "confirmed": "agreed"}),),
    "investigating": (("investigate", {"departments": ["超声科"]}),),
    "concluded": (("investigate", {"departments": ["超声科"]}), ("conclude", OPINION)),
    "answered": (("investigate", {"departments": ["超声科"]}), ("conclude", OPINION), ("feed-back", ANSWER)),
    "closed": (
        ("investigate", {"departments": ["超声科"]}),
        ("conclude", OPINION),
        ("feed-back", ANSWER),
        ("close", None),
    ),
    "withdrawn": (("withdraw", {"withdrawn_how": "书面撤回", "reason": "问题已解决"}),),
}
"""The steps that lead to each state, taken by the clerk."""


@dataclass
class Complaints:
    """The people around a complaint about the north hospital."""

    world: World
    people: dict[str, Person] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name, where, role in (
            ("clerk", "north_hospital", Role.INSTITUTION_CLERK),
            ("head", "north_hospital", Role.INSTITUTION_HEAD),
            ("neighbour", "north_clinic", Role.INSTITUTION_HEAD),
            ("handler", "north", Role.CASE_HANDLER),
            ("section_head", "north", Role.SECTION_HEAD),
            ("city", "city", Role.SECTION_HEAD),
            ("stranger", "south", Role.SECTION_HEAD),
        ):
            self.people[name] = self.world.person(where, *ROLES[role].permissions, name=name)

    def __getitem__(self, name: str) -> Person:
        return self.people[name]

    def id_of(self, organisation: str) -> str:
        return str(self.world.organisations[organisation].id)

    def content(self, **given: Any) -> dict[str, Any]:
        """A complete real-name complaint."""
        return {
            "organisation_id": self.id_of("north_hospital"),
            "channel": "window",
            "is_real_name": True,
            "relation": "relative",
            "complainant_name": "王小明",
            "complainant_phone": "13800138000",
            "first_receiver": "导诊台护士",
            "first_department": "门诊部",
            "matter": "waiting",
            "title": "超声检查等候过久",
            "facts": "上午八点取号，至下午三点仍未检查，期间无人说明原因。",
            "departments": ["超声科"],
            **given,
        }

    async def register(self, by: str = "clerk", **given: Any) -> str:
        """The address of a new complaint."""
        answer = await self[by].post(URL, self.content(**given))
        assert answer.status_code == 201, answer.text
        return answer.headers["location"].removeprefix("/api/v1")

    async def make(self, state: str, by: str = "clerk", **given: Any) -> str:
        """The address of a complaint in `state`."""
        url = await self.register(by, **given)
        for name, body in PATHS[state]:
            await self[by].step(url, name, body)
        return url

    async def read(self, url: str, by: str = "clerk") -> dict[str, Any]:
        answer = await self[by].get(url)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def refused(self, by: str, url: str, step: str, body: Any = None) -> tuple[int, str]:
        """The refusal of a step, taken on whatever the complaint is now."""
        answer = await self[by].post(f"{url}/{step}", body, headers={"If-Match": "*"})
        assert answer.status_code >= 400, answer.text
        return answer.status_code, answer.json()["code"]

    async def sweep(self) -> int:
        """Mark what ran out by now; how many clocks that were."""
        async with self.world.database.transaction() as db:
            act = await system_act(db)
            assert act is not None
            swept = await sweep(act)
            assert swept.failed == []
            return swept.missed
