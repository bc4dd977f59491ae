"""Handoffs for tests: the two parties, and handoffs that arrive at any state through real messages."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from duban.handoff.models import Handoff, HandoffMessage
from duban.handoff.protocol import FORMAT, Envelope
from duban.handoff.sending import open_handoff, say
from duban.handoff.settling import state_of
from duban.handoff.words import Kind, Party
from duban.kernel.acts import Act
from duban.kernel.clock import now
from duban.kernel.organisations import Organisation, OrganisationKind
from duban.orgs.rules import ROLES, Role
from support.world import Person, World

URL = "/handoffs"
NUMBER = "卫案移〔2026〕3号"
PACKAGE = "a" * 64

BODIES: dict[str, dict[str, Any]] = {
    "ask_papers": {"papers": ["检验报告原件"], "reason": "报告为复印件"},
    "supplement": {"note": "补送检验报告原件"},
    "forward": {"to_name": "邻区公安分局", "reason": "犯罪地在邻区"},
    "decline": {"reason": "不属于公安机关管辖"},
    "file": {"case_number": "公立字〔2026〕201号", "filed_on": "2026-03-04"},
    "refuse": {"reason": "情节显著轻微", "returned_papers": 5},
    "ask_reconsideration": {"reason": "已有两次行政处罚"},
    "uphold": {"reason": "维持不予立案"},
    "suggest_supervision": {"procuratorate": "区检察院", "reason": "应当立案"},
    "explain": {"explanation": "证据不足以证明有犯罪事实"},
    "hand_over": {"goods": [], "place": "区公安分局", "handed_by": ["张执法"]},
    "confirm_goods": {"received_by": "王警官"},
    "result": {"outcome": "judged", "summary": "判处有期徒刑一年", "return_for_penalty": False},
    "end": {"reason": "转行政处罚"},
    "note": {"text": "联系电话已变更"},
}
"""A body of each kind; those with an instant are made when they are needed (`body_of`)."""


def body_of(kind: str) -> dict[str, Any]:
    if kind == "receive":
        return {"received_at": now().isoformat(), "receiver_name": "李警官"}
    if kind == "notice_to_file":
        return {"notified_at": now().isoformat()}
    return BODIES[kind]


RECEIVED = ("receive",)
REFUSED = (*RECEIVED, "refuse")
FILED = (*RECEIVED, "file")
PATHS: dict[str, tuple[str, ...]] = {
    "sent": (),
    "received": RECEIVED,
    "supplementing": (*RECEIVED, "ask_papers"),
    "forwarded": ("forward",),
    "declined": (*RECEIVED, "decline"),
    "filed": FILED,
    "handing_over": (*FILED, "hand_over"),
    "handed_over": (*FILED, "hand_over", "confirm_goods"),
    "refused": REFUSED,
    "reconsidering": (*REFUSED, "ask_reconsideration"),
    "upheld": (*REFUSED, "ask_reconsideration", "uphold"),
    "supervised": (*REFUSED, "suggest_supervision"),
    "concluded": (*FILED, "result"),
    "ended": (*REFUSED, "end"),
}
"""What is said to come to each state."""

OF_SENDER = frozenset(
    {"supplement", "ask_reconsideration", "suggest_supervision", "notice_to_file", "hand_over", "end"}
)


class PoliceNet(World):
    """An installation of the police alone: no health authority in it."""

    async def plant(self) -> None:
        async with self.database.transaction() as db:
            for name, parent in (("city_police", None), ("north_police", "city_police")):
                organisation = Organisation(name=name, kind=OrganisationKind.POLICE, region_code="990102")
                organisation.sit_below(self.organisations[parent] if parent else None)
                db.add(organisation)
                await db.flush()
                self.organisations[name] = organisation


@dataclass
class Handoffs:
    """The bureau of the north and its police; a neighbour to whom nothing of it exists."""

    world: World
    people: dict[str, Person] = field(default_factory=dict)
    opened: int = 0

    def __post_init__(self) -> None:
        liaison = ROLES[Role.POLICE_LIAISON].permissions
        self.people["liaison"] = self.world.person("north_police", *liaison, name="李警官")
        if "north" in self.world.organisations:
            self.people["bureau"] = self.world.person("north", *ROLES[Role.CASE_HANDLER].permissions, name="张执法")
            self.people["stranger"] = self.world.person("south", *liaison, name="stranger")

    def __getitem__(self, name: str) -> Person:
        return self.people[name]

    async def act(self, by: str, work: Callable[[Act], Awaitable[Any]]) -> Any:
        """Do `work` in a transaction of its own as `by`."""
        async with self.world.database.transaction() as db:
            done = await work(Act(db, self[by].actor, now()))
            await db.flush()
            return done

    async def open(self, *, receiver: str = "north_police", **given: Any) -> UUID:
        """A handoff from the bureau, just sent; its id."""
        self.opened += 1
        id = given.pop("id", None) or uuid4()
        content = {
            "number": f"卫案移〔2026〕{self.opened}号",
            "title": "无证行医案",
            "law": "行政执法机关移送涉嫌犯罪案件的规定 art. 3",
            "disclosed": {"offence": "非法行医罪", "place": "北区某诊所"},
            "manifest_text": "{}",
            "package_sha256": PACKAGE,
            "by_name": "张执法",
            "at": now(),
            "referral_id": None,
            **given,
        }
        ours, theirs = self.world.organisations["north"], self.world.organisations[receiver]

        async def work(act: Act) -> Handoff:
            return await open_handoff(act, id=id, sender=ours, receiver=theirs, **content)

        return UUID(str((await self.act("bureau", work)).id))

    async def say(self, id: UUID, kind: str, **given: Any) -> HandoffMessage:
        """The bureau says something (or writes down what the police said on paper)."""
        party = given.pop("party", "sender")
        body = given.pop("body", None) or body_of(kind)

        async def work(act: Act) -> HandoffMessage:
            handoff = await act.db.get_one(Handoff, id, with_for_update=True)
            return await say(act, handoff, kind, body, party=party, **given)

        found: HandoffMessage = await self.act("bureau", work)
        return found

    async def make(self, state: str) -> UUID:
        """A handoff in `state`: the police by their steps, the bureau by its words."""
        id = await self.open()
        for kind in PATHS[state]:
            if kind in OF_SENDER:
                await self.say(id, kind)
            else:
                await self["liaison"].step(f"{URL}/{id}", kind.replace("_", "-"), body_of(kind))
        return id

    async def read(self, id: UUID, by: str = "liaison") -> dict[str, Any]:
        answer = await self[by].get(f"{URL}/{id}")
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def state(self, id: UUID) -> bytes:
        """What both sides must agree on, as this installation has it."""
        async with self.world.database.session() as db:
            return await state_of(db, await db.get_one(Handoff, id))

    async def envelope(self, id: UUID, kind: str, **given: Any) -> dict[str, Any]:
        """A message of the police's own machine, made now."""
        async with self.world.database.session() as db:
            handoff = await db.get_one(Handoff, id)
        said = {
            "format": FORMAT,
            "id": str(uuid4()),
            "handoff_id": str(id),
            "number": handoff.number,
            "turn": handoff.turn,
            "kind": kind,
            "party": "receiver",
            "at": now().isoformat(),
            "by_name": "李警官",
            "by_organisation": "north_police",
            "body": body_of(kind),
            **given,
        }
        Envelope.model_validate(said | {"kind": Kind(said["kind"]), "party": Party(said["party"])})
        return said
