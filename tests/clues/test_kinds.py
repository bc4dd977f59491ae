"""What a kind asks for, told before anything is sent: as the region where it happens sets it."""

import pytest

from support.clues import Clues

pytestmark = pytest.mark.anyio


async def test_whoever_reports_is_told_whom_to_tell_and_within_how_long(clues: Clues) -> None:
    kinds = {one["kind"]: one for one in (await clues["nurse"].get("/clue-kinds")).json()["items"]}
    (police,) = kinds["abnormal_wound"]["tells"]
    assert (police["recipient"], police["amount"], police["unit"]) == ("police", 2, "hours")
    assert [who["recipient"] for who in kinds["patient_at_risk"]["tells"]] == ["mental_health", "police"]
    assert kinds["insurance_fraud"]["tells"] == [] and kinds["insurance_fraud"]["receivers"][0] == "insurance"
    assert (await clues["keeper"].get("/clue-kinds")).status_code == 200
    assert (await clues["nurse"].get("/clue-kinds?region=9901")).status_code == 422
