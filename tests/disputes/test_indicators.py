"""Live figures: every number is exactly the rows that it opens."""

from typing import Any

import pytest

from duban.kernel.db import count_queries
from support.disputes import REASON, URL, Disputes
from support.figures import lines_open_their_rows, opened, recused_from

pytestmark = pytest.mark.anyio


async def rows(disputes: Disputes, query: str, by: str = "handler") -> int:
    return await opened(disputes[by], query)


async def figures(disputes: Disputes, by: str = "handler", **asked: str) -> dict[str, Any]:
    answer = await disputes[by].get(f"{URL}/indicators", params=asked)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


@pytest.fixture
async def months(disputes: Disputes) -> Disputes:
    """Disputes in many states: resolved by each way, a mediation that lapsed, a report that was late."""
    with disputes.world.at("2026-03-02 09:30"):
        await disputes.make("mediating", insured="risk_fund")
        major = {"is_major": True, "major_reason": "家属聚集"}
        late = await disputes.register(**major)
        for state in (
            "closed",
            "mediated",
            "mediation_failed",
            "admin_mediated",
            "admin_failed",
            "judged",
            "withdrawn",
        ):
            await disputes.make(state, insured="none" if state == "judged" else "liability")
        called = await disputes.make("settled", claim_fen=None)
        await disputes["clerk"].step(called, "call-back", {"satisfaction": "neutral"})
        await disputes.register("neighbour", organisation_id=disputes.id_of("north_clinic"))
    with disputes.world.at("2026-05-20 09:30"):
        await disputes.world.sweep()
        report = {"reported_at": "2026-03-02T10:00:00+08:00", "received_by": "区卫健局值班室"}
        for kind in ("major_phone", "major_written"):
            assert (await disputes["clerk"].post(f"{late}/reports", {"kind": kind, **report})).status_code == 201
        await disputes["section_head"].step(late, "unflag-major", REASON)
    return disputes


async def test_each_number_opens_exactly_its_rows(months: Disputes) -> None:
    for asked in ({}, {"under": months.id_of("north_hospital")}, {"raised_from": "2026-03-10T00:00:00+08:00"}):
        told = await figures(months, **asked)
        for name in ("total", "open", "major"):
            assert told[name] == await rows(months, told["rows" if name == "total" else f"{name}_rows"]), (asked, name)
        for share in (*told["shares"], *told["in_time"]):
            assert share["of"] - share["done"] == await rows(months, share["missing_rows"]), (asked, share)
        for group in (*told["ways"], *told["insured"]):
            assert group["count"] == await rows(months, group["rows"]), (asked, group)
        assert sum(group["count"] for group in told["insured"]) == told["total"]
        await lines_open_their_rows(months["handler"], (*told["units"], *told["months"]), "late", "resolved")


async def test_the_figures_say_what_the_plans_demand(months: Disputes) -> None:
    told = await figures(months, under=months.id_of("north_hospital"))
    shares = {share["key"]: (share["done"], share["of"]) for share in told["shares"]}
    assert shares == {
        "resolved": (5, 9),  # closed, mediated, admin_mediated, judged, settled; what was withdrawn does not count
        "mediated": (1, 3),  # one failed, one lapsed
        "admin_mediated": (1, 2),
        "satisfied": (0, 1),
        "insured": (9, 10),
    }
    assert (told["total"], told["claimed_fen"], told["paid_fen"]) == (10, 27_000_000, 2_000_000)
    in_time = {share["key"]: (share["done"], share["of"]) for share in told["in_time"]}
    assert in_time["dispute_peoples_mediation"] == (2, 3)
    assert in_time["dispute_major_written"] == (0, 1)
    assert {group["key"]: group["count"] for group in told["ways"]} == {
        "negotiation": 2, "peoples_mediation": 1, "admin_mediation": 1, "lawsuit": 1,
    }  # fmt: skip


async def test_they_are_divided_by_the_units_right_below_and_by_the_last_twelve_months(months: Disputes) -> None:
    with months.world.at("2026-05-20 09:30"):
        await months.register()
        hospital, clinic = (await figures(months))["units"]
        assert (hospital["name"], hospital["count"], hospital["resolved"]) == ("north_hospital", 11, 5)
        assert (clinic["name"], clinic["count"], clinic["late"], clinic["resolved"]) == ("north_clinic", 1, 0, 0)
        assert hospital["late"] == 2  # a mediation and a report
        assert [(unit["name"], unit["count"]) for unit in (await figures(months, "city"))["units"]] == [("north", 12)]
        assert (await figures(months, "clerk"))["units"] == []

        told = (await figures(months))["months"]
        assert [told[0]["month"], told[-1]["month"], len(told)] == ["2025-06", "2026-05", 12]
        found = {line["month"]: (line["count"], line["late"], line["resolved"]) for line in told if line["count"]}
        assert found == {"2026-03": (11, 2, 5), "2026-05": (1, 0, 0)}
        # A figure's own span cuts the months that it touches.
        span = {"raised_from": "2026-03-10T00:00:00+08:00", "raised_before": "2026-05-01T00:00:00+08:00"}
        cut = (await figures(months, **span))["months"]
        assert [(line["month"], line["count"]) for line in cut] == [("2026-03", 0), ("2026-04", 0)]
        assert "raised_from=2026-03-10" in cut[0]["rows"]


async def test_a_division_counts_nothing_that_its_reader_must_keep_away_from(months: Disputes) -> None:
    matter = (await months["handler"].get(f"{URL}?resolved=true&limit=1")).json()["items"][0]["id"]
    with months.world.at("2026-05-20 09:30"):
        for away, counts, resolved in (
            (months.id_of("north_hospital"), {"north_clinic": 1}, 0),
            (matter, {"north_hospital": 9, "north_clinic": 1}, 4),
        ):
            shy = recused_from(months["handler"], away)
            told = (await shy.get(f"{URL}/indicators")).json()
            assert {unit["name"]: unit["count"] for unit in told["units"]} == counts
            assert sum(line["resolved"] for line in told["months"]) == resolved
            await lines_open_their_rows(shy, (*told["units"], *told["months"]), "late", "resolved")


async def test_they_are_those_of_one_s_own_part_of_the_tree(months: Disputes) -> None:
    stranger = await figures(months, "stranger")
    assert (stranger["total"], stranger["units"]) == (0, [])
    assert sum(line["count"] for line in stranger["months"]) == 0
    assert (await figures(months, "neighbour"))["total"] == 1
    assert (await months["stranger"].get(f"{URL}/indicators?under={months.id_of('north')}")).status_code == 404


async def test_one_dispute_costs_as_many_statements_however_much_runs_beside_it(months: Disputes) -> None:
    calls = {"known_at": "2026-05-20T09:00:00+08:00", "called_at": "2026-05-20T09:01:00+08:00", "caller": "保卫科"}
    seen: list[str] = []
    with months.world.at("2026-05-20 09:30"):
        url = await months.register()
        few = await _cost(months, url, seen)
        for _ in range(3):
            body = {**calls, "station": "城关派出所", "suspected": "堵塞通道"}
            assert (await months["clerk"].post(f"{url}/police-calls", body)).status_code == 201
        assert await _cost(months, url, seen) == few <= 11


async def test_the_figures_cost_six_statements_however_many_disputes_there_are(months: Disputes) -> None:
    seen: list[str] = []
    with months.world.at("2026-05-20 09:30"):
        for _ in range(2):
            seen.clear()
            stop = count_queries(months.world.database.reader, seen.append)
            try:
                await figures(months)
            finally:
                stop()
            assert len([one for one in seen if one.startswith("SELECT")]) == 6, seen
            await months.register("neighbour", organisation_id=months.id_of("north_clinic"))


async def _cost(disputes: Disputes, url: str, seen: list[str]) -> int:
    seen.clear()
    stop = count_queries(disputes.world.database.reader, seen.append)
    try:
        await disputes.read(url)
    finally:
        stop()
    return len(seen)
