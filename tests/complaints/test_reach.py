"""Who reads which complaint: the authority in charge all of them, those above the escalated ones, and counts of all."""

import pytest

from support.complaints import REASON, URL, Complaints

pytestmark = pytest.mark.anyio


async def seen(complaints: Complaints, by: str, query: str = "") -> int:
    page = (await complaints[by].get(f"{URL}?count=exact{query}")).json()
    assert len(page["items"]) == page["total"]
    return int(page["total"])


async def test_an_authority_further_up_counts_what_it_does_not_read(complaints: Complaints) -> None:
    url = await complaints.register()
    own = await complaints.register("city")
    assert [await seen(complaints, by) for by in ("clerk", "handler", "city")] == [2, 2, 1]
    assert (await complaints["handler"].get(url)).status_code == 200
    for address in (url, f"{url}/history", f"{url}/close"):
        answer = await (
            complaints["city"].post(address, None, headers={"If-Match": "*"})
            if address.endswith("close")
            else complaints["city"].get(address)
        )
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found"), address
    assert (await complaints["city"].get(own)).status_code == 200
    id = url.rsplit("/", 1)[1]
    evidence = await complaints["city"].get(f"/attachments?subject_type=complaint&subject_id={id}")
    assert evidence.status_code == 404
    told = (await complaints["city"].get(f"{URL}/indicators")).json()
    assert (told["total"], told["beyond"]) == (2, 1)
    assert (await complaints["handler"].get(f"{URL}/indicators")).json()["beyond"] == 0
    found = (await complaints["city"].get("/search?q=超声检查等候过久")).json()["items"]
    assert [hit["subject_id"] for hit in found] == [own.rsplit("/", 1)[1]]
    assert len((await complaints["handler"].get("/search?q=超声检查等候过久")).json()["items"]) == 2
    assert await seen(complaints, "city", "&q=超声检查等候过久") == 1
    export = await complaints["city"].get(f"{URL}/export?format=ndjson")
    assert len(export.text.strip().splitlines()) == 1


async def test_what_a_bureau_lets_run_out_comes_before_the_authority_above(complaints: Complaints) -> None:
    with complaints.world.at("2026-03-02 09:30"):
        of_hospital = await complaints.register()
        of_bureau = await complaints.register("handler")
    with complaints.world.at("2026-03-10 00:01"):
        assert await complaints.sweep() == 2
        # The hospital's lateness is the bureau's business, the bureau's is the city's.
        assert (await complaints["city"].get(of_hospital)).status_code == 404
        assert (await complaints.read(of_bureau, "city"))["overdue_at"] is not None
        hits = (await complaints["city"].get("/search?q=超声检查等候过久")).json()["items"]
        assert [hit["subject_id"] for hit in hits] == [of_bureau.rsplit("/", 1)[1]]


async def test_a_bureau_brings_a_complaint_before_the_authority_above(complaints: Complaints) -> None:
    url = await complaints.register("handler")
    assert await complaints.refused("head", url, "escalate", REASON) == (409, "not_the_handler")
    told = await complaints["section_head"].step(url, "escalate", {"reason": "多人投诉同一环节"})
    assert told["escalation_reason"] == "多人投诉同一环节"
    assert told["escalated_at"] is not None
    assert (await complaints.read(url, "city"))["handler_name"] == "north"
    assert await seen(complaints, "city", "&escalated=true") == 1
    news = (await complaints["city"].get("/notifications")).json()["items"]
    assert [one["kind"] for one in news] == ["escalated"]
    theirs = await complaints.register("city")
    assert await complaints.refused("city", theirs, "escalate", REASON) == (409, "nobody_above")
    own = await complaints.register()
    assert await complaints.refused("head", own, "escalate", REASON) == (409, "read_above_already")


async def test_whoever_is_asked_to_take_over_reads_it(complaints: Complaints) -> None:
    url = await complaints.register("handler")
    to_city = {"handover_to_id": complaints.id_of("city"), "reason": "涉及两个区"}
    await complaints["handler"].step(url, "hand-over", to_city)
    other = await complaints.register("handler")
    await complaints["handler"].step(other, "merge", {"merged_into_id": url.rsplit("/", 1)[1], "reason": "同一事项"})
    taken = await complaints["city"].step(
        url, "take-over", {"responsible": "投诉科负责人", "responsible_department": "投诉科"}
    )
    assert taken["handler_name"] == "city"
    follower = await complaints.read(other, "city")
    assert follower["handler_name"] == "city"
    open_clocks = [clock for clock in follower["clocks"] if clock["state"] == "running"]
    assert [clock["holder_id"] for clock in open_clocks] == [complaints.id_of("city")]


async def test_moving_an_institution_keeps_who_reads_its_complaints(complaints: Complaints) -> None:
    """That bureau reads them then, the one left behind no longer, the city as little as before."""
    from duban.kernel.organisations import Organisation
    from duban.kernel.system_actor import system_act
    from duban.orgs.moves import move_organisation

    url = await complaints.register()
    async with complaints.world.database.transaction() as db:
        act = await system_act(db)
        assert act is not None
        hospital = await db.get_one(Organisation, complaints.world.organisations["north_hospital"].id)
        south = await db.get_one(Organisation, complaints.world.organisations["south"].id)
        await move_organisation(act, hospital, south, "区划调整")
    assert (await complaints["stranger"].get(url)).status_code == 200
    assert [(await complaints[by].get(url)).status_code for by in ("handler", "city")] == [404, 404]
