"""Before the public, without an account: promises and results are read, results are judged, and nothing else leaves."""

from typing import Any
from uuid import uuid4

import httpx
import pytest

from support.people import journal
from support.rectification import REASON, Ledger

pytestmark = pytest.mark.anyio
PUBLIC = "/public/rectification-promises"
PROMISE = {"public_problem": "急诊通道堆放杂物。", "public_promise": "四月一日前清理完毕。"}


async def published(ledger: Ledger, *, promised: bool = True) -> str:
    """The address of a closed task whose promise and result are out."""
    url = await ledger.make("rectifying", due_on="2026-04-01")
    if promised:
        await ledger["head"].step(url, "promise", PROMISE)
    for step in ("submit", "start_verification", "opinions", "close"):
        await ledger.take(url, step)
    await ledger["head"].step(url, "publish", {"public_result": "已清理完毕，每日巡查。"})
    return url


def path_of(url: str) -> str:
    return f"{PUBLIC}/{url.rsplit('/', 1)[1]}/evaluations"


async def items(ledger: Ledger, query: str = "") -> list[dict[str, Any]]:
    answer = await ledger.world.http.get(f"{PUBLIC}{query}")
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


async def judge(ledger: Ledger, url: str, **body: str) -> httpx.Response:
    return await ledger.world.http.post(path_of(url), json=body)


async def test_the_public_reads_promise_and_result_and_nothing_else_of_the_task(ledger: Ledger) -> None:
    with ledger.world.at("2026-03-02 09:00"):
        await ledger.make("rectifying")  # promised nothing
        url = await ledger.make("rectifying", due_on="2026-04-01")
        assert await items(ledger) == []
        await ledger["head"].step(url, "promise", PROMISE)
        told = {
            "id": url.rsplit("/", 1)[1],
            "institution": "north_hospital",
            "problem": "急诊通道堆放杂物。",
            "promise": "四月一日前清理完毕。",
            "promised_at": "2026-03-02T01:00:00Z",
            "due_on": "2026-04-01",
            "state": "rectifying",
            "result": None,
            "published_at": None,
        }
        assert await items(ledger) == [told]
        for step in ("submit", "start_verification", "opinions"):
            await ledger.take(url, step)
            assert await items(ledger) == [told]  # who checks it, and that it is checked, stays inside
        await ledger["section_head"].step(url, "close", REASON)
        assert await items(ledger) == [{**told, "state": "rectified"}]
        await ledger["head"].step(url, "publish", {"public_result": "已清理完毕。"})
        out = {"state": "rectified", "result": "已清理完毕。", "published_at": "2026-03-02T01:00:00Z"}
        assert await items(ledger) == [told | out]
    with ledger.world.at("2026-05-02 09:00"):
        await ledger.take(url, "relapse")
        assert await items(ledger) == [told | out | {"state": "relapsed"}]  # its new draft is nobody's to read


async def test_what_the_authority_wrote_is_no_public_wording_and_a_revoked_task_is_no_promise(ledger: Ledger) -> None:
    with ledger.world.at("2026-03-02 09:00"):
        url = await ledger.make("issued")
        await ledger["head"].step(url, "promise", {"public_promise": "立即清理"})
        assert [row["problem"] for row in await items(ledger)] == [None]
        await ledger.take(url, "object")
        await ledger.take(url, "revoke")
        assert await items(ledger) == []
        assert (await judge(ledger, url, verdict="satisfied")).status_code == 404


async def test_the_list_is_paged_without_gap_and_takes_no_other_words(ledger: Ledger) -> None:
    with ledger.world.at("2026-03-02 09:00"):
        for number in range(5):
            url = await ledger.make("issued")
            await ledger["head"].step(url, "promise", {"public_promise": f"承诺第{number}件"})
        seen, cursor = [], ""
        while cursor is not None:
            page = (await ledger.world.http.get(f"{PUBLIC}?limit=2{cursor}")).json()
            seen += [row["promise"] for row in page["items"]]
            cursor = page["next_cursor"] and f"&cursor={page['next_cursor']}"
    assert seen == [f"承诺第{number}件" for number in (4, 3, 2, 1, 0)]
    assert (await ledger.world.http.get(f"{PUBLIC}?limit=101")).status_code == 422
    assert (await ledger.world.http.get(f"{PUBLIC}?organisation_id=1")).status_code == 422
    assert (await ledger.world.http.get(f"{PUBLIC}?cursor=AAAA")).status_code == 400


async def test_judgements_are_counted_on_the_task_and_tell_nobody_whose(ledger: Ledger) -> None:
    with ledger.world.at("2026-03-02 09:00"):
        url = await published(ledger)
        for verdict in ("satisfied", "satisfied", "neutral"):
            assert (await judge(ledger, url, verdict=verdict)).status_code == 204
        assert (await judge(ledger, url, verdict="dissatisfied", comment="夜间仍有纸箱。")).status_code == 204
        task = await ledger.read(url)
    counted = [
        (e["channel"], e["counted_on"], e["satisfied"], e["neutral"], e["dissatisfied"]) for e in task["evaluations"]
    ]
    assert counted == [("公开网页", "2026-03-02", 2, 1, 1)]
    assert [(r["given_on"], r["verdict"], r["remark"]) for r in task["remarks"]] == [
        ("2026-03-02", "dissatisfied", "夜间仍有纸箱。")
    ]
    entries = await journal(ledger.world, "rectification_task:public_evaluation")
    assert [(entry.actor_kind, "127.0.0.1" in entry.changes) for entry in entries] == [("system", False)] * 4
    with ledger.world.at("2026-03-03 09:00"):
        await judge(ledger, url, verdict="satisfied")
        days = [(e["counted_on"], e["satisfied"]) for e in (await ledger.read(url))["evaluations"]]
    assert days == [("2026-03-02", 2), ("2026-03-03", 1)]


async def test_only_a_published_result_is_judged_and_the_rest_does_not_exist(ledger: Ledger) -> None:
    with ledger.world.at("2026-03-02 09:00"):
        promised = await ledger.make("issued")
        await ledger["head"].step(promised, "promise", PROMISE)
        refused = await judge(ledger, promised, verdict="satisfied")
        assert (refused.status_code, refused.json()["code"]) == (409, "not_published")
        silent, absent = await ledger.make("closed"), f"/{uuid4()}"
        answers = [(await judge(ledger, url, verdict="satisfied")) for url in (silent, absent)]
        assert [answer.status_code for answer in answers] == [404, 404]
        assert len({answer.json()["detail"] for answer in answers}) == 1
        assert (await ledger.read(silent))["evaluations"] == []


async def test_a_comment_with_somebodys_number_is_refused(ledger: Ledger) -> None:
    with ledger.world.at("2026-03-02 09:00"):
        url = await published(ledger, promised=False)
        for comment in ("请打 138 0000 0000", "身份证 990102199001011234", "电话 0990-5551234"):
            refused = await judge(ledger, url, verdict="satisfied", comment=comment)
            assert (refused.status_code, refused.json()["code"]) == (422, "names_somebody")
            assert refused.json()["errors"][0]["pointer"] == "/comment"
        assert (await judge(ledger, url, verdict="perfect")).status_code == 422
        assert (await judge(ledger, url, verdict="satisfied", comment="2026年3月2日去看过")).status_code == 204
        assert len((await ledger.read(url))["remarks"]) == 1


async def test_one_address_judges_five_times_a_minute_and_twenty_times_a_day(ledger: Ledger) -> None:
    counted = 0
    with ledger.world.at("2026-03-02 09:00"):
        url = await published(ledger)
    for minute in range(4):
        with ledger.world.at(f"2026-03-02 09:0{minute + 1}"):
            for _ in range(5):
                counted += (await judge(ledger, url, verdict="satisfied")).status_code == 204
            often = await judge(ledger, url, verdict="satisfied")
            assert (often.status_code, often.json()["code"]) == (429, "judged_too_often")
            assert often.headers["retry-after"] == "60"
    with ledger.world.at("2026-03-02 10:00"):
        full = await judge(ledger, url, verdict="satisfied")
        assert full.status_code == 429
        assert int(full.headers["retry-after"]) == 23 * 3600 + 60  # a day after the first, at 09:01
        assert (await ledger.read(url))["evaluations"][0]["satisfied"] == counted == 20
    with ledger.world.at("2026-03-03 09:01"):
        assert (await judge(ledger, url, verdict="satisfied")).status_code == 204
