"""Of a secret clue only index data stand here: no field, table, file, journal, letter or search takes its content."""

from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import col

from duban.clues.models import CONTENT, Clue, ClueTransfer
from duban.kernel.fulltext import SearchDocument
from support.clues import (
    CLOSE,
    LETTER,
    REASON,
    SECRET,
    SIGNED,
    TO_INSURANCE,
    URL,
    Clues,
    id_in,
)
from support.people import journal
from support.uploads import BOUNDARY, multipart, png

pytestmark = pytest.mark.anyio

POLICE = {"receiver": "police", "receiver_name": "市公安局"}


@pytest.mark.parametrize(
    "more",
    [
        {"title": "门诊大厅"},
        {"facts": "一段内容"},
        {"place": "门诊大厅"},
        {"amount_fen": 100},
        {"subject_name": "王某"},
        {"about_organisation_id": "0192f5c4-7e2b-7c3a-9d7c-0a1b2c3d4e5f"},
        {"tout_kinds": ["blood_scalper"]},
    ],
    ids=lambda one: next(iter(one)),
)
async def test_there_is_no_field_for_its_content(clues: Clues, more: dict[str, Any]) -> None:
    answer = await clues["keeper"].post(f"{URL}/secret", {**SECRET, **more})
    assert answer.status_code == 422
    url = await clues.secret()
    amended = await clues["keeper"].patch(url, more, headers={"If-Match": "*"})
    assert (amended.status_code, amended.json()["code"]) == (422, "secret_clue")


async def test_what_is_no_secret_is_entered_the_usual_way(clues: Clues) -> None:
    answer = await clues["keeper"].post(f"{URL}/secret", {**SECRET, "secrecy": "none"})
    assert (answer.status_code, answer.json()["code"]) == (422, "not_secret")


@pytest.mark.parametrize("column", CONTENT)
async def test_the_table_refuses_its_content(clues: Clues, column: str) -> None:
    url = await clues.secret()
    value = 5 if column == "amount_fen" else "内容"
    with pytest.raises(IntegrityError):
        async with clues.world.database.transaction() as db:
            await db.execute(update(Clue).where(col(Clue.number) == "XS-2026-000001").values({column: value}))
    assert (await clues.read(url))["title"] is None


@pytest.mark.parametrize("column", ["reason", "outcome_note"])
async def test_the_table_of_transfers_refuses_it_too(clues: Clues, column: str) -> None:
    with clues.world.at("2026-03-02 09:30"):
        url = await clues.secret()
        await clues.take(url, ("keeper", "take-up", None), ("keeper", "assess", {"receiver": "police"}))
        await clues.hand_on(url, POLICE)
    with pytest.raises(IntegrityError):
        async with clues.world.database.transaction() as db:
            await db.execute(update(ClueTransfer).values({column: "内容"}))


async def test_no_step_takes_words_of_it_and_it_goes_its_whole_way_without(clues: Clues) -> None:
    with clues.world.at("2026-03-02 09:30"):
        url = await clues.secret()
        await clues["keeper"].step(url, "take-up")
        steps: list[tuple[str, str, dict[str, Any]]] = [
            ("keeper", "assess", {"receiver": "police", "assessment": "内容"}),
            ("keeper", "assess", {"receiver": "police", "amount_fen": 5}),
        ]
        for who, step, body in steps:
            assert await clues.refused(who, url, step, body) == (422, "secret_clue")
        assessed = await clues["keeper"].step(url, "assess", {"receiver": "police", "threshold_met": True})
        assert assessed["must_refer"] is True
        refused = await clues["keeper"].post("/clue-transfers", {"clue_id": id_in(url), **POLICE, "reason": "内容"})
        assert (refused.status_code, refused.json()["code"]) == (422, "secret_clue")
        transfer = await clues.hand_on(url, POLICE)
        assert await clues.refused("vice", transfer, "refuse", REASON) == (422, "secret_clue")
        await clues.take(transfer, ("vice", "approve", None))
        assert await clues.refused("keeper", url, "conclude", {}) == (409, "still_under_way")
        await clues.take(transfer, ("keeper", "send", LETTER), ("keeper", "sign", SIGNED))
        assert await clues.refused("keeper", transfer, "urge", REASON) == (422, "secret_clue")
        answer = {"outcome": "filed", "outcome_on": "2026-03-02"}
        assert await clues.refused("keeper", transfer, "answer", {**answer, "outcome_note": "内容"}) == (
            422, "secret_clue",
        )  # fmt: skip
        await clues.take(transfer, ("keeper", "answer", answer), ("keeper", "archive", None))
        assert await clues.refused("keeper", url, "conclude", REASON) == (422, "secret_clue")
        closed = await clues["keeper"].step(url, "conclude")
        assert (closed["state"], closed["referred_at"]) == ("closed", "2026-03-02T01:30:00Z")


async def test_keeping_penalising_and_letting_in_take_no_words_either(clues: Clues) -> None:
    with clues.world.at("2026-03-02 09:30"):
        url = await clues.secret()
        other = await clues.register()
        await clues.take(url, ("keeper", "take-up", None), ("keeper", "assess", {"receiver": "superior"}))
        user = {"user_id": id_in(url)}
        for who, step, body in (
            ("keeper", "propose", CLOSE),
            ("section_head", "penalise", REASON),
            ("section_head", "let-in", {**user, "reason": "内容"}),
            ("section_head", "let-out", {**user, "reason": "内容"}),
            ("keeper", "link", {"clue_id": id_in(other), "reason": "内容"}),
        ):
            assert await clues.refused(who, url, step, body) == (422, "secret_clue")
        assert await clues.refused("keeper", other, "link", {"clue_id": id_in(url), "reason": "内容"}) == (
            422, "secret_clue",
        )  # fmt: skip
        await clues["keeper"].step(url, "propose", {"proposal": "keep"})
        await clues["vice"].step(url, "approve-keeping")
        await clues["vice"].step(url, "keep-on", {})
        await clues["keeper"].step(url, "reopen", {})
        kept = " ".join(f"{entry.changes} {entry.reason}" for entry in await journal(clues.world, "clue"))
        assert "内容" not in kept


async def test_a_reason_is_needed_of_every_other(clues: Clues) -> None:
    with clues.world.at("2026-03-02 09:30"):
        url = await clues.assessed()
        assert await clues.refused("keeper", url, "propose", {"proposal": "keep"}) == (422, "missing")
        assert await clues.refused("section_head", url, "penalise", {}) == (422, "missing")
        body = {k: v for k, v in TO_INSURANCE.items() if k != "reason"}
        answer = await clues["keeper"].post("/clue-transfers", {"clue_id": id_in(url), **body})
        assert (answer.status_code, answer.json()["code"]) == (422, "missing")
        answer = await clues["keeper"].post("/clue-transfers", {"clue_id": id_in(url), **POLICE, "reason": "移交"})
        assert (answer.status_code, answer.json()["code"]) == (422, "is_referred")


async def test_no_file_of_it_is_kept_and_no_search_finds_it(clues: Clues) -> None:
    with clues.world.at("2026-03-02 09:30"):
        url = await clues.secret()
        body = multipart(png("x"), subject_type="clue", subject_id=id_in(url), purpose="clue")
        headers = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
        answer = await clues["section_head"].request("POST", "/attachments", content=body, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (409, "secret_clue")
        await clues["keeper"].step(url, "take-up")
        await clues["keeper"].step(url, "assess", {"receiver": "police"})
        for words in ("密函", "XS-2026-000001", "涉黑涉恶"):
            assert (await clues["keeper"].get("/search", params={"q": words})).json()["items"] == []
            page = (await clues["keeper"].get(URL, params={"q": words})).json()
            assert page["items"] == []
    async with clues.world.database.session() as db:
        assert (await db.scalars(select(SearchDocument).where(col(SearchDocument.subject_type) == "clue"))).all() == []
