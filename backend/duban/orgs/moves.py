"""Moving an organisation, with everything below it and everything they own, to another place in the tree.

Every scoped row carries its ancestors, so a move rewrites them: one statement per table, the new ancestors as constants
and the levels below shifted, found by the index on the old level. Only the journal keeps the place where it happened.

Jurisdiction moves as well: what an authority that is left behind still had to do for the subtree
(`kernel/jurisdiction.py`) becomes the business of the nearest health authority above the new place.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Table, case, func, null, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel, col

from duban.kernel.acts import Act
from duban.kernel.db import LEVELS, OrgOwned
from duban.kernel.errors import Conflict, FieldError, Invalid, Text
from duban.kernel.journal import Visibility
from duban.kernel.jurisdiction import hand_over, nearest_authority
from duban.kernel.organisations import Organisation
from duban.orgs.actors import forget_actors

LEVEL_COLUMNS = tuple(f"org_l{level}" for level in range(1, LEVELS + 1))
STAYS = frozenset({"journal_entry"})
"""Tables that keep the place where something happened."""


def placed_tables() -> Iterator[Table]:
    """Every table whose rows carry their ancestors and move with them."""
    for table in SQLModel.metadata.sorted_tables:
        if table.name not in STAYS and all(name in table.c for name in LEVEL_COLUMNS):
            yield table


async def serialise(db: AsyncSession) -> None:
    """Wait for any other move of this installation to end. Call it before locking what is to be moved.

    Two moves at once could make a ring (each below the other) that neither sees.
    """
    await db.execute(
        select(col(Organisation.id))
        .where(col(Organisation.parent_id).is_(None))
        .order_by(col(Organisation.id))
        .with_for_update(key_share=True)
    )


async def move_organisation(act: Act, organisation: Organisation, parent: Organisation, reason: str) -> None:
    """Put the locked `organisation` below `parent`, with its whole subtree. Locks the subtree's organisations.

    Nothing happens where it sits there already. Raises Conflict: `tree_cycle`, `organisation_closed`, `name_taken`;
    Invalid: `tree_too_deep`.
    """
    db, old_level = act.db, organisation.level
    if parent.id == organisation.parent_id:
        return
    if organisation.id in parent.levels():
        raise Conflict(
            "tree_cycle",
            Text("不能移到自己或自己的下级之下。", "An organisation cannot sit below itself or one of its own."),
        )
    if parent.closed_on is not None:
        raise Conflict("organisation_closed", Text("目标上级机构已停用。", "The new parent is closed."))
    below = col(getattr(Organisation, f"org_l{old_level}")) == organisation.id
    await db.execute(select(col(Organisation.id)).where(below).with_for_update())
    deepest = await db.scalar(select(func.max(Organisation.level)).where(below)) or old_level
    shift = parent.level + 1 - old_level
    if deepest + shift > LEVELS:
        text = Text(
            "移动后机构树将超过 {depth} 级，请选择更高一级的上级机构。",
            "The tree would have more than {depth} levels. Choose a parent further up.",
        ).format(depth=LEVELS)
        raise Invalid("tree_too_deep", text, [FieldError("/parent_id", "tree_too_deep", text)])
    taken = select(col(Organisation.id)).where(
        col(Organisation.parent_id) == parent.id, col(Organisation.name) == organisation.name
    )
    if await db.scalar(taken):
        raise Conflict(
            "name_taken", Text("目标上级下已有同名机构。", "The new parent has an organisation of this name.")
        )
    before, old_path = organisation.parent_id, organisation.levels()
    path = [level for level in parent.levels() if level is not None] + [organisation.id]
    for table in placed_tables():
        values: dict[str, Any] = _shifted(table, path, shift)
        if table.name == Organisation.__tablename__:
            values["level"] = table.c.level + shift
        if "reach" in table.c:
            # What the root could read stays readable there; the rest moves with the authority that is in charge.
            values["reach"] = case((table.c.reach + shift < 1, 1), (table.c.reach == 1, 1), else_=table.c.reach + shift)
        await db.execute(update(table).where(table.c[f"org_l{old_level}"] == organisation.id).values(values))
    await db.refresh(organisation)
    organisation.parent_id = parent.id
    left = {id for id in old_path if id is not None} - set(path)
    heir = await nearest_authority(db, path[:-1])
    handed = await hand_over(db, organisation.level, organisation.id, left, heir.id) if left and heir else {}
    act.note(
        "organisation:move",
        organisation,
        changes={"parent_id": (before, parent.id), **({"handed_over": (None, dict(handed))} if handed else {})},
        reason=reason,
        visibility=Visibility.ADMINISTRATION,
    )
    await db.flush()
    forget_actors(act)


def _shifted(table: Table, path: list[Any], shift: int) -> dict[str, Any]:
    """New ancestor columns: `path` on top, below it the old ones moved down by `shift` (up where it is negative)."""
    values: dict[str, Any] = {}
    for level in range(1, LEVELS + 1):
        came_from = level - shift
        if level <= len(path):
            values[f"org_l{level}"] = path[level - 1]
        elif came_from <= LEVELS:
            values[f"org_l{level}"] = table.c[f"org_l{came_from}"]
        else:
            values[f"org_l{level}"] = null()
    return values


async def reseat(db: AsyncSession) -> int:
    """Give every owned row the ancestors of its organisation again; returns how many had others.

    A row written in the very moment of a move may have been placed by what its writer had read before. Run by a daily
    tick; finds nothing on all other days.
    """
    organisation: Table = SQLModel.metadata.tables[str(Organisation.__tablename__)]
    corrected = 0
    for mapper in OrgOwned._sa_registry.mappers:
        table = mapper.local_table
        if not issubclass(mapper.class_, OrgOwned) or not isinstance(table, Table):
            continue
        differs = or_(*(table.c[name].is_distinct_from(organisation.c[name]) for name in LEVEL_COLUMNS))
        result = await db.execute(
            update(table)
            .where(table.c.organisation_id == organisation.c.id, differs)
            .values({name: organisation.c[name] for name in LEVEL_COLUMNS})
        )
        corrected += int(result.rowcount)  # type: ignore[attr-defined]
    return corrected
