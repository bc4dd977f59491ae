"""The code lists that plans speak in: institution types, agencies, sections, stages, kinds of report, fields, units.

Two of them belong to the registry of institutions and are read from there. This module must not know what a plan does
with a code.
"""

from duban.institutions.catalogues import NAMES as OF_INSTITUTIONS
from duban.institutions.catalogues import PACKAGE as INSTITUTIONS
from duban.kernel.catalogues import Catalogue, Entry, shipped
from duban.kernel.errors import Text

__all__ = ["NAMES", "Catalogue", "Entry", "catalogue", "party_name"]

NAMES = (
    "institution_type",
    "agency",
    "section",
    "campaign_stage",
    "report_kind",
    "accountability_kind",
    "focus_field",
    "unit",
)


def catalogue(name: str) -> Catalogue:
    """The shipped catalogue `name` (one of `NAMES`). Raises `KeyError` for another name."""
    if name not in NAMES:
        raise KeyError(name)
    return shipped(INSTITUTIONS if name in OF_INSTITUTIONS else "duban.campaigns", name)


def party_name(code: str) -> Text | None:
    """What a party of a plan is called: a section, an agency or a type of institution; None for an unknown code."""
    for name in ("section", "agency", "institution_type"):
        entry = catalogue(name).get(code)
        if entry is not None:
            return entry.name
    return None
