"""Each state is reached through real steps, and the record reads the same after a write as on its own."""

import pytest

from duban.kernel.clock import day_of, now
from support.rectification import PATHS, Ledger

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("state", sorted(PATHS))
async def test_a_task_arrives_at_every_state_through_real_steps(ledger: Ledger, state: str) -> None:
    with ledger.world.at("2026-03-02 09:00"):
        assert str(day_of(now())) == "2026-03-02"
        found = await ledger.read(await ledger.make(state))
    assert found["state"] == state
    assert found["number"] == "RT-2026-000001"
