"""How disputes are read: the ledger, and one dispute with everything that runs beside its way."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import col

from duban.disputes.applications import ACCIDENT_APPLICATIONS, AccidentApplicationRead
from duban.disputes.appraisals import APPRAISALS, AppraisalRead
from duban.disputes.autopsies import AUTOPSIES, AutopsyRead
from duban.disputes.insurance import INSURANCE_CLAIMS, InsuranceClaimRead
from duban.disputes.models import Dispute
from duban.disputes.parts import Part, shown
from duban.disputes.police import POLICE_CALLS, PoliceCallRead
from duban.disputes.reports import REPORTS, DisputeReportRead
from duban.disputes.rules import DISPUTE, READ
from duban.disputes.schemas import DisputeColumns, DisputeItem, DisputeQuery
from duban.disputes.seals import SEALS, SealRead
from duban.disputes.sessions import SESSIONS, MediationSessionRead
from duban.kernel.access import Actor
from duban.kernel.cases import Detail, Source
from duban.kernel.lane import Lane, Statement
from duban.kernel.listing import Filter, Listing, Op
from duban.kernel.next_due import COLUMNS, with_next_due
from duban.kernel.organisations import Organisation

_ABOUT = Organisation.__table__.alias("about")  # type: ignore[attr-defined]
_AUTHORITY = Organisation.__table__.alias("authority")  # type: ignore[attr-defined]
_D = Dispute


def _with_institution(statement: Statement) -> Statement:
    return statement.join(_ABOUT, _ABOUT.c.id == col(_D.organisation_id))


def _as_item(statement: Statement) -> Statement:
    return with_next_due(_with_institution(statement), _D)


def _with_both(statement: Statement) -> Statement:
    return _with_institution(statement).join(_AUTHORITY, _AUTHORITY.c.id == col(_D.authority_id))


LISTING = Listing(
    Lane(_D, DisputeItem, extra={"organisation_name": _ABOUT.c.name, **COLUMNS}, join=_as_item),
    DisputeQuery,
    READ,
    filters={
        "state": Filter(col(_D.state), Op.AMONG),
        "organisation_id": Filter(col(_D.organisation_id)),
        "under": Filter(None, Op.UNDER),
        "complaint_id": Filter(col(_D.complaint_id)),
        "major": Filter(col(_D.is_major)),
        "accident": Filter(col(_D.is_accident)),
        "died": Filter(col(_D.has_died)),
        "insured": Filter(col(_D.insured), Op.AMONG),
        "resolved": Filter(col(_D.resolved_at), Op.IS_SET),
        "resolved_by": Filter(col(_D.resolved_by), Op.AMONG),
        "mediation_outcome": Filter(col(_D.mediation_outcome), Op.AMONG),
        "admin_outcome": Filter(col(_D.admin_outcome), Op.AMONG),
        "satisfaction": Filter(col(_D.satisfaction), Op.AMONG),
        "claimed": Filter(col(_D.claim_fen), Op.IS_SET),
        "paid": Filter(col(_D.paid_on), Op.IS_SET),
        "overdue": Filter(col(_D.overdue_at), Op.IS_SET),
        "missed": Filter(col(_D.missed_terms), Op.HAS),
        "raised_from": Filter(col(_D.raised_at), Op.AT_LEAST),
        "raised_before": Filter(col(_D.raised_at), Op.BEFORE),
    },
    sorts={"raised_at": col(_D.raised_at), "number": col(_D.number)},
)


PARTS: tuple[Part, ...] = (
    SEALS, AUTOPSIES, APPRAISALS, INSURANCE_CLAIMS, POLICE_CALLS, REPORTS, SESSIONS, ACCIDENT_APPLICATIONS,
)  # fmt: skip
"""Everything that may run beside a dispute's way."""


class DisputeRead(DisputeColumns):
    """A dispute as its reader sees it, with everything that runs beside its way. The patient and who claims stand here
    masked."""

    seals: list[SealRead]
    autopsies: list[AutopsyRead]
    appraisals: list[AppraisalRead]
    insurance_claims: list[InsuranceClaimRead]
    police_calls: list[PoliceCallRead]
    reports: list[DisputeReportRead]
    sessions: list[MediationSessionRead]
    accident_applications: list[AccidentApplicationRead]


async def _around(source: Source, row: Mapping[str, Any], me: Actor) -> dict[str, Any]:
    return await shown(PARTS, source, row, me)


DETAIL = Detail(
    Lane(
        _D,
        DisputeRead,
        extra={"organisation_name": _ABOUT.c.name, "authority_name": _AUTHORITY.c.name},
        join=_with_both,
        computed=frozenset({"clocks", "available_actions", "available_parts", *(part.key for part in PARTS)}),
        also=("registrar_organisation_id",),
    ),
    READ,
    DISPUTE,
    _around,
)
