"""The first organisation and administrators, and the keys that sign."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest
from jose import jwt
from sqlalchemy import select

from duban.kernel import clock
from duban.kernel.db import Database
from duban.kernel.errors import Conflict, Invalid, Unauthenticated
from duban.kernel.worker import drain
from duban.main import create_app
from duban.orgs.bootstrapping import bootstrap, found, let_in_again
from duban.orgs.models import SigningKeyRow
from duban.orgs.own_act import own_act
from duban.orgs.protection import key_ring
from duban.orgs.rules import Role
from duban.orgs.signing import Signing, rotate_signing_key, signing_keys
from duban.settings import Settings
from support.people import account, journal
from support.world import World

pytestmark = pytest.mark.anyio
START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


async def test_from_an_empty_database_to_three_administrators_who_sign_in(
    database: Database, settings: Settings
) -> None:
    async with database.transaction() as db:
        with pytest.raises(Conflict, match="not_founded"):
            await bootstrap(db, settings, role=Role.SECURITY_ADMIN, username="qian", display_name="Qian")
        root = await found(db, name="某市卫生健康委员会", region_code="990100")
        assert (root.level, root.org_l1, root.parent_id) == (1, root.id, None)
    made = {}
    async with database.transaction() as db:
        for role, name in (
            (Role.SYSTEM_ADMIN, "sys"),
            (Role.SECURITY_ADMIN, "qian"),
            (Role.AUDIT_ADMIN, "shen"),
        ):
            _, made[name] = await bootstrap(db, settings, role=role, username=name, display_name=name)
    app = create_app(settings, database=database)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://duban.test/api/v1") as http:
        for name, password in made.items():
            form = {"grant_type": "password", "username": name, "password": password}
            answer = await http.post("/auth/token", data=form)
            assert answer.json()["limited_to"] == "password_change_required", name


async def test_what_exists_is_not_set_up_again(world: World) -> None:
    await account(world, "qian", "city", Role.SECURITY_ADMIN)
    async with world.database.transaction() as db:
        with pytest.raises(Conflict, match="founded_already"):
            await found(db, name="another", region_code="990100")
        with pytest.raises(Conflict, match="role_already_held"):
            await bootstrap(db, world.settings, role=Role.SECURITY_ADMIN, username="wu.min", display_name="Wu")
        with pytest.raises(Invalid, match="not_an_administrator"):
            await bootstrap(db, world.settings, role=Role.CHIEF, username="wu.min", display_name="Wu")


async def test_the_command_line_lets_a_locked_out_administrator_in_again(town: World) -> None:
    qian = await account(town, "qian", "city", Role.SECURITY_ADMIN)
    with town.at("2026-03-02 09:00"):
        for _ in range(5):
            await qian.try_to_sign_in(password="wrong")
        async with town.database.transaction() as db:
            _, password = await let_in_again(db, town.settings, "qian")
            with pytest.raises(Conflict, match="no_such_user"):
                await let_in_again(db, town.settings, "nobody")
        assert password is not None
        assert (await qian.try_to_sign_in(password=password)).status_code == 200
    assert [e.reason for e in await journal(town, "user:reset_password")] == ["command line"]


async def test_anybody_verifies_a_token_with_the_public_keys(town: World) -> None:
    li = await (await account(town, "li.na", "north")).sign_in()
    answer = await town.http.get("http://duban.test/.well-known/jwks.json")
    assert answer.headers["cache-control"] == "public, max-age=300"
    (key,) = answer.json()["keys"]
    assert set(key) == {"kty", "crv", "x", "y", "alg", "use", "kid"}  # nothing private
    claims = jwt.decode(
        li.tokens["access_token"], key, algorithms=["ES256"], audience="duban-api", issuer=town.settings.public_url
    )
    assert set(claims) == {"sub", "sid", "jti", "iss", "aud", "iat", "exp"}  # who and until when, nothing more
    assert claims["sub"] == str(li.user.id)


async def test_private_keys_are_encrypted_at_rest(town: World) -> None:
    await (await account(town, "li.na", "north")).sign_in()
    async with town.database.transaction() as db:
        (row,) = (await db.scalars(select(SigningKeyRow))).all()
        (key,) = await signing_keys(db, key_ring(town.settings))
    assert row.private_pem_encrypted is not None
    assert "PRIVATE" not in row.private_pem_encrypted
    assert key.private_pem is not None
    assert "PRIVATE KEY" in key.private_pem


async def test_a_new_key_is_published_first_and_signs_when_everybody_can_know_it(world: World) -> None:
    here, there = Signing(world.database, world.settings), Signing(world.database, world.settings)
    with clock.at(START - MINUTE):
        old = (await here.signer()).sign({"sub": "li"}, 20 * MINUTE)
        first = jwt.get_unverified_header(old)["kid"]
        await there.signer()
    with clock.at(START):
        async with own_act(world.database) as act:
            fresh = await rotate_signing_key(act, world.settings)
    with clock.at(START + MINUTE):  # read anew: 60 seconds after the last time
        published = [key["kid"] for key in (await here.signer()).jwks()["keys"]]
        assert published == [fresh.kid, first]
        assert jwt.get_unverified_header((await here.signer()).sign({"sub": "li"}, MINUTE))["kid"] == first
    with clock.at(START + 5 * MINUTE):  # for 300 seconds a reader of the page may know the old key only
        assert jwt.get_unverified_header((await here.signer()).sign({"sub": "li"}, MINUTE))["kid"] == first
    with clock.at(START + 6 * MINUTE):
        new = (await here.signer()).sign({"sub": "li"}, 10 * MINUTE)
        assert jwt.get_unverified_header(new)["kid"] == fresh.kid
        assert (await there.verify(new))["sub"] == "li"
        assert (await there.verify(old))["sub"] == "li"
        assert (await here.verify(old))["sub"] == "li"
    with clock.at(START + timedelta(hours=2)):
        assert [key["kid"] for key in (await here.signer()).jwks()["keys"]] == [fresh.kid]


async def test_a_private_key_goes_when_its_key_has_retired(world: World) -> None:
    async def private() -> dict[str, bool]:
        async with world.database.transaction() as db:
            return {row.kid: row.private_pem_encrypted is not None for row in await db.scalars(select(SigningKeyRow))}

    with clock.at(START - MINUTE):
        first = (await Signing(world.database, world.settings).signer()).jwks()["keys"][0]["kid"]
    with clock.at(START):
        async with own_act(world.database) as act:
            fresh = await rotate_signing_key(act, world.settings)
    with clock.at(START + 6 * MINUTE):
        await drain(world.database, world.settings, ticks=True)
        assert await private() == {first: True, fresh.kid: True}
    with clock.at(START + timedelta(hours=1)):
        await drain(world.database, world.settings, ticks=True)
        assert await private() == {first: False, fresh.kid: True}
    told = [entry.action for entry in await journal(world, "signing_key:")]
    assert told == ["signing_key:retire", "signing_key:rotate", "signing_key:forget"]


async def test_a_token_of_a_key_that_another_process_just_made_is_good_at_once(
    database: Database, settings: Settings
) -> None:
    here, there = Signing(database, settings), Signing(database, settings)
    with clock.at(START), pytest.raises(Unauthenticated):
        await there.verify("x.y.z")
    with clock.at(START + timedelta(seconds=3)):
        made = (await here.signer()).sign({"sub": "li"}, 10 * MINUTE)
        assert (await there.verify(made))["sub"] == "li"
