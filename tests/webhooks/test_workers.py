"""Several workers, workers that die, and what a round costs."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlmodel import col

from duban.kernel import clock
from duban.kernel.jobs import HANDLERS
from duban.kernel.worker import drain
from duban.webhooks.delivery import Delivery, deliver, deliverer
from duban.webhooks.models import WebhookAttempt, WebhookEndpoint
from duban.webhooks.sending import Sender
from support.people import statements
from support.receiver import Received
from support.webhooks import Hooks
from support.world import World

pytestmark = pytest.mark.anyio


async def test_workers_side_by_side_send_each_message_once_and_one_at_a_time(hooks: Hooks, world: World) -> None:
    await hooks.create()
    for _ in range(3):
        await hooks.complaints.make("answered")
    await hooks.seal()
    here, most = 0, 0

    async def busy(_: Received) -> None:
        nonlocal here, most
        here += 1
        most = max(most, here)
        await asyncio.sleep(0)
        here -= 1

    hooks.receiver.before = busy
    await asyncio.gather(*(deliver(world.database, world.settings) for _ in range(4)))
    while (await hooks.read())["backlog"]:
        await deliver(world.database, world.settings)
    assert most == 1
    ids = [one.id for one in hooks.receiver.got]
    assert len(ids) == len(set(ids)) == 12


async def test_a_worker_that_looked_before_another_took_the_endpoint_sends_nothing(hooks: Hooks, world: World) -> None:
    await hooks.create()
    await hooks.complaints.make("registered")
    await hooks.seal()
    async with Sender(world.settings) as sender:
        late = Delivery(world.database, world.settings, sender, asyncio.Event())
        (row,) = await late._with_news()
        coming = await late._look(row)
        assert coming is not None and len(coming.messages) == 1
        await deliver(world.database, world.settings)
        await late.tell(coming)
    assert len(hooks.receiver.got) == 1


async def test_a_worker_that_lost_its_hold_moves_nothing(hooks: Hooks, world: World) -> None:
    """A replay comes while a message is on its way: the position set back stays set back, the attempt is kept."""
    await hooks.create()
    await hooks.complaints.make("investigating")

    async def replay(_: Received) -> None:
        hooks.receiver.before = None
        assert (await hooks.do("replay", {"from_position": 1})).status_code == 200

    hooks.receiver.before = replay
    await hooks.deliver()
    assert hooks.receiver.actions == ["complaint.register", "complaint.register", "complaint.investigate"]
    assert len(await hooks.attempts()) == 3


async def test_what_a_dead_worker_held_is_taken_up_when_its_lease_is_over(hooks: Hooks, world: World) -> None:
    with world.at("2026-03-02 09:00"):
        await hooks.create()
        await hooks.complaints.make("registered")
        async with world.database.transaction() as db:
            await db.execute(update(WebhookEndpoint).values(token=5, lease_until=clock.now() + timedelta(seconds=45)))
        await hooks.deliver()
        assert hooks.receiver.got == []
    with world.at("2026-03-02 09:01"):
        await hooks.deliver()
        assert hooks.receiver.actions == ["complaint.register"]


async def test_a_pause_while_a_message_is_on_its_way_stops_the_next(hooks: Hooks) -> None:
    await hooks.create()
    await hooks.complaints.make("answered")

    async def pause(_: Received) -> None:
        assert (await hooks.do("pause", {"reason": "核查中"})).status_code == 200

    hooks.receiver.before = pause
    await hooks.deliver()
    assert hooks.receiver.actions == ["complaint.register"]
    hooks.receiver.before = None
    await hooks.do("resume")
    await hooks.deliver()
    assert len(hooks.receiver.taken) == len({one.id for one in hooks.receiver.taken}) == 4


async def test_the_companion_tells_what_comes_until_it_is_stopped(hooks: Hooks, world: World) -> None:
    await hooks.create()
    stop, told = asyncio.Event(), asyncio.Event()

    async def heard(_: Received) -> None:
        told.set()

    hooks.receiver.before = heard
    running = asyncio.create_task(deliverer(world.database, world.settings, stop))
    await hooks.complaints.make("registered")
    await hooks.seal()
    async with asyncio.timeout(30):
        await told.wait()
        stop.set()
        await running
    assert (await hooks.read())["backlog"] == 0


async def test_a_slow_receiver_keeps_nobody_else_waiting(hooks: Hooks, world: World) -> None:
    await hooks.create()
    await hooks.create(name="慢", url=hooks.receiver.url + "/slow")
    await hooks.complaints.make("investigating")
    await hooks.seal()
    go_on = asyncio.Event()

    async def slow(one: Received) -> None:
        if one.path.endswith("/slow"):
            await go_on.wait()

    hooks.receiver.before = slow
    async with Sender(world.settings) as sender:
        delivery = Delivery(world.database, world.settings, sender, asyncio.Event())
        assert await delivery.round() == 2
        async with asyncio.timeout(30):
            while len(delivery.telling) > 1:
                await asyncio.wait(list(delivery.telling.values()), return_when=asyncio.FIRST_COMPLETED)
        assert [one.path for one in hooks.receiver.taken] == ["/duban", "/duban"]
        assert await delivery.round() == 1, "what is being told is left alone"
        go_on.set()
        await delivery.settle()
    assert len(hooks.receiver.taken) == 4


async def test_a_round_without_news_is_one_read_and_one_with_nothing_to_tell_is_bounded(
    hooks: Hooks, world: World
) -> None:
    for number in range(5):
        await hooks.create(name=f"{number}", events=["complaint:withdraw"])
    await hooks.deliver()
    async with Sender(world.settings) as sender:
        delivery = Delivery(world.database, world.settings, sender, asyncio.Event())
        with statements(world) as idle:
            await delivery.round()
        assert len(idle) == 1, idle
        for _ in range(4):
            await hooks.complaints.make("answered")
        await hooks.seal()
        with statements(world) as passed_over:
            await delivery.round()
        # One look for news; per endpoint its client's organisation, the head, one window; one write for all five.
        lane = 0 if world.database.is_sqlite else -5  # the row lane's own statements are not seen on PostgreSQL
        assert len(passed_over) == 1 + 5 * 3 + lane + 1, passed_over
        with statements(world) as idle:
            await delivery.round()
        assert len(idle) == 1, idle
    assert hooks.receiver.got == []


async def test_a_message_costs_four_statements(hooks: Hooks, world: World) -> None:
    """Beside the look, the take and the release: who it is for now (two), the attempt, the position."""

    async def cost() -> int:
        await hooks.seal()
        with statements(world) as seen:
            await deliver(world.database, world.settings)
        return len(seen)

    await hooks.create()
    await hooks.complaints.make("registered")
    one = await cost()
    await hooks.complaints.make("answered")
    assert await cost() - one == 3 * 4


async def test_old_attempts_are_forgotten_and_young_ones_kept(hooks: Hooks, world: World) -> None:
    await hooks.create()
    with world.at("2026-03-02 09:00"):
        await hooks.complaints.make("registered")
        await hooks.deliver()
    with world.at("2026-05-30 09:00"):
        await hooks.complaints.make("registered")
        await hooks.deliver()
    assert "webhook-attempt-cleanup" in HANDLERS
    with world.at("2026-05-31 10:00"):
        await drain(world.database, world.settings, ticks=True)
    async with world.database.session() as db:
        kept = list(await db.scalars(select(col(WebhookAttempt.at))))
    assert [at.month for at in kept] == [5]
