"""Disputes for tests: the people around one, and disputes that arrive at any state through real steps."""

from dataclasses import dataclass, field
from typing import Any

from duban.orgs.rules import ROLES, Role
from support.lived_in import attach
from support.world import Person, World

URL = "/disputes"

INFORM = {"told_ways": True, "told_sealing": True, "told_records": True, "informed_signed": True}
NEGOTIATE = {"negotiation_place": "接待室", "patient_representatives": 2, "institution_representatives": 3}
AGREED = {"agreed_fen": 2_000_000, "resolution": "一次性补偿两万元，双方互不追究。"}
REASON = {"reason": "双方分歧较大"}
REQUEST = {"requested_by": "both", "mediator": "区医疗纠纷人民调解委员会"}
ADMIN = {"requested_by": "both"}
COURT = {"court": "某区人民法院", "court_case_number": "(2026)某0102民初128号", "sued_on": "2026-03-02"}

Path = tuple[tuple[str, str, Any], ...]
_INFORMED: Path = (("clerk", "inform", INFORM),)
_NEGOTIATING: Path = (*_INFORMED, ("clerk", "negotiate", NEGOTIATE))
_REQUESTED: Path = (*_INFORMED, ("clerk", "request-mediation", REQUEST))
_MEDIATING: Path = (*_REQUESTED, ("handler", "accept-mediation", {}))
_ADMIN_REQUESTED: Path = (*_INFORMED, ("clerk", "request-admin", ADMIN))
_ADMIN_MEDIATING: Path = (*_ADMIN_REQUESTED, ("handler", "accept-admin", None))
_SUING: Path = (*_INFORMED, ("clerk", "sue", COURT))
_SETTLED: Path = (*_NEGOTIATING, ("clerk", "+agreement", None), ("head", "settle", AGREED))

PATHS: dict[str, Path] = {
    "registered": (),
    "informed": _INFORMED,
    "negotiating": _NEGOTIATING,
    "negotiation_failed": (*_NEGOTIATING, ("clerk", "fail-negotiation", REASON)),
    "mediation_requested": _REQUESTED,
    "mediating": _MEDIATING,
    "mediation_failed": (*_MEDIATING, ("handler", "fail-mediation", REASON)),
    "admin_requested": _ADMIN_REQUESTED,
    "admin_mediating": _ADMIN_MEDIATING,
    "admin_failed": (*_ADMIN_MEDIATING, ("handler", "fail-admin", REASON)),
    "suing": _SUING,
    "settled": _SETTLED,
    "mediated": (*_MEDIATING, ("handler", "+agreement", None), ("handler", "conclude-mediation", AGREED)),
    "admin_mediated": (*_ADMIN_MEDIATING, ("handler", "+agreement", None), ("handler", "conclude-admin", AGREED)),
    "judged": (*_SUING, ("clerk", "+judgment", None), ("clerk", "judge", {"verdict": "judgment", **AGREED})),
    "performing": (*_SETTLED, ("clerk", "perform", None)),
    "closed": (
        *_SETTLED,
        ("clerk", "perform", None),
        ("clerk", "pay", {"amount_fen": 2_000_000, "paid_on": "2026-03-02"}),
        ("head", "close", None),
    ),
    "withdrawn": (("clerk", "withdraw", {"withdrawn_how": "书面撤回", "reason": "不再主张"}),),
}
"""Who takes which steps to each state; `+purpose` attaches a piece of evidence."""


@dataclass
class Disputes:
    """The people around a dispute with the north hospital."""

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
        """A complete dispute."""
        return {
            "organisation_id": self.id_of("north_hospital"),
            "patient_name": "王大明",
            "claimant_name": "王小明",
            "claimant_phone": "13800138000",
            "claimant_relation": "relative",
            "title": "术后感染引发的争议",
            "facts": "患者术后第三日发热，家属认为无菌操作不严，要求赔偿。",
            "demand": "说明原因并赔偿损失",
            "departments": ["骨科"],
            "claim_fen": 3_000_000,
            "insured": "liability",
            **given,
        }

    async def register(self, by: str = "clerk", **given: Any) -> str:
        """The address of a new dispute."""
        answer = await self[by].post(URL, self.content(**given))
        assert answer.status_code == 201, answer.text
        return answer.headers["location"].removeprefix("/api/v1")

    async def take(self, url: str, path: Path) -> None:
        """Take the steps of `path`, attaching what is said with a plus."""
        for who, name, body in path:
            if name.startswith("+"):
                await self.attach(url, name[1:], who)
            else:
                await self[who].step(url, name, body)

    async def attach(self, url: str, purpose: str, by: str = "clerk") -> str:
        return await attach(self[by], "dispute", url.rsplit("/", 1)[1], purpose, picture=f"{purpose} {url}")

    async def make(self, state: str, by: str = "clerk", **given: Any) -> str:
        """The address of a dispute in `state`."""
        url = await self.register(by, **given)
        await self.take(url, PATHS[state])
        return url

    async def read(self, url: str, by: str = "clerk") -> dict[str, Any]:
        answer = await self[by].get(url)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def refused(self, by: str, url: str, step: str, body: Any = None) -> tuple[int, str]:
        """The refusal of a step, taken on whatever the dispute is now."""
        answer = await self[by].post(f"{url}/{step}", body, headers={"If-Match": "*"})
        assert answer.status_code >= 400, answer.text
        return answer.status_code, answer.json()["code"]


def clock_of(found: dict[str, Any], term: str) -> dict[str, Any]:
    """The only clock of `term` that the dispute has."""
    (clock,) = [one for one in found["clocks"] if one["term"] == term]
    return dict(clock)


async def begin(disputes: Disputes, url: str, path: str, body: Any, by: str = "clerk") -> dict[str, Any]:
    """The dispute with one more part beside its way."""
    answer = await disputes[by].post(f"{url}/{path}", body)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    assert answer.headers["etag"] == f'"{found["version"]}"'
    return found


async def take(
    disputes: Disputes, url: str, path: str, name: str, body: Any, by: str = "clerk", which: int = -1
) -> dict[str, Any]:
    """A step of a part, the last of its kind if it is not said which."""
    part = (await disputes.read(url))[path.replace("-", "_")][which]
    tag = (await disputes[by].get(url)).headers["etag"]
    answer = await disputes[by].post(f"{url}/{path}/{part['id']}/{name}", body, headers={"If-Match": tag})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def refused(disputes: Disputes, url: str, path: str, name: str, body: Any, by: str = "clerk") -> tuple[int, str]:
    """The refusal of a step of the last part of its kind, taken on whatever the dispute is now."""
    part = (await disputes.read(url))[path.replace("-", "_")][-1]
    answer = await disputes[by].post(f"{url}/{path}/{part['id']}/{name}", body, headers={"If-Match": "*"})
    assert answer.status_code >= 400, answer.text
    return answer.status_code, answer.json()["code"]


async def not_begun(disputes: Disputes, url: str, path: str, body: Any, by: str = "clerk") -> tuple[int, str]:
    """The refusal of one more part."""
    answer = await disputes[by].post(f"{url}/{path}", body)
    assert answer.status_code >= 400, answer.text
    return answer.status_code, answer.json()["code"]
