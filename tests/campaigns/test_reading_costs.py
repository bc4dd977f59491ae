"""What it costs to read campaigns: as many statements with many institutions as with few, on both engines."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import asyncpg
import pytest

from duban.campaigns.progress import By
from duban.kernel.db import count_queries
from support.campaigns import chief, fill_in, launch, open_duties, populate, record, register
from support.world import Person, World

pytestmark = pytest.mark.anyio


@contextmanager
def reads(world: World, patch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The SELECTs of the block: those sent through SQLAlchemy, and on PostgreSQL those of the row lane's own driver."""
    seen: list[str] = []
    fetch = asyncpg.Connection.fetch

    async def counted(connection: Any, query: str, *args: Any, **given: Any) -> Any:
        seen.append(query)
        return await fetch(connection, query, *args, **given)

    stops = [count_queries(engine, seen.append) for engine in {world.database.reader, world.database.writer}]
    with patch.context() as patched:
        patched.setattr(asyncpg.Connection, "fetch", counted)
        try:
            yield seen
        finally:
            for stop in stops:
                stop()
    seen[:] = [statement for statement in seen if statement.lstrip().startswith(("SELECT", "WITH"))]


async def cost(world: World, patch: pytest.MonkeyPatch, person: Person, url: str) -> int:
    assert (await person.get(url)).status_code == 200  # statements of a driver's first time are not of the page
    with reads(world, patch) as seen:
        answer = await person.get(url)
    assert answer.status_code == 200, answer.text
    return len(seen)


def pages(campaign: str) -> dict[str, int]:
    """Each page with the number of statements it may cost."""
    own = f"/campaigns/{campaign}"
    by = {f"{own}/progress?by={by.value}": 2 for by in By if by not in (By.REGION, By.PHASE)}
    return {
        "/campaigns?limit=200": 1,
        "/duties?limit=200": 1,
        f"/duties?limit=200&institution_type=hospital&institution_level=second&lead=none&campaign_id={campaign}": 1,
        **by,
        f"{own}/progress?by=region": 3,
        f"{own}/progress?by=phase": 3,
        f"{own}/matrix?limit=200": 2,
        f"{own}/clauses": 2,
        # Campaign, clauses, issuer, adoptions; who there is, what they are; who owes, what came; the regions
        f"{own}/coverage": 9,
        f"{own}/coverage/P2.coverage/0?limit=200": 8,
    }


async def test_every_page_costs_the_same_however_much_there_is(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    await populate(world)
    with world.at("2026-03-02 09:00"):
        small = await launch(world, "D07", "2026-03-02")
    few = await costs(world, monkeypatch, small, ["north_hospital"])
    own = pages(small["id"])
    assert {url: few[url] for url in own} == own
    for number in range(5):
        for kind, word in enumerate(("hospital", "centre", "clinic")):
            await register(world, f"more_{word}_{number}", "north", kind)
    with world.at("2026-03-02 09:00"):
        large = await launch(world, "D07", "2026-03-02")
    many = await costs(
        world, monkeypatch, large, ["north_hospital", "more_hospital_1", "more_centre_2", "more_clinic_3"]
    )
    assert list(many.values()) == list(few.values())


async def costs(
    world: World, patch: pytest.MonkeyPatch, campaign: dict[str, Any], reporting: list[str]
) -> dict[str, int]:
    """What each page costs, histories too, after each of `reporting` was returned once and then approved."""
    north = chief(world)
    with world.at("2026-06-15 09:00"):
        await open_duties(world)
        for who in reporting:
            url = await record(world, campaign, who, "P2.rectified")
            await north.step(url, "return", {"reason": "请补充检查记录"})
            await north.step(await record(world, campaign, who, "P2.rectified"), "approve", {})
        histories = [f"/campaigns/{campaign['id']}/history?limit=200", f"{url}/history?limit=200"]
        return {page: await cost(world, patch, north, page) for page in [*pages(campaign["id"]), *histories]}


async def test_targets_counted_from_forms_cost_no_more_with_many_forms(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    north = chief(world)
    await populate(world, hospitals=4)
    with world.at("2026-08-03 09:00"):
        campaign = await launch(world, "D01", "2026-08-03")
    url, found = f"/campaigns/{campaign['id']}/coverage", []
    with world.at("2026-09-30 09:00"):
        await open_duties(world)
        for who in ("north_hospital", "north_hospital_0", "north_hospital_1"):
            await fill_in(world, campaign, who, "T5.security_capability", key_areas=2, key_areas_with_video=1)
            found.append(await cost(world, monkeypatch, north, url))
    assert found == [9, 9, 9]
