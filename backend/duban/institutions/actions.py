"""What is done to the registry: register, amend, suspend, close, reopen, upsert. Each act keeps three things in step:
the entry, its node in the tree, and its versions in time."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from duban.institutions import versions
from duban.institutions.attributes import stated, with_following
from duban.institutions.enums import InstitutionStatus
from duban.institutions.licences import check_rating, read_licence
from duban.institutions.models import Institution
from duban.kernel import fulltext
from duban.kernel.access import one_visible, organisation_within, place
from duban.kernel.acts import Act
from duban.kernel.errors import Conflict, FieldError, Invalid, Text, not_found
from duban.kernel.organisations import Organisation, OrganisationKind
from duban.kernel.resources import insert
from duban.orgs import tree

_OF_THE_NODE = {"name": "name", "aliases": "aliases", "region_code": "region_code"}
"""Columns that the node in the tree has as well."""


async def register(act: Act, values: Mapping[str, Any]) -> Institution:
    """Enter a new institution: below `authority_id` (its node is made, or the one of the same name taken), or for the
    node `organisation_id`. The other `values` are columns, with `types` for those stated.

    Raises NotFound for a place outside the actor's subtree; Conflict: `uscc_taken`, `already_registered`,
    `organisation_closed`; Invalid: `not_an_authority`, `not_an_institution`.
    """
    given = dict(values)
    authority_id, organisation_id = given.pop("authority_id", None), given.pop("organisation_id", None)
    await require_free(act, given["uscc"])
    if organisation_id is not None:
        node = await existing_node(act, organisation_id)
    else:
        node = await node_below(act, await authority(act, authority_id), given)
    row = new_row(act, node, given)
    await insert(act, row)
    await act.db.flush()
    versions.first(act, row)
    await index(act, row, new=True)
    await act.db.flush()
    return row


def new_row(act: Act, node: Organisation, values: Mapping[str, Any]) -> Institution:
    """The entry of `node`, not yet added to the transaction."""
    given = dict(values)
    types = given.pop("types", [])
    row = Institution(organisation_id=node.id, created_at=act.now, updated_at=act.now, **given)
    row.stated_types = stated(types)
    if fault := check_rating(row.level, row.grade, "/grade"):
        raise Invalid(fault.code, fault.text, [fault])
    for name, value in derived(row, {}).items():
        setattr(row, name, value)
    place(row, node)
    return row


def derived(row: Institution, values: Mapping[str, Any]) -> dict[str, Any]:
    """The columns that follow once `values` are set on `row`: types, licence warnings."""

    def then(name: str) -> Any:
        return values.get(name, getattr(row, name))

    licence = then("licence_number")
    warnings = read_licence(licence, "/licence_number").warnings if licence else ()
    return {
        "types": with_following(
            then("stated_types"),
            level=then("level"),
            ownership=then("ownership"),
            designations=then("designations"),
        ),
        "licence_warnings": [{"code": w.code, "zh": w.text.zh, "en": w.text.en} for w in warnings],
    }


def difference(row: Institution, values: Mapping[str, Any]) -> dict[str, Any]:
    """Which columns setting `values` would change, with what they would become. Sets nothing.

    Raises Invalid where level and grade would not fit each other.
    """
    given = dict(values)
    if "types" in given:
        given["stated_types"] = stated(given.pop("types"))
    if fault := check_rating(given.get("level", row.level), given.get("grade", row.grade), "/grade"):
        raise Invalid(fault.code, fault.text, [fault])
    given |= derived(row, given)
    return {name: value for name, value in given.items() if getattr(row, name) != value}


async def amend(act: Act, row: Institution, values: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Set `values` on the locked row. Returns what differed, field → (before, after); nothing: nothing is written."""
    changes = await apply_changes(act, row, difference(row, values))
    if changes:
        await act.db.flush()
        await versions.follow(act, row)
    return changes


async def apply_changes(act: Act, row: Institution, values: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Set columns as `difference` gave them on the locked row, its node and its text. The caller makes the version."""
    changes = act.change(row, values, action="institution:amend")
    if changes:
        if ours := {_OF_THE_NODE[k]: after for k, (_, after) in changes.items() if k in _OF_THE_NODE}:
            node = await act.db.get_one(Organisation, row.organisation_id, with_for_update=True)
            await tree.amend_organisation(act, node, ours)
        await index(act, row)
    return changes


async def upsert(act: Act, uscc: str, values: Mapping[str, Any]) -> tuple[str, Institution, dict[str, tuple[Any, Any]]]:
    """Make the entry with this credit code say `values`: "created", "updated" with what differed, or "unchanged".

    Raises Conflict (`uscc_taken`) where it lies outside the actor's subtree, without telling whose it is; Invalid
    where a new one lacks name or region.
    """
    row = await act.db.scalar(select(Institution).where(col(Institution.uscc) == uscc).with_for_update())
    given = dict(values)
    authority_id = given.pop("authority_id", None)
    if row is not None:
        require_ours(act, row)
        changes = await amend(act, row, given)
        return ("updated" if changes else "unchanged"), row, changes
    if missing := [name for name in ("name", "region_code") if not given.get(name)]:
        told = Text("新登记的机构需要名称和行政区划。", "A new institution needs its name and region.")
        raise Invalid("needed_when_new", told, [FieldError(f"/{name}", "missing", told) for name in missing])
    created = await register(act, {**given, "uscc": uscc, "authority_id": authority_id or act.me.organisation_id})
    return "created", created, {}


async def suspend(act: Act, row: Institution, on: date, reason: str) -> None:
    """The institution may not practise from `on` on; what it owes it owes. Raises Conflict (`not_active`)."""
    if row.status is not InstitutionStatus.ACTIVE:
        raise Conflict("not_active", Text("该机构不在执业状态，不能暂停。", "The institution is not active."))
    await _turn(act, row, InstitutionStatus.SUSPENDED, on, "institution:suspend", reason)


async def close(act: Act, row: Institution, on: date, reason: str) -> None:
    """The institution is gone from `on` on, and so is its node, with what it would still owe (`orgs.tree.ENDINGS`).
    Every row of it stays.

    Raises Conflict: `already_closed`, and what `orgs.tree.close_organisation` raises.
    """
    if row.status is InstitutionStatus.CLOSED:
        raise Conflict("already_closed", Text("该机构已经注销。", "The institution is closed already."))
    node = await act.db.get_one(Organisation, row.organisation_id, with_for_update=True)
    if node.closed_on is None:
        await tree.close_organisation(act, node, on, reason)
    await _turn(act, row, InstitutionStatus.CLOSED, on, "institution:close", reason)


async def reopen(act: Act, row: Institution, on: date, reason: str) -> None:
    """Back to practice from `on` on, after a suspension or a closure. Raises Conflict: `not_closed`, and what
    `orgs.tree.reopen_organisation` raises."""
    if row.status is InstitutionStatus.ACTIVE:
        raise Conflict("not_closed", Text("该机构正在执业。", "The institution is active."))
    node = await act.db.get_one(Organisation, row.organisation_id, with_for_update=True)
    if node.closed_on is not None:
        parent = await act.db.get(Organisation, node.parent_id) if node.parent_id else None
        tree.reopen_organisation(act, node, parent, reason)
    await _turn(act, row, InstitutionStatus.ACTIVE, on, "institution:reopen", reason)


async def _turn(act: Act, row: Institution, status: InstitutionStatus, on: date, action: str, reason: str) -> None:
    if row.status_since is not None and on < row.status_since:
        told = Text(
            f"日期不能早于当前状态的起始日（{row.status_since}）。",
            f"The day cannot lie before the present status began ({row.status_since}).",
        )
        raise Invalid("before_present_status", told, [FieldError("/on", "before_present_status", told)])
    act.change(row, {"status": status, "status_since": on}, action=action, reason=reason)
    await act.db.flush()
    await versions.follow(act, row)


async def require_free(act: Act, uscc: str) -> None:
    """Raise Conflict (`uscc_taken`) where anybody anywhere has this credit code."""
    if await act.db.scalar(select(col(Institution.id)).where(col(Institution.uscc) == uscc)):
        raise uscc_taken()


class Taken(Conflict):
    """The credit code is registered where the actor cannot see it, or already."""


def uscc_taken() -> Taken:
    return Taken(
        "uscc_taken",
        Text(
            "这个统一社会信用代码已经登记。如列表中没有，它属于其他辖区，请与上级主管部门联系。",
            "This credit code is registered. If your list lacks it, it belongs to another part of the tree: ask the "
            "authority above you.",
        ),
    )


def require_ours(act: Act, row: Institution) -> None:
    """Raise Taken (`uscc_taken`) unless the actor may see `row`."""
    mine = row.levels()[act.me.level - 1] == act.me.organisation_id
    if not mine or act.me.recused & {row.id, row.organisation_id}:
        raise uscc_taken()


async def authority(act: Act, id: UUID) -> Organisation:
    """The health authority `id` of the actor's subtree, locked. Raises NotFound, Invalid (`not_an_authority`)."""
    found = await one_visible(act.db, Organisation, id, act.me, lock=True)
    if found.kind is not OrganisationKind.HEALTH_AUTHORITY:
        told = Text("主管部门应为卫生健康行政部门。", "An institution sits below a health authority.")
        raise Invalid("not_an_authority", told, [FieldError("/authority_id", "not_an_authority", told)])
    return found


async def existing_node(act: Act, id: UUID) -> Organisation:
    """The node `id` of an institution that has no entry yet. Raises NotFound, Invalid, Conflict."""
    node = await organisation_within(act.db, act.me, id)
    if node.kind is not OrganisationKind.INSTITUTION:
        told = Text("该组织不是医疗机构。", "This organisation is no institution.")
        raise Invalid("not_an_institution", told, [FieldError("/organisation_id", "not_an_institution", told)])
    if await act.db.scalar(select(col(Institution.id)).where(col(Institution.organisation_id) == id)):
        raise Conflict(
            "already_registered", Text("该机构已有登记档案，请直接修改。", "It has an entry already: amend that one.")
        )
    return node


async def node_below(act: Act, parent: Organisation, values: Mapping[str, Any]) -> Organisation:
    """The child of `parent` with this name that has no entry yet, or a new one."""
    node = await act.db.scalar(
        select(Organisation).where(
            col(Organisation.parent_id) == parent.id,
            col(Organisation.name) == values["name"],
            col(Organisation.kind) == OrganisationKind.INSTITUTION,
        )
    )
    if node is not None:
        return await existing_node(act, node.id)
    return await tree.create_organisation(
        act,
        parent,
        name=values["name"],
        kind=OrganisationKind.INSTITUTION,
        code=values["uscc"],
        region_code=values["region_code"],
        aliases=list(values.get("aliases", [])),
    )


async def locked(act: Act, id: UUID) -> Institution:
    """The entry `id`, locked for a change. Raises NotFound outside the actor's subtree."""
    return await one_visible(act.db, Institution, id, act.me, lock=True)


async def by_organisation(act: Act, organisation_id: UUID) -> Institution:
    """The entry of the node `organisation_id`. Raises NotFound."""
    row = await act.db.scalar(select(Institution).where(col(Institution.organisation_id) == organisation_id))
    if row is None:
        raise not_found()
    await one_visible(act.db, Institution, row.id, act.me)
    return row


async def index(act: Act, row: Institution, *, new: bool = False) -> None:
    """Let everybody who reads institutions find this one by its names, codes and address."""
    await fulltext.index(
        act,
        row,
        permission="institution.read",
        title=row.name,
        subtitle=row.uscc,
        texts=[row.uscc, row.licence_number, *row.aliases, row.address, row.affiliation],
        new=new,
    )
