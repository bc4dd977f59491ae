"""Every state of the machine is reached through real steps, and from each exactly the regulation's steps lead on."""

import pytest

from support.disputes import PATHS, URL, Disputes

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("state", PATHS)
async def test_each_state_is_reached_through_real_steps(disputes: Disputes, state: str) -> None:
    with disputes.world.at("2026-03-02 09:30"):
        url = await disputes.make(state)
        found = await disputes.read(url)
        assert found["state"] == state
        (line,) = (await disputes["handler"].get(f"{URL}?state={state}")).json()["items"]
        assert line["number"] == found["number"] == "DS-2026-000001"
