"""The machine of a complaint over HTTP, each step on both engines (RULES part A, machine 1).

Days are worked out by hand from the State Council's notice for 2026: Spring Festival 15 to 23 February with make-up
work on Saturdays 14 and 28 February; Labour Day 1 to 5 May with make-up work on Saturday 9 May.
"""

from typing import Any

import pytest

from support.complaints import ANSWER, OPINION, REASON, URL, Complaints

pytestmark = pytest.mark.anyio


def clock_of(found: dict[str, Any], term: str) -> dict[str, Any]:
    (clock,) = [one for one in found["clocks"] if one["term"] == term]
    return dict(clock)


async def test_a_complaint_s_number_is_no_campaign_s(complaints: Complaints) -> None:
    """Numbers are told by telephone and looked for: CP-2026-000001 is a campaign."""
    with complaints.world.at("2026-03-02 09:30"):
        assert (await complaints.read(await complaints.register()))["number"] == "CM-2026-000001"


@pytest.mark.parametrize(
    ("received", "five", "ten"),
    [
        # Thursday 12 February: 13, Saturday 14 (make-up), 24, 25, 26; then 27, Saturday 28 (make-up), 2, 3, 4 March.
        ("2026-02-12T10:00:00+08:00", "2026-02-26", "2026-03-04"),
        # Thursday 30 April: 6, 7, 8, Saturday 9 (make-up), 11 May; then 12, 13, 14, 15, 18.
        ("2026-04-30T16:00:00+08:00", "2026-05-11", "2026-05-18"),
        # Sunday 1 March: 2, 3, 4, 5, 6; then 9, 10, 11, 12, 13.
        ("2026-03-01T23:30:00+08:00", "2026-03-06", "2026-03-13"),
    ],
)
async def test_the_term_runs_from_receipt_whenever_it_was_entered(
    complaints: Complaints, received: str, five: str, ten: str
) -> None:
    day = received[:10]
    with complaints.world.at(f"{day} 23:45"):
        url = await complaints.register(received_at=received)
        found = await complaints.read(url)
        clock = clock_of(found, "complaint_feedback")
        assert (clock["due_on"], clock["state"], clock["started_at"]) == (five, "running", found["received_at"])
        assert found["feedback_due_at"] == clock["due_at"]
        await complaints["clerk"].step(url, "investigate", {"departments": ["超声科", "门诊部"], "is_joint": True})
        found = await complaints.read(url)
        assert clock_of(found, "complaint_feedback")["state"] == "cancelled"
        joint = clock_of(found, "complaint_joint_feedback")
        assert (joint["due_on"], joint["started_at"]) == (ten, found["received_at"])
        assert found["feedback_due_at"] == joint["due_at"]


async def test_from_the_window_to_the_answer_and_the_call_back(complaints: Complaints) -> None:
    with complaints.world.at("2026-03-02 09:30"):
        url = await complaints.register(is_key=True)
        opened = await complaints.read(url)
        assert (opened["state"], opened["handler_name"], opened["responsible"]) == (
            "registered", "north_hospital", "导诊台护士",
        )  # fmt: skip
        await complaints["clerk"].step(url, "investigate", {"departments": ["超声科"]})
    with complaints.world.at("2026-03-04 15:00"):
        await complaints["clerk"].step(url, "conclude", OPINION)
        assert await complaints.refused("clerk", url, "feed-back", {**ANSWER, "confirmed": "refused"}) == (
            422, "note_needed",
        )  # fmt: skip
        answered = await complaints["clerk"].step(url, "feed-back", ANSWER)
        assert (answered["state"], answered["fed_back_how"], answered["overdue_at"]) == ("answered", "phone", None)
        assert clock_of(answered, "complaint_feedback")["state"] == "met"
        assert await complaints.refused("clerk", url, "close") == (409, "call_back_first")
        called = await complaints["clerk"].step(
            url, "call-back", {"call_back_note": "患者表示满意", "satisfaction": "satisfied"}
        )
        assert called["state"] == "answered"
        closed = await complaints["clerk"].step(url, "close")
        assert (closed["state"], closed["satisfaction"]) == ("closed", "satisfied")
    history = (await complaints["handler"].get(f"{url}/history")).json()["items"]
    assert [entry["action"].split(":")[1] for entry in history] == [
        "register", "investigate", "conclude", "feed_back", "call_back", "close",
    ]  # fmt: skip


async def test_settled_on_the_spot_needs_what_was_said_and_stops_the_clock(complaints: Complaints) -> None:
    with complaints.world.at("2026-03-02 09:30"):
        url = await complaints.register()
        bare = await complaints.refused("clerk", url, "settle", {"confirmed": "agreed"})
        assert bare == (422, "validation_failed")
        settled = await complaints["clerk"].step(
            url, "settle", {"opinion": "当场致歉并安排检查", "confirmed": "refused", "feedback_note": "患者拒绝签字"}
        )
        assert (settled["state"], settled["fed_back_how"]) == ("settled", "in_person")
        assert clock_of(settled, "complaint_feedback")["state"] == "met"


async def test_not_handled_is_proposed_with_the_right_door_and_confirmed_by_another(complaints: Complaints) -> None:
    with complaints.world.at("2026-03-02 09:30"):
        url = await complaints.register()
        assert await complaints.refused("head", url, "decline", REASON) == (409, "nothing_proposed")
        assert await complaints.refused("clerk", url, "decline", REASON) == (403, "permission_missing")
        proposal = {
            "decline_reason": "sued_or_mediated",
            "decline_explanation": "患者已就同一事项起诉。",
            "right_door": "区人民法院",
        }
        assert await complaints.refused("clerk", url, "propose-decline", {**proposal, "right_door": ""}) == (
            422, "validation_failed",
        )  # fmt: skip
        await complaints["head"].step(url, "propose-decline", proposal)
        assert await complaints.refused("head", url, "decline", REASON) == (409, "own_proposal")
        await complaints["clerk"].step(url, "propose-decline", proposal)
        declined = await complaints["head"].step(url, "decline", REASON)
        assert (declined["state"], declined["right_door"]) == ("declined", "区人民法院")
        assert clock_of(declined, "complaint_feedback")["state"] == "met"


async def test_the_longer_term_needs_two_departments_and_is_chosen_while_the_shorter_runs(
    complaints: Complaints,
) -> None:
    clerk, head = complaints["clerk"], complaints["head"]
    with complaints.world.at("2026-03-02 09:30"):
        url = await complaints.register()
        for named in (["超声科"], ["超声科", "超声科"]):
            assert await complaints.refused("clerk", url, "investigate", {"departments": named, "is_joint": True}) == (
                422, "joint_needs_departments",
            )  # fmt: skip
        await clerk.step(url, "investigate", {"departments": ["超声科"]})
        late = await complaints.make("investigating")
        both = {"departments": ["超声科", "门诊部"], "reason": "涉及两个环节"}
        assert await complaints.refused("clerk", url, "widen", both) == (403, "permission_missing")
    with complaints.world.at("2026-03-09 23:50"):  # the fifth working day
        widened = await head.step(url, "widen", both)
        assert (widened["state"], widened["departments"]) == ("investigating", ["超声科", "门诊部"])
        assert clock_of(widened, "complaint_joint_feedback")["due_on"] == "2026-03-16"
        assert await complaints.refused("head", url, "widen", both) == (409, "joint_already")
    with complaints.world.at("2026-03-10 00:01"):
        assert await complaints.refused("head", late, "widen", both) == (409, "term_is_over")


async def test_late_is_a_flag_that_stays_and_escalates_to_the_authority(complaints: Complaints) -> None:
    with complaints.world.at("2026-03-02 09:30"):
        url = await complaints.make("investigating")
    with complaints.world.at("2026-03-09 23:59"):
        assert await complaints.sweep() == 0
    with complaints.world.at("2026-03-10 00:00"):
        assert await complaints.sweep() == 1
        late = await complaints.read(url)
        assert late["overdue_at"] == "2026-03-09T16:00:00Z"
        news = (await complaints["section_head"].get("/notifications")).json()["items"]
        assert [one["kind"] for one in news if one["subject_type"] == "complaint"] == ["escalated"]
        await complaints["clerk"].step(url, "conclude", OPINION)
        answered = await complaints["clerk"].step(url, "feed-back", ANSWER)
        assert answered["overdue_at"] == late["overdue_at"]
    found = (await complaints["handler"].get(f"{URL}?overdue=true&fed_back=true")).json()["items"]
    assert [one["number"] for one in found] == [late["number"]]


async def test_an_answer_that_is_late_is_flagged_even_where_no_sweep_came_by(complaints: Complaints) -> None:
    proposal = {"decline_reason": "police_matter", "decline_explanation": "已报警处理", "right_door": "派出所"}
    with complaints.world.at("2026-03-02 09:30"):
        urls = {name: await complaints.register() for name in ("settle", "decline")}
        urls["feed-back"] = await complaints.make("concluded")
        await complaints["clerk"].step(urls["decline"], "propose-decline", proposal)
    with complaints.world.at("2026-03-10 00:00"):
        bodies = {"settle": {"opinion": "当场说明原因", "confirmed": "agreed"}, "decline": REASON, "feed-back": ANSWER}
        for name, url in urls.items():
            done = await complaints["head"].step(url, name, bodies[name])
            assert done["overdue_at"] == "2026-03-09T16:00:00Z", name


async def test_late_once_the_longer_term_is_open_again_when_it_is_handled_anew(complaints: Complaints) -> None:
    with complaints.world.at("2026-03-02 09:30"):
        url = await complaints.make("concluded")
    with complaints.world.at("2026-03-10 09:30"):
        await complaints["clerk"].step(url, "feed-back", ANSWER)
        await complaints["clerk"].step(url, "reopen", {"new_facts": "患者补充了取号凭条"})
        both = {"departments": ["超声科", "门诊部"], "reason": "涉及两个环节"}
        widened = await complaints["head"].step(url, "widen", both)
        assert (widened["overdue_at"], widened["is_joint"]) == ("2026-03-09T16:00:00Z", True)


async def test_new_facts_open_it_again_with_a_term_of_its_own(complaints: Complaints) -> None:
    with complaints.world.at("2026-03-02 09:30"):
        url = await complaints.make("closed")
    with complaints.world.at("2026-04-30 10:00"):
        again = await complaints["clerk"].step(url, "reopen", {"new_facts": "患者补充了取号凭条"})
        assert (again["state"], again["round"], again["opinion"], again["fed_back_at"]) == (
            "investigating", 2, None, None,
        )  # fmt: skip
        clocks = [one for one in again["clocks"] if one["term"] == "complaint_feedback"]
        assert [(one["state"], one["due_on"]) for one in clocks] == [("met", "2026-03-09"), ("running", "2026-05-11")]
        await complaints["clerk"].step(url, "conclude", OPINION)
        assert (await complaints["clerk"].step(url, "feed-back", ANSWER))["round"] == 2


async def test_handled_together_each_complainant_is_answered_and_old_numbers_resolve(complaints: Complaints) -> None:
    clerk = complaints["clerk"]
    with complaints.world.at("2026-03-02 09:30"):
        first, second = await complaints.register(), await complaints.register(complainant_name="王大明")
        elsewhere = await complaints.register("neighbour", organisation_id=complaints.id_of("north_clinic"))
        into = {"merged_into_id": first.rsplit("/", 1)[1], "reason": "两名家属投诉同一事项"}
        for other in (second, elsewhere):
            wrong = {**into, "merged_into_id": other.rsplit("/", 1)[1]}
            assert await complaints.refused("clerk", second, "merge", wrong) == (422, "cannot_lead")
        merged = await clerk.step(second, "merge", into)
        assert (merged["state"], clock_of(merged, "complaint_feedback")["state"]) == ("merged", "running")
        assert await complaints.refused("clerk", first, "merge", into) == (
            422, "cannot_lead",
        )  # fmt: skip
        third = await complaints.register()
        chain = {"merged_into_id": third.rsplit("/", 1)[1], "reason": "再并"}
        assert await complaints.refused("clerk", first, "merge", chain) == (409, "leads_others")
        leading = await complaints.read(first)
        assert [one["number"] for one in leading["together"]] == [merged["number"]]
        assert await complaints.refused("clerk", second, "feed-back-merged", ANSWER) == (409, "no_opinion_yet")
        await clerk.step(first, "investigate", {"departments": ["超声科"]})
        await clerk.step(first, "conclude", OPINION)
        await clerk.step(first, "feed-back", ANSWER)
        told = await clerk.step(second, "feed-back-merged", ANSWER)
        assert (told["state"], told["opinion"]) == ("merged", OPINION["opinion"])
        assert clock_of(told, "complaint_feedback")["state"] == "met"
        assert await complaints.refused("clerk", second, "feed-back-merged", ANSWER) == (409, "fed_back_already")
        assert await complaints.refused("clerk", second, "unmerge", REASON) == (409, "fed_back_already")
    found = (await clerk.get(f"/search?q={merged['number']}")).json()["items"]
    assert [one["subject_id"] for one in found] == [second.rsplit("/", 1)[1]]


async def test_un_merged_it_goes_on_with_its_own_clock(complaints: Complaints) -> None:
    with complaints.world.at("2026-03-02 09:30"):
        first, second = await complaints.register(), await complaints.register()
        into = {"merged_into_id": first.rsplit("/", 1)[1], "reason": "同一事项"}
        await complaints["clerk"].step(second, "merge", into)
    with complaints.world.at("2026-03-04 09:30"):
        apart = await complaints["clerk"].step(second, "unmerge", {"reason": "经核实为两件事"})
        assert (apart["state"], apart["merged_into_id"]) == ("investigating", None)
        assert clock_of(apart, "complaint_feedback")["due_on"] == "2026-03-09"
        assert (await complaints.read(first))["together"] == []


async def test_split_off_a_part_has_its_own_number_and_the_same_receipt(complaints: Complaints) -> None:
    with complaints.world.at("2026-03-02 09:30"):
        url = await complaints.register()
    with complaints.world.at("2026-03-04 09:30"):
        body = {"matter": "fees", "title": "重复收取床位费", "facts": "床位费多收一日", "reason": "由财务科另行办理"}
        part = await complaints["clerk"].step(url, "split", body, expect=201)
        whole = await complaints.read(url)
        assert part["split_from_id"] == whole["id"] and part["number"] != whole["number"]
        assert (part["received_at"], part["complainant_name_masked"]) == (whole["received_at"], "王**")
        assert clock_of(part, "complaint_feedback")["due_on"] == "2026-03-09"
        assert [one["number"] for one in whole["together"]] == [part["number"]]


async def test_withdrawn_only_with_how_and_why(complaints: Complaints) -> None:
    with complaints.world.at("2026-03-02 09:30"):
        url = await complaints.register()
        assert await complaints.refused("clerk", url, "withdraw", REASON) == (422, "validation_failed")
        gone = await complaints["clerk"].step(url, "withdraw", {"withdrawn_how": "书面撤回", "reason": "已解决"})
        assert gone["state"] == "withdrawn"


async def test_whoever_was_told_first_stays_responsible_until_another_has_taken_over(complaints: Complaints) -> None:
    """首诉负责制: the bureau was told first, asks the hospital, and remains responsible until it has accepted."""
    handler, clerk = complaints["handler"], complaints["clerk"]
    with complaints.world.at("2026-03-02 09:30"):
        url = await complaints.register("handler", channel="hotline_12345", channel_reference="TS20260302001")
        assert (await complaints.read(url))["handler_name"] == "north"
        assert await complaints.refused("clerk", url, "investigate", {"departments": ["超声科"]}) == (
            409, "not_the_handler",
        )  # fmt: skip
        assert await complaints.refused("clerk", url, "take-over", _taking()) == (409, "not_handed_to_you")
        for wrong in ("south", "north_clinic", "north_medical"):
            asked = {"handover_to_id": complaints.id_of(wrong), "reason": "请接办"}
            assert await complaints.refused("handler", url, "hand-over", asked) == (422, "cannot_take_over")
        ask = {"handover_to_id": complaints.id_of("north_hospital"), "reason": "宜由该院先行调查"}
        asked_of = await handler.step(url, "hand-over", ask)
        assert (asked_of["handler_name"], asked_of["handover_reason"]) == ("north", "宜由该院先行调查")
        assert await complaints.refused("neighbour", url, "take-over", _taking()) == (404, "not_found")
        taken = await clerk.step(url, "take-over", _taking())
        assert (taken["handler_name"], taken["responsible"], taken["handover_to_id"]) == (
            "north_hospital", "医患办负责人", None,
        )  # fmt: skip
        assert clock_of(taken, "complaint_feedback")["holder_id"] == complaints.id_of("north_hospital")
        assert await complaints.refused("handler", url, "investigate", {"departments": ["超声科"]}) == (
            409, "not_the_handler",
        )  # fmt: skip


def _taking() -> dict[str, str]:
    return {"responsible": "医患办负责人", "responsible_department": "医患关系办公室"}
