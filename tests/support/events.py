"""Standing duties of a launched campaign, and what is said when something happens under one."""

from typing import Any

from duban.campaigns.opening import open_due
from duban.campaigns.standing import end_windows
from duban.kernel.system_actor import system_act
from support.campaigns import OWNER, duties, launch, populate
from support.world import Person, World

AT_ONCE, IN_TIME = "RD1", "RD2"
"""Clauses of D01: 随排随报, and 及时报告."""

FIRST = {
    "summary": "急诊大厅患者家属持械威胁医务人员",
    "place": "急诊大厅",
    "harm": "无人受伤",
    "measures": "已报警，已疏散",
}
FINAL = {"cause": "候诊过久", "liability": "当事人被拘留", "handling": "公安处理", "improvement": "安检前移"}


def clerk(world: World, where: str = "north_hospital") -> Person:
    return world.person(where, *OWNER, name="clerk")


def head(world: World, where: str = "north_hospital") -> Person:
    return world.person(where, *OWNER, "duty.conclude", name="head")


def receiver(world: World, where: str = "north") -> Person:
    return world.person(where, "duty.read", "duty.review", "campaign.read", name="receiver")


def section_head(world: World, where: str = "north") -> Person:
    return world.person(where, "duty.read", "duty.review", "duty.finish", "campaign.read", name="section head")


async def launched(world: World) -> dict[str, Any]:
    """D01 over a small district, in force from 2 March 2026; the campaign."""
    await populate(world)
    with world.at("2026-03-02 09:00"):
        return await launch(world, "D01", "2026-03-02")


async def standing_duty(person: Person, clause: str = AT_ONCE) -> dict[str, Any]:
    (found,) = await duties(person, clause_code=clause, organisation_id=str(person.actor.organisation_id))
    return found


async def read(person: Person, duty: dict[str, Any]) -> dict[str, Any]:
    answer = await person.get(f"/duties/{duty['id']}")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def tell(person: Person, duty: dict[str, Any], happened_at: str, **said: Any) -> dict[str, Any]:
    """Report an event and its first report in one call; the event as its reader sees it."""
    body = {"happened_at": happened_at, **FIRST, **said}
    told = await person.step(f"/duties/{duty['id']}", "report", body)
    newest = max(told["reports"], key=lambda event: event["position"])
    found: dict[str, Any] = (await person.get(f"/duty-events/{newest['id']}")).json()
    return found


async def night(world: World) -> None:
    """What happens by itself just after midnight."""
    async with world.database.transaction() as db:
        act = await system_act(db)
        assert act is not None
        await open_due(act)
        await end_windows(act)
