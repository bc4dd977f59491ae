"""The public page against mistakes, floods and curiosity: what does not fit is refused, nothing tells who complains."""

import logging
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
import structlog
from sqlalchemy import text, update
from sqlmodel import col
from structlog.testing import CapturingLogger

from duban.complaints.receipts import code_of, understood
from duban.kernel.db import count_queries
from duban.kernel.organisations import Organisation
from support.complaints import OPINION, URL, Complaints
from support.institutions import register
from support.public_complaints import CITIZEN, MINE, PUBLIC, Citizen
from support.uploads import bomb_docx, png

pytestmark = pytest.mark.anyio


@pytest.fixture
def citizen(complaints: Complaints) -> Citizen:
    return Citizen(complaints.world)


def another(number: int) -> str:
    """A well-formed code that nobody has."""
    return code_of(b"another installation", f"{number}")


@pytest.mark.parametrize(
    ("given", "pointer", "code"),
    [
        ({"organisation_id": str(uuid4())}, "/organisation_id", "institution_unknown"),
        ({"facts": "长" * 10_000}, "/facts", "string_too_long"),
        ({"facts": "空\0字符"}, "/facts", "nul_character"),
        ({"complainant_name": None}, "/complainant_name", "name_needed"),
        ({"complainant_phone": None}, "/complainant_phone", "no_way_to_answer"),
        ({"complainant_phone": "call me"}, "/complainant_phone", "string_pattern_mismatch"),
        ({"is_real_name": False}, "/complainant_name", "anonymous_with_name"),
        ({"consented": False}, "/consented", "literal_error"),
        ({"notice_edition": "1999-01"}, "/notice_edition", "notice_changed"),
        ({"matter": "weather"}, "/matter", "enum"),
        ({"channel": "phone"}, "/channel", "extra_forbidden"),
    ],
)
async def test_what_does_not_fit_is_pointed_at_and_nothing_is_kept(
    complaints: Complaints, citizen: Citizen, given: dict[str, Any], pointer: str, code: str
) -> None:
    refused = await citizen.send(**given)
    assert refused.status_code == 422, refused.text
    assert (pointer, code) in [(one["pointer"], one["code"]) for one in refused.json()["errors"]]
    assert (await complaints["handler"].get(URL)).json()["items"] == []


async def test_a_closed_institution_and_an_authority_take_no_complaint(
    complaints: Complaints, citizen: Citizen
) -> None:
    async with complaints.world.database.transaction() as db:
        closed = update(Organisation).where(col(Organisation.name) == "north_clinic")
        await db.execute(closed.values(closed_on=date(2026, 1, 1)))
    for name in ("north_clinic", "north", "north_police"):
        refused = await citizen.send(organisation_id=complaints.id_of(name))
        assert (refused.status_code, refused.json()["code"]) == (422, "institution_unknown"), name


async def test_rare_characters_and_signs_are_kept_whole(complaints: Complaints, citizen: Citizen) -> None:
    facts = "𠮷䶮医生😡，电话 138 0013 8000 打不通\r\n第二行"
    await citizen.complain(facts=facts, complainant_name="𠮷䶮")
    mine = await citizen.mine()
    assert mine["facts"] == facts
    assert mine["title"] == "𠮷䶮医生😡，电话 … 打不通"  # nobody's number in the ledger's line
    assert (await citizen.say("谢谢😀䶮")).json()["messages"][0]["text"] == "谢谢😀䶮"


async def test_a_mistyped_code_is_told_at_once_and_a_wrong_one_like_any_other(
    complaints: Complaints, citizen: Citizen
) -> None:
    await citizen.complain()
    assert (await citizen.get(code=f" {citizen.code.lower().replace('-', ' ')} ")).status_code == 200
    slip = citizen.code[:-1] + ("7" if citizen.code[-1] != "7" else "8")
    seen: list[str] = []
    stop = count_queries(complaints.world.database.reader, seen.append)
    refused = await citizen.get(code=slip)
    stop()
    assert (refused.status_code, refused.json()["code"], seen) == (422, "receipt_code_mistyped", [])
    answers = [await citizen.get(code=another(number)) for number in range(2)]
    assert {(one.status_code, one.text) for one in answers} == {(404, answers[0].text)}
    assert (await complaints.world.http.get(MINE)).status_code == 422


async def test_who_guesses_codes_is_stopped_and_others_are_not(complaints: Complaints, citizen: Citizen) -> None:
    world = complaints.world
    with world.at("2026-03-02 09:00"):
        await citizen.complain()
        for number in range(10):
            assert (await citizen.get(code=another(number))).status_code == 404
        stopped = await citizen.get(code=another(10))
        assert (stopped.status_code, stopped.json()["code"]) == (429, "too_often")
        assert stopped.headers["retry-after"] == "60"
        assert (await citizen.get()).status_code == 429  # a right one tells a guesser nothing either
    for minute in range(1, 6):
        with world.at(f"2026-03-02 09:0{minute}"):
            for number in range(10):
                assert (await citizen.get(code=another(number))).status_code == 404
    with world.at("2026-03-02 10:00"):
        assert (await citizen.get(code=another(0))).status_code == 429
    with world.at("2026-03-03 09:00"):
        assert (await citizen.get()).status_code == 200


async def test_one_address_sends_so_many_complaints_and_no_more(complaints: Complaints, citizen: Citizen) -> None:
    world = complaints.world
    world.app.state.settings = world.settings.model_copy(
        update={"public_complaints_per_hour": 2, "public_complaints_per_day": 3}
    )
    with world.at("2026-03-02 09:00"):
        key = str(uuid4())
        assert [(await citizen.send(key)).status_code for _ in range(4)] == [201] * 4  # one, asked for again
        assert (await citizen.send()).status_code == 201
        stopped = await citizen.send()
        assert (stopped.status_code, stopped.headers["retry-after"]) == (429, "3600")
        assert (await citizen.send(key)).status_code == 201
    with world.at("2026-03-02 10:00"):
        assert [(await citizen.send()).status_code for _ in range(2)] == [201, 429]
    with world.at("2026-03-03 09:00"):
        assert (await citizen.send()).status_code == 201


async def test_twenty_messages_a_day(complaints: Complaints, citizen: Citizen) -> None:
    with complaints.world.at("2026-03-02 09:00"):
        await citizen.complain()
        assert [(await citizen.say(f"第{n}条")).status_code for n in range(20)] == [201] * 20
    with complaints.world.at("2026-03-02 21:00"):
        full = await citizen.say("再来一条")
        assert (full.status_code, full.json()["code"], full.headers["retry-after"]) == (
            429, "too_many_messages", "43200",
        )  # fmt: skip
    with complaints.world.at("2026-03-03 09:00"):
        assert (await citizen.say("新的一天")).status_code == 201
        assert (await citizen.post("messages", {"text": "长" * 10_000})).status_code == 422
        assert (await citizen.post("messages", {"text": "   "})).status_code == 422


async def test_a_message_sent_twice_with_its_key_is_one_and_a_key_is_nobody_else_s(
    complaints: Complaints, citizen: Citizen
) -> None:
    await citizen.complain()
    other = await Citizen(complaints.world).complain(facts="别人的投诉，与前面无关。")
    key = {"Idempotency-Key": "message-1"}
    first = await citizen.post("messages", {"text": "补充"}, **key)
    again = await citizen.post("messages", {"text": "补充"}, **key)
    assert (first.text, again.headers.get("idempotent-replayed")) == (again.text, "true")
    theirs = await other.post("messages", {"text": "补充"}, **key)
    assert theirs.json()["number"] == (await other.mine())["number"] != first.json()["number"]


async def test_pictures_are_counted_told_by_content_and_taken_once(complaints: Complaints, citizen: Citizen) -> None:
    await citizen.complain()
    first = await citizen.photo(png("1"))
    assert (first.status_code, first.json()["media_type"]) == (201, "image/png")
    again = await citizen.photo(png("1"), "另一个名字.png")
    assert (again.status_code, again.json()) == (200, first.json())
    for content, status, code in (
        (b"%PDF-1.4\n%nothing", 415, "media_not_allowed"),
        (bomb_docx(), 415, "media_not_allowed"),
        (b"<html><script>alert(1)</script></html>", 415, "media_active"),
        (b"MZ" + b"\0" * 100, 415, "media_active"),
        (b"", 422, "file_empty"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * ((10 << 20) + 1), 413, "upload_too_large"),
    ):
        refused = await citizen.photo(content)
        assert (refused.status_code, refused.json()["code"]) == (status, code)
    plain = await complaints.world.http.post(
        f"{MINE}/photos", content=b"{}", headers={"Receipt-Code": citizen.code, "Content-Type": "application/json"}
    )
    assert (plain.status_code, plain.json()["code"]) == (415, "multipart_required")
    assert [(await citizen.photo(png(str(n)))).status_code for n in range(2, 8)] == [201] * 5 + [409]
    mine = await citizen.mine()
    assert (len(mine["files"]), mine["may"]["add_photos"]) == (6, 0)


async def test_a_code_opens_one_complaint_and_nothing_of_another(complaints: Complaints, citizen: Citizen) -> None:
    await citizen.complain()
    other = await Citizen(complaints.world).complain(facts="另一位患者的投诉，收费问题。", matter="fees")
    await other.say("别人的话")
    await other.photo()
    mine = await citizen.mine()
    assert (mine["messages"], mine["files"], mine["facts"]) == ([], [], citizen.content()["facts"])
    for secret in ("别人的话", "收费问题", (await other.mine())["number"]):
        assert secret not in str(mine)


async def test_no_officer_and_no_person_leaves(complaints: Complaints, citizen: Citizen) -> None:
    await citizen.complain()
    found = (await complaints["clerk"].get(URL)).json()["items"][0]
    url = f"{URL}/{found['id']}"
    await complaints["clerk"].step(url, "investigate", {"departments": ["超声科"]})
    tag = (await complaints["clerk"].get(url)).headers["etag"]
    await complaints["clerk"].post(f"{url}/messages", {"text": "请补充"}, headers={"If-Match": tag})
    await complaints["clerk"].step(url, "conclude", OPINION)
    await complaints["clerk"].step(url, "feed-back", {"fed_back_how": "online", "confirmed": "not_asked"})
    reply = await citizen.get("/reply")
    told = str(await citizen.mine()) + reply.text
    actor = complaints["clerk"].actor
    for kept in (actor.name, str(actor.id), *CITIZEN.values(), "欧**", "138****"):
        assert kept not in told, kept


async def test_the_code_stands_nowhere_but_on_the_receipt(
    complaints: Complaints, citizen: Citizen, caplog: pytest.LogCaptureFixture
) -> None:
    lines = CapturingLogger()
    before = structlog.get_config()
    structlog.configure(logger_factory=lambda *_: lines, cache_logger_on_first_use=False)
    try:
        with caplog.at_level(logging.DEBUG):
            key = str(uuid4())
            citizen.code = (await citizen.send(key)).json()["receipt_code"]
            await citizen.mine()
            await citizen.post("messages", {"text": "补充"}, **{"Idempotency-Key": "message-1"})
            await citizen.photo()
            await citizen.get(code=another(1))
    finally:
        structlog.configure(**before)
    assert lines.calls
    written = str(lines.calls) + caplog.text
    async with complaints.world.database.reading() as db:
        for (table,) in (await db.execute(text(_TABLES[db.dialect.name]))).all():
            written += str((await db.execute(text(f'SELECT * FROM "{table}"'))).all())  # noqa: S608
    for secret in (citizen.code, understood(citizen.code), key, *CITIZEN.values()):
        assert secret not in written, secret


_TABLES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'search_fts%'",
    "postgresql": "SELECT tablename FROM pg_tables WHERE schemaname = 'public'",
}


async def test_looking_costs_the_same_however_much_was_said(complaints: Complaints, citizen: Citizen) -> None:
    async def cost() -> int:
        seen: list[str] = []
        stop = count_queries(complaints.world.database.reader, seen.append)
        await citizen.mine()
        stop()
        return len(seen)

    await citizen.complain()
    before = await cost()
    for number in range(3):
        await citizen.say(f"第{number}条")
        await citizen.photo(png(str(number)))
    assert await cost() == before <= 16


async def test_institutions_are_found_by_name_and_region_and_shown_with_their_window(complaints: Complaints) -> None:
    world = complaints.world
    known = await register(
        world, organisation="north_hospital", name="城北区人民医院", address="和平路1号", hotline="0990-12345"
    )
    for number in range(3):
        await register(world, name=f"城北第{number}诊所")

    async def page(query: str = "") -> dict[str, Any]:
        answer = await world.http.get(f"/public/institutions{query}")
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    (found,) = (await page("?q=人民医院"))["items"]
    assert (found["id"], found["authority"], found["address"]) == (
        complaints.id_of("north_hospital"), "north", "和平路1号",
    )  # fmt: skip
    assert (found["window"]["hotline"], found["window"]["telephone"]) == ("0990-12345", None)
    assert len((await page("?region=990102"))["items"]) == 4
    assert (await page("?region=990103"))["items"] == []
    seen, cursor = [], ""
    while cursor is not None:
        got = await page(f"?limit=3{cursor}")
        seen += [one["name"] for one in got["items"]]
        cursor = got["next_cursor"] and f"&cursor={got['next_cursor']}"
    assert len(seen) == len(set(seen)) == 4
    window = f"/institutions/{known['id']}/complaint-window"
    clerk = world.person("north_hospital", "complaint.handle", "institution.read", name="desk")
    empty = await clerk.get(window)
    assert (empty.headers["etag"], empty.json()["office"]) == ('"0"', None)
    body = {"office": "医患办", "place": "门诊一层", "hours": "工作日 8:00—17:00", "telephone": "0990-5551234"}
    assert (await clerk.put(window, body)).status_code == 428
    first = await clerk.put(window, body, headers={"If-Match": '"0"'})
    assert (first.status_code, first.headers["etag"]) == (200, '"1"')
    assert (await clerk.put(window, body, headers={"If-Match": '"0"'})).status_code == 412
    more = await clerk.put(window, body | {"mediation": "医调委"}, headers={"If-Match": '"1"'})
    assert more.headers["etag"] == '"2"'
    one = (await world.http.get(f"/public/institutions/{found['id']}")).json()
    assert (one["window"]["office"], one["window"]["mediation"], one["window"]["hotline"]) == ("医患办", "医调委", None)
    for nobody in (uuid4(), complaints.id_of("north")):
        assert (await world.http.get(f"/public/institutions/{nobody}")).status_code == 404
    assert (await world.http.get("/public/institutions?limit=101")).status_code == 422
    assert (await world.http.get("/public/institutions?cursor=AAAA")).status_code == 400
    assert (await world.http.get("/public/institutions?q=%EF%BC%8C")).status_code == 422


async def test_the_form_says_what_is_not_handled_and_what_is_kept(complaints: Complaints) -> None:
    answer = await complaints.world.http.get(f"{PUBLIC}/form")
    form = answer.json()
    assert len(form["matters"]) == 14 and len(form["not_handled"]) == 5
    assert all(one["right_door"] for one in form["not_handled"])
    assert "个人信息保护法" in str(form["notice"])
    assert form["photos"]["count"] == 6
    english = await complaints.world.http.get(f"{PUBLIC}/form", headers={"Accept-Language": "en"})
    assert english.json()["matters"][0]["label"] == "attitude"
