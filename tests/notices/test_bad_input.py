"""What goes wrong at the door: each is told clearly, with code and pointer, and loses or doubles nothing."""

from typing import Any

import pytest

from support.notices import URL, Notices

pytestmark = pytest.mark.anyio

NOBODY = "0192f5c4-7e2b-7c3a-9d7c-0a1b2c3d4e5f"


@pytest.mark.parametrize(
    ("given", "status", "code", "pointers"),
    [
        ({"organisation_id": NOBODY}, 404, "not_found", []),
        ({"organisation_id": "south_hospital"}, 404, "not_found", []),
        ({"organisation_id": "north_police"}, 422, "not_an_institution", ["/organisation_id"]),
        ({"from_name": None}, 422, "sender_needed", ["/from_name"]),
        ({"from_organisation_id": "north_police", "from_name": "区公安分局"}, 422, "sender_needed", ["/from_name"]),
        ({"from_organisation_id": "north_hospital"}, 422, "not_an_organ", ["/from_organisation_id"]),
        ({"from_organisation_id": "north_police", "kind": "judicial_suggestion"}, 422, "not_theirs_to_send", ["/kind"]),
        ({"kind": "procuratorial_opinion", "needs_answer": False}, 422, "answer_is_owed", ["/needs_answer"]),
        ({"kind": "other", "answer_due_on": "2026-03-09"}, 422, "no_answer_asked_for", ["/answer_due_on"]),
        ({"answer_due_on": "2026-03-01"}, 422, "before_receipt", ["/answer_due_on"]),
        ({"received_at": "2026-03-02T09:36:00+08:00"}, 422, "in_future", ["/received_at"]),
        ({"received_at": "2026-03-02T09:00:00"}, 422, "validation_failed", ["/received_at"]),
        ({"kind": "weather"}, 422, "validation_failed", ["/kind"]),
        ({"title": "长" * 121, "content": "长" * 4001}, 422, "validation_failed", ["/title", "/content"]),
        ({"content": "一\u0000二"}, 422, "validation_failed", ["/content"]),
        ({"colour": "red"}, 422, "validation_failed", ["/colour"]),
    ],
    ids=lambda one: next(iter(one), "") if isinstance(one, dict) else None,
)
async def test_a_refusal_points_at_what_is_wrong_and_nothing_is_kept(
    notices: Notices, given: dict[str, Any], status: int, code: str, pointers: list[str]
) -> None:
    organisations = notices.world.organisations
    known = {name: notices.id_of(value) if value in organisations else value for name, value in given.items()}
    with notices.world.at("2026-03-02 09:30"):
        assert await notices.not_taken(**known) == (status, code, pointers)
        assert (await notices["city"].get(URL)).json()["items"] == []
        assert await notices.tasks("city") == []


async def test_a_correction_may_not_take_away_what_a_disposal_notice_says(notices: Notices) -> None:
    said = {"kind": "police_disposal_notice", "handling": "已立案。", "next_opinion": "拟移送起诉。"}
    with notices.world.at("2026-03-02 09:30"):
        url = await notices.register(**said)
        emptied = await notices["clerk"].patch(url, {"handling": None}, headers={"If-Match": "*"})
        assert (emptied.status_code, emptied.json()["code"]) == (422, "disposal_incomplete")
        mended = await notices["clerk"].patch(url, {"handling": "已刑事拘留二人。"}, headers={"If-Match": "*"})
        assert (mended.status_code, mended.json()["handling"]) == (200, "已刑事拘留二人。")
        assert (await notices["clerk"].patch(url, {"kind": "other"}, headers={"If-Match": "*"})).status_code == 422


async def test_every_step_asks_for_what_was_read(notices: Notices) -> None:
    with notices.world.at("2026-03-02 09:30"):
        url = await notices.register(kind="other")
        blind = await notices["chief"].post(f"{url}/close")
        assert (blind.status_code, blind.json()["code"]) == (428, "if_match_required")


async def test_the_ledger_leaves_as_a_sheet(notices: Notices) -> None:
    with notices.world.at("2026-03-02 09:30"):
        await notices.register()
        sheet = await notices["chief"].get(f"{URL}/export", params={"format": "csv"})
        assert (sheet.status_code, "来文单位" in sheet.text, "区公安分局" in sheet.text) == (200, True, True)
