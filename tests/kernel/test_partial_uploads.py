"""A file in parts (tus 1.0.0): the line may break anywhere, and what is attached in the end is the file, once."""

import hashlib
import random
from base64 import b64encode
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import httpx
import pytest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from duban.kernel.clock import now
from duban.kernel.evidence import Attachment
from duban.kernel.object_store import clear_abandoned
from duban.kernel.partial_uploads import KEEP, MAX_OPEN, MAX_PARTS, PartialUpload, clear_unfinished
from support.uploads import MAY, matter, png, store, stored
from support.world import Person, World

pytestmark = pytest.mark.anyio
PART = "application/offset+octet-stream"


def photo(size: int = 30_000) -> bytes:
    """A picture with `size` bytes behind its end, as cameras leave them."""
    return png("photo") + random.Random(7).randbytes(size)


async def begin(person: Person, length: int, name: str = "整改后.png", **headers: str) -> httpx.Response:
    metadata = f"filename {b64encode(name.encode()).decode()},filetype aW1hZ2UvcG5n"
    told = {"Upload-Length": str(length), "Upload-Metadata": metadata, "Tus-Resumable": "1.0.0"}
    return await person.post("/uploads", headers=told | headers)


def place(begun: httpx.Response) -> str:
    """Where the parts go, below the client's base address."""
    assert begun.status_code == 201, begun.text
    return begun.headers["location"].removeprefix("/api/v1")


async def part(person: Person, url: str, offset: int, content: bytes, **headers: str) -> httpx.Response:
    return await person.request(
        "PATCH", url, content=content, headers={"Upload-Offset": str(offset), "Content-Type": PART} | headers
    )


async def attach(person: Person, url: str, subject: str, key: str | None = None, **more: str) -> httpx.Response:
    body = {"subject_type": "sample", "subject_id": subject, "purpose": "after", "upload_id": url.rsplit("/", 1)[1]}
    return await person.post("/attachments", body | more, headers={"Idempotency-Key": key} if key else None)


async def whole(person: Person, content: bytes, size: int = 8192) -> str:
    """The path of an upload of which everything is here."""
    url = place(await begin(person, len(content)))
    for at in range(0, len(content), size):
        assert (await part(person, url, at, content[at : at + size])).status_code == 204
    return url


async def test_a_file_in_parts_is_attached_like_any_other(sampled: World) -> None:
    person, content, subject = sampled.person("north_hospital", *MAY), photo(), await matter(sampled)
    begun = await begin(person, len(content))
    url = place(begun)
    assert (begun.status_code, begun.headers["tus-resumable"], begun.headers["upload-offset"]) == (201, "1.0.0", "0")
    assert begun.json() | {"id": None, "expires_at": None} == {
        "id": None,
        "offset": 0,
        "length": len(content),
        "file_name": "整改后.png",
        "expires_at": None,
    }
    first = await part(person, url, 0, content[:10_000])
    assert (first.status_code, first.headers["upload-offset"], first.content) == (204, "10000", b"")
    early = await attach(person, url, subject)
    assert (early.status_code, early.json()["code"], early.json()["offset"]) == (409, "upload_incomplete", 10_000)
    told = await person.request("HEAD", url)
    assert (told.headers["upload-offset"], told.headers["upload-length"]) == ("10000", str(len(content)))
    assert (await person.get(url)).json()["offset"] == 10_000
    assert (await part(person, url, 10_000, content[10_000:])).headers["upload-offset"] == str(len(content))
    made = await attach(person, url, subject, sha256=hashlib.sha256(content).hexdigest(), note="东门")
    assert made.status_code == 201, made.text
    told_of = {name: made.json()[name] for name in ("file_name", "media_type", "size", "note", "sha256")}
    assert told_of == {
        "file_name": "整改后.png",
        "media_type": "image/png",
        "size": len(content),
        "note": "东门",
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    assert (await person.get(f"/attachments/{made.json()['id']}/content")).content == content
    assert (await person.get(url)).status_code == 404  # used up


async def test_however_the_line_breaks_the_file_arrives_whole_and_once(sampled: World) -> None:
    """Parts of any size, sent twice, at wrong places, and answers lost: the sender only ever asks how far it got."""
    person, subject, chance = sampled.person("north_hospital", *MAY), await matter(sampled), random.Random(20_260_302)
    for round in range(6):
        content = photo(chance.randrange(1, 40_000))
        opening = {"Idempotency-Key": f"begin-{round}"}
        url = place(await begin(person, len(content), **opening))
        while (here := int((await person.request("HEAD", url)).headers["upload-offset"])) < len(content):
            assert place(await begin(person, len(content), **opening)) == url
            at = here if chance.random() < 0.6 else chance.randrange(len(content) + 1)
            piece = content[at : at + chance.randrange(1, 12_000)]
            answer = await part(person, url, at, piece)
            assert answer.status_code == (204 if at == here else 409)
            assert int(answer.headers["upload-offset"]) == (here + len(piece) if at == here else here)
        answers = [await attach(person, url, subject, f"attach-{round}") for _ in range(2)]
        assert [answer.status_code for answer in answers] == [201, 201]
        assert answers[0].json()["sha256"] == hashlib.sha256(content).hexdigest()
        assert answers[1].json() == answers[0].json() and answers[1].headers["idempotent-replayed"] == "true"
    assert len(await stored(sampled)) == 6


def breaking_off(app: ASGIApp, after: int) -> ASGIApp:
    """The application behind a line that breaks after so many bytes of a body."""

    async def broken(scope: Scope, receive: Receive, send: Send) -> None:
        left = after

        async def received() -> Message:
            nonlocal left
            if left <= 0:
                return {"type": "http.disconnect"}
            message = await receive()
            body = message.get("body", b"")[:left]
            left -= len(body)
            return {"type": "http.request", "body": body, "more_body": True}

        await app(scope, received, send)

    return broken


async def test_what_arrived_before_the_line_broke_is_kept(sampled: World) -> None:
    person, content = sampled.person("north_hospital", *MAY), photo()
    url = place(await begin(person, len(content)))
    transport = httpx.ASGITransport(breaking_off(sampled.app, 4_321))
    async with httpx.AsyncClient(transport=transport, base_url=sampled.http.base_url) as line:
        world = replace(sampled)
        world.http = line
        behind = Person(world, person.actor)
        await part(behind, url, 0, content)
    assert (await person.get(url)).json()["offset"] == 4_321
    assert (await part(person, url, 4_321, content[4_321:])).status_code == 204
    made = await attach(person, url, await matter(sampled))
    assert made.json()["sha256"] == hashlib.sha256(content).hexdigest()


async def test_half_an_upload_exists_for_its_sender_only(sampled: World) -> None:
    person, content, subject = sampled.person("north_hospital", *MAY), photo(), await matter(sampled)
    url = await whole(person, content)
    for other in (sampled.person("north_hospital", *MAY), sampled.person("north", *MAY)):
        for answer in (
            await other.get(url),
            await other.request("HEAD", url),
            await part(other, url, 0, content),
            await attach(other, url, subject),
            await other.request("DELETE", url),
        ):
            assert answer.status_code == 404
    assert (
        await sampled.person("north_hospital", "sample.read").post("/uploads", headers={"Upload-Length": "1"})
    ).json()["code"] == "permission_missing"
    assert (await attach(person, url, subject)).status_code == 201


async def test_what_cannot_be_taken_is_refused_at_once_and_leaves_nothing(sampled: World) -> None:
    person, limit = sampled.person("north_hospital", *MAY), sampled.settings.max_upload_bytes
    for length, expected in ((0, (422, "file_empty")), (limit + 1, (413, "upload_too_large"))):
        answer = await begin(person, length)
        assert (answer.status_code, answer.json()["code"]) == expected
    for headers, expected in (
        ({"Upload-Length": "many"}, (422, "validation_failed")),
        ({"Upload-Length": "10", "Upload-Metadata": "filename *"}, (400, "bad_metadata")),
        ({"Upload-Length": "10", "Tus-Resumable": "0.2.2"}, (412, "tus_version")),
        ({}, (422, "validation_failed")),
    ):
        answer = await person.post("/uploads", headers=headers)
        assert (answer.status_code, answer.json()["code"]) == expected, headers
    page = b"<!doctype html><html><script>alert(1)</script>" + b" " * 20_000
    url = place(await begin(person, len(page)))
    refused = await part(person, url, 0, page[:10_000])
    assert (refused.status_code, refused.json()["code"]) == (415, "media_active")
    assert (await part(person, url, 0, page, **{"Content-Type": "image/png"})).json()["code"] == "part_type"
    longer = await part(person, url, 0, png() + b"x" * len(page))
    assert (longer.status_code, longer.json()["code"]) == (413, "longer_than_announced")
    assert (await part(person, url, 0, b"")).headers["upload-offset"] == "0"
    assert await stored(sampled, "parts") == []


async def test_a_page_in_small_parts_is_refused_when_it_is_attached(sampled: World) -> None:
    person, page = sampled.person("north_hospital", *MAY), b"<!doctype html><html><script>alert(1)</script>"
    refused = await attach(person, await whole(person, page, 20), await matter(sampled))
    assert (refused.status_code, refused.json()["code"]) == (415, "media_active")
    wrong = await attach(person, await whole(person, png()), await matter(sampled), sha256="0" * 64)
    assert (wrong.status_code, wrong.json()["code"]) == (422, "digest_mismatch")
    assert await stored(sampled) == []


async def test_nobody_fills_the_store_with_beginnings(sampled: World) -> None:
    person = sampled.person("north_hospital", *MAY)
    urls = [place(await begin(person, 10)) for _ in range(MAX_OPEN)]
    refused = await begin(person, 10)
    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_uploads")
    assert (await person.request("DELETE", urls[0])).status_code == 204
    assert (await begin(person, 10)).status_code == 201
    async with sampled.database.transaction() as db:
        upload = await db.get_one(PartialUpload, UUID(urls[1].rsplit("/", 1)[1]))
        upload.parts = [("0", 0)] * MAX_PARTS
    crumbs = await part(person, urls[1], 0, b"x")
    assert (crumbs.status_code, crumbs.json()["code"]) == (409, "too_many_parts")


async def test_what_nobody_finishes_and_what_is_attached_leaves_no_parts_behind(sampled: World) -> None:
    person, content = sampled.person("north_hospital", *MAY), photo()
    attached = await whole(person, content)
    assert (await attach(person, attached, await matter(sampled))).status_code == 201
    url = place(await begin(person, len(content)))
    assert (await part(person, url, 0, content[:5_000])).status_code == 204
    used = -(-len(content) // 8192)
    assert await clear_unfinished(sampled.database, store(sampled), now()) == 0  # too young to be told from a line's
    assert len(await stored(sampled, "parts")) == used + 1
    assert await clear_unfinished(sampled.database, store(sampled), now() + timedelta(days=2)) == used
    assert (await person.get(url)).json()["offset"] == 5_000
    assert await clear_unfinished(sampled.database, store(sampled), now() + KEEP + timedelta(hours=1)) == 1
    assert (await person.get(url)).status_code == 404
    assert len(await stored(sampled)) == 1
    assert await clear_abandoned(sampled.database, store(sampled), Attachment, now() + timedelta(days=60)) == 0
