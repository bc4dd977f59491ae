"""Regional settings over HTTP: which values the law leaves open, what each region made of them, and on what basis.

Only terms that a workflow declares as settings can be set, and sums of money that a module declares (0: no such limit).
A change counts for clocks that start after it: running ones keep the length they began with.
"""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from duban.kernel import amounts, term_registry
from duban.kernel.acts import Act
from duban.kernel.amounts import YUAN, Amount
from duban.kernel.calendar_admin import require_rule_over
from duban.kernel.errors import FieldError, Invalid, Text, not_found
from duban.kernel.journal import Visibility
from duban.kernel.lane import dump
from duban.kernel.problems import refusals
from duban.kernel.regional import RegionalSetting, regional_term, values
from duban.kernel.resources import Schema
from duban.kernel.terms import Mark, Term, Unit
from duban.kernel.transitions import IfMatch
from duban.kernel.web import DubanRoute, Me, Writing, database, etag, require_match

router = APIRouter(prefix="/regional-settings", tags=["calendars"], route_class=DubanRoute)

LONGEST = 3660
"""The most of a unit of time that a region sets."""

MOST_YUAN = 100_000_000

Key = Annotated[str, Path(max_length=80, examples=["term.rectification_objection"])]
Region = Annotated[
    str, Query(pattern=r"^(\d{6}|\d{9}|\d{12})?$", description="GB/T 2260 code; empty: the whole country")
]


class SettingUnit(StrEnum):
    """In what a regional value is said."""

    HOURS = Unit.HOURS.value
    CALENDAR_DAYS = Unit.CALENDAR_DAYS.value
    WORKING_DAYS = Unit.WORKING_DAYS.value
    MONTHS = Unit.MONTHS.value
    YUAN = YUAN


class Length(BaseModel):
    """A length of time, or a sum in yuan (0: no such limit)."""

    amount: int
    unit: SettingUnit


class RegionalValue(Length):
    """What one region set."""

    region_code: str
    basis: str = Field(description="The local rule that sets it (文号)")
    set_by_id: UUID
    set_at: datetime
    version: int = Field(description="The value's ETag is this number in quotes")


class SettingRead(BaseModel):
    """A value that regions may set."""

    key: str
    title_zh: str
    title_en: str
    mark: Mark = Field(description="How sure the source of the default is")
    basis: str = Field(description="Where the default comes from")
    default: Length
    in_force: Length = Field(description="What counts in the region asked for")
    values: list[RegionalValue]


class SettingList(BaseModel):
    """All values that regions may set."""

    items: list[SettingRead]
    next_cursor: None = Field(description="Always null: the list is whole")


class SettingIn(Schema):
    """The region's own length for the term, or its own sum in yuan."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"amount": 5, "unit": "working_days", "basis": "某市卫健发〔2026〕3号"}]}
    )

    amount: int = Field(ge=0, le=MOST_YUAN, description="At most 3660 of a unit of time; 0 yuan: no such limit")
    unit: SettingUnit
    basis: str = Field(min_length=2, max_length=200, description="The local rule that sets it (文号)")
    reason: str | None = Field(None, max_length=500)


@router.get(
    "",
    operation_id="regional_setting_list",
    summary="地区参数列表 List regional settings",
    response_model=SettingList,
    responses=refusals(401, 422),
    openapi_extra={"security": [{"bearer": []}]},
)
async def list_settings(request: Request, me: Me, region: Region = "") -> Response:
    """Every term whose length the law leaves open, its default, what regions set, and what counts in `region`."""
    async with database(request).reading() as connection, AsyncSession(connection) as db:
        rows = (await db.scalars(select(RegionalSetting).order_by(col(RegionalSetting.region_code)))).all()
        items = []
        for key, term in term_registry.settable().items():
            here = await regional_term(db, term, region)
            default, in_force = ({"amount": one.amount, "unit": one.unit} for one in (term, here))
            items.append(_told(key, term, default, in_force, rows))
        for key, amount in amounts.settable().items():
            none = {"amount": 0, "unit": YUAN}
            items.append(_told(key, amount, none, await values(db, key, region) or none, rows))
    return Response(dump({"items": items, "next_cursor": None}), media_type="application/json")


@router.put(
    "/{key}",
    operation_id="regional_setting_put",
    summary="设置地区参数 Set a regional value",
    response_model=RegionalValue,
    responses=refusals(400, 401, 403, 409, 412, 422, 428, 503),
    openapi_extra={"security": [{"bearer": []}]},
)
async def put_setting(
    request: Request, key: Key, act: Writing, body: SettingIn, region: Region = "", if_match: IfMatch = None
) -> Response:
    """Set the region's own length for a term. `If-Match` is needed where the region has one already. Needs
    `setting.write` over the region. Clocks that run keep the length they began with."""
    row = await _existing(act, key, region)
    value = {"amount": body.amount, "unit": body.unit.value}
    _require_fitting(key, body)
    if row is None:
        row = RegionalSetting(
            region_code=region, key=key, value=value, basis=body.basis, set_by_id=act.me.id, set_at=act.now,
            created_at=act.now, updated_at=act.now,
        )  # fmt: skip
        act.db.add(row)
        changes = {"value": (None, value), "basis": (None, body.basis)}
        act.note("regional_setting:set", row, changes=changes, reason=body.reason, visibility=Visibility.ADMINISTRATION)
    else:
        require_match(request, row)
        values = {"value": value, "basis": body.basis}
        if act.change(
            row, values, action="regional_setting:set", reason=body.reason, visibility=Visibility.ADMINISTRATION
        ):
            row.set_by_id, row.set_at = act.me.id, act.now
    await act.db.flush()
    return Response(dump(_value(row)), media_type="application/json", headers={"ETag": etag(row)})


@router.delete(
    "/{key}",
    status_code=204,
    operation_id="regional_setting_remove",
    summary="撤销地区参数 Take a regional value back",
    responses=refusals(400, 401, 403, 404, 412, 422, 428, 503),
    openapi_extra={"security": [{"bearer": []}]},
)
async def remove_setting(
    request: Request, key: Key, act: Writing, region: Region = "", if_match: IfMatch = None
) -> Response:
    """Take the region's own length back: what the region around it set, or the default, counts again."""
    row = await _existing(act, key, region)
    if row is None:
        raise not_found()
    require_match(request, row)
    changes = {"value": (row.value, None), "basis": (row.basis, None)}
    act.note("regional_setting:remove", row, changes=changes, visibility=Visibility.ADMINISTRATION)
    await act.db.delete(row)
    return Response(status_code=204)


async def _existing(act: Act, key: str, region: str) -> RegionalSetting | None:
    """The region's row, locked. Raises Forbidden, and Invalid for a key that no workflow declares as a setting."""
    act.me.require("setting.write")
    require_rule_over(act.me, region)
    if key not in term_registry.settable() and key not in amounts.settable():
        nearest = term_registry.nearest(key)
        raise Invalid(
            "unknown_setting",
            Text(
                "没有名为“{key}”的地区参数。相近的有：{nearest}。",
                "There is no regional setting “{key}”. Near to it: {nearest}.",
            ).format(key=key, nearest=", ".join(nearest) or "—"),
            extra={"nearest": nearest},
        )
    return await act.db.scalar(
        select(RegionalSetting)
        .where(col(RegionalSetting.region_code) == region, col(RegionalSetting.key) == key)
        .with_for_update()
    )


def _value(row: RegionalSetting) -> dict[str, Any]:
    return {
        "region_code": row.region_code,
        "amount": row.value["amount"],
        "unit": row.value["unit"],
        "basis": row.basis,
        "set_by_id": row.set_by_id,
        "set_at": row.set_at,
        "version": row.version,
    }


def _require_fitting(key: str, body: SettingIn) -> None:
    """Raise Invalid for a sum of money where time is asked for, the reverse, and a term of more than ten years."""
    is_money = key in amounts.settable()
    if is_money != (body.unit is SettingUnit.YUAN):
        text = Text("单位与参数不符：金额用元，期限用时间单位。", "Sums are set in yuan, terms in a unit of time.")
        raise Invalid("unit_does_not_fit", text, [FieldError("/unit", "unit_does_not_fit", text)])
    if not is_money and body.amount > LONGEST:
        text = Text("期限过长，最多3660。", "Too long: 3660 at most.")
        raise Invalid("term_too_long", text, [FieldError("/amount", "term_too_long", text)])


def _told(
    key: str, what: Term | Amount, default: dict[str, Any], in_force: dict[str, Any], rows: Sequence[RegionalSetting]
) -> dict[str, Any]:
    return {
        "key": key,
        "title_zh": what.title.zh,
        "title_en": what.title.en,
        "mark": what.mark,
        "basis": what.basis,
        "default": default,
        "in_force": in_force,
        "values": [_value(row) for row in rows if row.key == key],
    }
