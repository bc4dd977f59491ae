"""Notices for tests: the people around one, and notices that arrive at any state through real steps."""

from dataclasses import dataclass, field
from typing import Any

from duban.orgs.rules import ROLES, Role
from support.lived_in import attach
from support.world import Person, World

URL = "/notices"

ANSWER = {"answer": "已责令该院完善退号实名核验。", "answer_document_number": "卫函〔2026〕8号"}
REASON = {"reason": "重复登记"}
DISPOSAL = {"handling": "已行政拘留一人。", "next_opinion": "拟对同案人员作出处罚。"}

Path = tuple[tuple[str, str, Any], ...]
_ANSWERED: Path = (("clerk", "+answer_letter", None), ("section_head", "answer", ANSWER))

PATHS: dict[str, Path] = {
    "received": (),
    "answered": _ANSWERED,
    "closed": (*_ANSWERED, ("section_head", "close", None)),
    "voided": (("section_head", "void", REASON),),
}
"""Who takes which steps to each state; `+purpose` attaches a piece of evidence."""


@dataclass
class Notices:
    """The people around a notice about the north hospital."""

    world: World
    people: dict[str, Person] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name, where, role in (
            ("hospital_clerk", "north_hospital", Role.INSTITUTION_CLERK),
            ("hospital_head", "north_hospital", Role.INSTITUTION_HEAD),
            ("neighbour", "north_clinic", Role.INSTITUTION_HEAD),
            ("police", "north_police", Role.POLICE_LIAISON),
            ("clerk", "north", Role.CASE_HANDLER),
            ("section_head", "north", Role.SECTION_HEAD),
            ("chief", "north", Role.CHIEF),
            ("city", "city", Role.SECTION_HEAD),
            ("stranger", "south", Role.SECTION_HEAD),
        ):
            self.people[name] = self.world.person(where, *ROLES[role].permissions, name=name)

    def __getitem__(self, name: str) -> Person:
        return self.people[name]

    def id_of(self, organisation: str) -> str:
        return str(self.world.organisations[organisation].id)

    def content(self, **given: Any) -> dict[str, Any]:
        """A complete notice about the north hospital; None leaves a field out."""
        body = {
            "kind": "sector_loophole_notice",
            "organisation_id": self.id_of("north_hospital"),
            "document_number": "公治函〔2026〕12号",
            "title": "退号管理存在漏洞",
            "content": "办案中发现该院退号未实名核验，被号贩子利用。",
            **given,
        }
        return {name: value for name, value in body.items() if value is not None}

    async def register(self, by: str = "clerk", **given: Any) -> str:
        """The address of a new notice. An authority's clerk enters it as a letter from the police."""
        sender = {} if by == "police" else {"from_name": "区公安分局"}
        answer = await self[by].post(URL, self.content(**{**sender, **given}))
        assert answer.status_code == 201, answer.text
        return answer.headers["location"].removeprefix("/api/v1")

    async def make(self, state: str, by: str = "clerk", **given: Any) -> str:
        """The address of a notice in `state`."""
        url = await self.register(by, **given)
        for who, name, body in PATHS[state]:
            if name.startswith("+"):
                await self.attach(url, name[1:], who)
            else:
                await self[who].step(url, name, body)
        return url

    async def attach(self, url: str, purpose: str = "answer_letter", by: str = "clerk") -> str:
        return await attach(self[by], "notice", url.rsplit("/", 1)[1], purpose, picture=f"{purpose} {url}")

    async def read(self, url: str, by: str = "clerk") -> dict[str, Any]:
        answer = await self[by].get(url)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def refused(self, by: str, url: str, step: str, body: Any = None) -> tuple[int, str]:
        """The refusal of a step, taken on whatever the notice is now."""
        answer = await self[by].post(f"{url}/{step}", body, headers={"If-Match": "*"})
        assert answer.status_code >= 400, answer.text
        return answer.status_code, answer.json()["code"]

    async def not_taken(self, by: str = "clerk", **given: Any) -> tuple[int, str, list[str]]:
        """The refusal of a new notice: status, code, pointers."""
        sender = {} if by == "police" or "from_organisation_id" in given else {"from_name": "区公安分局"}
        answer = await self[by].post(URL, self.content(**{**sender, **given}))
        assert answer.status_code >= 400, answer.text
        told = answer.json()
        return answer.status_code, told["code"], [one["pointer"] for one in told.get("errors", [])]

    async def tasks(self, by: str = "clerk", **params: Any) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = (await self[by].get("/rectification-tasks", params=params)).json()["items"]
        return found


def clock_of(found: dict[str, Any], term: str) -> dict[str, Any]:
    """The only clock of `term` that the notice has."""
    (clock,) = [one for one in found["clocks"] if one["term"] == term]
    return dict(clock)
