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

SECRET: dict[str, Any] = {
    "kind": "organised_crime",
    "secrecy": "work_secret",
    "source": "superior",
    "source_reference": "密函〔2026〕4号",
}
TO_INSURANCE: dict[str, Any] = {
    "receiver": "insurance",
    "receiver_name": "区医疗保障局",
    "reason": "涉嫌分解住院骗取医保基金。",
}
TO_DISCIPLINE: dict[str, Any] = {**TO_INSURANCE, "receiver": "discipline", "receiver_name": "区纪委监委"}
LETTER = {"document_number": "卫案移〔2026〕12号"}
SIGNED = {"signed_by": "王科员"}
ANSWERED = {"outcome": "filed", "outcome_on": "2026-03-02", "outcome_note": "已立案调查"}

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

_APPROVED: Path = (("vice", "approve", None),)
_SENT: Path = (*_APPROVED, ("keeper", "send", LETTER))
_ANSWERED: Path = (*_SENT, ("keeper", "sign", SIGNED), ("keeper", "answer", ANSWERED))

TRANSFER_PATHS: dict[str, Path] = {
    "proposed": (),
    "approved": _APPROVED,
    "not_approved": (("vice", "refuse", REASON),),
    "sent": _SENT,
    "signed": (*_SENT, ("keeper", "sign", SIGNED)),
    "answered": _ANSWERED,
    "archived": (*_ANSWERED, ("keeper", "archive", None)),
}
"""Who takes which steps to each state of a transfer to the insurance."""


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

    async def assessed(self, **more: Any) -> str:
        """A clue that was assessed; its address."""
        url = await self.register(**more)
        await self.take(url, *_ASSESSED)
        return url

    async def secret(self, **more: Any) -> str:
        """A new secret clue; its address."""
        answer = await self["keeper"].post(f"{URL}/secret", {**SECRET, **more})
        assert answer.status_code == 201, answer.text
        return f"{URL}/{answer.json()['id']}"

    async def hand_on(self, url: str, body: dict[str, Any] = TO_INSURANCE, by: str = "keeper") -> str:
        """Propose a transfer of the clue at `url`; the transfer's address."""
        answer = await self[by].post("/clue-transfers", {"clue_id": id_in(url), **body})
        assert answer.status_code == 201, answer.text
        return f"/clue-transfers/{answer.json()['id']}"

    async def transfer(self, state: str) -> tuple[str, str]:
        """A transfer to the insurance that arrived at `state`: its address, and that of its clue."""
        clue = await self.assessed()
        url = await self.hand_on(clue)
        await self.take(url, *TRANSFER_PATHS[state])
        return url, clue

    async def read(self, url: str, by: str = "keeper") -> dict[str, Any]:
        answer = await self[by].get(url)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def clock(self, url: str, term: str, by: str = "keeper") -> tuple[str, str]:
        """State and due instant of the newest clock `term` of what is at `url`."""
        clocks = [clock for clock in (await self.read(url, by))["clocks"] if clock["term"] == term]
        return clocks[-1]["state"], clocks[-1]["due_at"]

    async def refused(self, who: str, url: str, step: str, body: Any = None) -> tuple[int, str]:
        """How a step is refused: status and code."""
        answer = await self[who].post(f"{url}/{step}", body, headers={"If-Match": "*"})
        return answer.status_code, answer.json()["code"]

    async def histories(self, url: str) -> str:
        """Everything that the journal keeps of what is at `url`, as its keeper reads it."""
        return (await self["keeper"].get(f"{url}/history")).text


def id_in(url: str) -> str:
    return url.rsplit("/", 1)[1]
