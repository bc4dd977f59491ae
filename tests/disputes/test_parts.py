"""What runs beside a dispute's way: seals, autopsy, appraisal, insurance, police, reports (RULES B-5 to B-29)."""

from typing import Any

import pytest

from support.disputes import AGREED, INFORM, REASON, Disputes, begin, clock_of, not_begun, refused, take

pytestmark = pytest.mark.anyio

SEAL = {
    "what": "records",
    "copy_kind": "copy",
    "items": ["住院病历 1 册"],
    "kept_where": "病案室封存柜",
    "sealed_at": "2026-03-02T09:00:00+08:00",
    "institution_person": "医务科 李某",
    "patient_side": "signed",
}
OPEN = {"opened_at": "2026-03-09T10:00:00+08:00", "opened_why": "移交鉴定机构"}
DEATH = {"died_at": "2026-03-02T03:40:00+08:00", "death_disputed": True}
JUDICIAL = {"kind": "judicial", "body": "某市司法鉴定中心", "contract_at": "2026-03-09T09:00:00+08:00"}
OPINION = {
    "delivered_at": "2026-03-23T09:00:00+08:00",
    "has_harm": True,
    "has_fault": True,
    "has_causation": True,
    "share": "secondary",
    "opinion": "存在过错，为次要原因。",
}


async def test_sealed_in_parts_and_opened_by_both(disputes: Disputes) -> None:
    with disputes.world.at("2026-03-02 09:30"):
        url = await disputes.make("informed")
        for wrong, code in (
            ({"copy_kind": None}, "original_or_copy"),
            ({"patient_side": "refused"}, "note_needed"),
            ({"what": "blood"}, "blood_station_not_called"),
            ({"sealed_at": "2026-03-02T10:00:00+08:00"}, "in_future"),
        ):
            assert await not_begun(disputes, url, "seals", {**SEAL, **wrong}) == (422, code)
        found = await begin(disputes, url, "seals", {**SEAL, "is_partial": True})
        (seal,) = found["seals"]
        assert (seal["state"], seal["is_partial"], seal["entered_by_name"]) == ("sealed", True, "clerk")
        may = {one["step"]: (one["open"], one["code"]) for one in seal["available_actions"]}
        assert may == {
            "complete": (True, None),
            "choose_testing": (False, "no_object"),
            "open_together": (True, None),
            "open_resolved": (False, "open_together"),
            "open_after_years": (False, "sealed_too_short"),
        }
        whole = await take(disputes, url, "seals", "complete", {"items": ["出院小结 1 页"]})
        assert whole["seals"][0]["items"] == ["住院病历 1 册", "出院小结 1 页"]
        assert await refused(disputes, url, "seals", "complete", {"items": ["x"]}) == (409, "sealed_whole")
    with disputes.world.at("2026-03-09 10:30"):
        early = {**OPEN, "opened_at": "2026-03-01T10:00:00+08:00"}
        assert await refused(disputes, url, "seals", "open-together", early) == (422, "before_sealing")
        opened = await take(disputes, url, "seals", "open-together", OPEN)
        assert opened["seals"][0]["state"] == "opened"
    history = (await disputes["handler"].get(f"{url}/history")).json()["items"]
    assert [(one["action"], one["label"]) for one in history][-3:] == [
        ("dispute_seal:seal", "封存"), ("dispute_seal:complete", "补封其余部分"),
        ("dispute_seal:open_together", "共同启封"),
    ]  # fmt: skip


async def test_the_institution_opens_alone_once_it_is_resolved_or_three_years_have_passed(disputes: Disputes) -> None:
    with disputes.world.at("2026-03-02 09:30"):
        settled = await disputes.make("negotiating")
        await begin(disputes, settled, "seals", SEAL)
        await disputes.attach(settled, "agreement")
        await disputes["head"].step(settled, "settle", AGREED)
        opened = await take(
            disputes, settled, "seals", "open-resolved", {**OPEN, "opened_at": "2026-03-02T09:20:00+08:00"}
        )
        assert opened["seals"][0]["state"] == "opened"
        url = await disputes.make("informed")
        await begin(disputes, url, "seals", SEAL)
        asked = await disputes.make("mediation_requested")
        await begin(disputes, asked, "seals", SEAL)
    late = {"opened_at": "2029-03-02T23:00:00+08:00", "opened_why": "满三年"}
    with disputes.world.at("2029-03-02 23:59"):
        assert await refused(disputes, url, "seals", "open-after-years", late) == (409, "sealed_too_short")
    with disputes.world.at("2029-03-03 00:00"):
        assert await refused(disputes, asked, "seals", "open-after-years", late) == (409, "resolution_was_asked")
        assert (await take(disputes, url, "seals", "open-after-years", late))["seals"][0]["state"] == "opened"


async def test_objects_are_tested_by_whom_both_chose(disputes: Disputes) -> None:
    with disputes.world.at("2026-03-02 09:30"):
        url = await disputes.register()
        blood = {**SEAL, "what": "blood", "copy_kind": None, "blood_station_called_at": "2026-03-02T08:50:00+08:00"}
        await begin(disputes, url, "seals", blood)
        chosen = {"testing_body": "市药品检验所", "testing_chosen": "jointly"}
        found = await take(disputes, url, "seals", "choose-testing", chosen)
        assert found["seals"][0]["testing_chosen"] == "jointly"


@pytest.mark.parametrize(
    ("frozen", "term", "due"),
    [
        (False, "dispute_autopsy", "2026-03-03T19:40:00Z"),  # 48 hours after 03:40 of 2 March, weekends or not
        (True, "dispute_autopsy_frozen", "2026-03-09T16:00:00Z"),  # the 7th day: Monday 9 March, to its end
    ],
)
async def test_the_autopsy_s_term_runs_from_the_death(disputes: Disputes, frozen: bool, term: str, due: str) -> None:
    with disputes.world.at("2026-03-02 09:30"):
        url = await disputes.register(death={**DEATH, "body_frozen": frozen})
        found = await disputes.read(url)
        assert clock_of(found, term)["due_at"] == due
        # 14 days after 2 March: Monday 16 March.
        assert clock_of(found, "dispute_body_kept")["due_on"] == "2026-03-16"
        assert await disputes.refused("clerk", url, "inform", INFORM) == (422, "autopsy_not_told")
        told = {**INFORM, "told_autopsy_at": "2026-03-02T09:00:00+08:00"}
        informed = await disputes["clerk"].step(url, "inform", told)
        (autopsy,) = informed["autopsies"]
        assert (autopsy["state"], autopsy["told_at"]) == ("told", "2026-03-02T01:00:00Z")
        await take(disputes, url, "autopsies", "consent", {"answered_at": "2026-03-02T09:20:00+08:00"})
    with disputes.world.at("2026-03-03 15:00"):
        made = {"done_at": "2026-03-03T14:00:00+08:00", "done_by": "法医中心", "result": "肺栓塞。"}
        done = await take(disputes, url, "autopsies", "make", made)
        assert (done["autopsies"][0]["state"], done["autopsies"][0]["is_late"]) == ("done", False)
        assert clock_of(done, term)["state"] == "met"
        gone = await disputes["clerk"].step(url, "release-body", {"reason": "已移交家属"})
        assert clock_of(gone, "dispute_body_kept")["state"] == "met"
        assert await disputes.refused("clerk", url, "release-body", REASON) == (409, "no_body")


@pytest.mark.parametrize(("step", "state"), [("refuse", "refused"), ("deem-refused", "deemed_refused")])
async def test_whoever_refuses_the_autopsy_ends_its_term(disputes: Disputes, step: str, state: str) -> None:
    with disputes.world.at("2026-03-02 09:30"):
        url = await disputes.make("informed")
        assert await not_begun(disputes, url, "autopsies", {"told_at": "2026-03-02T09:00:00+08:00"}) == (
            409, "nobody_died",
        )  # fmt: skip
        dead = await disputes["clerk"].step(url, "note-death", DEATH)
        assert clock_of(dead, "dispute_autopsy")["state"] == "running"
        assert await disputes.refused("clerk", url, "note-death", DEATH) == (409, "died_already")
        await begin(disputes, url, "autopsies", {"told_at": "2026-03-02T09:00:00+08:00"})
        said = {"answered_at": "2026-03-02T09:20:00+08:00", "refusal_note": "家属不同意"}
        found = await take(disputes, url, "autopsies", step, said)
        assert (found["autopsies"][0]["state"], clock_of(found, "dispute_autopsy")["state"]) == (state, "cancelled")


async def test_an_autopsy_not_made_in_time_has_lapsed_and_may_still_be_made_late(disputes: Disputes) -> None:
    with disputes.world.at("2026-03-02 09:30"):
        url = await disputes.register(death=DEATH)
        await disputes["clerk"].step(url, "inform", {**INFORM, "told_autopsy_at": "2026-03-02T09:00:00+08:00"})
    with disputes.world.at("2026-03-04 03:40"):
        assert await disputes.world.sweep() == 1
        found = await disputes.read(url)
        assert (found["autopsies"][0]["state"], found["missed_terms"]) == ("lapsed", ["dispute_autopsy"])
        made = {"done_at": "2026-03-04T03:40:00+08:00", "done_by": "法医中心", "result": "不能确定。"}
        late = await take(disputes, url, "autopsies", "make", made)
        assert (late["autopsies"][0]["state"], late["autopsies"][0]["is_late"]) == ("done", True)


async def test_a_death_entered_long_after_starts_no_term_that_has_run_out(disputes: Disputes) -> None:
    with disputes.world.at("2026-03-10 09:30"):
        found = await disputes.read(await disputes.register(death=DEATH))
        assert [clock["term"] for clock in found["clocks"]] == ["dispute_body_kept"]


async def test_an_appraisal_holds_the_mediation_and_the_opinion_lets_it_go_on(disputes: Disputes) -> None:
    with disputes.world.at("2026-03-02 09:30"):
        url = await disputes.make("mediating")
        due = clock_of(await disputes.read(url), "dispute_peoples_mediation")["due_on"]
        assert due == "2026-04-14"
    with disputes.world.at("2026-03-09 09:30"):
        found = await begin(disputes, url, "appraisals", JUDICIAL)
        assert (clock_of(found, "dispute_peoples_mediation")["state"], found["open_appraisals"]) == ("paused", 1)
        # 30 working days after Monday 9 March: 10 to 13 = 4; 16 to 20, 23 to 27 = 14; 30 March to 3 April = 19;
        # 7 to 10 = 23; 13 to 17 = 28; 20, 21 April = 30.
        assert clock_of(found, "dispute_appraisal_judicial")["due_on"] == "2026-04-21"
        assert await not_begun(disputes, url, "appraisals", JUDICIAL) == (409, "part_still_open")
        assert found["available_parts"][2]["code"] == "appraisal_runs"
    with disputes.world.at("2026-03-23 09:30"):
        await begin(disputes, url, "seals", {**SEAL})
        found = await take(disputes, url, "appraisals", "deliver", OPINION)
        clock = clock_of(found, "dispute_peoples_mediation")
        # Held 9 to 23 March: those eleven working days are not counted. 3 to 6 March = 4; 24 to 27 = 8; 30 March to
        # 3 April = 13; 7 to 10 = 17; 13 to 17 = 22; 20 to 24 = 27; 27, 28, 29 April = 30.
        assert (clock["state"], clock["due_on"], found["appraised_at"]) == (
            "running", "2026-04-29", "2026-03-23T01:00:00Z",
        )  # fmt: skip
        assert clock_of(found, "dispute_appraisal_judicial")["state"] == "met"


async def test_a_mediation_accepted_while_an_appraisal_runs_starts_held(disputes: Disputes) -> None:
    with disputes.world.at("2026-03-09 09:30"):
        url = await disputes.make("mediation_requested")
        await begin(disputes, url, "appraisals", JUDICIAL)
        held = await disputes["handler"].step(url, "accept-mediation", {})
        assert clock_of(held, "dispute_peoples_mediation")["state"] == "paused"
    with disputes.world.at("2026-03-23 09:30"):
        freed = await take(disputes, url, "appraisals", "abandon", {"reason": "双方不再鉴定"})
        clock = clock_of(freed, "dispute_peoples_mediation")
        # From 24 March: 4, 9 (3 April), 13 (10 April), 18, 23, then 27 to 30 April = 27, 6, 7, 8 May = 30.
        assert (clock["state"], clock["due_on"]) == ("running", "2026-05-08")
        assert clock_of(freed, "dispute_appraisal_judicial")["state"] == "cancelled"


async def test_a_judicial_appraisal_waits_for_material_and_is_extended_once(disputes: Disputes) -> None:
    with disputes.world.at("2026-03-09 09:30"):
        url = await disputes.make("informed")
        await begin(disputes, url, "appraisals", JUDICIAL)
        material = {"material_at": "2026-03-09T09:00:00+08:00"}
        assert await refused(disputes, url, "appraisals", "note-material", material) == (409, "no_material_awaited")
        waiting = await take(disputes, url, "appraisals", "supplement", {"reason": "补充影像资料"})
        assert clock_of(waiting, "dispute_appraisal_judicial")["state"] == "paused"
        assert await refused(disputes, url, "appraisals", "deliver", OPINION) == (409, "wrong_state")
    with disputes.world.at("2026-03-16 09:30"):
        on = await take(disputes, url, "appraisals", "go-on", {"reason": "材料已补齐"})
        # 17 to 20 = 4; 23 to 27 = 9; 30 to 3 April = 14; 7 to 10 = 18; 13 to 17 = 23; 20 to 24 = 28; 27, 28 = 30.
        assert clock_of(on, "dispute_appraisal_judicial")["due_on"] == "2026-04-28"
        assert await refused(disputes, url, "appraisals", "extend", {"amount": 31, "reason": "复杂"}) == (
            422, "validation_failed",
        )  # fmt: skip
        more = await take(disputes, url, "appraisals", "extend", {"amount": 5, "reason": "案情复杂"})
        # 29, 30 April = 2; 6, 7, 8 May = 5.
        assert clock_of(more, "dispute_appraisal_judicial")["due_on"] == "2026-05-08"
        assert await refused(disputes, url, "appraisals", "extend", {"amount": 5, "reason": "再延"}) == (
            409, "no_further_extension",
        )  # fmt: skip
        aside = {"avoidance": "interest", "avoidance_note": "曾在该院执业，已更换"}
        assert (await take(disputes, url, "appraisals", "replace-expert", aside))["appraisals"][0][
            "avoidance"
        ] == "interest"


async def test_an_accident_s_appraisal_has_45_days_from_its_material(disputes: Disputes) -> None:
    with disputes.world.at("2026-03-09 09:30"):
        url = await disputes.make("informed")
        found = await begin(disputes, url, "appraisals", {**JUDICIAL, "kind": "accident"})
        assert found["clocks"] == []
        assert await refused(disputes, url, "appraisals", "extend", {"amount": 5, "reason": "复杂"}) == (
            409, "not_judicial",
        )  # fmt: skip
        found = await take(disputes, url, "appraisals", "note-material", {"material_at": "2026-03-09T09:00:00+08:00"})
        # 45 days after 9 March: 22 to the 31st, then Thursday 23 April.
        assert clock_of(found, "dispute_appraisal_accident")["due_on"] == "2026-04-23"


async def test_a_major_dispute_is_reported_by_telephone_and_in_writing(disputes: Disputes) -> None:
    with disputes.world.at("2026-03-06 21:30"):
        bare = await disputes["clerk"].post("/disputes", disputes.content(is_major=True))
        assert (bare.status_code, bare.json()["errors"][0]["code"]) == (422, "reason_needed")
        major = {"is_major": True, "major_reason": "患者死亡，家属聚集", "raised_at": "2026-03-06T21:00:00+08:00"}
        url = await disputes.register(**major)
        found = await disputes.read(url)
        dues = {clock["term"]: clock["due_at"] for clock in found["clocks"]}
        # Hours run through the night and the weekend.
        assert dues == {
            "dispute_major_phone": "2026-03-06T15:00:00Z", "dispute_major_written": "2026-03-07T13:00:00Z",
        }  # fmt: skip
        call = {"kind": "major_phone", "reported_at": "2026-03-06T21:20:00+08:00", "received_by": "区卫健局值班室"}
        told = await begin(disputes, url, "reports", call)
        assert clock_of(told, "dispute_major_phone")["state"] == "met"
        assert told["reported_to_authority_at"] == "2026-03-06T13:20:00Z"
        assert await disputes.refused("clerk", url, "unflag-major", REASON) == (403, "permission_missing")
        assert await disputes.refused("head", url, "unflag-major", REASON) == (409, "own_case")
    with disputes.world.at("2026-03-07 21:00"):
        paper = {**call, "kind": "major_written", "reported_at": "2026-03-07T21:00:00+08:00"}
        late = await begin(disputes, url, "reports", paper)
        assert (late["missed_terms"], clock_of(late, "dispute_major_written")["missed_at"]) == (
            ["dispute_major_written"], "2026-03-07T13:00:00Z",
        )  # fmt: skip
        lifted = await disputes["section_head"].step(url, "unflag-major", {"reason": "经核实不属于重大"})
        assert (lifted["is_major"], lifted["overdue_at"]) == (False, "2026-03-07T13:00:00Z")


async def test_the_authority_may_mark_one_as_major_and_a_region_sets_the_hours(disputes: Disputes) -> None:
    admin = disputes.world.person("city", "setting.write")
    with disputes.world.at("2026-03-02 09:30"):
        hours = {"amount": 12, "unit": "hours", "basis": "某市卫健发〔2026〕3号"}
        key = "/regional-settings/term.dispute_major_written"
        assert (await admin.put(f"{key}?region=990102", hours)).status_code == 200
        url = await disputes.make("informed")
        flag = {"major_reason": "家属聚集", "major_from": "2026-03-02T09:00:00+08:00"}
        found = await disputes["handler"].step(url, "flag-major", flag)
        assert clock_of(found, "dispute_major_written")["due_at"] == "2026-03-02T13:00:00Z"
        assert await disputes.refused("handler", url, "flag-major", flag) == (409, "major_already")


async def test_serious_negligence_within_12_hours_and_the_accident_s_end_within_7_days(disputes: Disputes) -> None:
    with disputes.world.at("2026-03-02 09:30"):
        url = await disputes.make("negotiating")
        flag = {"accident_level": "second", "negligence_at": "2026-03-02T09:00:00+08:00", "reason": "院内讨论认定"}
        found = await disputes["clerk"].step(url, "flag-accident", flag)
        assert clock_of(found, "dispute_negligence_report")["due_at"] == "2026-03-02T13:00:00Z"
        report = {"kind": "negligence", "reported_at": "2026-03-02T09:30:00+08:00", "received_by": "医政股"}
        assert clock_of(await begin(disputes, url, "reports", report), "dispute_negligence_report")["state"] == "met"
        early = {**report, "kind": "accident_concluded"}
        assert await not_begun(disputes, url, "reports", early) == (422, "accident_not_concluded")
        await disputes.attach(url, "agreement")
        settled = await disputes["head"].step(url, "settle", {**AGREED, "agreed_fen": 0})
        # 7 days after 2 March: Monday 9 March.
        assert clock_of(settled, "dispute_accident_concluded")["due_on"] == "2026-03-09"
        assert await disputes.refused("head", url, "close") == (409, "report_accident_first")
        ended = await begin(disputes, url, "reports", early)
        assert clock_of(ended, "dispute_accident_concluded")["state"] == "met"
        assert (await disputes["head"].step(url, "close"))["state"] == "closed"


async def test_the_insurer_s_offer_is_bound_only_where_the_region_says_so(disputes: Disputes) -> None:
    admin = disputes.world.person("city", "setting.write")
    claim = {"insurer": "某财产保险公司", "reported_at": "2026-03-02T09:00:00+08:00"}
    papers = {"papers_at": "2026-03-02T09:10:00+08:00"}
    with disputes.world.at("2026-03-02 09:30"):
        bare = await disputes.register(insured="none")
        assert await not_begun(disputes, bare, "insurance-claims", claim) == (409, "not_insured")
        free = await disputes.register()
        await begin(disputes, free, "insurance-claims", claim)
        assert (await take(disputes, free, "insurance-claims", "complete-papers", papers))["clocks"] == []
        days = {"amount": 5, "unit": "working_days", "basis": "某市政府令第1号"}
        set_ = await admin.put("/regional-settings/term.dispute_insurer_offer?region=990102", days)
        assert set_.status_code == 200, set_.text
        bound = await disputes.register()
        await begin(disputes, bound, "insurance-claims", claim)
        found = await take(disputes, bound, "insurance-claims", "complete-papers", papers)
        assert clock_of(found, "dispute_insurer_offer")["due_on"] == "2026-03-09"
        found = await take(disputes, bound, "insurance-claims", "offer", {"offered_fen": 1_500_000})
        assert clock_of(found, "dispute_insurer_offer")["state"] == "met"
        paid = await take(
            disputes, bound, "insurance-claims", "pay-out", {"paid_fen": 1_500_000, "paid_on": "2026-03-02"}
        )
        assert paid["insurance_claims"][0]["state"] == "paid"
        refused_ = await take(disputes, free, "insurance-claims", "refuse-claim", {"reason": "不属于保险责任"})
        assert refused_["insurance_claims"][0]["state"] == "refused"


async def test_a_call_to_the_police_shows_its_delay(disputes: Disputes) -> None:
    call = {
        "known_at": "2026-03-02T09:00:00+08:00", "called_at": "2026-03-02T09:12:30+08:00", "caller": "保卫科",
        "station": "城关派出所", "suspected": "堵塞急诊通道",
    }  # fmt: skip
    with disputes.world.at("2026-03-02 09:30"):
        url = await disputes.register()
        wrong = {**call, "called_at": "2026-03-02T08:59:00+08:00"}
        assert await not_begun(disputes, url, "police-calls", wrong) == (422, "called_before_known")
        found = await begin(disputes, url, "police-calls", call)
        assert found["police_calls"][0]["delay_minutes"] == 12
        answered = await take(disputes, url, "police-calls", "note-answer", {"outcome": "当场劝离"})
        assert answered["police_calls"][0]["state"] == "answered"


async def test_a_part_belongs_to_its_dispute_and_to_nobody_else_s(disputes: Disputes) -> None:
    with disputes.world.at("2026-03-02 09:30"):
        one, other = await disputes.register(), await disputes.register()
        seal = (await begin(disputes, one, "seals", SEAL))["seals"][0]["id"]
        body, any_ = {**OPEN, "opened_at": "2026-03-02T09:20:00+08:00"}, {"If-Match": "*"}
        elsewhere = await disputes["clerk"].post(f"{other}/seals/{seal}/open-together", body, headers=any_)
        assert elsewhere.status_code == 404
        stale = await disputes["clerk"].post(f"{one}/seals/{seal}/open-together", body, headers={"If-Match": '"1"'})
        assert stale.status_code == 412
        for name in ("neighbour", "stranger"):
            assert (await disputes[name].post(f"{one}/seals", SEAL)).status_code == 404
            hidden = await disputes[name].post(f"{one}/seals/{seal}/open-together", body, headers=any_)
            assert hidden.status_code == 404
        assert await not_begun(disputes, one, "sessions", _meeting(), by="handler") == (409, "no_mediation")


def _meeting() -> dict[str, Any]:
    return {"held_at": "2026-03-02T09:00:00+08:00", "mediators": "调解员二名", "record": "双方陈述。"}
