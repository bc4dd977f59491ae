"""What the registry says already of who owes a form: a start for its figures, which whoever reports may correct."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Uuid, bindparam, select
from sqlmodel import col

from duban.campaigns.forms import Form
from duban.institutions.models import Institution
from duban.kernel.lane import Statement

KNOWN: dict[str, Any] = {
    "staff": col(Institution.staff),
    "medical_staff_on_duty": col(Institution.medical_staff),
    "beds": col(Institution.beds),
    "mean_daily_outpatients": col(Institution.outpatients_per_day),
    "level": col(Institution.level),
}
"""Indicator code → the registry's column. A code means the same in every form."""


def registered() -> Statement:
    """The registry's figures of the organisation bound, under the indicators' codes."""
    wanted = [column.label(code) for code, column in KNOWN.items()]
    return select(*wanted).where(col(Institution.organisation_id) == bindparam("_owner", type_=Uuid()))


def prefilled(form: Form, row: Mapping[str, Any]) -> dict[str, Any]:
    """Those figures of `row` that `form` asks for; nought is what nobody entered yet."""
    asked = form.by_code()
    return {code: value for code, value in row.items() if code in asked and value}
