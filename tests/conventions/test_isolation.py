"""Every path with an id answers another branch of the tree exactly as if the record did not exist.

The walk takes its paths from the OpenAPI document and its records from a small lived-in world, so a new resource is
covered the day it is mounted: without a record to try it on, the test fails.
"""

from typing import Any
from uuid import UUID

import pytest

from duban.institutions.models import Institution
from duban.kernel.sealing import seal
from support.walk import ALL, NEEDED_FILTERS, NEEDED_QUERIES, NOBODY, example_of, filled, lists, lived_in, operations
from support.world import Person, World

pytestmark = pytest.mark.anyio

OPEN_TO_EVERYBODY = {"/plans/{id}", "/public/institutions/{id}", "/public/rectification-promises/{id}/evaluations"}
"""Paths whose id names what belongs to nobody or is out before the public: the shipped plans, institutions to
complain about, published results (`tests/rectification/test_public.py` hides the rest)."""

BY_PERSON = {"/sessions/{id}/end", "/notifications/{id}/read"}
"""Paths whose records are somebody's own; `tests/orgs` and `tests/kernel/test_notifications.py` hide them."""


STATE = {"Upload-Offset": "0"}
"""What says, beside `If-Match`, which state a change goes on from."""


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
        request: dict[str, Any] = {"headers": STATE | {"If-Match": "*"}, "params": NEEDED_QUERIES.get(path)}
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


SHOWN_AS = {"/rectification-tasks/export": "task_number"}
"""Exports that carry no id, and which record stands for theirs."""

OWN_TO_THE_HOSPITAL = (
    "task_number",
    "organisations",
    "institutions",
    "duties",
    "rectification-tasks",
    "clocks",
    "attachments",
    "uploads",
    "complaints",
    "complaint-repeats",
    "disputes",
    "notices",
    "clue-reports",
)
"""The records of the lived-in world that are the northern hospital's own: hidden from the clinic beside it as well."""


async def refused_alike(stranger: Person, world: World, records: dict[str, str]) -> list[tuple[Any, ...]]:
    """The operations on `records` that do not answer `stranger` exactly as they answer about nothing."""
    document, leaking = world.app.openapi(), []
    for path, method, operation in operations(document):
        segment = path.split("/")[1]
        if path in OPEN_TO_EVERYBODY | BY_PERSON or segment not in records:
            continue
        request: dict[str, Any] = {"headers": STATE | {"If-Match": '"1"'}, "params": NEEDED_QUERIES.get(path)}
        if (body := example_of(document, operation)) is not None:
            request["json"] = body
        answer = await stranger.request(method.upper(), filled(path, records[segment]), **request)
        absent = await stranger.request(method.upper(), filled(path, NOBODY), **request)
        same = {**answer.json(), "instance": ""} == {**absent.json(), "instance": ""}
        if answer.status_code != 404 or not same:
            leaking.append((method, path, answer.status_code, answer.json().get("code")))
    return leaking


async def test_an_institution_is_hidden_from_the_one_beside_it(world: World) -> None:
    records = await lived_in(world)
    own = {segment: records[segment] for segment in OWN_TO_THE_HOSPITAL}
    async with world.database.session() as db:
        hospital = await db.get_one(Institution, UUID(records["institutions"]))
    assert hospital.organisation_id == world.organisations["north_hospital"].id, "the records must be the hospital's"
    assert await refused_alike(world.person("north_clinic", *ALL, name="next door"), world, own) == []


async def test_no_list_or_export_shows_another_branch(world: World) -> None:
    """Ids are looked for in the whole answer, exports too; that they are there for their owner shows the walk sees."""
    records = await lived_in(world)
    await seal(world.database)
    strangers = {where: world.person(where, *ALL, name=where) for where in ("south", "north_clinic")}
    hidden = {"south": records, "north_clinic": {segment: records[segment] for segment in OWN_TO_THE_HOSPITAL}}
    owners = {"north": world.person("north", *ALL, name="owner"), "hospital": world.person("north_hospital", *ALL)}
    walked, unseen, leaking = 0, [], []
    for short in lists(world.app.openapi()):
        params: dict[str, Any] = {"limit": 200, **NEEDED_FILTERS.get(short, {})}
        if short.startswith("/attachments"):
            params |= {"subject_type": "duty", "subject_id": records["attached_to"]}
        if short.endswith("/export"):
            params = {"format": "ndjson"}
        segment = short.split("/")[1]
        answers = {name: await person.get(short, params=params) for name, person in (owners | strangers).items()}
        if answers["north"].status_code == 422:
            params.pop("limit")
            answers = {name: await person.get(short, params=params) for name, person in (owners | strangers).items()}
        assert answers["north"].status_code == 200, (short, answers["north"].text)
        walked += 1
        told = {name: answer.text for name, answer in answers.items()}
        shows_records = segment in records and short in (f"/{segment}", f"/{segment}/export")
        if shows_records and not any(records[SHOWN_AS.get(short, segment)] in told[name] for name in owners):
            unseen.append(short)
        leaking += [
            (short, where, what) for where, ids in hidden.items() for what, id in ids.items() if id in told[where]
        ]
    assert walked > 20
    assert unseen == [], "the walk would not notice a leak there"
    assert leaking == []
