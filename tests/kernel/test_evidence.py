"""Evidence: what comes in is streamed, judged and hashed; what is in cannot be changed; what goes out is a download."""

import hashlib
from base64 import b64encode
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import col

from duban.kernel.clock import now
from duban.kernel.db import count_queries
from duban.kernel.evidence import Attachment
from duban.kernel.ids import new_id
from duban.kernel.journal import JournalEntry
from duban.kernel.object_store import FEW, ObjectLost, WrongStore, clear_abandoned, key_of
from support.uploads import BOUNDARY, MAY, Slow, bomb_docx, matter, multipart, png, send, store, stored
from support.world import Person, World

pytestmark = pytest.mark.anyio


async def test_a_file_is_kept_with_its_hash_its_own_time_and_ours(sampled: World) -> None:
    person = sampled.person("north_hospital", *MAY)
    subject = await matter(sampled)
    content = png("a")
    with sampled.at("2026-03-02 09:00"):
        made = await send(person, subject, content, happened_at="2026-03-01T10:30:00+08:00", note="整改后现场")
    assert made.status_code == 201, made.text
    row = made.json()
    assert (row["sha256"], row["size"]) == (hashlib.sha256(content).hexdigest(), len(content))
    assert (row["media_type"], row["file_name"], row["purpose"]) == ("image/png", "照片.png", "after")
    assert (row["happened_at"], row["received_at"]) == ("2026-03-01T02:30:00Z", "2026-03-02T01:00:00Z")
    assert row["organisation_id"] == str(sampled.organisations["north_hospital"].id)
    assert made.headers["location"].endswith(f"/attachments/{row['id']}")
    assert (await person.get(f"/attachments/{row['id']}")).json() == row
    listed = await person.get(f"/attachments?subject_type=sample&subject_id={subject}&count=exact")
    assert (listed.json()["items"], listed.json()["total"]) == ([row], 1)
    # The matter's module was told within the same transaction.
    assert (await person.get(f"/samples/{subject}")).json()["answer"] == "+after"


async def test_a_download_is_the_same_bytes_and_never_a_page(sampled: World) -> None:
    person = sampled.person("north_hospital", *MAY)
    content = png("b")
    made = (await send(person, await matter(sampled), content, "整改 “后”𠮷.png")).json()
    got = await person.get(f"/attachments/{made['id']}/content")
    assert (got.status_code, got.content) == (200, content)
    assert got.headers["content-disposition"] == (
        "attachment; filename=\"__ ________.png\"; filename*=UTF-8''"
        "%E6%95%B4%E6%94%B9%20%E2%80%9C%E5%90%8E%E2%80%9D%F0%A0%AE%B7.png"
    ).replace('"__ ________.png"', '"__ ____.png"')
    assert got.headers["x-content-type-options"] == "nosniff"
    assert got.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert got.headers["etag"] == f'"{hashlib.sha256(content).hexdigest()}"'
    again = await person.get(f"/attachments/{made['id']}/content", headers={"If-None-Match": got.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    async with sampled.database.reading() as db:
        looks = await db.scalar(
            select(func.count()).where(
                col(JournalEntry.action) == "attachment:look", col(JournalEntry.subject_id) == UUID(made["id"])
            )
        )
    assert looks == 1  # the 304 showed nothing


@pytest.mark.parametrize(
    ("asked", "status", "span"),
    [
        ("bytes=0-9", 206, (0, 10)),
        ("bytes=10-", 206, (10, None)),
        ("bytes=-5", 206, (-5, None)),
        ("bytes=3-100000", 206, (3, None)),
        ("bytes=9-3", 200, (0, None)),
        ("bytes=0-1,4-5", 200, (0, None)),
        ("lines=1-2", 200, (0, None)),
        ("bytes=100000-", 416, None),
        ("bytes=-0", 416, None),
    ],
)
async def test_a_range_of_bytes_is_given_as_asked(
    sampled: World, asked: str, status: int, span: tuple[int, int | None] | None
) -> None:
    person = sampled.person("north_hospital", *MAY)
    content = png("range")
    url = f"/attachments/{(await send(person, await matter(sampled), content)).json()['id']}/content"
    got = await person.get(url, headers={"Range": asked})
    assert got.status_code == status
    if span is None:
        assert got.headers["content-range"] == f"bytes */{len(content)}"
        assert got.json()["code"] == "range_not_satisfiable"
        return
    assert got.content == content[span[0] : span[1]]
    if status == 206:
        start = content.index(got.content)
        assert got.headers["content-range"] == f"bytes {start}-{start + len(got.content) - 1}/{len(content)}"
    stale = await person.get(url, headers={"Range": asked, "If-Range": '"another"'})
    assert (stale.status_code, stale.content) == (200, content)


HOSTILE = {
    "a page named as a picture": (b"<!doctype html><script>alert(1)</script>", "a.jpg", 415, "media_active"),
    "a drawing with a script": (b'<svg xmlns="w3.org/2000/svg"><script/></svg>', "a.svg", 415, "media_active"),
    "a program": (b"MZ\x90\x00" + bytes(400), "a.pdf", 415, "media_active"),
    "a packed bomb": (bomb_docx(), "a.docx", 413, "package_too_large"),
    "nothing at all": (b"", "a.png", 422, "file_empty"),
    "bytes of no known kind": (b"\x01\x02\x03" * 50, "a.png", 415, "media_not_allowed"),
}  # fmt: skip


@pytest.mark.parametrize("what", HOSTILE)
async def test_what_is_dangerous_or_empty_is_refused_and_leaves_nothing(sampled: World, what: str) -> None:
    content, name, status, code = HOSTILE[what]
    refused = await send(sampled.person("north_hospital", *MAY), await matter(sampled), content, name)
    assert (refused.status_code, refused.json()["code"]) == (status, code)
    assert await stored(sampled) == []


async def test_too_large_is_said_before_the_rest_has_arrived(sampled: World) -> None:
    person = sampled.person("north_hospital", *MAY)
    subject = await matter(sampled)
    limit = sampled.settings.max_upload_bytes
    opening = multipart(png("large"), subject_type="sample", subject_id=subject, purpose="after")
    body = Slow(opening.removesuffix(f"\r\n--{BOUNDARY}--\r\n".encode()), bytes(1 << 20), 500)
    kind = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
    refused = await person.request("POST", "/attachments", content=body, headers=kind)
    assert (refused.status_code, refused.json()["code"]) == (413, "upload_too_large")
    assert body.taken <= limit // (1 << 20) + 1
    told = Slow(b"", b"", 0)
    early = await person.request(
        "POST", "/attachments", content=told, headers={**kind, "Content-Length": str(limit + (1 << 20))}
    )
    assert early.status_code == 413


async def test_the_largest_file_allowed_is_taken_and_one_byte_more_is_not(sampled: World) -> None:
    sampled.app.state.settings = sampled.settings.model_copy(update={"max_upload_bytes": len(png("exact"))})
    person = sampled.person("north_hospital", *MAY)
    subject = await matter(sampled)
    assert (await send(person, subject, png("exact"))).status_code == 201
    assert (await send(person, subject, png("exact!"))).status_code == 413


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.png", "passwd.png"),
        ("C:\\temp\\现场.PNG", "现场.PNG"),
        ("发票.exe", "发票.exe.png"),
        ("gpj.\u202egnp.png", "gpj.gnp.png"),
        ("a\u0000b\u200b.png", "ab.png"),
        ("CON.png", "_CON.png"),
        ("...", "附件.png"),
        ("👩‍⚕️𠮷野家.png", "👩⚕️𠮷野家.png"),
        ("查" * 1000 + ".png", "查" * 116 + ".png"),
    ],
)
async def test_a_name_is_made_harmless_and_kept_readable(sampled: World, given: str, kept: str) -> None:
    made = await send(sampled.person("north_hospital", *MAY), await matter(sampled), png(), given)
    assert made.status_code == 201, made.text
    assert made.json()["file_name"] == kept


async def test_a_name_of_ten_thousand_characters_is_refused_and_not_a_failure(sampled: World) -> None:
    made = await send(sampled.person("north_hospital", *MAY), await matter(sampled), png(), "a" * 10_000 + ".png")
    assert (made.status_code, made.json()["code"]) == (400, "multipart_broken")


async def test_other_bytes_than_declared_are_refused(sampled: World) -> None:
    person = sampled.person("north_hospital", *MAY)
    subject = await matter(sampled)
    content = png("declared")
    wrong = await send(person, subject, content, sha256="0" * 64)
    assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (422, "/sha256")
    assert (await send(person, subject, content, sha256=hashlib.sha256(content).hexdigest())).status_code == 201
    fields = {"subject_type": "sample", "subject_id": subject, "purpose": "after"}
    whole = b64encode(hashlib.sha256(multipart(content, **fields)).digest()).decode()
    right = await send(person, subject, content, headers={"Content-Digest": f"sha-256=:{whole}:"})
    assert right.status_code == 201
    damaged = await send(person, subject, png("damaged"), headers={"Content-Digest": f"sha-256=:{whole}:"})
    assert (damaged.status_code, damaged.json()["code"]) == (422, "digest_mismatch")


async def test_a_broken_off_upload_is_no_upload(sampled: World) -> None:
    person = sampled.person("north_hospital", *MAY)
    body = multipart(png(), subject_type="sample", subject_id=await matter(sampled), purpose="after")
    kind = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
    for cut in (10, len(body) // 2, len(body) - 8):
        refused = await person.request("POST", "/attachments", content=body[:cut], headers=kind)
        assert (refused.status_code, refused.json()["code"]) == (400, "multipart_broken")
    plain = await person.request("POST", "/attachments", content=body, headers={"Content-Type": "image/png"})
    assert plain.status_code == 415
    assert await stored(sampled) == []


async def test_a_retry_with_the_same_file_is_taken_once_whatever_the_boundary(sampled: World) -> None:
    person = sampled.person("north_hospital", *MAY)
    subject = await matter(sampled)
    key = {"Idempotency-Key": "upload-1"}
    first = await send(person, subject, png("one"), headers=key)
    again = await send(person, subject, png("one"), headers=key, boundary="quite-another-boundary")
    assert (again.status_code, again.json()) == (201, first.json())
    assert again.headers["idempotent-replayed"] == "true"
    other = await send(person, subject, png("two"), headers=key)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_mismatch")
    assert len(await stored(sampled)) == 1


async def test_wrong_fields_are_pointed_at(sampled: World) -> None:
    person = sampled.person("north_hospital", *MAY)
    subject = await matter(sampled)
    for fields, pointer in [
        ({"purpose": "nonsense"}, "/purpose"),
        ({"subject_type": "nonsense"}, "/subject_type"),
        ({"subject_id": "no"}, "/subject_id"),
        ({"happened_at": "2999-01-01T00:00:00Z"}, "/happened_at"),
        ({"happened_at": "2026-01-01"}, "/happened_at"),
        ({"extra": "1"}, "/extra"),
    ]:
        refused = await send(person, subject, png(), **fields)
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, pointer), refused.text


async def test_another_branch_finds_neither_the_matter_nor_its_evidence(sampled: World) -> None:
    subject = await matter(sampled)
    made = (await send(sampled.person("north_hospital", *MAY), subject, png())).json()
    stranger = sampled.person("south_hospital", *MAY)
    recused = sampled.person("north", *MAY)
    recused = Person(sampled, replace(recused.actor, recused=frozenset({UUID(subject)})))
    for nobody in (stranger, recused):
        assert (await send(nobody, subject, png())).status_code == 404
        for path in (f"/{made['id']}", f"/{made['id']}/content", f"?subject_type=sample&subject_id={subject}"):
            assert (await nobody.get(f"/attachments{path}")).status_code == 404
        manifest = await nobody.get(f"/attachments/manifest?subject_type=sample&subject_id={subject}")
        assert manifest.status_code == 404
        withdrawn = await nobody.post(
            f"/attachments/{made['id']}/withdraw", {"reason": "误传"}, headers={"If-Match": "*"}
        )
        assert withdrawn.status_code == 404
    blind = sampled.person("north", "evidence.add")
    assert (await blind.get(f"/attachments/{made['id']}")).status_code == 403
    assert (await blind.get(f"/attachments/{made['id']}/content")).status_code == 403
    reader = sampled.person("north", "sample.read")
    assert (await send(reader, subject, png())).json()["permission"] == "evidence.add"
    assert len(await stored(sampled)) == 1


async def test_a_piece_put_in_by_mistake_is_withdrawn_by_its_own_house_and_stays(sampled: World) -> None:
    person = sampled.person("north_hospital", *MAY)
    made = (await send(person, await matter(sampled), png("mistake"))).json()
    url = f"/attachments/{made['id']}"
    above = await sampled.person("north", *MAY).post(f"{url}/withdraw", {"reason": "误传"}, headers={"If-Match": "*"})
    assert (above.status_code, above.json()["code"]) == (403, "not_your_evidence")
    assert (await person.post(f"{url}/withdraw", {"reason": "误传"})).status_code == 428
    gone = await person.step(url, "withdraw", {"reason": "误传"})
    assert gone["withdrawn_reason"] == "误传"
    assert (await person.get(f"{url}/content")).content == png("mistake")
    twice = await person.post(f"{url}/withdraw", {"reason": "误传"}, headers={"If-Match": "*"})
    assert (twice.status_code, twice.json()["code"]) == (409, "already_withdrawn")


async def test_the_database_itself_refuses_to_change_or_delete_evidence(sampled: World) -> None:
    await send(sampled.person("north_hospital", *MAY), await matter(sampled), png())
    statements = [
        "UPDATE attachment SET sha256 = 'x'",
        "UPDATE attachment SET file_name = 'x'",
        "DELETE FROM attachment",
    ]
    if sampled.database.is_sqlite:
        statements.append("INSERT OR REPLACE INTO attachment SELECT * FROM attachment")
    for statement in statements:
        with pytest.raises(DBAPIError, match="never replaced or deleted"):
            async with sampled.database.transaction() as db:
                await db.execute(text(statement))
    async with sampled.database.reading() as db:
        assert await db.scalar(select(func.count()).select_from(Attachment)) == 1


async def test_what_a_killed_upload_left_is_cleared_and_nothing_else(sampled: World, tmp_path: Any) -> None:
    made = (await send(sampled.person("north_hospital", *MAY), await matter(sampled), png("kept"))).json()
    left = key_of("ab" * 32, UUID("0192f5c4-7e2b-7c3a-9d7c-0a1b2c3d4e5f"))
    stray = tmp_path / "stray"
    stray.write_bytes(b"left behind")
    with stray.open("rb") as file:
        await store(sampled).put(left, file)
        with pytest.raises(FileExistsError):
            await store(sampled).put(left, file)
    week = now() + timedelta(days=7)  # it may belong to what a copy of the database put back has forgotten
    assert await clear_abandoned(sampled.database, store(sampled), Attachment, week) == 0
    assert await clear_abandoned(sampled.database, store(sampled), Attachment, now() + timedelta(days=31)) == 1
    assert await stored(sampled) == [key_of(made["sha256"], UUID(made["id"]))]


async def test_a_database_that_knows_hardly_any_of_the_stored_evidence_clears_nothing(
    sampled: World, tmp_path: Any
) -> None:
    stray = tmp_path / "stray"
    stray.write_bytes(b"of another database")
    for number in range(FEW + 1):
        with stray.open("rb") as file:
            await store(sampled).put(key_of(f"{number:064x}", new_id()), file)
    with pytest.raises(WrongStore, match="21 of 21"):
        await clear_abandoned(sampled.database, store(sampled), Attachment, now() + timedelta(days=31))
    assert len(await stored(sampled)) == FEW + 1


async def test_lost_bytes_are_a_loud_failure_and_no_empty_file(sampled: World) -> None:
    person = sampled.person("north_hospital", *MAY)
    made = (await send(person, await matter(sampled), png("lost"))).json()
    await store(sampled).discard(key_of(made["sha256"], UUID(made["id"])))
    with pytest.raises(ObjectLost):
        await person.get(f"/attachments/{made['id']}/content")


async def test_large_objects_come_and_go_in_pieces(sampled: World, tmp_path: Any) -> None:
    content = bytes(range(256)) * (24 << 10)  # 6 MiB: more than is stored in one piece
    (tmp_path / "large").write_bytes(content)
    key = key_of(hashlib.sha256(content).hexdigest(), UUID("0192f5c4-7e2b-7c3a-9d7c-0a1b2c3d4e5f"))
    with (tmp_path / "large").open("rb") as file:
        await store(sampled).put(key, file)
        with pytest.raises(FileExistsError):
            await store(sampled).put(key, file)
    pieces = [piece async for piece in store(sampled).stream(key, 0, len(content))]
    assert b"".join(pieces) == content
    assert max(map(len, pieces)) <= 256 << 10


async def test_a_list_of_evidence_costs_two_queries(sampled: World) -> None:
    person = sampled.person("north_hospital", *MAY)
    subject = await matter(sampled)
    for number in range(3):
        await send(person, subject, png(str(number)))
    seen: list[str] = []
    stop = count_queries(sampled.database.reader, seen.append)
    try:
        page: httpx.Response = await person.get(f"/attachments?subject_type=sample&subject_id={subject}")
    finally:
        stop()
    assert len(page.json()["items"]) == 3
    assert len([statement for statement in seen if statement.startswith("SELECT")]) == (
        2 if sampled.database.is_sqlite else 1  # the page itself goes over the raw connection there
    )
