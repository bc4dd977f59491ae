"""A party asks the authority to handle an accident dispute (医疗事故处理条例 arts 37 to 40; RULES B-26)."""

from typing import Any

import pytest

from duban.kernel.organisations import Organisation, OrganisationKind
from support.disputes import COURT, REASON, Disputes, begin, clock_of, not_begun, refused, take

pytestmark = pytest.mark.anyio

PATH = "accident-applications"
ASKED = {
    "asked_by": "patient",
    "learned_on": "2026-02-25",
    "applied_on": "2026-03-02",
    "received_at": "2026-03-02T09:00:00+08:00",
    "statement": "请求认定是否属于医疗事故并处理。",
}
DECLINED = {"decision_reason": "不属于医疗事故争议处理范围。"}


def last(found: dict[str, Any]) -> dict[str, Any]:
    return dict(found["accident_applications"][-1])


def standing(found: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Its clocks: which, until when, how they stand."""
    return [(clock["term"], clock["due_on"], clock["state"]) for clock in found["clocks"]]


@pytest.mark.parametrize(
    ("learned", "received", "due"),
    [
        # Ten days after Monday 2 March: Thursday 12 March.
        ("2026-02-25", "2026-03-02", "2026-03-12"),
        # Ten days after Friday 6 February: Monday 16, in the Spring Festival to Monday 23; Tuesday 24.
        ("2026-02-01", "2026-02-06", "2026-02-24"),
        # Ten days after Tuesday 22 September: Friday 2 October, in the National Day holiday to Wednesday 7.
        ("2026-09-01", "2026-09-22", "2026-10-08"),
    ],
)
async def test_the_authority_decides_within_ten_days_of_the_receipt(
    disputes: Disputes, learned: str, received: str, due: str
) -> None:
    asked = {
        **ASKED, "learned_on": learned, "applied_on": received, "received_at": f"{received}T09:00:00+08:00",
    }  # fmt: skip
    with disputes.world.at(f"{received} 09:30"):
        url = await disputes.make("informed")
        found = await begin(disputes, url, PATH, asked)
        assert standing(found) == [("dispute_accident_review", due, "running")]
        assert (last(found)["state"], last(found)["authority_name"]) == ("received", "north")
        clock = clock_of(found, "dispute_accident_review")
        assert (clock["holder_id"], clock["permission"]) == (disputes.id_of("north"), "dispute.mediate")
        assert found["state"] == "informed"
        assert await not_begun(disputes, url, PATH, asked) == (409, "part_still_open")
    with disputes.world.at(f"{due} 23:59"):
        assert await disputes.world.sweep() == 0
        assert await refused(disputes, url, PATH, "accept", {}) == (403, "permission_missing")
        early = {"decided_at": f"{received}T08:59:00+08:00"}
        assert await refused(disputes, url, PATH, "accept", early, by="handler") == (422, "before_receipt")
        accepted = await take(disputes, url, PATH, "accept", {"decided_at": f"{due}T17:00:00+08:00"}, by="handler")
        assert (last(accepted)["state"], accepted["overdue_at"]) == ("accepted", None)
        assert clock_of(accepted, "dispute_accident_review")["state"] == "met"
        done = await take(disputes, url, PATH, "conclude", {"result": "经鉴定不属于医疗事故。"}, by="handler")
        assert last(done)["state"] == "concluded"
        again = {**asked, "applied_on": due, "received_at": f"{due}T23:30:00+08:00"}
        assert last(await begin(disputes, url, PATH, again))["state"] == "received"


async def test_declined_in_writing_with_reasons_and_late_when_the_days_are_over(disputes: Disputes) -> None:
    with disputes.world.at("2026-03-02 09:30"):
        url = await disputes.make("informed")
        await begin(disputes, url, PATH, ASKED, by="handler")
        assert await refused(disputes, url, PATH, "decline", {}, by="handler") == (422, "validation_failed")
        everything = disputes.world.person("north_hospital", *(f"dispute.{w}" for w in ("read", "handle", "mediate")))
        disputes.people["everything"] = everything
        assert await refused(disputes, url, PATH, "decline", DECLINED, by="everything") == (409, "own_case")
    with disputes.world.at("2026-03-13 00:00"):
        assert await disputes.world.sweep() == 1
        declined = await take(disputes, url, PATH, "decline", DECLINED, by="handler")
        assert (last(declined)["state"], last(declined)["decision_reason"]) == ("declined", DECLINED["decision_reason"])
        assert (declined["overdue_at"], declined["missed_terms"]) == (
            "2026-03-12T16:00:00Z", ["dispute_accident_review"],
        )  # fmt: skip


@pytest.mark.parametrize(
    ("learned", "applied", "refusal"),
    [
        # One year: the day of the same number is the last; 2 March 2026 is a Monday.
        ("2025-03-02", "2026-03-02", None),
        ("2025-03-01", "2026-03-02", None),  # Sunday 1 March is no working day: Monday is the last (民法典 art. 203).
        ("2025-02-27", "2026-03-02", "year_is_over"),  # Friday 27 February was.
        ("2025-02-27", "2026-02-28", "year_is_over"),  # By a day, though that Saturday is a make-up working day.
        ("2024-02-29", "2026-03-02", "year_is_over"),
        ("0001-01-01", "2026-03-02", "year_is_over"),
        ("2026-03-02", "2026-03-01", "before_learned"),
    ],
)
async def test_a_party_applies_within_a_year_of_learning_of_the_harm(
    disputes: Disputes, learned: str, applied: str, refusal: str | None
) -> None:
    with disputes.world.at("2026-03-02 09:30"):
        url = await disputes.make("informed")
        asked = {**ASKED, "learned_on": learned, "applied_on": applied}
        if refusal is None:
            assert last(await begin(disputes, url, PATH, asked))["learned_on"] == learned
        else:
            assert await not_begun(disputes, url, PATH, asked) == (422, refusal)


async def test_received_neither_before_it_was_made_nor_in_the_future(disputes: Disputes) -> None:
    with disputes.world.at("2026-03-02 09:30"):
        url = await disputes.make("informed")
        for wrong, code in (
            ({"received_at": "2026-03-01T23:59:00+08:00"}, "before_application"),
            ({"received_at": "2026-03-02T09:40:00+08:00"}, "in_future"),
            ({"ground": "death"}, "nobody_died"),
        ):
            assert await not_begun(disputes, url, PATH, {**ASKED, **wrong}) == (422, code)
        for name in ("neighbour", "stranger"):
            assert (await disputes[name].post(f"{url}/{PATH}", ASKED)).status_code == 404


async def test_after_a_death_the_county_passes_it_up_within_seven_days(disputes: Disputes) -> None:
    with disputes.world.at("2026-04-27 09:30"):
        url = await disputes.register(death={"died_at": "2026-03-02T03:40:00+08:00"})
        asked = {**ASKED, "received_at": "2026-04-27T09:00:00+08:00"}
        found = await begin(disputes, url, PATH, asked)
        # Seven days after Monday 27 April: 4 May, in the Labour Day holiday to the 5th; Wednesday 6 May.
        # Ten: Thursday 7 May.
        assert standing(found) == [
            ("dispute_accident_review", "2026-05-07", "running"), ("dispute_accident_pass_up", "2026-05-06", "running"),
        ]  # fmt: skip
        assert (last(found)["ground"], last(found)["is_for_above"]) == ("death", True)
        for step, body in (("accept", {}), ("decline", DECLINED)):
            assert await refused(disputes, url, PATH, step, body, by="handler") == (409, "pass_it_up")
    with disputes.world.at("2026-05-06 23:59"):
        up = {"ground": "death", "passed_at": "2026-04-27T08:59:00+08:00"}
        assert await refused(disputes, url, PATH, "pass-up", up, by="handler") == (422, "before_receipt")
        passed = await take(disputes, url, PATH, "pass-up", {"ground": "death"}, by="handler")
        assert (last(passed)["state"], last(passed)["authority_name"]) == ("passed_up", "city")
        # The city's own ten days, after Wednesday 6 May: Saturday 16, so Monday 18.
        assert standing(passed) == [
            ("dispute_accident_review", "2026-05-07", "cancelled"), ("dispute_accident_pass_up", "2026-05-06", "met"),
            ("dispute_accident_review", "2026-05-18", "running"),
        ]  # fmt: skip
        assert passed["clocks"][-1]["holder_id"] == disputes.id_of("city")
        assert await refused(disputes, url, PATH, "accept", {}, by="handler") == (409, "before_another_authority")
    with disputes.world.at("2026-05-18 16:00"):
        accepted = await take(disputes, url, PATH, "accept", {}, by="city")
        assert (last(accepted)["state"], accepted["clocks"][-1]["state"]) == ("accepted", "met")
        assert accepted["overdue_at"] is None
        # Where it lies, there it is brought to its end.
        for step, body in (("conclude", {"result": "不属于医疗事故。"}), ("take-back", REASON)):
            assert await refused(disputes, url, PATH, step, body, by="handler") == (409, "before_another_authority")
        concluded = await take(disputes, url, PATH, "conclude", {"result": "不属于医疗事故。"}, by="city")
        assert last(concluded)["state"] == "concluded"


async def test_what_was_not_passed_up_in_time_is_late(disputes: Disputes) -> None:
    with disputes.world.at("2026-03-02 09:30"):
        url = await disputes.make("informed")
        level = {"accident_level": "second", "reason": "院内讨论认定可能为二级"}
        await disputes["clerk"].step(url, "flag-accident", level)
        found = await begin(disputes, url, PATH, ASKED)
        # Seven days after Monday 2 March: Monday 9 March.
        assert clock_of(found, "dispute_accident_pass_up")["due_on"] == "2026-03-09"
        assert last(found)["ground"] == "second_degree"
    with disputes.world.at("2026-03-10 00:00"):
        assert await disputes.world.sweep() == 1
        late = await take(disputes, url, PATH, "pass-up", {"ground": "second_degree"}, by="handler")
        assert late["missed_terms"] == ["dispute_accident_pass_up"]


async def test_what_the_province_prescribes_goes_up(disputes: Disputes) -> None:
    with disputes.world.at("2026-03-02 09:30"):
        url = await disputes.make("informed")
        found = await begin(disputes, url, PATH, {**ASKED, "ground": "prescribed"})
        assert [clock["term"] for clock in found["clocks"]] == ["dispute_accident_review", "dispute_accident_pass_up"]
        plain = await disputes.make("informed")
        await begin(disputes, plain, PATH, ASKED)
        wrong = {"ground": "death"}
        assert await refused(disputes, plain, PATH, "pass-up", wrong, by="handler") == (422, "nobody_died")
        up = await take(disputes, plain, PATH, "pass-up", {"ground": "prescribed"}, by="handler")
        assert (last(up)["ground"], last(up)["authority_name"]) == ("prescribed", "city")


async def test_a_city_decides_on_a_death_itself_and_names_who_is_above_it(disputes: Disputes) -> None:
    """Only the county's authority has to pass up. Where nobody above works here, the city enters what became of it."""
    hospital = Organisation(name="city_hospital", kind=OrganisationKind.INSTITUTION, region_code="990100")
    hospital.sit_below(disputes.world.organisations["city"])
    async with disputes.world.database.transaction() as db:
        db.add(hospital)
    with disputes.world.at("2026-03-02 09:30"):
        death = {"died_at": "2026-03-02T03:40:00+08:00"}
        url = await disputes.register("city", organisation_id=str(hospital.id), death=death)
        found = await begin(disputes, url, PATH, ASKED, by="city")
        assert (last(found)["ground"], last(found)["is_for_above"]) == ("death", False)
        assert "dispute_accident_pass_up" not in {clock["term"] for clock in found["clocks"]}
        accept = {one["step"]: one["open"] for one in last(await disputes.read(url, by="city"))["available_actions"]}
        assert accept["accept"] is True
        part = f"{url}/{PATH}/{last(found)['id']}/pass-up"
        for body, status in (({}, 422), ({"passed_to": "某省卫生健康委员会"}, 200)):
            answer = await disputes["city"].post(part, {"ground": "death", **body}, headers={"If-Match": "*"})
            assert answer.status_code == status, answer.text
        up = answer.json()
        assert (last(up)["authority_name"], last(up)["authority_id"]) == ("某省卫生健康委员会", disputes.id_of("city"))
        assert clock_of(up, "dispute_accident_review")["state"] == "cancelled"
        decline = f"{part.removesuffix('pass-up')}decline"
        declined = await disputes["city"].post(decline, DECLINED, headers={"If-Match": "*"})
        assert last(declined.json())["state"] == "declined"


@pytest.mark.parametrize("how_far", ["received", "passed_up", "accepted"])
async def test_a_suit_ends_what_the_authority_was_asked_to_handle(disputes: Disputes, how_far: str) -> None:
    with disputes.world.at("2026-03-02 09:30"):
        url = await disputes.make("informed")
        await begin(disputes, url, PATH, ASKED)
        if how_far == "passed_up":
            await take(disputes, url, PATH, "pass-up", {"ground": "prescribed"}, by="handler")
        if how_far == "accepted":
            await take(disputes, url, PATH, "accept", {}, by="handler")
        suing = await disputes["clerk"].step(url, "sue", COURT)
        assert (suing["state"], last(suing)["state"]) == ("suing", "ended")
        assert not [clock for clock in suing["clocks"] if clock["state"] == "running"]
        assert await not_begun(disputes, url, PATH, ASKED, by="handler") == (409, "before_the_court")
        dropped = await disputes["clerk"].step(url, "leave-court", REASON)
        assert dropped["state"] == "informed"
        assert last(await begin(disputes, url, PATH, ASKED))["state"] == "received"


async def test_what_the_court_judged_is_not_handled_and_what_is_taken_back_ends(disputes: Disputes) -> None:
    with disputes.world.at("2026-03-02 09:30"):
        judged = await disputes.make("judged")
        assert await not_begun(disputes, judged, PATH, ASKED) == (409, "before_the_court")
        url = await disputes.make("informed")
        await begin(disputes, url, PATH, ASKED)
        back = await take(disputes, url, PATH, "take-back", {"reason": "患方书面撤回申请"}, by="handler")
        assert (last(back)["state"], clock_of(back, "dispute_accident_review")["state"]) == ("withdrawn", "cancelled")
        over = await disputes.make("withdrawn")
        assert await not_begun(disputes, over, PATH, ASKED) == (409, "dispute_over")
