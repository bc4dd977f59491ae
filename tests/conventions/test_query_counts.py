"""Every list costs as many statements for one row as for fifty: no list asks again for each of its rows.

The walk takes its paths from the OpenAPI document, so a new list is covered the day it is mounted.
"""

from typing import Any

import pytest

from duban.kernel.db import count_queries
from duban.kernel.sealing import seal
from support.walk import ALL, NEEDED_FILTERS, lists, lived_in
from support.world import Person, World

pytestmark = pytest.mark.anyio


async def cost(world: World, person: Person, url: str, params: dict[str, Any]) -> tuple[int, int] | None:
    """How many rows a list answers with, and how many statements that took; None for what is no list."""
    seen: list[str] = []
    stop = count_queries(world.database.reader, seen.append)
    try:
        answer = await person.get(url, params=params)
    finally:
        stop()
    if answer.status_code != 200 or not answer.headers["content-type"].startswith("application/json"):
        return None
    items = answer.json().get("items") if isinstance(answer.json(), dict) else None
    return None if items is None else (len(items), len(seen))


async def test_no_list_asks_again_for_each_row(world: World) -> None:
    records = await lived_in(world)
    await seal(world.database)
    north = world.person("north", *ALL, name="everything")
    subject = {"subject_type": "duty", "subject_id": records["attached_to"]}
    document = world.app.openapi()
    urls = [(short, NEEDED_FILTERS.get(short, {})) for short in lists(document) if not short.endswith("/export")]
    urls = [(short, params | (subject if short == "/attachments" else {})) for short, params in urls]
    for path, item in document["paths"].items():
        short = path.removeprefix("/api/v1")
        segment = short.split("/")[1]
        if "get" in item and short.startswith(f"/{segment}/{{id}}/") and short.count("{") == 1 and segment in records:
            urls.append((short.replace("{id}", records[segment]), {}))
    compared, dear = [], []
    for url, params in urls:
        one = await cost(world, north, url, {**params, "limit": 1})
        many = await cost(world, north, url, {**params, "limit": 50})
        if one is None or many is None or one[0] != 1 or many[0] < 2:
            continue  # no list, one without pages, or one with too few rows to tell
        compared.append(url)
        if one[1] != many[1]:
            dear.append((url, one, many))
    assert len(compared) >= 10, compared
    assert dear == []
