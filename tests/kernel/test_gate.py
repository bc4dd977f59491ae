"""What no request gets past: too large a body, and the character NUL, wherever it comes in."""

import base64
from collections.abc import AsyncIterator
from typing import Any

import orjson
import pytest
from pydantic import Field, ValidationError

from duban.kernel.resources import Schema
from support.people import open_the_door
from support.world import World

pytestmark = pytest.mark.anyio
LIMIT = 2 * 1024 * 1024


@pytest.fixture
async def town(world: World) -> World:
    return open_the_door(world)


async def pieces(total: int) -> AsyncIterator[bytes]:
    for _ in range(total // 65536):
        yield b" " * 65536


async def test_a_body_beyond_the_limit_is_refused_before_anybody_is_asked_who_they_are(town: World) -> None:
    whole = await town.http.post("/organisations", content=b" " * (LIMIT + 1))
    chunked = await town.http.post("/organisations", content=pieces(2 * LIMIT))
    form = await town.http.post("/auth/token", content=b" " * (LIMIT + 1), headers={"Content-Type": FORM})
    for answer in (whole, chunked, form):
        assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")
        assert answer.json()["max_bytes"] == LIMIT
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.headers["connection"] == "close"
        assert answer.headers["x-request-id"]


FORM = "application/x-www-form-urlencoded"


async def test_the_rest_of_too_large_a_body_is_not_read(town: World) -> None:
    read = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal read
        while True:
            read += 65536
            assert read < 2 * LIMIT
            yield b" " * 65536

    sent = endless()
    status = 0

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": await anext(sent), "more_body": True}

    async def send(message: Any) -> None:
        nonlocal status
        status = message.get("status", status)

    path = "/api/v1/organisations"
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST", "scheme": "http",
        "path": path, "raw_path": path.encode(), "query_string": b"", "root_path": "",
        "headers": [(b"content-type", b"application/json")], "client": ("127.0.0.1", 1), "server": ("duban.test", 80),
    }  # fmt: skip
    await town.app(scope, receive, send)
    assert (status, read <= LIMIT + 65536) == (413, True)


async def test_a_body_at_the_limit_is_read(town: World) -> None:
    for content in (b" " * LIMIT, pieces(LIMIT)):
        answer = await town.http.post("/organisations", content=content)
        assert answer.status_code in (401, 422)


async def test_files_have_a_limit_of_their_own(world: World) -> None:
    person = world.person("north", "import.run", "institution.write")
    content = b"x" * (LIMIT + 1)
    answer = await person.request("POST", "/imports", content=content, headers={"Content-Type": "text/plain"})
    assert answer.json()["code"] != "body_too_large"
    step = await person.request("POST", "/imports/0/apply", content=content)
    assert step.json()["code"] == "body_too_large"


async def test_nul_is_refused_at_the_door(town: World) -> None:
    basic = base64.b64encode(b"a\0b:secret").decode()
    answers = {
        "form": await town.http.post(
            "/auth/token", content="grant_type=password&username=a%00&password=x", headers={"Content-Type": FORM}
        ),
        "basic": await town.http.post(
            "/auth/token", data={"grant_type": "client_credentials"}, headers={"Authorization": f"Basic {basic}"}
        ),
        "query": await town.http.get("/search?q=%E6%80%A5%00"),
        "path": await town.http.get("/institutions/by-code/a%00b"),
        "header": await town.http.get("/me", headers={b"user-agent": b"a\0b"}),  # type: ignore[dict-item]
    }
    told = {name: (answer.status_code, answer.json()["code"]) for name, answer in answers.items()}
    assert told == {
        "form": (422, "validation_failed"),
        "basic": (422, "validation_failed"),
        "query": (422, "validation_failed"),
        "path": (400, "nul_character"),
        "header": (400, "nul_character"),
    }
    pointers = {name: [e["pointer"] for e in answers[name].json()["errors"]] for name in ("form", "query")}
    assert pointers == {"form": ["/username"], "query": ["/q"]}
    assert "U+0000" in answers["form"].json()["errors"][0]["detail"]


async def test_nul_in_a_body_is_pointed_at(world: World) -> None:
    person = world.person("city", "organisation.read", "organisation.write")
    body = {"parent_id": str(world.organisations["north"].id), "name": "a\0b", "kind": "institution"}
    for given, pointer in ((body, "/name"), ({**body, "name": "good", "aliases": ["fine", "a\0"]}, "/aliases")):
        answer = await person.request("POST", "/organisations", content=orjson.dumps(given), headers=JSON)
        assert answer.status_code == 422, answer.text
        assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


JSON = {"Content-Type": "application/json"}


class Inner(Schema):
    name: str


class Outer(Schema):
    inner: list[Inner] = Field(default_factory=list)
    values: dict[str, Any] = Field(default_factory=dict)


@pytest.mark.parametrize(
    ("given", "where"),
    [
        ({"inner": [{"name": "a"}, {"name": "b\0"}]}, ("inner", 1, "name")),
        ({"values": {"deep": [{"er": "\0"}]}}, ("values",)),
        ({"values": {"\0": 1}}, ("values",)),
    ],
)
def test_nul_is_found_at_any_depth(given: dict[str, Any], where: tuple[Any, ...]) -> None:
    with pytest.raises(ValidationError) as refused:
        Outer.model_validate(given)
    assert [error["loc"] for error in refused.value.errors()] == [where]


def cursor(*values: Any) -> str:
    return base64.urlsafe_b64encode(orjson.dumps(values)).rstrip(b"=").decode()


ID = "0192f5c4-7e2b-7c3a-9d7c-0a1b2c3d4e5f"


@pytest.mark.parametrize(
    "forged",
    [
        ("/worklist", cursor("owed", "2026-03-02T09:00:00", ID)),
        ("/worklist", cursor("owed", "0001-01-01T00:00:00+14:00", ID)),
        ("/organisations?sort=name", cursor("name", "a\0b", ID)),
        ("/organisations?sort=name", cursor("name", 7, ID)),
        ("/institutions?sort=beds", cursor("beds", 2**63, ID)),
        ("/institutions?sort=beds", cursor("beds", 2**31, ID)),
    ],
    ids=lambda given: given[1][:24],
)
async def test_a_forged_cursor_is_told_as_one(world: World, forged: tuple[str, str]) -> None:
    person = world.person("city", "worklist.use", "organisation.read", "institution.read", "task.verify")
    url, made = forged
    answer = await person.get(f"{url}{'&' if '?' in url else '?'}cursor={made}")
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_cursor"), answer.text
