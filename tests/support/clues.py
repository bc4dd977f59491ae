"""Clues for tests: the people around one, and clues that arrive at any state through real steps."""

from dataclasses import dataclass, field
from typing import Any

from duban.orgs.rules import ROLES, Role
from support.world import Person, World

URL = "/clues"

CLUE: dict[str, Any] = {
    "kind": "scalper",
    "tout_kinds": ["appointment_scalper"],
    "source": "inspection",
    "title": "门诊大厅倒卖专家号",
    "facts": "检查中发现两人在门诊大厅兜售次日专家号，单价三百元。",
}
ASSESSED = {"receiver": "police", "assessment": "属公安机关管辖。", "threshold_met": False}
THRESHOLD = {**ASSESSED, "threshold_met": True}
KEEP = {"proposal": "keep", "proposal_reason": "事实尚不清楚，留存待查。"}
CLOSE = {"proposal": "close", "proposal_reason": "经查不实。"}
REASON = {"reason": "依据研判意见办理。"}
REPORT: dict[str, Any] = {"kind": "abnormal_wound", "facts": "急诊收治一名刀刺伤青年，同行三人拒绝登记。"}

Path = tuple[tuple[str, str, Any], ...]
_TRIAGING: Path = (("keeper", "take-up", None),)
_ASSESSED: Path = (*_TRIAGING, ("keeper", "assess", ASSESSED))

PATHS: dict[str, Path] = {
    "registered": (),
    "triaging": _TRIAGING,
    "proposed": (*_ASSESSED, ("keeper", "propose", KEEP)),
    "administrative": (*_ASSESSED, ("section_head", "penalise", REASON)),
    "kept": (*_ASSESSED, ("keeper", "propose", KEEP), ("vice", "approve-keeping", None)),
    "closed": (*_ASSESSED, ("keeper", "propose", CLOSE), ("vice", "approve-closing", None)),
}
"""Who takes which steps to each state; `referred` is reached through a transfer or a referral."""


@dataclass
class Clues:
    """The people around the clues of the north authority."""

    world: World
    people: dict[str, Person] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name, where, role in (
            ("nurse", "north_hospital", Role.INSTITUTION_CLERK),
            ("head", "north_hospital", Role.INSTITUTION_HEAD),
            ("neighbour", "north_clinic", Role.INSTITUTION_HEAD),
            ("keeper", "north", Role.CLUE_KEEPER),
            ("handler", "north", Role.CASE_HANDLER),
            ("officer", "north", Role.ENFORCEMENT_OFFICER),
            ("officer2", "north", Role.ENFORCEMENT_OFFICER),
            ("section_head", "north", Role.SECTION_HEAD),
            ("vice", "north", Role.VICE_LEADER),
            ("chief", "north", Role.CHIEF),
            ("city", "city", Role.CHIEF),
            ("stranger", "south", Role.CHIEF),
        ):
            self.people[name] = self.world.person(where, *ROLES[role].permissions, name=name)

    def __getitem__(self, name: str) -> Person:
        return self.people[name]

    def id_of(self, organisation: str) -> str:
        return str(self.world.organisations[organisation].id)

    async def register(self, **more: Any) -> str:
        """A new clue; its address."""
        answer = await self["keeper"].post(URL, {**CLUE, **more})
        assert answer.status_code == 201, answer.text
        return f"{URL}/{answer.json()['id']}"

    async def take(self, url: str, *steps: tuple[str, str, Any]) -> dict[str, Any]:
        """Take `steps` (who, which, body) in their order; the clue after the last."""
        found: dict[str, Any] = {}
        for who, name, body in steps:
            found = await self[who].step(url, name, body)
        return found

    async def make(self, state: str, **more: Any) -> str:
        """A clue that arrived at `state`; its address."""
        url = await self.register(**more)
        await self.take(url, *PATHS[state])
        return url
