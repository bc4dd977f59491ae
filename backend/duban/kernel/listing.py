"""Lists: typed filters, keyset pages, one indexed statement each.

`add_list` gives a resource its `GET`: the query string is parsed by one Pydantic model, the page comes off the row
lane, the cursor is opaque and belongs to the order it was made for. No page is slower than the first.
"""

import base64
import binascii
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any, TypeVar, cast
from uuid import UUID

import orjson
from fastapi import APIRouter, Request, Response
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError, create_model
from sqlalchemy import BigInteger, ColumnElement, String, bindparam, func, null, or_, select, tuple_
from sqlalchemy import Text as SqlText
from sqlalchemy import cast as cast_to
from sqlalchemy.orm import Mapped
from sqlalchemy.types import TypeEngine
from sqlmodel import AutoString
from starlette.datastructures import QueryParams

from duban.kernel import confiding, fulltext
from duban.kernel.access import Actor, reaching
from duban.kernel.db import LEVELS, Scoped
from duban.kernel.errors import Malformed, Text
from duban.kernel.json_lists import json_has
from duban.kernel.lane import Lane, Statement, dump, fetch, statements
from duban.kernel.nul import NUL
from duban.kernel.problems import invalid, refusals
from duban.kernel.web import LaneRoute, current_actor, database

Column = ColumnElement[Any] | Mapped[Any]
"""An expression of a table's columns: what `col(Model.name)` gives, or Core's own."""


class Op(StrEnum):
    """How a filter compares. `among` takes a repeated parameter (`state=a&state=b`) and means any of them.
    `has` looks into a JSON list: any of the given words is in it. `starts` compares the beginning."""

    EQ = "eq"
    AMONG = "among"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    BEFORE = "before"
    IS_SET = "is_set"
    UNDER = "under"
    TEXT = "text"
    HAS = "has"
    STARTS = "starts"


NONE = "none"
"""The word that a filter with `none` takes for rows without a value, so that a group of such rows can be listed too."""


_OR_NONE = -1
"""Where the number of a filter's values stands: this, less the number of values beside it, means "or none"."""


@dataclass(frozen=True)
class Filter:
    """One filter: the expression it looks at and how. `UNDER` takes an organisation's id and selects its subtree.
    `none` lets `EQ`, `AMONG` and `HAS` take the word "none": no value, or a list with nothing in it."""

    column: Column | None
    op: Op = Op.EQ
    none: bool = False


class ListQuery(BaseModel):
    """What every list takes. A resource's own query adds its filters and the words `sort` may be."""

    model_config = ConfigDict(extra="forbid")

    limit: int = Field(50, ge=1, le=200, description="Rows per page, 1 to 200")
    cursor: str | None = Field(None, max_length=600, description="`next_cursor` of the page before; opaque")
    count: str | None = Field(
        None, pattern="^exact$", description="`exact` adds `total`: counts all rows, slower on large lists"
    )
    updated_since: AwareDatetime | None = Field(None, description="Rows changed at or after this instant (RFC 3339)")
    q: str | None = Field(None, min_length=1, max_length=100, description="Full text: every word, Chinese or Latin")


@dataclass(frozen=True)
class Listing:
    """A resource's list: its lane, its query model, how each filter compares, and the orders it can be read in.

    `sorts` maps a word to its column; "-word" reads it downwards. The id breaks ties, so that the order is total.
    `narrow` may add a condition that depends on the actor (never on a request value); its `shape` must be hashable, and
    the parameter `_me` stands for the actor's id.
    """

    lane: Lane
    query: type[ListQuery]
    permission: str
    filters: Mapping[str, Filter] = field(default_factory=dict)
    sorts: Mapping[str, Column] = field(default_factory=dict)
    default_sort: str = "-id"
    narrow: Callable[[Actor], tuple[Any, ColumnElement[bool] | None]] | None = None
    ids_as_text: bool = True

    @property
    def model(self) -> type[Scoped]:
        return self.lane.model


Q = TypeVar("Q", bound=BaseModel)


def parse(query: type[Q], request: Request) -> Q:
    """The query string as the model `query`; raises Invalid with pointers to the parameters. Do not change what it
    gives: the same words are understood once."""
    return cast(Q, _understood(query, request.scope["query_string"]))


@lru_cache(maxsize=2048)
def _understood(query: type[BaseModel], query_string: bytes) -> BaseModel:
    fields = query.model_fields
    values: dict[str, Any] = {}
    for key, value in QueryParams(query_string).multi_items():
        if key in fields and _takes_many(fields[key].annotation):
            values.setdefault(key, []).append(value)
        elif key in values:
            values[key] = [values[key], value]
        else:
            values[key] = value
    try:
        return query.model_validate(values)
    except ValidationError as error:
        raise invalid(list(error.errors())) from None


def _takes_many(annotation: Any) -> bool:
    return "list[" in str(annotation)


def encode_cursor(sort: str, values: list[Any]) -> str:
    return base64.urlsafe_b64encode(orjson.dumps([sort, *values], default=str)).rstrip(b"=").decode()


def decode_cursor(cursor: str, sort: str, types: list[TypeEngine[Any]]) -> list[Any]:
    """The values a page starts after. Raises Malformed for a cursor cut, invented or made for another order."""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        made_for, *values = orjson.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        if made_for != sort or len(values) != len(types):
            raise ValueError
        return [_revive(value, type_) for value, type_ in zip(values, types, strict=True)]
    except (ValueError, TypeError, OverflowError, binascii.Error, orjson.JSONDecodeError):
        raise Malformed(
            "bad_cursor",
            Text(
                "cursor 无效，或不属于这种排序。请从第一页重新读取。",
                "The cursor is not valid, or was made for another order. Start again from the first page.",
            ),
        ) from None


def _revive(value: Any, type_: TypeEngine[Any]) -> Any:
    python: type[Any] = str if isinstance(type_, AutoString) else type_.python_type
    if value is None or python in (str, int, float, bool):
        if value is not None and not isinstance(value, python):
            raise ValueError
        if isinstance(value, str) and NUL in value:
            raise ValueError
        if isinstance(value, int) and value.bit_length() > (63 if isinstance(type_, BigInteger) else 31):
            raise ValueError
        return value
    if python is datetime:
        instant = datetime.fromisoformat(value)
        if instant.tzinfo is None:
            raise ValueError
        return instant.astimezone(UTC)  # OverflowError at the ends of the calendar
    if python is date:
        return date.fromisoformat(value)
    if python is UUID:
        return UUID(value)
    raise TypeError(python)


class Reader:
    """Builds and runs the statements of one listing. One statement per page (two with `count=exact`)."""

    def __init__(self, listing: Listing) -> None:
        self.listing = listing

    async def page(self, request: Request, me: Actor, query: ListQuery) -> dict[str, Any]:
        """One page as `{items, next_cursor}` (and `total`), rows ready for `dump`."""
        listing, db = self.listing, database(request)
        sort = getattr(query, "sort", None) or listing.default_sort
        present, values = self._present(query)
        if query.q is not None:
            values["q"] = fulltext.engine_query(db, query.q)
        values["_scope"] = me.organisation_id
        values[confiding.ME] = me.id
        values["_limit"] = query.limit + 1
        columns = self._order(sort)
        if query.cursor:
            after = decode_cursor(query.cursor, sort, [c.type for c, _ in columns])
            values |= {f"_after{i}": value for i, value in enumerate(after)}
        narrow_shape, narrow = listing.narrow(me) if listing.narrow else (None, None)
        reader = (me.level, tuple(sorted(me.recused)), confiding.is_confided(listing.model) and confiding.closed_to(me))
        shape = (listing.lane.read, reader, present, sort, bool(query.cursor), narrow_shape)
        prepared = statements.get(
            shape, lambda: self._build(request, me, present, sort, bool(query.cursor), narrow), db
        )
        async with db.lane() as connection:
            rows = await fetch(connection, db, prepared, values)
            total = None
            if query.count:
                counter = statements.get(
                    (*shape, "count"),
                    lambda: self._where(
                        select(func.count().label("total")).select_from(listing.model),
                        request,
                        me,
                        present,
                        narrow,
                        counting=True,
                    ),
                    db,
                )
                total = (await fetch(connection, db, counter, values))[0]["total"]
        more = len(rows) > query.limit
        rows = rows[: query.limit]
        cursor = None
        if more:
            last = rows[-1]
            cursor = encode_cursor(sort, [last[f"_sort{i}"] for i in range(len(columns))])
        for row in rows:
            for i in range(len(columns)):
                del row[f"_sort{i}"]
        page: dict[str, Any] = {"items": rows, "next_cursor": cursor}
        if total is not None:
            page["total"] = total
        return page

    def _present(self, query: ListQuery) -> tuple[tuple[tuple[str, int], ...], dict[str, Any]]:
        """Which filters are set (with how many values each, see `_OR_NONE`) and their parameters."""
        present: list[tuple[str, int]] = []
        values: dict[str, Any] = {}
        for name in (*self.listing.filters, "updated_since", "q"):
            value = getattr(query, name, None)
            if value is None or value == []:
                continue
            filter_ = self.listing.filters.get(name)
            op = filter_.op if filter_ else None
            if filter_ is not None and filter_.none and value == NONE:
                present.append((name, _OR_NONE))
            elif op in (Op.AMONG, Op.HAS):
                many = list(dict.fromkeys(value))
                none = filter_ is not None and filter_.none and NONE in many
                many = [one for one in many if one != NONE] if none else many
                present.append((name, _OR_NONE - len(many) if none else len(many)))
                # Two strokes: SQLAlchemy calls the nameless parameters of `narrow` state_1, state_2 … itself.
                values |= {f"{name}__{i}": v.value if isinstance(v, StrEnum) else v for i, v in enumerate(many)}
            elif op is Op.IS_SET:
                present.append((name, int(value)))
            else:
                present.append((name, 1))
                values[name] = value.value if isinstance(value, StrEnum) else value
        return tuple(present), values

    def _order(self, sort: str) -> list[tuple[ColumnElement[Any], bool]]:
        """The columns of an order with their direction (True: downwards); the id last."""
        word, down = sort.removeprefix("-"), sort.startswith("-")
        ident: ColumnElement[Any] = self.listing.model.__table__.c.id  # type: ignore[attr-defined]
        if word == "id":
            return [(ident, down)]
        return [(cast(ColumnElement[Any], self.listing.sorts[word]), down), (ident, down)]

    def _build(
        self,
        request: Request,
        me: Actor,
        present: tuple[tuple[str, int], ...],
        sort: str,
        after: bool,
        narrow: ColumnElement[bool] | None,
    ) -> Statement:
        order = self._order(sort)
        as_text = self.listing.ids_as_text and not database(request).is_sqlite
        statement = self.listing.lane.select(ids_as_text=as_text)
        statement = statement.add_columns(*(c.label(f"_sort{i}") for i, (c, _) in enumerate(order)))
        statement = self._where(statement, request, me, present, narrow)
        if after:
            down = order[0][1]
            left = tuple_(*(c for c, _ in order))
            right = tuple_(*(bindparam(f"_after{i}", type_=c.type) for i, (c, _) in enumerate(order)))
            statement = statement.where(left < right if down else left > right)
        return statement.order_by(*(c.desc() if down else c.asc() for c, down in order)).limit(bindparam("_limit"))

    def _where(
        self,
        statement: Statement,
        request: Request,
        me: Actor,
        present: tuple[tuple[str, int], ...],
        narrow: ColumnElement[bool] | None,
        *,
        counting: bool = False,
    ) -> Statement:
        model = self.listing.model
        table = model.__table__.c  # type: ignore[attr-defined]
        if counting and self.listing.lane.join:
            statement = self.listing.lane.join(statement)
        statement = statement.where(table[f"org_l{me.level}"] == bindparam("_scope", type_=table.id.type))
        statement = statement.where(*reaching(table, me.level))
        statement = statement.where(*confiding.narrowed(model, table, me, bound=True))
        for hidden in me.recused:
            statement = statement.where(table.id != hidden)
            if "organisation_id" in table:
                statement = statement.where(table.organisation_id != hidden)
        if narrow is not None:
            statement = statement.where(narrow)
        for name, count in present:
            if name == "updated_since":
                statement = statement.where(table.updated_at >= bindparam(name, type_=table.updated_at.type))
            elif name == "q":
                found = fulltext.matching(database(request), model.word(), name, level=me.level)
                statement = statement.where(table.id.in_(found))
            else:
                statement = statement.where(self._condition(name, self.listing.filters[name], count))
        return statement

    def _condition(self, name: str, filter_: Filter, count: int) -> ColumnElement[bool]:
        column = cast(ColumnElement[Any], filter_.column)
        if count <= _OR_NONE:
            bare: ColumnElement[bool] = column.is_(null())
            if filter_.op is Op.HAS:
                bare = or_(bare, cast_to(column, SqlText) == "[]")
            rest = _OR_NONE - count
            return or_(bare, self._condition(name, filter_, rest)) if rest else bare
        if filter_.op is Op.UNDER:
            table = self.listing.model.__table__.c  # type: ignore[attr-defined]
            value = bindparam(name, type_=table.id.type)
            return or_(*(table[f"org_l{level}"] == value for level in range(1, LEVELS + 1)))
        assert column is not None  # noqa: S101 - only UNDER has none
        if filter_.op is Op.AMONG:
            many = [bindparam(f"{name}__{i}", type_=column.type) for i in range(count)]
            return column == many[0] if count == 1 else column.in_(many)
        if filter_.op is Op.HAS:
            return or_(*(json_has(column, bindparam(f"{name}__{i}", type_=String())) for i in range(count)))
        if filter_.op is Op.IS_SET:
            return column.is_not(None) if count else column.is_(None)
        value = bindparam(name, type_=column.type)
        match filter_.op:
            case Op.AT_LEAST:
                return column >= value
            case Op.AT_MOST:
                return column <= value
            case Op.BEFORE:
                return column < value
            case Op.STARTS:
                return column.startswith(value)
            case _:
                return column.__eq__(value)


def add_list(
    router: APIRouter,
    listing: Listing,
    *,
    path: str = "",
    operation_id: str,
    summary: str,
    description: str = "",
) -> Reader:
    """Give `router` the list at `path`. Returns its reader, which exports and worklists use again."""
    reader = Reader(listing)
    page_model = page_of(listing.lane.read)

    async def list_rows(request: Request) -> Response:
        me = await current_actor(request)
        me.require(listing.permission)
        query = parse(listing.query, request)
        return Response(dump(await reader.page(request, me, query)), media_type="application/json")

    list_rows.__doc__ = description or None
    router.add_api_route(
        path,
        list_rows,
        methods=["GET"],
        operation_id=operation_id,
        summary=summary,
        response_model=page_model,
        responses=refusals(400, 401, 403, 422),
        openapi_extra={"parameters": query_parameters(listing.query), "security": [{"bearer": []}]},
        route_class_override=LaneRoute,
    )
    return reader


def query_parameters(query: type[BaseModel]) -> list[dict[str, Any]]:
    """A query model as OpenAPI parameters (its definitions inlined, so that nothing dangles)."""
    schema = query.model_json_schema(mode="validation")
    definitions = schema.get("$defs", {})

    def inline(node: Any) -> Any:
        if isinstance(node, dict):
            if "$ref" in node:
                return inline(definitions[node["$ref"].rsplit("/", 1)[1]])
            return {k: inline(v) for k, v in node.items() if k not in ("title", "default") or v is not None}
        if isinstance(node, list):
            return [inline(item) for item in node]
        return node

    found = []
    for name, node in schema["properties"].items():
        shape = inline(node)
        options = [option for option in shape.get("anyOf", []) if option.get("type") != "null"]
        if options:
            shape = {**options[0], **{k: v for k, v in shape.items() if k not in ("anyOf", "default")}}
        description = shape.pop("description", "")
        shape.pop("title", None)
        found.append(
            {
                "name": name,
                "in": "query",
                "required": name in schema.get("required", []),
                "description": description,
                "schema": shape,
            }
        )
    return found


_pages: dict[type[BaseModel], type[BaseModel]] = {}


def page_of(read: type[BaseModel]) -> type[BaseModel]:
    """The documented page of `read`."""
    if read not in _pages:
        _pages[read] = create_model(
            f"{read.__name__.removesuffix('Read')}Page",
            items=(list[read], Field(description="At most `limit` rows, in the asked order")),  # type: ignore[valid-type]
            next_cursor=(
                str | None,
                Field(description="Send it as `cursor` for the next page; null: this is the last"),
            ),
            total=(int | None, Field(None, description="All rows that match; only with `count=exact`")),
        )
    return _pages[read]
