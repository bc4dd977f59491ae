"""The one tree: health authorities, their sections, institutions and partner agencies.

An organisation's own row carries its ancestors, itself included, so that the same rule (`org_l<level> = id`) selects a
subtree of organisations and of everything they own.
"""

from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from duban.kernel.db import LEVELS, Scoped, choice_field, json_field, level_indexes
from duban.kernel.errors import FieldError, Invalid, Text


class OrganisationKind(StrEnum):
    """What an organisation is. `section` is a 股室 of the authority above it."""

    HEALTH_AUTHORITY = "health_authority"
    SECTION = "section"
    INSTITUTION = "institution"
    POLICE = "police"
    PROCURATORATE = "procuratorate"
    COURT = "court"
    DISCIPLINE = "discipline"
    MARKET_REGULATION = "market_regulation"
    MEDICAL_INSURANCE = "medical_insurance"
    JUSTICE = "justice"
    PUBLICITY = "publicity"
    CIVIL_AFFAIRS = "civil_affairs"
    MEDIATION_COMMITTEE = "mediation_committee"
    INSURER = "insurer"
    OTHER_AGENCY = "other_agency"


class Organisation(Scoped, table=True):
    """One node of the tree. Nothing is deleted: a closed organisation keeps its rows and its day of closure."""

    __tablename__ = "organisation"
    __table_args__ = (UniqueConstraint("parent_id", "name"), *level_indexes("organisation", "kind", "id"))

    name: str = Field(max_length=120, index=True)
    short_name: str | None = Field(default=None, max_length=40)
    kind: OrganisationKind = choice_field(OrganisationKind, nullable=False)
    code: str | None = Field(default=None, max_length=60, unique=True)
    region_code: str | None = Field(default=None, max_length=12, index=True)
    parent_id: UUID | None = Field(default=None, foreign_key="organisation.id", index=True)
    level: int = Field(default=1)
    aliases: list[str] = json_field(default_factory=list)
    closed_on: date | None = Field(default=None)

    @property
    def label(self) -> str:
        return self.name

    @property
    def organisation_id(self) -> UUID:
        """An organisation belongs to itself; lets kernel functions treat it like any owned row."""
        return self.id

    def sit_below(self, parent: "Organisation | None") -> None:
        """Take the place below `parent` (None: a root). Raises Invalid where the tree would grow too deep."""
        if parent is None:
            ancestors: tuple[UUID, ...] = ()
        else:
            ancestors = tuple(level for level in parent.levels() if level is not None)
        if len(ancestors) >= LEVELS:
            text = Text(
                "机构树最多 {depth} 级，请选择更高一级的上级机构。",
                "The tree has at most {depth} levels. Choose a parent further up.",
            ).format(depth=LEVELS)
            raise Invalid("tree_too_deep", text, [FieldError("/parent_id", "tree_too_deep", text)])
        path = (*ancestors, self.id)
        self.parent_id = parent.id if parent else None
        self.level = len(path)
        for level in range(1, LEVELS + 1):
            setattr(self, f"org_l{level}", path[level - 1] if level <= len(path) else None)
