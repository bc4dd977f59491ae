"""Accounts and roles in bulk. Passwords that are made up are shown once, to whoever ran the import.

Making accounts and granting roles are two administrators' acts (`orgs.rules`), so roles can also come in a file of
their own; the column here is only for those who may do both.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from pydantic import Field
from sqlalchemy import select
from sqlmodel import col

from duban.imports.places import Places
from duban.kernel import cells
from duban.kernel.errors import Text
from duban.kernel.importing import Batch, Candidate, Column, Outcome, offers
from duban.kernel.masks import mask_phone
from duban.kernel.organisations import Organisation
from duban.kernel.resources import Schema
from duban.orgs.grants import grant_role
from duban.orgs.models import AppUser, RoleGrant
from duban.orgs.protection import key_ring, phone_index
from duban.orgs.rules import ROLES, Role
from duban.orgs.schemas import Password, Phone, Username
from duban.orgs.users import amend_user, create_user

ROLE_WORDS: dict[str, str] = {
    title: role.value for role, duties in ROLES.items() for title in (duties.title.zh, duties.title.en)
}
_REASON = "批量导入"
_PLACE = Text("机构名称或代码", "Its name or code")
_GRANT = "role.grant"


class PersonRow(Schema):
    username: Username
    display_name: str = Field("", min_length=1, max_length=60)
    organisation: str | None = Field(None, max_length=120)
    phone: Phone | None = None
    roles: list[Role] = Field([], max_length=6)
    initial_password: Password | None = None


class RoleRow(Schema):
    username: Username
    role: Role
    organisation: str = Field(min_length=1, max_length=120)


@dataclass
class _Plan:
    """What a compared row needs when it is written."""

    home: Organisation | None = None
    values: dict[str, Any] = field(default_factory=dict)
    roles: list[tuple[Role, Organisation]] = field(default_factory=list)


async def _users(batch: Batch, names: Sequence[str]) -> dict[str, AppUser]:
    statement = select(AppUser).where(col(AppUser.username).in_(names)).with_for_update()
    return {user.username: user for user in await batch.act.db.scalars(statement)}


async def _held(batch: Batch, users: Sequence[AppUser]) -> set[tuple[UUID, Role, UUID]]:
    if not users:
        return set()
    rows = await batch.act.db.execute(
        select(col(RoleGrant.user_id), col(RoleGrant.role), col(RoleGrant.organisation_id)).where(
            col(RoleGrant.user_id).in_([user.id for user in users]), col(RoleGrant.ended_at).is_(None)
        )
    )
    return {(user, role, organisation) for user, role, organisation in rows}


def _is_ours(batch: Batch, user: AppUser) -> bool:
    return user.levels()[batch.act.me.level - 1] == batch.act.me.organisation_id


_TAKEN = Text("这个用户名已被使用，请换一个。", "The user name is taken. Choose another.")


class PeopleImporter:
    """Accounts by user name."""

    resource = "people"
    title = Text("人员账号", "People")
    permissions = ("user.write",)
    schema = PersonRow
    inline_rows = 20
    """Every new password is hashed with Argon2, which is slow on purpose."""
    columns = (
        Column("username", "用户名", "User name", ("账号", "登录名"), True, example="li.na"),
        Column("display_name", "姓名", "Name", ("名字",), example="李娜"),
        Column("organisation", "所在机构", "Organisation", ("单位", "机构"), example="某区卫生健康局", note=_PLACE),
        Column("phone", "手机号码", "Phone", ("手机", "电话", "联系电话"), example="13800138000"),
        Column(
            "roles",
            "角色",
            "Roles",
            read=cells.many_of(ROLE_WORDS),
            example="承办人",
            note=Text("需要授权权限；只增不减", "Needs the right to grant roles; adds, never ends"),
        ),
        Column(
            "initial_password",
            "初始密码",
            "Initial password",
            ("密码",),
            note=Text("不填则自动生成，导入后一次性显示", "Blank: one is made up and shown once"),
        ),
    )

    def key(self, row: PersonRow) -> str:
        return row.username

    async def compare(self, batch: Batch, rows: Sequence[Candidate]) -> None:
        """One statement each for accounts, their roles, and the organisations named."""
        found = await _users(batch, [candidate.key for candidate in rows])
        held = await _held(batch, list(found.values()))
        places = await Places.of(batch.act, [candidate.row.organisation for candidate in rows])
        for candidate in rows:
            user = found.get(candidate.key)
            if user is not None and not _is_ours(batch, user):
                candidate.refuse("username", "username_taken", _TAKEN)
                continue
            self._compare_one(batch, candidate, user, places, held)

    def _compare_one(
        self,
        batch: Batch,
        candidate: Candidate,
        user: AppUser | None,
        places: Places,
        held: set[tuple[UUID, Role, UUID]],
    ) -> None:
        row: PersonRow = candidate.row
        plan = _Plan()
        if row.organisation is not None:
            place = places.one(row.organisation)
            if isinstance(place, tuple):
                candidate.refuse("organisation", *place)
            else:
                plan.home = place
        if user is None:
            for name in ("display_name", "organisation"):
                if not getattr(row, name):
                    candidate.refuse(name, "missing", Text("新账号必须填写此项。", "A new account needs this."))
        if row.roles and not batch.act.me.may(_GRANT):
            candidate.refuse(
                "roles",
                "permission_missing",
                Text("您没有授权权限，请留空。", "You may not grant roles."),
            )
        if candidate.errors:
            return
        self._differ(batch, candidate, user, plan, held)
        if candidate.errors:
            return
        candidate.context, candidate.found = plan, user
        if user is None:
            candidate.outcome = Outcome.CREATE
        else:
            candidate.subject_id = user.id
            candidate.outcome = Outcome.UPDATE if candidate.changes else Outcome.UNCHANGED

    def _differ(
        self,
        batch: Batch,
        candidate: Candidate,
        user: AppUser | None,
        plan: _Plan,
        held: set[tuple[UUID, Role, UUID]],
    ) -> None:
        row: PersonRow = candidate.row
        if user is not None:
            if row.display_name and row.display_name != user.display_name:
                plan.values["display_name"] = row.display_name
                candidate.changes["display_name"] = (user.display_name, row.display_name)
            if row.phone and phone_index(key_ring(batch.settings), row.phone) != user.phone_index:
                plan.values["phone"] = row.phone
                candidate.changes["phone"] = (user.phone_masked, mask_phone(row.phone))
            if plan.home is not None and plan.home.id != user.organisation_id:
                candidate.changes["organisation_id"] = (user.organisation_id, plan.home.id)
        for role in row.roles:
            where = plan.home.id if plan.home else (user.organisation_id if user else None)
            if user is None or (user.id, role, where) not in held:
                if plan.home is not None:
                    plan.roles.append((role, plan.home))
                    candidate.changes.setdefault("roles", ([], []))[1].append(role.value)
                else:
                    candidate.refuse("organisation", "missing", Text("授予角色需要机构。", "A role needs its place."))

    async def write(self, batch: Batch, rows: Sequence[Candidate]) -> None:
        """One by one: every account is locked, checked and journalled by its own acts."""
        act = batch.act
        for candidate in rows:
            plan: _Plan = candidate.context
            row: PersonRow = candidate.row
            user: AppUser = candidate.found
            if candidate.outcome is Outcome.CREATE:
                assert plan.home is not None  # noqa: S101 - compare refuses a new account without one
                user, candidate.secret = await create_user(
                    act,
                    batch.settings,
                    organisation=plan.home,
                    username=row.username,
                    display_name=row.display_name,
                    password=row.initial_password,
                    phone=row.phone,
                )
                candidate.subject_id = user.id
            else:
                await amend_user(act, key_ring(batch.settings), user, plan.values, plan.home)
            for role, place in plan.roles:
                await grant_role(act, user, role, place, reason=_REASON)


class RolesImporter:
    """Roles of accounts that exist: user name, role, place. Adds what is missing, ends nothing."""

    resource = "roles"
    title = Text("角色授予", "Roles of people")
    permissions = (_GRANT,)
    schema = RoleRow
    inline_rows = 200
    columns = (
        Column("username", "用户名", "User name", ("账号", "登录名"), True, example="li.na"),
        Column("role", "角色", "Role", (), True, cells.one_of(ROLE_WORDS), "承办人"),
        Column(
            "organisation", "机构", "Organisation", ("所在机构", "单位"), True, example="某区卫生健康局", note=_PLACE
        ),
    )

    def key(self, row: RoleRow) -> str:
        return f"{row.username} {row.role.value} {row.organisation}"

    async def compare(self, batch: Batch, rows: Sequence[Candidate]) -> None:
        """One statement each for accounts, their roles, and the organisations named."""
        found = await _users(batch, [candidate.row.username for candidate in rows])
        held = await _held(batch, list(found.values()))
        places = await Places.of(batch.act, [candidate.row.organisation for candidate in rows])
        for candidate in rows:
            user = found.get(candidate.row.username)
            place = places.one(candidate.row.organisation)
            if user is None or not _is_ours(batch, user):
                candidate.refuse("username", "user_unknown", Text("没有这个用户。", "There is no such person."))
            if isinstance(place, tuple):
                candidate.refuse("organisation", *place)
            if candidate.errors or user is None or isinstance(place, tuple):
                continue
            candidate.found, candidate.subject_id = user, user.id
            candidate.context = _Plan(roles=[(candidate.row.role, place)])
            if (user.id, candidate.row.role, place.id) in held:
                candidate.outcome = Outcome.UNCHANGED
            else:
                candidate.outcome = Outcome.CREATE

    async def write(self, batch: Batch, rows: Sequence[Candidate]) -> None:
        """One by one, through the act that keeps incompatible roles apart."""
        for candidate in rows:
            for role, place in candidate.context.roles:
                await grant_role(batch.act, candidate.found, role, place, reason=_REASON)


offers(PeopleImporter())
offers(RolesImporter())
