"""The papers of a notice as the organ that sent it has them: its own letter, and the letter of the answer."""

from dataclasses import replace
from typing import Any

import pytest

from support.lived_in import attach
from support.notices import ANSWER, URL, Notices
from support.people import journal
from support.uploads import BOUNDARY, multipart, png
from support.world import Person

pytestmark = pytest.mark.anyio

DAY = "2026-03-02 10:00"
PAPERS = "/attachments"


def of(url: str) -> dict[str, str]:
    return {"subject_type": "notice", "subject_id": url.removeprefix(f"{URL}/")}


async def papers(person: Person, url: str, **asked: Any) -> list[str]:
    """The purposes of the pieces that `person` finds."""
    answer = await person.get(PAPERS, params={**of(url), **asked})
    assert answer.status_code == 200, answer.text
    return [piece["purpose"] for piece in answer.json()["items"]]


async def not_added(person: Person, url: str, purpose: str) -> tuple[int, str]:
    body = multipart(png("another"), **of(url), purpose=purpose)
    headers = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
    answer = await person.request("POST", PAPERS, content=body, headers=headers)
    assert answer.status_code >= 400, answer.text
    return answer.status_code, answer.json()["code"]


async def test_the_sender_attaches_its_letter_and_reads_the_answer_s(notices: Notices) -> None:
    police, clerk = notices["police"], notices["clerk"]
    with notices.world.at(DAY):
        url = await notices.register("police")
        letter = await notices.attach(url, "letter", "police")
        await notices.attach(url, "other")
        reply = await notices.attach(url)
        assert await papers(clerk, url) == ["letter", "other", "answer_letter"]
        # A draft of the answer is none of the sender's, nor what the authority gathered.
        assert await papers(police, url) == await papers(police, url, purpose="letter") == ["letter"]
        assert await papers(police, url, purpose=["other", "answer_letter"]) == []
        assert (await police.get(f"{PAPERS}/{letter}")).json()["sha256"]
        assert (await police.get(f"{PAPERS}/{reply}")).status_code == 404
        await notices["section_head"].step(url, "answer", ANSWER)
        assert await papers(police, url) == ["letter", "answer_letter"]
        content = await police.get(f"{PAPERS}/{reply}/content")
        assert (content.status_code, content.headers["content-type"]) == (200, "image/png")
        assert (await police.get(f"{PAPERS}/manifest", params=of(url))).status_code == 404
        assert [entry.actor_name for entry in await journal(notices.world, "attachment:look")] == ["police"]


async def test_the_sender_takes_its_letter_back_until_it_is_answered(notices: Notices) -> None:
    police, any_version = notices["police"], {"If-Match": "*"}
    with notices.world.at(DAY):
        url = await notices.register("police")
        wrong, right = [await attach(police, "notice", of(url)["subject_id"], "letter", word) for word in "ab"]
        taken = await police.post(f"{PAPERS}/{wrong}/withdraw", {"reason": "传错文件"}, headers=any_version)
        assert taken.status_code == 200, taken.text
        await notices.attach(url)
        await notices["section_head"].step(url, "answer", ANSWER)
        late = await police.post(f"{PAPERS}/{right}/withdraw", {"reason": "传错文件"}, headers=any_version)
        assert (late.status_code, late.json()["code"]) == (409, "answered_already")
        assert await not_added(police, url, "letter") == (409, "answered_already")


async def test_nobody_else_outside_has_any_paper_of_it_and_the_sender_no_other(notices: Notices) -> None:
    police = notices["police"]
    with notices.world.at(DAY):
        url, entered = await notices.register("police"), await notices.register()
        letter = await notices.attach(url, "letter", "police")
        others = await notices.attach(entered, "letter")
        for purpose in ("answer_letter", "other"):
            assert await not_added(police, url, purpose) == (422, "purpose_unknown")
        assert await not_added(police, entered, "letter") == (404, "not_found")
        assert (await police.get(f"{PAPERS}/{others}/content")).status_code == 404
        away = replace(police.actor, recused=frozenset({notices.world.organisations["north_hospital"].id}))
        blind = replace(police.actor, permissions=police.actor.permissions - {"notice.read"})
        for who, status in (
            (notices["stranger"], 404),
            (notices["neighbour"], 404),
            (Person(notices.world, away), 404),
            (Person(notices.world, blind), 403),
        ):
            for path in (f"{PAPERS}/{letter}", f"{PAPERS}/{letter}/content"):
                assert (await who.get(path)).status_code == status, (who.actor.name, path)
            assert (await who.get(PAPERS, params=of(url))).status_code == status, who.actor.name
