"""Which attributes an institution has because of its other values: level, ownership, designations, kind.

A plan's population ("level 2 and above", "public hospitals") is one membership test on the codes stored with the row,
so what follows from other columns is worked out here, whenever one of them changes. Pure functions; no table.
"""

from collections.abc import Collection, Iterable

from duban.institutions.catalogues import institution_types
from duban.institutions.enums import Designation, Ownership
from duban.institutions.licences import Level

FOLLOWING = frozenset(
    {
        "medical_institution",
        "level2_or_above",
        "public_hospital",
        "private_institution",
        "grassroots_institution",
        "insurance_designated",
        "treatment_designated",
    }
)
"""Codes that are worked out and cannot be stated: they come and go with the values they follow from."""

_HOSPITALS = frozenset(
    {"hospital", "county_hospital", "public_hospital_county_or_above", "tcm_hospital", "mongolian_medicine_hospital"}
)

# What the health statistics call 基层医疗卫生机构 (卫生健康统计公报, notes on indicators).
_GRASSROOTS = frozenset(
    {
        "township_health_centre",
        "village_clinic",
        "community_health_centre",
        "community_health_station",
        "outpatient_department",
        "clinic",
    }
)

# The same notes: 公立医院 are state-owned or collective by registration, all others are 民营医院.
_PUBLIC = frozenset({Ownership.PUBLIC, Ownership.COLLECTIVE})


def stated(codes: Iterable[str]) -> list[str]:
    """`codes` without those that are worked out, each once, in the catalogue's order."""
    given = set(codes) - FOLLOWING
    return [code for code in institution_types().codes() if code in given]


def with_following(
    codes: Iterable[str], *, level: Level, ownership: Ownership, designations: Collection[str]
) -> list[str]:
    """The stated `codes` and everything that follows, in the catalogue's order."""
    found = set(stated(codes))
    if not found or found != {"cdc"}:
        found.add("medical_institution")  # a centre for disease control treats nobody (医疗机构管理条例实施细则 art. 3)
    if found & _HOSPITALS:
        found.add("hospital")
        if ownership in _PUBLIC:
            found.add("public_hospital")
    if level in (Level.SECOND, Level.THIRD):
        found.add("level2_or_above")
    if ownership not in _PUBLIC:
        found.add("private_institution")
    if found & _GRASSROOTS:
        found.add("grassroots_institution")
    if Designation.MEDICAL_INSURANCE in designations:
        found.add("insurance_designated")
    if Designation.TREATMENT in designations:
        found.add("treatment_designated")
    return [code for code in institution_types().codes() if code in found]
