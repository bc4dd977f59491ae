"""Every path with an id answers another branch of the tree exactly as if the record did not exist.

The walk takes its paths from the OpenAPI document and its records from a small lived-in world, so a new resource is
covered the day it is mounted: without a record to try it on, the test fails.
"""

import re
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import col

from duban.kernel.clocks import Clock
from duban.orgs.rules import PERMISSIONS
from support.campaigns import duties, launch, owner, populate
from support.lived_in import attach, job, machine, somebody
from support.sheets import as_csv, send
from support.world import World

pytestmark = pytest.mark.anyio

ALL = tuple(PERMISSIONS)
OPEN_TO_EVERYBODY = {"/plans/{id}", "/public/rectification-promises/{id}/evaluations"}
"""Paths whose id names what belongs to nobody or is out before the public: the shipped plans, published results
(`tests/rectification/test_public.py` hides the rest)."""

BY_PERSON = {"/sessions/{id}/end", "/notifications/{id}/read"}
"""Paths whose records are somebody's own; `tests/orgs` and `tests/kernel/test_notifications.py` hide them."""

NEEDED_QUERIES = {"/institutions/{id}/at": {"on": "2026-03-02"}}


NO_LISTS = {"/events/stream", "/.well-known/jwks.json", "/plans", "/forms"}


async def lived_in(world: World) -> dict[str, str]:
    """A north district with some of everything; first path segment → id of a record of it."""
    await populate(world)
    north, hospital = world.person("north", *ALL, name="everything"), owner(world)
    with world.at("2026-03-02 09:00"):
        campaign = await launch(world, "D07", "2026-03-02")
        check = (await duties(hospital, campaign_id=campaign["id"], proof="self_check", state="open"))[0]
        await hospital.step(f"/duties/{check['id']}", "submit", {"problems": [{"problem": "急诊通道监控有盲区"}]})
        task = (await north.get("/rectification-tasks")).json()["items"][0]
        found = {
            "campaigns": campaign["id"],
            "duties": check["id"],
            "rectification-tasks": task["id"],
            "organisations": str(world.organisations["north_hospital"].id),
            "institutions": (await north.get("/institutions")).json()["items"][0]["id"],
        }
        async with world.database.session() as db:
            clock = (await db.scalars(select(Clock).where(col(Clock.subject_type) == "duty").limit(1))).one()
            found["clocks"] = str(clock.id)
        found |= await somebody(north)
        found["api-clients"] = await machine(north)
        waiting = (await duties(hospital, campaign_id=campaign["id"], proof="document"))[0]
        found["attachments"] = await attach(world.person("north_hospital", *ALL), "duty", waiting["id"], "document")
        found["jobs"] = await job(world, north)
        run = await send(north, "institutions", as_csv([{"统一社会信用代码": "x"}]))
        found["imports"] = run.json()["id"]
    return found


def operations(document: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (path.removeprefix("/api/v1"), method, operation)
        for path, item in document["paths"].items()
        for method, operation in item.items()
        if "{id}" in path
    ]


NOBODY = "0192f5c4-7e2b-7c3a-9d7c-0a1b2c3d4e5f"


def filled(path: str, id: str) -> str:
    """`path` with `id`; ids further down name nobody, other parts are 0."""
    return re.sub(r"\{\w+\}", "0", re.sub(r"\{\w+_id\}", NOBODY, path.replace("{id}", id)))


def example_of(document: dict[str, Any], operation: dict[str, Any]) -> Any:
    """The first example of the operation's body: what an integrator would send."""
    content = operation.get("requestBody", {}).get("content", {}).get("application/json")
    if content is None:
        return None
    schema = content["schema"]
    for reference in [schema, *schema.get("anyOf", []), *schema.get("allOf", [])]:
        if "$ref" in reference:
            body = document["components"]["schemas"][reference["$ref"].rsplit("/", 1)[1]]
            if body.get("examples"):
                return body["examples"][0]
            if not body.get("required"):
                return {}
            raise AssertionError(f"{operation['operationId']}: its body has no example to send")
    return {}


async def test_every_path_with_an_id_hides_another_branch(world: World) -> None:
    records = await lived_in(world)
    stranger = world.person("south", *ALL, name="stranger")
    document = world.app.openapi()
    missing, leaking = [], []
    for path, method, operation in operations(document):
        if path in OPEN_TO_EVERYBODY | BY_PERSON:
            continue
        segment = path.split("/")[1]
        if segment not in records:
            missing.append(path)
            continue
        url = filled(path, records[segment])
        nowhere = filled(path, NOBODY)
        request: dict[str, Any] = {"headers": {"If-Match": "*"}, "params": NEEDED_QUERIES.get(path)}
        body = example_of(document, operation)
        if body is not None:
            request["json"] = body
        answer = await stranger.request(method.upper(), url, **request)
        absent = await stranger.request(method.upper(), nowhere, **request)
        same = {**answer.json(), "instance": ""} == {**absent.json(), "instance": ""}
        if answer.status_code != 404 or not same:
            leaking.append((method, path, answer.status_code, answer.json().get("code")))
    assert missing == []
    assert leaking == []


async def test_no_list_shows_another_branch(world: World) -> None:
    records = await lived_in(world)
    stranger = world.person("south", *ALL, name="stranger")
    hidden = set(records.values())
    for path, item in world.app.openapi()["paths"].items():
        short = path.removeprefix("/api/v1")
        if "get" not in item or "{" in short or short in NO_LISTS:
            continue
        answer = await stranger.get(short)
        listed = answer.headers["content-type"] == "application/json"
        if answer.status_code == 200 and listed and isinstance(answer.json(), dict) and "items" in answer.json():
            shown = {row.get("id") for row in answer.json()["items"]}
            assert not shown & hidden, short
