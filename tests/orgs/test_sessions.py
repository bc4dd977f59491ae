"""Sessions: refresh tokens that work once, idleness, the end in all its ways, and what a token alone never gives."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from sqlalchemy import select, update
from sqlmodel import col

from duban.kernel import clock
from duban.kernel.access import Actor
from duban.kernel.errors import Problem
from duban.kernel.tokens import TokenSigner, generate_key
from duban.orgs import authentication, sessions
from duban.orgs.models import AppUser, AuthSession, EndReason, RefreshToken
from duban.orgs.own_act import own_act
from duban.orgs.rules import Role
from duban.orgs.signing import AUDIENCE
from support.people import PASSWORD, Account, account, journal, open_the_door, statements, token
from support.world import World

pytestmark = pytest.mark.anyio
Recheck = Callable[[], Awaitable[Actor]]


async def handler(town: World, name: str = "li.na", where: str = "north") -> Account:
    return await account(town, name, where, Role.CASE_HANDLER)


async def status(li: Account) -> tuple[int, str | None]:
    answer = await li.get("/organisations?limit=1")
    return answer.status_code, answer.json().get("code")


async def test_a_refresh_gives_a_new_pair_and_uses_the_old_token_up(town: World) -> None:
    li = await (await handler(town)).sign_in()
    first = li.tokens
    renewed = await li.refresh()
    assert renewed.status_code == 200
    li.tokens = renewed.json()
    assert li.tokens["session_id"] == first["session_id"]
    assert li.tokens["session_expires_at"] == first["session_expires_at"]
    assert li.tokens["refresh_token"] != first["refresh_token"]
    assert await status(li) == (200, None)


async def test_a_refresh_token_that_comes_twice_ends_the_session_for_both(town: World) -> None:
    li = await handler(town)
    with town.at("2026-03-02 09:00"):
        await li.sign_in()
        stolen = li.tokens["refresh_token"]
        li.tokens = (await li.refresh()).json()
    with town.at("2026-03-02 09:00:11"):
        again = await token(town, "refresh_token", refresh_token=stolen)
        assert (again.status_code, again.json()["code"]) == (401, "session_reused")
        assert await status(li) == (401, "session_reused")
        assert (await li.refresh()).json()["code"] == "session_reused"
    (entry,) = await journal(town, "session:reuse")
    assert (entry.reason, entry.visibility, str(entry.subject_id)) == ("reused", "security", li.tokens["session_id"])


async def test_whoever_lost_the_answer_gets_the_same_pair_within_ten_seconds(town: World) -> None:
    li = await handler(town)
    with town.at("2026-03-02 09:00"):
        await li.sign_in()
        lost = (await li.refresh()).json()
    with town.at("2026-03-02 09:00:10"):
        again = await li.refresh()
        assert again.status_code == 200
        assert again.json()["refresh_token"] == lost["refresh_token"]
        li.tokens = again.json()
        assert await status(li) == (200, None)
        li.tokens = (await li.refresh()).json()  # the pair goes on from there
        assert await status(li) == (200, None)
    assert await journal(town, "session:reuse") == []


async def test_of_two_refreshes_at_once_both_get_the_same_refresh_token(town: World) -> None:
    li = await (await handler(town)).sign_in()
    both = await asyncio.gather(li.refresh(), li.refresh())
    assert [answer.status_code for answer in both] == [200, 200]
    assert len({answer.json()["refresh_token"] for answer in both}) == 1
    assert await status(li) == (200, None)


@pytest.mark.parametrize("why", ["another client", "already used"])
async def test_grace_is_for_the_same_client_and_until_the_new_pair_is_used(town: World, why: str) -> None:
    li = await handler(town)
    with town.at("2026-03-02 09:00"):
        await li.sign_in()
        stolen = li.tokens["refresh_token"]
        li.tokens = (await li.refresh()).json()
        if why == "already used":
            li.tokens = (await li.refresh()).json()
        agent = {"User-Agent": "another"} if why == "another client" else {}
        form = {"grant_type": "refresh_token", "refresh_token": stolen}
        again = await town.http.post("/auth/token", data=form, headers=agent)
        assert (again.status_code, again.json()["code"]) == (401, "session_reused")
        assert await status(li) == (401, "session_reused")


async def test_an_invented_refresh_token_is_no_good_and_waits_for_no_writer(town: World) -> None:
    await (await handler(town)).sign_in()
    async with town.database.transaction():  # SQLite has one writer
        answer = await asyncio.wait_for(token(town, "refresh_token", refresh_token="x" * 43), 10)
    assert (answer.status_code, answer.json()["code"]) == (401, "refresh_token_invalid")


async def test_thirty_minutes_without_use_end_a_session(town: World) -> None:
    li = await handler(town)
    with town.at("2026-03-02 09:00"):
        await li.sign_in()
    with town.at("2026-03-02 09:09"):
        assert await status(li) == (200, None)
    with town.at("2026-03-02 09:38"):  # 29 minutes after the last use
        li.tokens = (await li.refresh()).json()
        assert await status(li) == (200, None)
    with town.at("2026-03-02 10:08"):
        idle = await li.refresh()
        assert (idle.status_code, idle.json()["code"]) == (401, "session_idle")
    assert [e.reason for e in await journal(town, "session:end")] == ["idle"]


async def test_refreshing_alone_is_not_use(town: World) -> None:
    li = await handler(town)
    with town.at("2026-03-02 09:00"):
        await li.sign_in()
    for minute in (10, 20, 29):
        with town.at(f"2026-03-02 09:{minute}"):
            li.tokens = (await li.refresh()).json()
    with town.at("2026-03-02 09:30"):
        assert await status(li) == (401, "session_idle")


async def test_a_screen_left_open_is_not_use(town: World) -> None:
    """The stream looks its session up every minute; nobody touches the screen."""
    li = await handler(town)
    seen: list[str] = []

    class Minute:
        """A broadcaster whose stream ends after its first look."""

        async def stream(
            self, me: Actor, recheck: Callable[[], Awaitable[Actor]], last: int | None
        ) -> AsyncIterator[bytes]:
            try:
                seen.append((await recheck()).name)
            except Problem as problem:
                seen.append(problem.code)
            yield b""

    town.app.state.events = Minute()
    with town.at("2026-03-02 09:00"):
        await li.sign_in()
    for minute in (10, 20, 29):
        with town.at(f"2026-03-02 09:{minute}"):
            li.tokens = (await li.refresh()).json()
            assert (await li.get("/events/stream")).status_code == 200
    with town.at("2026-03-02 09:30"):
        ended = await li.get("/events/stream")
        assert (ended.status_code, ended.json()["code"]) == (401, "session_idle")
    assert seen == [seen[0]] * 3


async def test_no_session_is_longer_than_twelve_hours(town: World) -> None:
    li = await handler(town)
    with town.at("2026-03-02 08:00"):
        await li.sign_in()
    for hour in range(8, 20):
        for minute in ("15", "35", "55"):
            with town.at(f"2026-03-02 {hour:02}:{minute}"):
                li.tokens = (await li.refresh()).json()
                assert await status(li) == (200, None)
    assert li.tokens["expires_in"] == 300  # at 19:55 no token outlives 20:00
    with town.at("2026-03-02 20:00"):
        assert (await li.refresh()).json()["code"] == "session_expired"


async def test_an_access_token_ends_after_ten_minutes(town: World) -> None:
    li = await handler(town)
    with town.at("2026-03-02 09:00"):
        await li.sign_in()
    with town.at("2026-03-02 09:09"):
        assert await status(li) == (200, None)
    with town.at("2026-03-02 09:11"):
        assert await status(li) == (401, "token_expired")


async def test_signing_out_ends_both_tokens_at_once(town: World) -> None:
    li = await (await handler(town)).sign_in()
    assert await status(li) == (200, None)
    assert (await li.post("/auth/logout")).status_code == 204
    assert await status(li) == (401, "session_signed_out")
    assert (await li.refresh()).status_code == 401
    assert [e.reason for e in await journal(town, "session:end")] == ["signed_out"]


async def test_without_a_token_or_with_a_bad_one_nobody_is_signed_in(town: World) -> None:
    for header in ({}, {"Authorization": "Basic eDp5"}, {"Authorization": "Bearer "}):
        answer = await town.http.get("/me", headers=header)
        assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")
        assert answer.headers["www-authenticate"] == "Bearer"
    answer = await town.http.get("/me", headers={"Authorization": "Bearer not.a.token"})
    assert (answer.status_code, answer.json()["code"]) == (401, "token_invalid")


async def test_a_token_of_our_form_signed_by_somebody_else_is_refused(town: World) -> None:
    li = await (await handler(town)).sign_in()
    forger = TokenSigner(town.settings.public_url, AUDIENCE, [generate_key()])
    forged = forger.sign({"sub": str(li.user.id), "sid": li.tokens["session_id"]}, sessions.access_life(town.settings))
    answer = await town.http.get("/me", headers={"Authorization": f"Bearer {forged}"})
    assert (answer.status_code, answer.json()["code"]) == (401, "token_invalid")


async def test_a_good_token_naming_somebody_elses_session_is_refused(town: World) -> None:
    li, wang = await (await handler(town)).sign_in(), await handler(town, "wang")
    signer = await town.app.state.signing.signer()
    mixed = signer.sign({"sub": str(wang.user.id), "sid": li.tokens["session_id"]}, sessions.access_life(town.settings))
    answer = await town.http.get("/me", headers={"Authorization": f"Bearer {mixed}"})
    assert (answer.status_code, answer.json()["code"]) == (401, "session_ended")


async def test_people_see_and_end_their_own_sessions(town: World) -> None:
    phone = await (await handler(town)).sign_in()
    desk = await Account(town, "li.na", phone.user).sign_in()
    await (await handler(town, "wang")).sign_in()
    own = (await desk.get("/sessions/own")).json()["items"]
    assert [(s["id"], s["current"]) for s in own] == [
        (desk.tokens["session_id"], True),
        (phone.tokens["session_id"], False),
    ]
    lost = f"/sessions/{phone.tokens['session_id']}/end"
    assert (await desk.post(lost, {"reason": "lost phone"})).status_code == 204
    assert await status(phone) == (401, "session_ended")
    assert (await desk.post(lost, {"reason": "again"})).json()["code"] == "session_over"
    assert [s["current"] for s in (await desk.get("/sessions/own")).json()["items"]] == [True]


async def test_other_peoples_sessions_are_ended_by_the_security_administrator_of_their_tree(town: World) -> None:
    li = await (await handler(town)).sign_in()
    wang = await (await handler(town, "wang")).sign_in()
    south = await (await account(town, "chen", "south", Role.SECURITY_ADMIN)).sign_in()
    city = await (await account(town, "qian", "city", Role.SECURITY_ADMIN)).sign_in()
    url, reason = f"/sessions/{li.tokens['session_id']}/end", {"reason": "left the house"}
    assert (await wang.post(url, reason)).status_code == 403
    assert (await south.post(url, reason)).status_code == 404
    assert (await wang.get("/sessions")).status_code == 403
    seen = (await city.get(f"/sessions?user_id={li.user.id}&ended=false")).json()["items"]
    assert [s["id"] for s in seen] == [li.tokens["session_id"]]
    assert (await south.get("/sessions")).json()["items"][0]["holder_name"].startswith("Chen")
    assert len((await south.get("/sessions")).json()["items"]) == 1
    assert (await city.post(url, reason)).status_code == 204
    assert await status(li) == (401, "session_ended")
    assert [e.reason for e in await journal(town, "session:end")] == ["left the house"]


class TestTheCache:
    async def test_a_kept_actor_costs_no_statement(self, town: World) -> None:
        li = await (await handler(town)).sign_in()
        await status(li)
        with statements(town) as seen:
            assert await status(li) == (200, None)
        assert len(seen) == (1 if town.database.is_sqlite else 0)  # the list itself

    async def test_reading_an_actor_anew_costs_two_statements_and_a_write_once_a_minute(self, world: World) -> None:
        world.app.state.settings = world.settings.model_copy(update={"actor_cache_seconds": 0})
        town = open_the_door(world)
        authentication.install(town.app)
        li = await handler(town)
        with town.at("2026-03-02 09:00"):
            await li.sign_in()
            assert await self.cost(town, li) == (2, 0)
        with town.at("2026-03-02 09:01"):
            assert await self.cost(town, li) == (3, 1)  # the signing keys, too, once a minute
        with town.at("2026-03-02 09:01:30"):
            assert await self.cost(town, li) == (2, 0)

    async def cost(self, town: World, li: Account) -> tuple[int, int]:
        """How many statements one list reads and writes, its own left out."""
        with statements(town) as seen:
            assert await status(li) == (200, None)
        own = 1 if town.database.is_sqlite else 0
        return sum(s.startswith("SELECT") for s in seen) - own, sum(s.startswith("UPDATE") for s in seen)

    async def test_a_role_taken_away_stops_working_at_once(self, town: World) -> None:
        li = await (await handler(town)).sign_in()
        assert await status(li) == (200, None)
        admin = await (await account(town, "qian", "city", Role.SECURITY_ADMIN)).sign_in()
        (grant,) = (await admin.get(f"/role-grants?user_id={li.user.id}")).json()["items"]
        ended = await admin.act(f"/role-grants/{grant['id']}", "end", {"reason": "moved on"})
        assert ended.status_code == 200, ended.text
        assert await status(li) == (403, "permission_missing")

    async def test_what_another_process_changed_is_seen_after_the_caches_seconds(self, town: World) -> None:
        li = await handler(town)
        with town.at("2026-03-02 09:00:00"):
            await li.sign_in()
            assert await status(li) == (200, None)
            async with town.database.transaction() as db:  # behind this process's back
                await db.execute(update(AppUser).where(col(AppUser.id) == li.user.id).values(active=False))
        with town.at("2026-03-02 09:00:04"):
            assert await status(li) == (200, None)
        with town.at("2026-03-02 09:00:05"):
            assert (await status(li))[0] == 401

    async def test_a_read_that_began_before_a_change_is_not_kept_after_it(self, town: World) -> None:
        cache = town.app.state.actor_cache
        actor = town.person("north").actor
        key, began = cache.key("token", None), cache.generation
        cache.drop_all()
        cache.keep(key, actor, None, ends=clock.now() + sessions.access_life(town.settings), generation=began)
        assert cache.get(key) is None
        cache.keep(
            key, actor, None, ends=clock.now() + sessions.access_life(town.settings), generation=cache.generation
        )
        assert cache.get(key).actor is actor


async def test_the_sweep_writes_down_which_sessions_are_over(town: World) -> None:
    li = await handler(town)
    with town.at("2026-03-02 09:00"):
        await li.sign_in()
    with town.at("2026-03-02 09:20"):
        wang = await (await handler(town, "wang")).sign_in()
    with town.at("2026-03-02 09:35"):
        async with own_act(town.database) as act:
            assert await sessions.end_stale(act.db, act.now, town.settings) == 1
        assert (await li.refresh()).json()["code"] == "session_idle"
        assert (await wang.refresh()).status_code == 200
    with town.at("2026-03-03 09:20"):
        async with own_act(town.database) as act:
            assert await sessions.end_stale(act.db, act.now, town.settings) == 1
            rows = await act.db.execute(select(col(AuthSession.holder_name), col(AuthSession.ended_reason)))
            reasons = {name.split()[0]: reason for name, reason in rows}
    assert reasons == {"Li.na": EndReason.IDLE, "Wang": EndReason.EXPIRED}


async def test_neither_token_is_kept_in_plain(town: World) -> None:
    li = await (await handler(town)).sign_in()
    async with town.database.transaction() as db:
        rows = (await db.execute(RefreshToken.__table__.select())).all()  # type: ignore[attr-defined]
    assert len(rows) == 1
    assert li.tokens["refresh_token"] not in str(rows)
    assert li.tokens["access_token"] not in str(rows)


async def test_a_person_deactivated_is_out_at_once(town: World) -> None:
    li = await (await handler(town)).sign_in()
    admin = await (await account(town, "sys", "city", Role.SYSTEM_ADMIN)).sign_in()
    assert (await admin.act(f"/users/{li.user.id}", "deactivate", {"reason": "left"})).status_code == 200
    assert await status(li) == (401, "session_deactivated")
    assert (await li.refresh()).status_code == 401
    assert (await li.try_to_sign_in(password=PASSWORD)).json()["code"] == "invalid_credentials"
    assert [e.reason for e in await journal(town, "session:end")] == [EndReason.DEACTIVATED]
