"""Tables of the registry: what each institution is, today and on any day before, and whom to call there."""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from duban.institutions.enums import ContactRole, InstitutionStatus, Ownership
from duban.institutions.licences import Grade, Level, ProfitKind
from duban.kernel.db import OrgOwned, choice_field, instant_field, json_field, level_indexes, text_field
from duban.kernel.ids import new_id

__all__ = ["Institution", "InstitutionContact", "InstitutionStatus", "InstitutionVersion"]


class Institution(OrgOwned, table=True):
    """One institution's registry entry; `organisation_id` is its own node of the tree.

    `stated_types` are the codes of the catalogue `institution_type` that somebody stated; `types` has those that follow
    from other columns as well (level 2 and above, public, private), so that a plan's population is one membership test.
    """

    __tablename__ = "institution"
    __table_args__ = (
        UniqueConstraint("organisation_id"),
        UniqueConstraint("uscc"),
        CheckConstraint("length(uscc) = 18", name="uscc_length"),
        CheckConstraint("beds >= 0 AND staff >= 0 AND medical_staff >= 0 AND outpatients_per_day >= 0", name="counts"),
        Index("ix_institution_types", "types", postgresql_using="gin").ddl_if(dialect="postgresql"),
        *level_indexes("institution", "status", "id"),
        *level_indexes("institution", "name", "id"),
    )

    uscc: str = Field(max_length=18)
    licence_number: str | None = Field(default=None, max_length=30)
    licence_warnings: list[dict[str, str]] = json_field(default_factory=list)
    name: str = Field(max_length=120)
    aliases: list[str] = json_field(default_factory=list)
    stated_types: list[str] = json_field(default_factory=list)
    types: list[str] = json_field(default_factory=list)
    level: Level = choice_field(Level, default=Level.UNRATED, nullable=False)
    grade: Grade = choice_field(Grade, default=Grade.UNRATED, nullable=False)
    ownership: Ownership = choice_field(Ownership, default=Ownership.PUBLIC, nullable=False)
    profit_kind: ProfitKind = choice_field(ProfitKind, default=ProfitKind.NON_PROFIT, nullable=False)
    affiliation: str | None = Field(default=None, max_length=120)
    region_code: str = Field(max_length=12, index=True)
    address: str | None = Field(default=None, max_length=200)
    fields: list[str] = json_field(default_factory=list)
    designations: list[str] = json_field(default_factory=list)
    beds: int = 0
    staff: int = 0
    medical_staff: int = 0
    outpatients_per_day: int = 0
    hotline: str | None = Field(default=None, max_length=40)
    complaint_place: str | None = Field(default=None, max_length=120)
    complaint_hours: str | None = Field(default=None, max_length=120)
    verified_on: date | None = None
    status: InstitutionStatus = choice_field(InstitutionStatus, default=InstitutionStatus.ACTIVE, nullable=False)
    status_since: date | None = None

    @property
    def label(self) -> str:
        return self.name


class InstitutionVersion(SQLModel, table=True):
    """The registry's values as they stood from `valid_from` until `valid_to` (exclusive; None: still)."""

    __tablename__ = "institution_version"
    __table_args__ = (UniqueConstraint("institution_id", "valid_from"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    institution_id: UUID = Field(foreign_key="institution.id")
    valid_from: datetime = instant_field(nullable=False)
    valid_to: datetime | None = instant_field(default=None)
    values: dict[str, Any] = json_field(default_factory=dict)


class InstitutionContact(OrgOwned, table=True):
    """A contact of an institution (联络员). The telephone number is protected: encrypted, findable, masked."""

    __tablename__ = "institution_contact"
    __table_args__ = (Index("ix_institution_contact_institution", "institution_id", "id"),)
    noun: ClassVar[str] = "institution_contact"

    institution_id: UUID = Field(foreign_key="institution.id")
    name: str = Field(max_length=60)
    role: ContactRole = choice_field(ContactRole, default=ContactRole.LIAISON, nullable=False)
    position: str | None = Field(default=None, max_length=60)
    phone_encrypted: str | None = text_field(default=None)
    phone_index: str | None = Field(default=None, max_length=64, index=True)
    phone_masked: str | None = Field(default=None, max_length=20)
    ended_on: date | None = None

    @property
    def label(self) -> str:
        return self.name
