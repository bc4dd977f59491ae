"""The tree and its people from files: parents before children, passwords shown once, roles only by who may grant."""

from io import BytesIO
from pathlib import Path

import pytest
import python_calamine
from sqlalchemy import select
from sqlmodel import col

from duban.imports.commands import import_file
from duban.imports.models import ImportRow
from duban.kernel.errors import NotFound
from duban.kernel.organisations import Organisation
from duban.kernel.worker import drain
from duban.orgs.models import AppUser, RoleGrant
from support.sheets import FORMATS, Rows, as_csv, as_ndjson, rows_of, send
from support.world import Person, World

pytestmark = pytest.mark.anyio

TREE: Rows = [
    {"代码": "QX-1", "名称": "东区卫生健康局", "性质": "卫生健康部门", "上级机构": "city", "区划代码": "990104"},
    {"代码": "QX-1-1", "名称": "医政股", "性质": "股室", "上级机构": "QX-1", "区划代码": ""},
    {"代码": "QX-2", "名称": "东区公安分局", "性质": "公安", "上级机构": "QX-1", "区划代码": "990104"},
]
PEOPLE: Rows = [
    {"用户名": "li.na", "姓名": "李娜", "所在机构": "north", "手机号码": "13800138000", "初始密码": ""},
    {"用户名": "wang.wei", "姓名": "王伟", "所在机构": "north_medical", "手机号码": "", "初始密码": "Duban-2026-xyz"},
]


def system_admin(world: World, organisation: str = "city") -> Person:
    return world.person(organisation, "organisation.read", "organisation.write", "user.read", "user.write")


@pytest.mark.parametrize("form", FORMATS)
async def test_a_tree_comes_in_parents_first_and_a_rerun_changes_nothing(world: World, form: str) -> None:
    admin, content = system_admin(world), FORMATS[form](TREE)
    run = (await send(admin, "organisations", content, dry_run="false")).json()
    assert (run["state"], run["to_create"], run["errors"]) == ("applied", 3, 0), await rows_of(admin, run)
    async with world.database.transaction() as db:
        found = {o.code: o for o in await db.scalars(select(Organisation).where(col(Organisation.code).is_not(None)))}
    assert found["QX-1"].parent_id == world.organisations["city"].id
    assert found["QX-1-1"].parent_id == found["QX-2"].parent_id == found["QX-1"].id
    again = (await send(admin, "organisations", content, dry_run="false")).json()
    assert (again["state"], again["unchanged"]) == ("applied", 3)


async def test_a_child_before_its_parent_and_a_move_are_refused(world: World) -> None:
    admin = system_admin(world)
    run = (await send(admin, "organisations", as_csv([TREE[1], TREE[0]]))).json()
    assert [e["code"] for row in await rows_of(admin, run) for e in row["errors"]] == ["organisation_unknown"]
    await send(admin, "organisations", as_csv(TREE), dry_run="false")
    moved = [{**TREE[1], "上级机构": "north", "性质": "公安"}]
    run = (await send(admin, "organisations", as_csv(moved))).json()
    assert {e["code"] for row in await rows_of(admin, run) for e in row["errors"]} == {"parent_differs", "kind_differs"}
    other = (await send(system_admin(world, "south"), "organisations", as_csv(TREE[:1]))).json()
    assert (await rows_of(system_admin(world, "south"), other))[0]["errors"][0]["code"] == "code_taken"


async def test_accounts_are_made_with_passwords_that_are_shown_once_and_kept_nowhere(world: World) -> None:
    admin, content = system_admin(world), as_csv(PEOPLE)
    run = (await send(admin, "people", content, dry_run="false")).json()
    assert (run["state"], run["to_create"]) == ("applied", 2), await rows_of(admin, run)
    shown = await admin.post(f"/imports/{run['id']}/secrets")
    (one,) = shown.json()["items"]
    assert (one["key"], len(one["secret"]) >= 12) == ("li.na", True)
    assert (await admin.post(f"/imports/{run['id']}/secrets")).json()["items"] == []
    assert (await system_admin(world).post(f"/imports/{run['id']}/secrets")).status_code == 403
    async with world.database.transaction() as db:
        users = {user.username: user for user in await db.scalars(select(AppUser))}
        assert all(user.must_change_password for user in users.values())
        assert users["li.na"].phone_masked == "138****8000"
        kept = (await db.scalars(select(ImportRow))).all()
    assert all(row.payload is None and row.secret is None for row in kept)
    assert all("13800138000" not in str(row.changes) for row in kept)
    again = (await send(admin, "people", content, dry_run="false")).json()
    assert (again["unchanged"], again["to_update"]) == (2, 0)


async def test_what_waits_for_its_import_is_encrypted(world: World) -> None:
    await send(system_admin(world), "people", as_csv(PEOPLE))
    async with world.database.transaction() as db:
        rows = (await db.scalars(select(ImportRow))).all()
    assert len(rows) == 2
    assert all(row.payload and "13800138000" not in row.payload and "李娜" not in row.payload for row in rows)


async def test_roles_need_the_right_to_grant_and_come_in_a_file_of_their_own(world: World) -> None:
    admin = system_admin(world)
    with_roles = [{**row, "角色": "承办人"} for row in PEOPLE]
    run = (await send(admin, "people", as_csv(with_roles))).json()
    assert {e["code"] for row in await rows_of(admin, run) for e in row["errors"]} == {"permission_missing"}
    await send(admin, "people", as_csv(PEOPLE), dry_run="false")
    security = world.person("city", "role.grant")
    roles = as_ndjson(
        [
            {"username": "li.na", "role": "承办人", "organisation": "north"},
            {"username": "li.na", "role": "系统管理员", "organisation": "north"},
            {"username": "nobody", "role": "承办人", "organisation": "north"},
        ]
    )
    done = (await send(security, "roles", roles, dry_run="false", mode="per_row")).json()
    assert (done["state"], done["to_create"], done["errors"]) == ("applied", 1, 2)
    told = {row["number"]: row["errors"][0]["code"] for row in await rows_of(security, done, "outcome=error")}
    assert told == {2: "roles_exclude_each_other", 3: "user_unknown"}
    async with world.database.transaction() as db:
        assert (await db.scalars(select(RoleGrant.role))).all() == ["case_handler"]
    assert (await send(admin, "roles", roles)).status_code == 403


async def test_a_user_of_another_subtree_is_not_touched(world: World) -> None:
    await send(system_admin(world), "people", as_csv([{**PEOPLE[0], "所在机构": "south"}]), dry_run="false")
    north = system_admin(world, "north")
    run = (await send(north, "people", as_csv(PEOPLE[:1]))).json()
    assert [e["code"] for e in (await rows_of(north, run))[0]["errors"]] == ["username_taken"]


async def test_a_template_can_be_filled_in_and_sent_back(world: World) -> None:
    handler = world.person("north", "import.run", "institution.write")
    for language, first in (("zh-CN", "统一社会信用代码*"), ("en", "Credit code*")):
        answer = await handler.get("/imports/templates/institutions", headers={"Accept-Language": language})
        assert answer.status_code == 200
        book = python_calamine.CalamineWorkbook.from_filelike(BytesIO(answer.content))
        headings = book.get_sheet_by_index(0).to_python()
        assert (headings[0][0], len(headings)) == (first, 1)
        notes = book.get_sheet_by_index(1).to_python()
        assert notes[1][2] == "91350100M000100Y43"
    empty = await send(handler, "institutions", answer.content)
    assert (empty.status_code, empty.json()["code"]) == (422, "sheet_empty")
    assert (await handler.get("/imports/templates/moons")).status_code == 404
    assert (await world.person("north", "duty.read").get("/imports/templates/institutions")).status_code == 403


async def test_a_form_that_is_wrong_or_too_large_is_refused(world: World) -> None:
    admin = system_admin(world)
    content = as_csv(PEOPLE)
    assert (await admin.post("/imports", {"resource": "people"})).status_code == 415
    assert (await send(admin, "people", content, mode="perhaps")).json()["errors"][0]["pointer"] == "/mode"
    assert (await send(admin, "people", content, dry_run="maybe")).json()["errors"][0]["pointer"] == "/dry_run"
    no_file = await admin.request("POST", "/imports", data={"resource": "people"}, files={"other": ("a", b"a")})
    assert no_file.json()["errors"][0]["pointer"] == "/file"
    world.app.state.settings = world.settings.model_copy(update={"max_upload_bytes": 1024})
    big = await send(admin, "people", content + b"x" * 1_000_000)
    assert (big.status_code, big.json()["code"]) == (413, "file_too_large")


async def test_the_command_line_tells_what_became_of_every_row(world: World, tmp_path: Path) -> None:
    admin = system_admin(world)
    await send(admin, "people", as_csv(PEOPLE), dry_run="false")
    security = world.person("city", "role.grant")
    grant = [{"username": "li.na", "role": "系统管理员", "organisation": "north"}]
    await send(security, "roles", as_ndjson(grant), dry_run="false")
    path = tmp_path / "people.csv"
    path.write_bytes(as_csv([{**PEOPLE[0], "用户名": "zhao.lei"}, {**PEOPLE[0], "用户名": "X"}, PEOPLE[0]]))
    told: list[tuple[int, int]] = []
    receipt = await import_file(
        world.database, world.settings, "li.na", "people", path, progress=lambda done, total: told.append((done, total))
    )
    assert not receipt.ok
    assert (receipt.run.to_create, receipt.run.unchanged, receipt.run.errors) == (1, 1, 1)
    assert [number for number, _ in receipt.errors] == [3]
    assert [user for user, _ in receipt.passwords] == ["zhao.lei"]
    assert receipt.passwords[0][1] in receipt.told()
    assert told[-1] == (3, 3)
    with pytest.raises(NotFound):
        await import_file(world.database, world.settings, "nobody", "people", path)


async def test_a_preview_that_nobody_applies_is_let_go_with_what_the_file_said(world: World) -> None:
    admin = system_admin(world)
    with world.at("2026-03-02 09:00"):
        run = (await send(admin, "people", as_csv(PEOPLE))).json()
    for day, state, kept in (("2026-03-09 08:00", "checked", 2), ("2026-03-10 08:00", "expired", 0)):
        with world.at(day):
            await drain(world.database, world.settings, ticks=True)
            assert (await admin.get(f"/imports/{run['id']}")).json()["state"] == state
            async with world.database.reading() as connection:
                payloads = await connection.scalars(select(col(ImportRow.payload)))
                assert len([payload for payload in payloads if payload]) == kept
    refused = await admin.post(f"/imports/{run['id']}/apply", headers={"If-Match": "*"})
    assert (refused.status_code, refused.json()["code"]) == (409, "import_expired")
