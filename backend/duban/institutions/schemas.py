"""What comes in and goes out for institutions and their contacts."""

from datetime import date, datetime
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from duban.institutions.catalogues import focus_fields, institution_types
from duban.institutions.codes import canonical, check_uscc
from duban.institutions.enums import ContactRole, Designation, InstitutionStatus, Ownership
from duban.institutions.licences import Grade, Level, ProfitKind, check_rating, read_licence
from duban.kernel import clock
from duban.kernel.catalogues import Catalogue
from duban.kernel.errors import FieldError, Text
from duban.kernel.listing import ListQuery
from duban.kernel.regions import well_formed
from duban.kernel.resources import Schema


def complaint(fault: FieldError) -> PydanticCustomError:
    """A broken rule as pydantic wants it; the kernel turns it back into both languages."""
    return PydanticCustomError(fault.code, "{en}", {"zh": fault.text.zh, "en": fault.text.en})


def _canonical(value: Any) -> Any:
    return canonical(value) if isinstance(value, str) else value


def _well_formed_uscc(value: str) -> str:
    if fault := check_uscc(value):
        raise complaint(fault)
    return value


def _readable_licence(value: str) -> str:
    if fault := read_licence(value).fault:
        raise complaint(fault)
    return value


def _of(catalogue: Catalogue) -> AfterValidator:
    def check(value: str) -> str:
        entry = catalogue.called(value)
        if entry is None:
            raise complaint(
                FieldError(
                    "",
                    "unknown_code",
                    Text(
                        f"{catalogue.name.zh}中没有“{value[:40]}”，请从目录中选择。",
                        f"{catalogue.name.en} has no {value[:40]!r}. Take one of the list.",
                    ),
                )
            )
        return entry.code

    return AfterValidator(check)


def _not_in_the_future(value: date) -> date:
    if value > clock.today():
        raise complaint(
            FieldError("", "in_the_future", Text("日期不能晚于今天。", "The day cannot lie in the future."))
        )
    return value


Uscc = Annotated[
    str,
    BeforeValidator(_canonical),
    AfterValidator(_well_formed_uscc),
    Field(description="统一社会信用代码, GB 32100-2015; the check digit must fit", examples=["91350100M000100Y43"]),
]
Licence = Annotated[
    str,
    BeforeValidator(_canonical),
    AfterValidator(_readable_licence),
    Field(description="医疗机构登记号, WS 218-2002: 22 characters; other shapes are kept with a warning"),
]
Region = Annotated[
    str,
    Field(pattern=r"^\d{6}(\d{6})?$", description="GB/T 2260, 6 digits, or 12 with township and village"),
    AfterValidator(well_formed),
]
TypeCode = Annotated[str, _of(institution_types()), Field(description="Code or name of the catalogue institution_type")]
FieldCode = Annotated[str, _of(focus_fields()), Field(description="Code or name of the catalogue focus_field")]
Name = Annotated[str, Field(min_length=2, max_length=120)]
Count = Annotated[int, Field(ge=0, le=1_000_000)]
PastDay = Annotated[date, AfterValidator(_not_in_the_future)]
Reason = Annotated[str, Field(min_length=2, max_length=200, description="Why; kept in the journal")]
Phone = Annotated[str, Field(min_length=7, max_length=20, pattern=r"^\+?[0-9 ()-]+$", examples=["13800138000"])]


class _Registered(Schema):
    """What the registry says of an institution. A field left out stays as it is (when created: empty)."""

    licence_number: Licence | None = None
    aliases: list[Name] = Field([], max_length=20)
    types: list[TypeCode] = Field(
        [], max_length=30, description="What follows from level, ownership and designations is worked out, not taken"
    )
    level: Level = Level.UNRATED
    grade: Grade = Grade.UNRATED
    ownership: Ownership = Ownership.PUBLIC
    profit_kind: ProfitKind = ProfitKind.NON_PROFIT
    affiliation: str | None = Field(None, max_length=120)
    address: str | None = Field(None, max_length=200)
    fields: list[FieldCode] = Field([], max_length=40)
    designations: list[Designation] = Field([], max_length=2)
    beds: Count = 0
    staff: Count = 0
    medical_staff: Count = 0
    outpatients_per_day: Count = 0
    hotline: str | None = Field(None, max_length=40, description="The published number for complaints")
    complaint_place: str | None = Field(None, max_length=120, description="Where complaints are received")
    complaint_hours: str | None = Field(None, max_length=120)
    verified_on: PastDay | None = Field(None, description="Day of the last verification (校验)")

    @model_validator(mode="after")
    def _grade_fits_level(self) -> Self:
        both = {"level", "grade"} <= self.model_fields_set
        if both and (fault := check_rating(self.level, self.grade)):
            raise complaint(fault)
        return self


class InstitutionCreate(_Registered):
    """An institution to register, below an authority or at a node that it has already."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "uscc": "12990102MB12345679",
                    "name": "北城区第一医院",
                    "region_code": "990102",
                    "authority_id": "0192f5c4-7e2b-7c3a-9d7c-0a1b2c3d4e5f",
                }
            ]
        }
    )

    uscc: Uscc
    name: Name
    region_code: Region
    authority_id: UUID | None = Field(None, description="The health authority it sits below; a new node is made")
    organisation_id: UUID | None = Field(None, description="Instead: the node that it already has in the tree")

    @model_validator(mode="after")
    def _one_place(self) -> Self:
        if (self.authority_id is None) == (self.organisation_id is None):
            raise complaint(
                FieldError(
                    "",
                    "one_place_needed",
                    Text(
                        "请填写 authority_id（主管部门）或 organisation_id（已有机构节点）其中之一。",
                        "Give either authority_id (whom it sits below) or organisation_id (its node in the tree).",
                    ),
                )
            )
        return self


class InstitutionPatch(_Registered):
    name: Name = ""
    region_code: Region = ""


class InstitutionPut(_Registered):
    """What a machine knows of the institution with this credit code. Name, region and authority are needed once."""

    name: Name = ""
    region_code: Region = ""
    authority_id: UUID | None = Field(None, description="Whom a new institution sits below; default: your organisation")


class StatusIn(Schema):
    model_config = ConfigDict(json_schema_extra={"examples": [{"on": "2026-03-02", "reason": "停业整顿"}]})

    on: PastDay = Field(description="The first day on which it holds; not in the future")
    reason: Reason


class Warned(BaseModel):
    """A doubt that does not refuse the value."""

    code: str
    zh: str
    en: str


class InstitutionItem(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    organisation_id: UUID
    uscc: str
    name: str
    types: list[str]
    level: Level
    grade: Grade
    ownership: Ownership
    region_code: str
    beds: int
    status: InstitutionStatus
    version: int


class InstitutionRead(InstitutionItem):
    created_at: datetime
    updated_at: datetime
    licence_number: str | None
    licence_warnings: list[Warned]
    aliases: list[str]
    stated_types: list[str] = Field(description="What was stated; `types` adds what follows from other values")
    profit_kind: ProfitKind
    affiliation: str | None
    address: str | None
    fields: list[str]
    designations: list[str]
    staff: int
    medical_staff: int
    outpatients_per_day: int
    hotline: str | None
    complaint_place: str | None
    complaint_hours: str | None
    verified_on: date | None
    status_since: date | None = Field(description="The day on which the present status began, as far as known")


def _without_empty_pairs(value: Any) -> Any:
    """990100 means all of 9901: the pairs of zeros at the end name no unit (GB/T 2260)."""
    if isinstance(value, str) and len(value) in (6, 12):
        while len(value) > 2 and value.endswith("00"):
            value = value[:-2]
    return value


class InstitutionQuery(ListQuery):
    type: list[TypeCode] = Field([], description="Any of these codes is among its types")
    field: list[FieldCode] = Field([], description="Any of these fields is practised")
    level: list[Level] = Field([])
    grade: list[Grade] = Field([])
    ownership: list[Ownership] = Field([])
    status: list[InstitutionStatus] = Field([])
    region: Annotated[str, BeforeValidator(_without_empty_pairs)] | None = Field(
        None, pattern=r"^\d{2,12}$", description="GB/T 2260 code or its beginning: everything inside that region"
    )
    under: UUID | None = Field(None, description="This organisation and everything below it")
    uscc: str | None = Field(None, max_length=18, description="Exactly this credit code")
    beds_from: int | None = Field(None, ge=0, description="At least so many beds")
    sort: str = Field("-id", pattern="^-?(id|name|beds)$")


class Upserted(BaseModel):
    """What became of a `PUT`: 201 `created`, 200 `updated` with what differs, 200 `unchanged`."""

    outcome: Literal["created", "updated", "unchanged"]
    changes: dict[str, list[Any]] = Field(description="Field → [before, after]")
    institution: InstitutionRead


class ContactCreate(Schema):
    model_config = ConfigDict(json_schema_extra={"examples": [{"name": "李敏"}]})

    name: str = Field(min_length=1, max_length=60)
    role: ContactRole = ContactRole.LIAISON
    position: str | None = Field(None, max_length=60)
    phone: Phone | None = None


class ContactPatch(Schema):
    name: str = Field("", min_length=1, max_length=60)
    role: ContactRole = ContactRole.LIAISON
    position: str | None = Field(None, max_length=60)
    phone: Phone | None = None


class ContactRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    institution_id: UUID
    name: str
    role: ContactRole
    position: str | None
    phone_masked: str | None
    ended_on: date | None
    version: int


class ContactsRead(BaseModel):
    items: list[ContactRead]


class ContactEnd(Schema):
    model_config = ConfigDict(json_schema_extra={"examples": [{"on": "2026-03-02"}]})

    on: PastDay


class RevealIn(Schema):
    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "核实投诉，需电话联系"}]})

    reason: Reason


class Revealed(BaseModel):
    phone: str | None = Field(description="Null where none is known, and in the answer to a retry")
    forget_at: datetime = Field(description="Show it no longer than until this instant")


class VersionRead(BaseModel):
    """The registry as it stood in a span of time."""

    valid_from: datetime
    valid_to: datetime | None = Field(description="Exclusive; null: still")
    values: dict[str, Any]


class HistoryItem(BaseModel):
    id: UUID
    at: datetime
    actor_name: str
    action: str
    changes: dict[str, list[Any]] = Field(description="Field → [before, after]")
    reason: str | None


class HistoryPage(BaseModel):
    items: list[HistoryItem]
    next_cursor: str | None


class OverviewRead(BaseModel):
    """Everything about one institution in one answer; each part comes from the module that knows it."""

    institution: InstitutionRead
    contacts: list[ContactRead]
    parts: dict[str, dict[str, Any]] = Field(description="Part → its figures, such as open duties and tasks")
