"""The sums that a region sets: up to which sides negotiate, from which the insurer and an appraisal come in (B-28)."""

from typing import Any

import pytest

from support.disputes import AGREED, NEGOTIATE, Disputes

pytestmark = pytest.mark.anyio


async def set_yuan(disputes: Disputes, name: str, amount: int, **other: Any) -> Any:
    admin = disputes.world.person("city", "setting.write")
    body = {"amount": amount, "unit": "yuan", "basis": "某市政府令第1号", **other}
    return await admin.put(f"/regional-settings/amount.{name}?region=990102", body)


async def test_without_a_local_rule_any_claim_may_be_negotiated(disputes: Disputes) -> None:
    with disputes.world.at("2026-03-02 09:30"):
        found = await disputes.read(await disputes.make("settled", claim_fen=90_000_000_000))
        assert (found["state"], found["negotiation_limit_fen"]) == ("settled", None)


async def test_above_the_region_s_sum_nobody_negotiates(disputes: Disputes) -> None:
    with disputes.world.at("2026-03-02 09:30"):
        assert (await set_yuan(disputes, "dispute_negotiation_limit", 10_000)).status_code == 200
        at_the_limit = await disputes.make("negotiating", claim_fen=1_000_000)
        assert (await disputes.read(at_the_limit))["negotiation_limit_fen"] == 1_000_000
        url = await disputes.make("informed", claim_fen=1_000_001)
        assert await disputes.refused("clerk", url, "negotiate", NEGOTIATE) == (409, "claim_above_limit")
        may = {one["step"]: one for one in (await disputes.read(url))["available_actions"]}
        assert "10000 元" in may["negotiate"]["reason"] and "人民调解" in may["negotiate"]["reason"]
        assert [may[way]["open"] for way in ("request_mediation", "request_admin", "sue")] == [True] * 3
        less = {"claim_fen": 900_000, "reason": "患方书面变更请求"}
        await disputes["clerk"].step(url, "state-claim", less)
        assert (await disputes["clerk"].step(url, "negotiate", NEGOTIATE))["state"] == "negotiating"
        await disputes["clerk"].step(url, "state-claim", {**less, "claim_fen": 2_000_000})
        await disputes.attach(url, "agreement")
        assert await disputes.refused("head", url, "settle", AGREED) == (409, "claim_above_limit")


async def test_from_the_region_s_sums_on_insurer_and_appraisal_come_in(disputes: Disputes) -> None:
    with disputes.world.at("2026-03-02 09:30"):
        await set_yuan(disputes, "dispute_insurer_above", 10_000)
        await set_yuan(disputes, "dispute_appraisal_from", 100_000)
        middle = await disputes.make("negotiating", claim_fen=5_000_000)
        await disputes.attach(middle, "agreement")
        assert await disputes.refused("head", middle, "settle", AGREED) == (422, "insurer_must_take_part")
        settled = await disputes["head"].step(middle, "settle", {**AGREED, "insurer_took_part": True})
        assert (settled["state"], settled["insurer_took_part"]) == ("settled", True)
        high = await disputes.make("mediating", claim_fen=10_000_000)
        await disputes.attach(high, "agreement", by="handler")
        assert await disputes.refused("handler", high, "conclude-mediation", AGREED) == (409, "appraisal_first")
        contract = {"kind": "judicial", "body": "司法鉴定中心", "contract_at": "2026-03-02T09:00:00+08:00"}
        begun = (await disputes["clerk"].post(f"{high}/appraisals", contract)).json()
        opinion = {
            "delivered_at": "2026-03-02T09:30:00+08:00", "has_harm": True, "has_fault": True, "has_causation": True,
            "share": "equal", "opinion": "同等责任。",
        }  # fmt: skip
        url = f"{high}/appraisals/{begun['appraisals'][0]['id']}/deliver"
        assert (await disputes["clerk"].post(url, opinion, headers={"If-Match": "*"})).status_code == 200
        agreed = await disputes["handler"].step(high, "conclude-mediation", AGREED)
        assert agreed["state"] == "mediated"


async def test_sums_are_set_in_yuan_and_terms_in_time(disputes: Disputes) -> None:
    wrong = await set_yuan(disputes, "dispute_negotiation_limit", 5, unit="hours")
    assert (wrong.status_code, wrong.json()["code"]) == (422, "unit_does_not_fit")
    admin = disputes.world.person("city", "setting.write")
    key = "/regional-settings/term.dispute_major_phone?region=990102"
    basis = {"basis": "某市政府令第1号"}
    money = await admin.put(key, {"amount": 5, "unit": "yuan", **basis})
    assert (money.status_code, money.json()["code"]) == (422, "unit_does_not_fit")
    long = await admin.put(key, {"amount": 3661, "unit": "hours", **basis})
    assert (long.status_code, long.json()["code"]) == (422, "term_too_long")
    shown = {one["key"]: one for one in (await admin.get("/regional-settings?region=990102")).json()["items"]}
    assert shown["amount.dispute_negotiation_limit"]["default"] == {"amount": 0, "unit": "yuan"}
