"""The "record" proof says what took place: kind, day, subject, place, how many. Over HTTP, both engines."""

from typing import Any

import pytest

from support.campaigns import chief, duties, launch, populate
from support.events import night
from support.lived_in import attach
from support.world import Person, World

pytestmark = pytest.mark.anyio

MEETING = {
    "kind": "meeting",
    "held_on": "2026-03-10",
    "subject": "专项整治部署会",
    "place": "三楼会议室",
    "participants": 32,
}


async def record_duty(world: World) -> tuple[Person, dict[str, Any]]:
    """Somebody of the north, and the duty of D10 to record its coverage."""
    await populate(world)
    north = world.person("north", "duty.read", "duty.submit", "evidence.add", "campaign.read", name="clerk")
    with world.at("2026-03-02 09:00"):
        campaign = await launch(world, "D10", "2026-03-02")
        found = await duties(north, campaign_id=campaign["id"], clause_code="P2.coverage")
    return north, min(found, key=lambda duty: duty["opens_on"])


async def test_what_took_place_is_kept_and_shown_with_its_minutes_attached(world: World) -> None:
    north, duty = await record_duty(world)
    url = f"/duties/{duty['id']}"
    day = (await north.get(url)).json()["starts_on"]
    records = [
        {**MEETING, "held_on": day},
        {**MEETING, "kind": "drill", "held_on": day, "outcome": "通过"},
    ]
    with world.at(f"{day} 18:00"):
        await attach(north, "duty", duty["id"], "minutes")
        await night(world)
        sent = await north.step(url, "submit", {"records": records, "note": "见会议记录"})
    kept = sent["submissions"][0]
    assert kept["records"] == [{**records[0], "outcome": None}, records[1]]
    assert (sent["state"], sent["fact"], sent["document_count"]) == ("submitted", "on_time", 0)
    assert (await chief(world).get(url)).json()["submissions"][0]["records"] == kept["records"]


@pytest.mark.parametrize(
    ("change", "pointer", "code"),
    [
        ({"held_on": "tomorrow"}, "/records/0/held_on", "record_invalid"),
        ({"held_on": "before"}, "/records/0/held_on", "record_invalid"),
        ({"participants": 0}, "/records/0/participants", "validation_failed"),
        ({"kind": "party"}, "/records/0/kind", "validation_failed"),
        ({"place": ""}, "/records/0/place", "validation_failed"),
        (None, "/records", "record_missing"),
    ],
)
async def test_a_record_that_cannot_be_meant_is_refused_where_it_stands(
    world: World, change: dict[str, Any] | None, pointer: str, code: str
) -> None:
    north, duty = await record_duty(world)
    url = f"/duties/{duty['id']}"
    day = (await north.get(url)).json()["starts_on"]
    with world.at(f"{day} 18:00"):
        await night(world)
        named = {"tomorrow": "2099-01-01", "before": "2026-03-01"}
        change = change and {key: named.get(str(value), value) for key, value in change.items()}
        records = [] if change is None else [{**MEETING, "held_on": day, **change}]
        answer = await north.post(f"{url}/submit", {"records": records, "note": "开过会"}, headers={"If-Match": "*"})
    assert answer.status_code == 422
    assert (answer.json()["errors"][0]["pointer"], answer.json()["code"]) == (pointer, code)
