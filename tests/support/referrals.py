"""Referrals for tests: the people around one, and referrals that arrive at any state through real steps."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from duban.orgs.rules import ROLES, Role
from support.clues import CLUE, THRESHOLD
from support.lived_in import attach
from support.people import account
from support.world import Person, World

URL = "/referrals"

OFFENCE = {"suspected_offence": "非法经营罪", "law": "刑法第二百二十五条"}
PAPERS = {
    **OFFENCE,
    "procuratorate_name": "北区人民检察院",
    "contact_name": "张执法",
    "contact_phone": "0990-5551234",
    "goods": [{"name": "挂号凭证", "quantity": "12张", "features": "专家号", "place": "证物柜"}],
    "expert_none": True,
}
REPORT = {"report": "经核实，二人长期倒卖专家号，涉嫌非法经营罪，建议移送。"}
RECEIPT = {"received_by": "李警官", "receipt_number": "北公回〔2026〕8号"}
FILED = {"case_number": "北公(刑)立字〔2026〕21号", "filed_on": "2026-03-02"}
REFUSED = {"refusal_reason": "现有证据不足", "returned_papers": 5}
RESULT = {"outcome": "judged", "outcome_on": "2026-03-02", "outcome_summary": "判处拘役三个月。"}
REASON = {"reason": "依法办理。"}

Path = tuple[tuple[str, str, Any], ...]
_REPORTED: Path = (("officer", "+investigation_report", None), ("officer", "report-to-chief", REPORT))
_APPROVED: Path = (*_REPORTED, ("officer", "fill-papers", PAPERS), ("chief", "approve", {}))
_SENT: Path = (*_APPROVED, ("officer", "package", None), ("officer", "send", {}))
_RECEIVED: Path = (*_SENT, ("officer", "record-receipt", RECEIPT))
_REFUSED: Path = (*_RECEIVED, ("officer", "record-refused", REFUSED))
_FILED: Path = (*_RECEIVED, ("officer", "record-filed", FILED))
_HANDING: Path = (*_FILED, ("officer", "hand-over", {"handover_place": "物证室", "handed_by": ["张执法"]}))
_RECONSIDERING: Path = (*_REFUSED, ("chief", "ask-reconsideration", {"reconsideration_reason": "情节严重"}))
_UPHELD: Path = (*_RECONSIDERING, ("officer", "record-upheld", {"upheld_reason": "维持"}))
_ADMINISTRATIVE: Path = (*_REPORTED, ("chief", "reject", {"decision_reason": "未达到移送标准"}),
                         ("chief", "handle-administratively", {**REASON, "handler_id": "handler"}))  # fmt: skip

PATHS: dict[str, Path] = {
    "team_named": (),
    "reported": _REPORTED,
    "approved": _APPROVED,
    "not_approved": (*_REPORTED, ("chief", "reject", {"decision_reason": "未达到移送标准"})),
    "sent": _SENT,
    "received": _RECEIVED,
    "supplementing": (*_RECEIVED, ("officer", "record-papers-asked", {"papers_asked": ["鉴定意见"]})),
    "forwarded": (
        *_RECEIVED, ("officer", "record-forward", {"forwarded_to": "市公安局", "forward_reason": "属市局管辖"}),
    ),
    "returned": (*_RECEIVED, ("officer", "record-not-police", {"not_police_reason": "属民事纠纷"})),
    "filed": _FILED,
    "handing_over": _HANDING,
    "handed_over": (
        *_HANDING, ("officer", "+handover_list", None),
        ("officer", "record-goods-received", {"goods_received_by": "王警官"}),
    ),
    "refused": _REFUSED,
    "reconsidering": _RECONSIDERING,
    "upheld": _UPHELD,
    "supervised": (*_UPHELD, ("chief", "suggest-supervision", {"supervision_reason": "不立案理由不能成立"})),
    "administrative": _ADMINISTRATIVE,
    "concluded": (*_FILED, ("officer", "record-result", RESULT)),
    "archived": (
        *_ADMINISTRATIVE, ("handler", "record-penalty", {"no_penalty_reason": "情节轻微，依法不予处罚。"}),
        ("keeper", "archive", None),
    ),
}  # fmt: skip
"""Who takes which steps to each state; `+purpose` attaches a piece of evidence, `package` draws the package up."""


@dataclass
class Referrals:
    """The people around a referral of the north authority; officers and handlers have accounts, as a team must."""

    world: World
    people: dict[str, Person] = field(default_factory=dict)

    @classmethod
    async def gather(cls, world: World) -> "Referrals":
        found = cls(world)
        for name, where, role in (
            ("nurse", "north_hospital", Role.INSTITUTION_CLERK),
            ("keeper", "north", Role.CLUE_KEEPER),
            ("section_head", "north", Role.SECTION_HEAD),
            ("vice", "north", Role.VICE_LEADER),
            ("chief", "north", Role.CHIEF),
            ("liaison", "north_police", Role.POLICE_LIAISON),
            ("city", "city", Role.CHIEF),
            ("stranger", "south", Role.CHIEF),
        ):
            found.people[name] = world.person(where, *ROLES[role].permissions, name=name)
        for name, role in (
            ("officer", Role.ENFORCEMENT_OFFICER),
            ("officer2", Role.ENFORCEMENT_OFFICER),
            ("outsider", Role.ENFORCEMENT_OFFICER),
            ("handler", Role.CASE_HANDLER),
        ):
            user = (await account(world, name, "north", role)).user
            found.people[name] = world.person("north", *ROLES[role].permissions, name=name, id=user.id)
        return found

    @property
    def police_id(self) -> str:
        return str(self.world.organisations["north_police"].id)

    def __getitem__(self, name: str) -> Person:
        return self.people[name]

    async def take(self, url: str, path: Path) -> None:
        """Take the steps of `path`."""
        for who, name, body in path:
            if name.startswith("+"):
                await self.attach(url, name[1:], who)
            elif name == "package":
                await self.draw_up(url, who)
            else:
                whom = {"handler_id": str(self[body["handler_id"]].actor.id)} if body and "handler_id" in body else {}
                await self[who].step(url, name, {**body, **whom} if body is not None else None)

    async def draw_up(self, url: str, by: str = "officer") -> dict[str, Any]:
        return await self[by].step(url, "package")

    async def attach(self, url: str, purpose: str, by: str = "officer") -> str:
        return await attach(self[by], "referral", url.rsplit("/", 1)[1], purpose, picture=f"{purpose} {url}")

    async def clue(self, **more: Any) -> str:
        """A clue whose threshold is reached; its id."""
        made = (await self["keeper"].post("/clues", {**CLUE, **more})).json()
        url = f"/clues/{made['id']}"
        await self["keeper"].step(url, "take-up")
        await self["keeper"].step(url, "assess", THRESHOLD)
        return str(made["id"])

    def team(self) -> list[dict[str, str]]:
        return [
            {"user_id": str(self[name].actor.id), "card_number": f"卫执法{number:04}"}
            for number, name in enumerate(("officer", "officer2"), 1)
        ]

    async def open(self, *, clue: Mapping[str, Any] | None = None, **more: Any) -> str:
        """A referral with its team just named, of a clue with what `clue` says; its address."""
        body = {"clue_id": await self.clue(**(clue or {})), "officers": self.team(), **more}
        answer = await self["section_head"].post(URL, body)
        assert answer.status_code == 201, answer.text
        return f"{URL}/{answer.json()['id']}"

    async def make(self, state: str, *, by_paper: bool = True, clue: Mapping[str, Any] | None = None) -> str:
        """A referral that arrived at `state`; its address. `by_paper`: the police have no account here."""
        url = await self.open(clue=clue)
        to: dict[str, Any] = {"receiver_name": "北区公安分局"} if by_paper else {"receiver_id": self.police_id}
        if PATHS[state]:
            await self["officer"].step(url, "fill-papers", to)
        await self.take(url, PATHS[state])
        return url

    async def read(self, url: str, by: str = "officer") -> dict[str, Any]:
        answer = await self[by].get(url)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def desk(self) -> str:
        """The one handoff that lies before the police of the north; its address."""
        (waiting,) = (await self["liaison"].get("/handoffs")).json()["items"]
        return f"/handoffs/{waiting['id']}"

    async def refused(self, by: str, url: str, name: str, body: Any = None) -> tuple[int, str]:
        """The status and the code with which the step is refused."""
        answer = await self[by].post(f"{url}/{name}", body, headers={"If-Match": "*"})
        return answer.status_code, answer.json()["code"]
