"""How clues, reports and transfers are read: the registers, and one of them with what belongs to it."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Uuid, bindparam, case, literal, or_, select
from sqlmodel import col

from duban.clues.models import Clue, ClueLink, ClueReport, ClueTransfer
from duban.clues.report_rules import REPORT_FLOW
from duban.clues.rules import CLUE, READ, READ_ALL, REPORT
from duban.clues.schemas import ClueItem, ClueQuery, ClueRead, ReportItem, ReportQuery, ReportRead
from duban.clues.transfer_rules import TRANSFER
from duban.clues.transfer_schemas import TransferItem, TransferQuery, TransferRead
from duban.clues.words import KINDS, ClueKind
from duban.kernel import confiding
from duban.kernel.access import Actor
from duban.kernel.cases import Detail, Source
from duban.kernel.confiding import Confidant
from duban.kernel.lane import Lane, Statement, as_uuid
from duban.kernel.listing import Filter, Listing, Op
from duban.kernel.next_due import COLUMNS, with_next_due
from duban.kernel.organisations import Organisation
from duban.orgs.models import AppUser

_ABOUT = Organisation.__table__.alias("about")  # type: ignore[attr-defined]
_KEEPER = Organisation.__table__.alias("keeper")  # type: ignore[attr-defined]
_LINK = ClueLink.__table__.c  # type: ignore[attr-defined]
_C, _R, _T = Clue, ClueReport, ClueTransfer


def _with_about(statement: Statement) -> Statement:
    return statement.outerjoin(_ABOUT, _ABOUT.c.id == col(_C.about_organisation_id))


def _as_item(statement: Statement) -> Statement:
    return with_next_due(_with_about(statement), _C)


def _with_both(statement: Statement) -> Statement:
    return _with_about(statement).join(_KEEPER, _KEEPER.c.id == col(_C.organisation_id))


LISTING = Listing(
    Lane(_C, ClueItem, extra={"about_organisation_name": _ABOUT.c.name, **COLUMNS}, join=_as_item),
    ClueQuery,
    READ,
    filters={
        "state": Filter(col(_C.state), Op.AMONG),
        "kind": Filter(col(_C.kind), Op.AMONG),
        "tout": Filter(col(_C.tout_kinds), Op.HAS),
        "source": Filter(col(_C.source), Op.AMONG),
        "receiver": Filter(col(_C.receiver), Op.AMONG),
        "about_organisation_id": Filter(col(_C.about_organisation_id)),
        "complaint_id": Filter(col(_C.complaint_id)),
        "must_refer": Filter(col(_C.must_refer)),
        "referred": Filter(col(_C.referred_at), Op.IS_SET),
        "real_name": Filter(col(_C.is_real_name)),
        "secret": Filter(col(_C.secrecy), Op.AMONG),
        "overdue": Filter(col(_C.overdue_at), Op.IS_SET),
        "missed": Filter(col(_C.missed_terms), Op.HAS),
        "received_from": Filter(col(_C.received_at), Op.AT_LEAST),
        "received_before": Filter(col(_C.received_at), Op.BEFORE),
    },
    sorts={"received_at": col(_C.received_at), "number": col(_C.number)},
)


def _links(reader: Actor) -> Statement:
    """The clues linked with one, as far as `reader` may know of them."""
    me, other = bindparam("_clue", type_=Uuid()), Clue.__table__.alias("other")  # type: ignore[attr-defined]
    other_id = case((col(ClueLink.one_id) == me, col(ClueLink.other_id)), else_=col(ClueLink.one_id))
    return (
        select(
            other.c.id.label("clue_id"),
            *(other.c[name].label(name) for name in ("number", "state", "kind")),
            *(_LINK[name].label(name) for name in ("relation", "reason", "made_by_name")),
        )
        .join_from(ClueLink, other, other.c.id == other_id)
        .where(
            or_(col(ClueLink.one_id) == me, col(ClueLink.other_id) == me),
            *confiding.narrowed(Clue, other.c, reader, bound=True),
            *(other.c.id != literal(hidden) for hidden in sorted(reader.recused)),
        )
        .order_by(col(ClueLink.id))
        .limit(100)
    )  # fmt: skip


def _confidants() -> Statement:
    columns: tuple[Any, ...] = (col(Confidant.user_id), col(AppUser.display_name).label("name"), col(Confidant.since))
    statement: Statement = (
        select(*columns)
        .join(AppUser, col(AppUser.id) == col(Confidant.user_id))
        .where(col(Confidant.subject_id) == bindparam("_clue", type_=Uuid()))
        .order_by(col(Confidant.since), col(Confidant.user_id))
    )
    return statement


async def _around(source: Source, row: Mapping[str, Any], me: Actor) -> dict[str, Any]:
    found: dict[str, Any] = {
        "usual_receivers": list(KINDS[ClueKind(row["kind"])].receivers),
        "links": [],
        "confidants": [],
    }
    if me.may(READ_ALL):
        of = {"_clue": as_uuid(row["id"]), confiding.ME: me.id}
        found["links"] = await source.rows(("clue-links", tuple(sorted(me.recused))), lambda: _links(me), of)
        found["confidants"] = await source.rows("clue-confidants", _confidants, of)
    return found


DETAIL = Detail(
    Lane(
        _C,
        ClueRead,
        extra={"about_organisation_name": _ABOUT.c.name, "organisation_name": _KEEPER.c.name},
        join=_with_both,
        computed=frozenset({"clocks", "available_actions", "usual_receivers", "links", "confidants"}),
    ),
    READ,
    CLUE,
    _around,
)


def _with_place(statement: Statement) -> Statement:
    return statement.join(_ABOUT, _ABOUT.c.id == col(_R.organisation_id))


REPORTS = Listing(
    Lane(
        _R,
        ReportItem,
        extra={"organisation_name": _ABOUT.c.name, **COLUMNS},
        join=lambda statement: with_next_due(_with_place(statement), _R),
    ),
    ReportQuery,
    REPORT,
    filters={
        "kind": Filter(col(_R.kind), Op.AMONG),
        "overdue": Filter(col(_R.overdue_at), Op.IS_SET),
        "found_from": Filter(col(_R.found_at), Op.AT_LEAST),
        "found_before": Filter(col(_R.found_at), Op.BEFORE),
    },
    sorts={"found_at": col(_R.found_at)},
)

REPORT_DETAIL = Detail(
    Lane(
        _R,
        ReportRead,
        extra={"organisation_name": _ABOUT.c.name, "authority_name": _KEEPER.c.name},
        join=lambda statement: _with_place(statement).join(_KEEPER, _KEEPER.c.id == col(_R.authority_id)),
        computed=frozenset({"clocks", "available_actions"}),
    ),
    REPORT,
    REPORT_FLOW,
)

TRANSFERS = Listing(
    Lane(_T, TransferItem, extra=COLUMNS, join=lambda statement: with_next_due(statement, _T)),
    TransferQuery,
    READ_ALL,
    filters={
        "state": Filter(col(_T.state), Op.AMONG),
        "receiver": Filter(col(_T.receiver), Op.AMONG),
        "clue_id": Filter(col(_T.clue_id)),
        "outcome": Filter(col(_T.outcome), Op.AMONG),
        "overdue": Filter(col(_T.overdue_at), Op.IS_SET),
    },
)

TRANSFER_DETAIL = Detail(
    Lane(_T, TransferRead, computed=frozenset({"clocks", "available_actions"}), also=("proposed_by_id",)),
    READ_ALL,
    TRANSFER,
)
