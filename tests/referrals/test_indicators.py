"""Live figures of referrals: every number opens its rows, and time per holder adds up to the wall time."""

import pytest

from support.figures import opened
from support.referrals import Referrals

pytestmark = pytest.mark.anyio


async def test_every_number_opens_its_rows(referrals: Referrals) -> None:
    with referrals.world.at("2026-03-02 09:30"):
        for state in ("archived", "refused", "handed_over", "sent"):
            await referrals.make(state)
        chief = referrals["chief"]
        found = (await chief.get("/referrals/indicators")).json()
        assert (found["total"], found["open"]) == (4, 3)
        assert await opened(chief, found["rows"]) == 4
        assert await opened(chief, found["open_rows"]) == 3
        for share in found["shares"]:
            assert await opened(chief, share["missing_rows"]) == share["of"] - share["done"], share
        assert [share["key"] for share in found["in_time"]][:4] == [
            "referral_report", "referral_chief", "referral_hand", "referral_receipt",
        ]  # fmt: skip
        for group in (*found["states"], *found["outcomes"], *found["holders"]):
            assert await opened(chief, group["rows"]) == group["count"], group
        for month in found["months"]:
            assert await opened(chief, month["rows"]) == month["count"]


async def test_what_each_holder_held_adds_up_to_the_wall_time(referrals: Referrals) -> None:
    with referrals.world.at("2026-03-02 09:30"):
        url = await referrals.open()
        await referrals.attach(url, "investigation_report")
    with referrals.world.at("2026-03-03 10:30"):
        await referrals["officer"].step(url, "report-to-chief", {"report": "已核实"})
    with referrals.world.at("2026-03-04 12:30"):
        await referrals["chief"].step(url, "reject", {"decision_reason": "未达到移送标准"})
    with referrals.world.at("2026-03-05 09:30"):
        found = (await referrals["chief"].get("/referrals/indicators")).json()
        held = {holder["key"]: holder["seconds"] for holder in found["holders"]}
        assert held["team"] == 25 * 3600
        assert sum(held.values()) == 3 * 24 * 3600


async def test_figures_are_for_the_authority_itself(referrals: Referrals) -> None:
    with referrals.world.at("2026-03-02 09:30"):
        await referrals.open()
        assert (await referrals["officer"].get("/referrals/indicators")).status_code == 403
        assert (await referrals["city"].get("/referrals/indicators")).json()["total"] == 0
