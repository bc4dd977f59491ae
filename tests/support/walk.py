"""A walk over the whole API: its paths from the OpenAPI document, its records from a small lived-in world."""

import re
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from duban.kernel.clocks import Clock
from duban.orgs.rules import PERMISSIONS
from support.campaigns import duties, launch, owner, populate
from support.lived_in import (
    attach,
    clue,
    clue_report,
    complain,
    dispute,
    half_an_upload,
    handoff,
    job,
    machine,
    notice,
    repeats,
    somebody,
    webhook,
)
from support.sheets import as_csv, send
from support.world import Person, World

ALL = tuple(PERMISSIONS)

NEEDED_QUERIES = {"/institutions/{id}/at": {"on": "2026-03-02"}}

NEEDED_FILTERS = {"/search": {"q": "监控"}, "/regional-settings": {"region_code": "990102"}}
"""What a list answers only with, beside `subject_type` and `subject_id` of a record of its own."""

OF_NOBODY = {
    "/calendars", "/events/stream", "/.well-known/jwks.json", "/forms", "/plans", "/public/complaints/form",
    "/public/complaints/mine", "/public/complaints/mine/reply", "/public/institutions", "/regional-settings",
    "/regions", "/roles", "/workflows",
}  # fmt: skip
"""Lists of what belongs to no branch of the tree, is open to the public, or belongs to whoever holds a code."""


PROBLEMS = [{"problem": "急诊通道监控有盲区"}, {"problem": "监控录像只保存二十日"}]


async def lived_in(world: World) -> dict[str, str]:
    """A north district with some of everything; first path segment → id of a record of it."""
    await populate(world)
    north, hospital = world.person("north", *ALL, name="everything"), owner(world)
    own = world.organisations["north_hospital"].id
    with world.at("2026-03-02 09:00"):
        campaign = await launch(world, "D07", "2026-03-02")
        check = (await duties(hospital, campaign_id=campaign["id"], proof="self_check", state="open"))[0]
        await hospital.step(f"/duties/{check['id']}", "submit", {"problems": PROBLEMS})
        task = (await north.get("/rectification-tasks")).json()["items"][0]
        found = {
            "campaigns": campaign["id"],
            "duties": check["id"],
            "rectification-tasks": task["id"],
            "task_number": task["number"],
            "organisations": str(world.organisations["north_hospital"].id),
            "institutions": (await north.get(f"/institutions?under={own}")).json()["items"][0]["id"],
        }
        async with world.database.session() as db:
            clock = (await db.scalars(select(Clock).where(col(Clock.subject_type) == "duty").limit(1))).one()
            found["clocks"] = str(clock.id)
        anti_crime = await launch(world, "D01", "2026-03-02")
        standing = (await duties(hospital, campaign_id=anti_crime["id"], standing="true"))[0]
        known = {"duty_id": standing["id"], "happened_at": "2026-03-02T01:00:00Z", "summary": "急诊有人持械"}
        found["duty-events"] = (await hospital.post("/duty-events", known)).json()["id"]
        found |= await somebody(north)
        await somebody(north, "li.na")
        found["api-clients"] = await machine(north)
        await machine(north, "影像系统")
        for name in ("推送", "备用推送"):
            found["webhook-endpoints"] = await webhook(north, name)
        waiting = (await duties(hospital, campaign_id=campaign["id"], proof="document"))[0]
        found["attachments"] = await attach(world.person("north_hospital", *ALL), "duty", waiting["id"], "document")
        found["attached_to"] = waiting["id"]
        await attach(world.person("north_hospital", *ALL), "duty", waiting["id"], "document", "second")
        for title in ("超声检查等候过久", "收费窗口排队过长"):
            found["complaints"] = await complain(world.person("north_hospital", *ALL), str(own), title)
        found["complaint-repeats"] = await repeats(world, world.person("north_hospital", *ALL), str(own))
        for title in ("术后感染引发的争议", "用药引发的争议"):
            found["disputes"] = await dispute(world.person("north_hospital", *ALL), str(own), title)
        for _ in range(2):
            found["handoffs"] = await handoff(world)
        for title in ("退号管理存在漏洞", "加号管理存在漏洞"):
            found["notices"] = await notice(north, str(own), title)
        for place in ("急诊大厅", "门诊大厅"):
            found["clue-reports"] = await clue_report(world.person("north_hospital", *ALL), place)
        for title in ("门诊大厅倒卖专家号", "住院部倒卖床位"):
            found |= await clue(north, str(own), title)
        found["uploads"] = await half_an_upload(world.person("north_hospital", *ALL))
        found["jobs"] = await job(world, north)
        await job(world, north)
        run = await send(north, "institutions", as_csv([{"统一社会信用代码": "x"}]))
        found["imports"] = run.json()["id"]
        await send(north, "institutions", as_csv([{"统一社会信用代码": "y"}, {"统一社会信用代码": "z"}]))
        await launch(world, "D10", "2026-03-02")
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


def lists(document: dict[str, Any]) -> list[str]:
    """Every path without an id that answers with rows or a file of them."""
    shorts = (path.removeprefix("/api/v1") for path, item in document["paths"].items() if "get" in item)
    return [short for short in shorts if "{" not in short and short not in OF_NOBODY]


async def open_steps(people: Mapping[str, Person], url: str) -> dict[str, set[str]]:
    """Which steps of the case at `url` are open, and to whom of `people` who may read it."""
    found: dict[str, set[str]] = {}
    for name, person in people.items():
        answer = await person.get(url)
        if answer.status_code == 404:
            continue
        for action in answer.json()["available_actions"]:
            if action["open"]:
                found.setdefault(action["step"], set()).add(name)
    return found
