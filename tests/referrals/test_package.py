"""The papers and the package: what is missing is named, what leaves the house is proved and is the least that must."""

import io
import zipfile
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import col

from duban.handoff.bodies import HandoffRefer
from duban.handoff.models import Handoff
from duban.kernel.evidence import Attachment
from duban.kernel.ids import new_id
from duban.kernel.journal import JournalEntry
from duban.kernel.object_store import open_store
from duban.kernel.packages import Part, part_path, seal
from duban.kernel.verify_package import verify_package
from duban.referrals import packing
from duban.referrals.models import Referral
from support.packages import HEADER, Signer
from support.referrals import PAPERS, REPORT, Referrals
from support.uploads import png

pytestmark = pytest.mark.anyio

PERSONS = {
    "is_real_name": True,
    "reporter_name": "钱守信",
    "reporter_phone": "13911112222",
    "subject_name": "孙票贩",
    "subject_phone": "13733334444",
}
NEVER = ("钱守信", "13911112222")
ONLY_IN_THE_PACKAGE = ("孙票贩", "13733334444")


async def test_each_paper_that_is_missing_is_named(referrals: Referrals) -> None:
    """Order 310 art. 6: letter, report, list of goods, expert papers, earlier decisions; and where to (C-5 to C-7)."""
    with referrals.world.at("2026-03-02 09:30"):
        url = await referrals.open()
        report = await referrals.attach(url, "investigation_report")
        await referrals["officer"].step(url, "report-to-chief", REPORT)
        await referrals["chief"].step(url, "approve", {})
        assert await missing(referrals, url) == [
            "涉嫌罪名（移送书）", "涉案物品清单（或注明无物品）", "检验报告、鉴定意见（或注明不需要）",
            "接收的公安机关", "联系电话（移送书）", "抄送的检察机关",
        ]  # fmt: skip
        refused = await referrals["officer"].post(f"{url}/send", {}, headers={"If-Match": "*"})
        assert refused.json()["code"] == "papers_incomplete" and "接收的公安机关" in refused.json()["detail"]
        assert await referrals.refused("officer", url, "package") == (409, "papers_incomplete")
        await referrals["officer"].step(url, "fill-papers", {**PAPERS, "receiver_name": "北区公安分局"})
        assert await missing(referrals, url) == []
        for change, name in (
            ({"expert_none": False}, "检验报告、鉴定意见（或注明不需要）"),
            ({"expert_none": True, "earlier_penalties": 1}, "此前的行政处罚决定书"),
            ({"earlier_penalties": 0, "goods": []}, "涉案物品清单（或注明无物品）"),
            ({"goods_none": True, "suspected_offence": None}, "涉嫌罪名（移送书）"),
        ):
            await referrals["officer"].step(url, "fill-papers", change)
            assert await missing(referrals, url) == [name]
        await referrals["officer"].step(url, "fill-papers", PAPERS | {"goods": []})
        undo = await referrals["officer"].post(f"/attachments/{report}/withdraw", {"reason": "传错"}, headers=ANY)
        assert undo.status_code == 200, undo.text
        assert await missing(referrals, url) == ["调查报告"]


async def test_what_is_left_empty_by_the_form_breaks_nothing(referrals: Referrals) -> None:
    with referrals.world.at("2026-03-02 09:30"):
        url = await referrals.open()
        empty = dict.fromkeys(("goods", "goods_none", "expert_none", "earlier_penalties", "document_number"))
        await referrals["officer"].step(url, "fill-papers", empty)
        await referrals["officer"].step(url, "fill-papers", {"receiver_id": referrals.police_id})
        by_name = await referrals["officer"].step(url, "fill-papers", {"receiver_name": "南区公安分局"})
        assert (by_name["receiver_id"], by_name["receiver_name"]) == (None, "南区公安分局")
        goods = {"goods": PAPERS["goods"], "goods_none": True}
        assert await referrals.refused("officer", url, "fill-papers", goods) == (422, "goods_and_none")
        hospital = {"receiver_id": str(referrals.world.organisations["north_hospital"].id)}
        assert await referrals.refused("officer", url, "fill-papers", hospital) == (422, "no_police_organ")


async def test_the_package_proves_itself_and_is_the_same_bytes_on_both_sides(
    referrals: Referrals, tmp_path: Any
) -> None:
    with referrals.world.at("2026-03-02 09:30"):
        url = await referrals.make("sent", by_paper=False)
        found = await referrals.read(url)
        assert found["document_number"] == "卫案移〔2026〕1号"
        ours = await referrals["officer"].get(f"{url}/package")
        theirs = await referrals["liaison"].get(f"{await referrals.desk()}/package")
        assert ours.content == theirs.content
        path = tmp_path / "package.zip"
        path.write_bytes(ours.content)
        keys = (await referrals.world.http.get("http://duban.test/.well-known/jwks.json")).json()
        report = verify_package(path, public_keys=keys["keys"])
        assert report.ok, report.told()
        names = [checked.path for checked in report.files]
        assert sum(name.startswith("letters/") for name in names) == 4
        assert sum(name.startswith("evidence/") for name in names) == 1


async def test_nobody_learns_who_reported_it(referrals: Referrals) -> None:
    """反有组织犯罪法 art. 61; 行政处罚法 art. 50: not in a file of the package, a field, the journal, search, notes."""
    world = referrals.world
    with world.at("2026-03-02 09:30"):
        url = await referrals.make("sent", by_paper=False, clue=PERSONS)
        desk = await referrals.desk()
        inside = "".join(unpacked((await referrals["officer"].get(f"{url}/package")).content))
        outside = [
            (await referrals["liaison"].get(desk)).text,
            (await referrals["liaison"].get("/handoffs")).text,
            (await referrals["liaison"].get("/notifications")).text,
            (await referrals["officer"].get(url)).text,
            (await referrals["officer"].get("/notifications")).text,
        ]
        for word in (*NEVER, *ONLY_IN_THE_PACKAGE):
            for who in ("keeper", "officer", "liaison"):
                answer = await referrals[who].get("/search", params={"q": word})
                outside += [str(item) for item in answer.json()["items"]]
        async with world.database.session() as db:
            outside += [entry.changes for entry in await db.scalars(select(JournalEntry))]
            outside += [str(handoff.disclosed) for handoff in await db.scalars(select(Handoff))]
        for word in NEVER:
            assert word not in inside
        for word in ONLY_IN_THE_PACKAGE:
            assert word in inside
        for word in (*NEVER, *ONLY_IN_THE_PACKAGE):
            assert not [text[:300] for text in outside if word in text]


async def test_what_changes_afterwards_unmakes_the_package(referrals: Referrals) -> None:
    with referrals.world.at("2026-03-02 09:30"):
        url = await referrals.make("approved")
        first = (await referrals.draw_up(url))["package_sha256"]
        number = (await referrals.read(url))["document_number"]
        clue = f"/clues/{(await referrals.read(url))['clue_id']}"
        again = {"officers": referrals.team(), "reason": "换发证件"}
        for change in (
            lambda: referrals.attach(url, "other"),
            lambda: referrals["officer"].step(url, "fill-papers", {"law": "刑法第二百二十五条第四项"}),
            lambda: referrals["section_head"].step(url, "change-team", again),
        ):
            await change()
            assert await referrals.refused("officer", url, "send", {}) == (409, "package_first")
            assert (await referrals["officer"].get(f"{url}/package")).status_code == 409
            drawn = await referrals.draw_up(url)
            assert drawn["package_sha256"] != first and drawn["document_number"] == number
        amended = await referrals["keeper"].patch(clue, {"facts": "核实后：三人倒卖专家号。"}, headers=ANY)
        assert amended.status_code == 200, amended.text
        assert await referrals.refused("officer", url, "send", {}) == (409, "package_first")
        await referrals.draw_up(url)
        assert (await referrals["officer"].step(url, "send", {}))["state"] == "sent"
        late = await referrals["officer"].post(
            f"/attachments/{await evidence(referrals, url)}/withdraw", {"reason": "传错"}, headers=ANY
        )
        assert (late.status_code, late.json()["code"]) == (409, "sent_already")


async def test_more_files_than_a_message_can_list_are_refused_before_any_is_read(
    referrals: Referrals, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packing, "FILES_AT_MOST", 1)
    with referrals.world.at("2026-03-02 09:30"):
        url = await referrals.make("approved")
        await referrals.draw_up(url)
        await referrals.attach(url, "other")
        refused = await referrals["officer"].post(f"{url}/package", headers=ANY)
        assert (refused.status_code, refused.json()["code"]) == (409, "package_full")
        assert "2 件" in refused.json()["detail"]


def test_the_list_of_a_full_package_fits_into_a_message_whatever_its_files_are_called() -> None:
    name, media_type = "证" * 160, "x/" + "y" * 98  # as long as evidence may have them
    parts = [
        replace(Part.held(part_path("evidence", number, name, media_type), media_type, b""), size=10**10)
        for number in range(packing.FILES_AT_MOST + 20)  # and our own letters
    ]
    most = next(
        limit.max_length for limit in HandoffRefer.model_fields["manifest"].metadata if hasattr(limit, "max_length")
    )
    assert len(seal(HEADER, parts, Signer()).manifest_text) < most


async def test_somebody_adds_evidence_while_it_is_drawn_up(
    referrals: Referrals, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw_up = packing.draw_up

    async def slowly(*args: Any, **more: Any) -> Any:
        drawn = await draw_up(*args, **more)
        await referrals.attach(url, "other", by="officer2")
        return drawn

    with referrals.world.at("2026-03-02 09:30"):
        url = await referrals.make("approved")
        await referrals["officer"].step(url, "fill-papers", {"document_number": "北卫案移〔2026〕88号"})
        monkeypatch.setattr(packing, "draw_up", slowly)
        assert await referrals.refused("officer", url, "package") == (409, "changed_meanwhile")
        assert (await referrals.read(url))["package_sha256"] is None
        monkeypatch.undo()
        assert (await referrals.draw_up(url))["document_number"] == "北卫案移〔2026〕88号"


async def test_evidence_changed_or_lost_in_the_store_lets_nothing_out(referrals: Referrals) -> None:
    with referrals.world.at("2026-03-02 09:30"):
        url = await referrals.make("approved")
        store = open_store(referrals.world.settings.object_store_url)
        async with referrals.world.database.session() as db:
            piece = (await db.scalars(select(Attachment))).one()
        await store.discard(piece.key)
        lost = await referrals["officer"].post(f"{url}/package", headers=ANY)
        assert (lost.status_code, lost.json()["code"]) == (409, "evidence_damaged")
        await store.put(piece.key, io.BytesIO(b"x" * piece.size))
        changed = await referrals["officer"].post(f"{url}/package", headers=ANY)
        assert (changed.status_code, changed.json()["code"]) == (409, "evidence_damaged")
        assert "evidence/001-" in changed.json()["path"]
        assert (await referrals.read(url))["package_sha256"] is None


async def test_a_retry_gets_the_same_answer_and_nothing_happens_twice(referrals: Referrals) -> None:
    """The answer was lost after the commit: the same key, the same If-Match, long after the state has moved on."""
    with referrals.world.at("2026-03-02 09:30"):
        url = await referrals.make("approved", by_paper=False)

        async def twice(name: str) -> None:
            tag = (await referrals["officer"].get(url)).headers["etag"]
            headers = {"If-Match": tag, "Idempotency-Key": f"key-{name}"}
            body = None if name == "package" else {}
            answers = [await referrals["officer"].post(f"{url}/{name}", body, headers=headers) for _ in range(2)]
            assert [answer.status_code for answer in answers] == [200, 200], answers[1].text
            assert answers[0].content == answers[1].content and "idempotent-replayed" in answers[1].headers

        await twice("package")
        await twice("send")
        assert await referrals.refused("officer", url, "send", {}) == (409, "wrong_state")
        assert len((await referrals["liaison"].get("/handoffs")).json()["items"]) == 1
        assert [message["kind"] for message in (await referrals.read(url))["messages"]] == ["refer"]
        stale = await referrals["officer"].post(f"{url}/record-receipt", {}, headers={"If-Match": '"1"'})
        assert stale.status_code in (412, 422)


async def test_two_hundred_pieces_of_evidence(referrals: Referrals, tmp_path: Any) -> None:
    world = referrals.world
    with world.at("2026-03-02 09:30"):
        url = await referrals.make("approved")
        store = open_store(world.settings.object_store_url)
        async with world.database.transaction() as db:
            one = (await db.scalars(select(Attachment))).one()
            content = png(f"investigation_report {url}")
            for number in range(199):
                values = {**one.model_dump(), "id": new_id(), "purpose": "other", "file_name": f"照片{number}.png"}
                piece = Attachment(**values)
                await store.put(piece.key, io.BytesIO(content))
                db.add(piece)
        drawn = await referrals.draw_up(url)
        data = (await referrals["officer"].get(f"{url}/package")).content
        path = tmp_path / "package.zip"
        path.write_bytes(data)
        report = verify_package(path)
        assert report.ok and sum(checked.path.startswith("evidence/") for checked in report.files) == 200
        assert drawn["state"] == "approved"


ANY = {"If-Match": "*"}


async def missing(referrals: Referrals, url: str) -> list[str]:
    found: list[str] = (await referrals.read(url))["missing_papers"]
    return found


async def evidence(referrals: Referrals, url: str) -> str:
    """The first piece attached to the referral."""
    async with referrals.world.database.session() as db:
        pieces = select(Attachment).where(col(Attachment.subject_type) == Referral.word())
        return str((await db.scalars(pieces.order_by(col(Attachment.id)))).first().id)  # type: ignore[union-attr]


def unpacked(data: bytes) -> list[str]:
    """The text of every file of a package; documents are packages themselves."""
    found = []
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in package.namelist():
            content = package.read(name)
            found.append(name)
            found += unpacked(content) if content[:2] == b"PK" else [content.decode(errors="replace")]
    return found
