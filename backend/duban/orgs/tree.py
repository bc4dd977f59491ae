"""Organisations made, amended and closed. Moving one with all it owns is `moves.py`."""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlmodel import col

from duban.kernel import fulltext
from duban.kernel.acts import Act
from duban.kernel.clock import day_of
from duban.kernel.errors import Conflict, FieldError, Invalid, Text
from duban.kernel.journal import Visibility
from duban.kernel.organisations import Organisation, OrganisationKind
from duban.orgs.actors import forget_actors

Ending = Callable[[Act, Organisation, date, str], Awaitable[None]]
"""What else ends when an organisation is closed, in its transaction: given the act, the node, the day, the reason."""

ENDINGS: list[Ending] = []
"""Entered by modules further up when they are imported; this module knows none of them."""


def when_closed(ending: Ending) -> Ending:
    """Declare the decorated function as part of every closing of an organisation."""
    ENDINGS.append(ending)
    return ending


async def create_organisation(
    act: Act, parent: Organisation | None, *, name: str, kind: OrganisationKind, **values: Any
) -> Organisation:
    """A new node below `parent` (None: the root of a new tree, for set-up only).

    The caller holds the parent's row lock, so that it cannot move meanwhile. Raises Invalid (`tree_too_deep`), Conflict
    (`organisation_closed`, `name_taken`, `code_taken`).
    """
    if parent is not None and parent.closed_on is not None:
        raise Conflict("organisation_closed", Text("上级机构已停用。", "The parent is closed."))
    organisation = Organisation(name=name, kind=kind, created_at=act.now, updated_at=act.now, **values)
    organisation.sit_below(parent)
    await _require_free(act, organisation, {"name": name, "code": organisation.code})
    await enter(act, organisation)
    await act.db.flush()
    return organisation


async def enter(act: Act, organisation: Organisation) -> None:
    """Add a node whose place, name and code were checked, and journal it. Sends nothing yet: many go in one flush."""
    act.db.add(organisation)
    told = ("name", "short_name", "kind", "code", "region_code", "parent_id", "aliases")
    changes = {field: (None, getattr(organisation, field)) for field in told if getattr(organisation, field)}
    act.note("organisation:create", organisation, changes=changes, visibility=Visibility.ADMINISTRATION)
    await index(act, organisation, new=True)


async def amend_organisation(act: Act, organisation: Organisation, values: dict[str, Any]) -> None:
    """Set `values` on the locked row. Raises Conflict: `name_taken`, `code_taken`."""
    await _require_free(act, organisation, values)
    if act.change(organisation, values, action="organisation:amend", visibility=Visibility.ADMINISTRATION):
        forget_actors(act)
        await index(act, organisation)


async def close_organisation(act: Act, organisation: Organisation, closed_on: date, reason: str) -> None:
    """Close the locked row: nobody acts for it any more, what it owns stays readable to those above.

    Raises Conflict: `organisation_closed`, `open_children`; Invalid: `in_the_future`.
    """
    if organisation.closed_on is not None:
        raise Conflict("organisation_closed", Text("该机构已停用。", "The organisation is closed already."))
    if closed_on > day_of(act.now):
        text = Text("停用日期不能晚于今天。", "The day cannot lie in the future.")
        raise Invalid("in_the_future", text, [FieldError("/closed_on", "in_the_future", text)])
    children = await act.db.scalar(
        select(func.count())
        .select_from(Organisation)
        .where(col(Organisation.parent_id) == organisation.id, col(Organisation.closed_on).is_(None))
    )
    if children:
        raise Conflict(
            "open_children",
            Text(
                f"该机构下还有 {children} 个在用机构，请先移走或停用。",
                f"{children} organisations below it are open. Move or close them first.",
            ),
            extra={"children": children},
        )
    act.change(
        organisation,
        {"closed_on": closed_on},
        action="organisation:close",
        reason=reason,
        visibility=Visibility.ADMINISTRATION,
    )
    forget_actors(act)
    for ending in ENDINGS:
        await ending(act, organisation, closed_on, reason)


def reopen_organisation(act: Act, organisation: Organisation, parent: Organisation | None, reason: str) -> None:
    """Undo the closing of the locked row. Raises Conflict: `not_closed`, `organisation_closed` (its parent is)."""
    if organisation.closed_on is None:
        raise Conflict("not_closed", Text("该机构正在使用。", "The organisation is open."))
    if parent is not None and parent.closed_on is not None:
        raise Conflict(
            "organisation_closed", Text("上级机构已停用，请先恢复上级。", "Its parent is closed: reopen that first.")
        )
    act.change(
        organisation,
        {"closed_on": None},
        action="organisation:reopen",
        reason=reason,
        visibility=Visibility.ADMINISTRATION,
    )
    forget_actors(act)


async def index(act: Act, organisation: Organisation, *, new: bool = False) -> None:
    """Let everybody who reads organisations find this one by its names and code. `new`: made in this very act."""
    await fulltext.index(
        act,
        organisation,
        permission="organisation.read",
        title=organisation.name,
        subtitle=organisation.code or "",
        texts=[organisation.short_name, organisation.code, *organisation.aliases],
        new=new,
    )


async def _require_free(act: Act, organisation: Organisation, values: dict[str, Any]) -> None:
    """Raise Conflict where a sibling has the name, or anybody the code."""
    if name := values.get("name"):
        siblings = select(col(Organisation.id)).where(
            col(Organisation.parent_id) == organisation.parent_id,
            col(Organisation.name) == name,
            col(Organisation.id) != organisation.id,
        )
        if await act.db.scalar(siblings):
            raise Conflict(
                "name_taken",
                Text("同一上级下已有同名机构。", "Another organisation below the same parent has this name."),
            )
    if code := values.get("code"):
        same = select(col(Organisation.id)).where(
            col(Organisation.code) == code, col(Organisation.id) != organisation.id
        )
        if await act.db.scalar(same):
            raise Conflict("code_taken", Text("已有机构使用这个代码。", "Another organisation has this code."))
