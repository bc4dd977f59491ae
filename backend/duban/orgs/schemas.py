"""What comes in and goes out for people, roles, machines, sessions and organisations."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from duban.kernel.listing import ListQuery
from duban.kernel.organisations import OrganisationKind
from duban.kernel.regions import well_formed
from duban.kernel.resources import Schema
from duban.orgs.rules import USERNAME, Role

Username = Annotated[
    str,
    Field(pattern=USERNAME, description="3 to 32 small letters, digits and . _ -", examples=["li.na"]),
]
Phone = Annotated[str, Field(min_length=7, max_length=20, pattern=r"^\+?[0-9 ()-]+$", examples=["13800138000"])]
Password = Annotated[str, StringConstraints(strip_whitespace=False, min_length=1, max_length=256)]
"""Taken as typed: what `Schema` does to other text must not be done to a password."""

Reason = Annotated[str, Field(min_length=2, max_length=200, description="Why; kept in the journal")]
Region = Annotated[
    str,
    Field(pattern=r"^[0-9]{6}([0-9]{6})?$", description="GB/T 2260 code, 6 or 12 digits"),
    AfterValidator(well_formed),
]


class Read(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class TokenRead(Read):
    """RFC 6749 §5.1, and what the web pages need to know at once."""

    access_token: str
    token_type: Literal["Bearer"]
    expires_in: int = Field(description="Life of the access token, in seconds")
    refresh_token: str | None = Field(description="Works once, for the next pair of tokens; null for machines")
    scope: str | None = Field(description="What a machine's token may do, separated by blanks; null for people")
    session_id: UUID
    session_expires_at: datetime = Field(description="No refresh goes beyond this instant")
    limited_to: str | None = Field(
        description="`password_change_required`, `password_expired` or `second_factor_enrolment_required`: until that "
        "is done, everything else answers 403 with this code"
    )


class PasswordChange(Schema):
    model_config = ConfigDict(
        json_schema_extra={"examples": [{"current_password": "Old-Bridge-7", "new_password": "New-River-28"}]}
    )

    current_password: Password
    new_password: Password


class SecondFactorStart(Schema):
    model_config = ConfigDict(json_schema_extra={"examples": [{"password": "Old-Bridge-7"}]})

    password: Password


class SecondFactorSecret(Read):
    secret: str | None = Field(description="For typing by hand; shown once")
    provisioning_uri: str | None = Field(description="`otpauth://…` for a QR code; contains the secret")


class CodeIn(Schema):
    model_config = ConfigDict(json_schema_extra={"examples": [{"code": "492039"}]})

    code: str = Field(min_length=6, max_length=10, description="Six digits from the authenticator app")


class RecoveryCodes(Read):
    recovery_codes: list[str] = Field(description="Ten codes for a lost phone, each works once; shown once")


class SecondFactorEnd(Schema):
    model_config = ConfigDict(json_schema_extra={"examples": [{"password": "Old-Bridge-7", "code": "492039"}]})

    password: Password
    code: str = Field(min_length=6, max_length=30, description="From the authenticator app, or a recovery code")


class SessionRead(Read):
    id: UUID
    holder_name: str
    started_at: datetime
    last_used_at: datetime = Field(description="To the minute")
    expires_at: datetime
    ended_at: datetime | None
    ended_reason: str | None
    user_agent: str | None
    ip: str | None


class OwnSession(SessionRead):
    current: bool = Field(description="The session of this very request")


class OwnSessions(Read):
    items: list[OwnSession]


class SessionQuery(ListQuery):
    user_id: UUID | None = Field(None, description="One person's")
    client_id: UUID | None = Field(None, description="One machine's (its `id`, not its `client_id`)")
    ended: bool | None = Field(None, description="False: only open ones; an idle one counts as open until swept")


class RoleHeld(Read):
    role: Role
    organisation_id: UUID
    organisation_name: str


class UserItem(Read):
    id: UUID
    username: str
    display_name: str
    organisation_id: UUID
    organisation_name: str
    phone_masked: str | None
    active: bool
    locked_until: datetime | None
    must_change_password: bool
    has_second_factor: bool
    version: int
    roles: list[RoleHeld]


class UserQuery(ListQuery):
    organisation_id: UUID | None = Field(None, description="Home is exactly this organisation")
    under: UUID | None = Field(None, description="Home is this organisation or below it")
    active: bool | None = None
    username: str | None = Field(None, max_length=32)
    phone: str | None = Field(None, max_length=20, description="The whole number; found without being shown")
    sort: str = Field("-id", pattern="^-?(id|username)$")


class GrantRead(Read):
    id: UUID
    user_id: UUID
    username: str
    display_name: str
    role: Role
    organisation_id: UUID
    organisation_name: str
    granted_by_name: str
    granted_at: datetime
    ended_at: datetime | None
    version: int


class GrantQuery(ListQuery):
    user_id: UUID | None = None
    role: list[Role] = Field([])
    organisation_id: UUID | None = None
    ended: bool | None = Field(None, description="False: only roles held now")


class UserRead(Read):
    id: UUID
    version: int
    created_at: datetime
    updated_at: datetime
    username: str
    display_name: str
    organisation_id: UUID
    organisation_name: str
    phone_masked: str | None
    active: bool
    locked_until: datetime | None
    must_change_password: bool
    password_changed_at: datetime
    has_second_factor: bool
    grants: list[GrantRead] = Field(description="Every role ever held, the newest first")


class UserCreate(Schema):
    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "organisation_id": "0192f5c4-7e2b-7c3a-9d7c-0a1b2c3d4e5f",
                    "username": "zhang.wei",
                    "display_name": "张维",
                }
            ]
        }
    )

    organisation_id: UUID = Field(description="Home")
    username: Username
    display_name: str = Field(min_length=1, max_length=60)
    phone: Phone | None = None
    password: Password | None = Field(None, description="Absent: one is made up and shown once")


class UserPatch(Schema):
    display_name: str = Field("", min_length=1, max_length=60)
    phone: Phone | None = None
    organisation_id: UUID | None = Field(None, description="A new home; roles stay until they are ended")


class UserCreated(UserRead):
    initial_password: str | None = Field(description="Shown once; null when you set it yourself")


class ReasonIn(Schema):
    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "人员调离"}]})

    reason: Reason


class ResetIn(Schema):
    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "本人忘记密码"}]})

    reason: Reason
    password: Password | None = Field(None, description="Absent: one is made up and shown once")


class ResetRead(Read):
    initial_password: str | None


class PhoneRead(Read):
    phone: str | None


class GrantIn(Schema):
    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "role": "case_handler",
                    "organisation_id": "0192f5c4-7e2b-7c3a-9d7c-0a1b2c3d4e5f",
                    "reason": "岗位任命",
                }
            ]
        }
    )

    role: Role
    organisation_id: UUID
    reason: Reason


class Named(Read):
    code: str
    zh: str
    en: str


class RoleRead(Named):
    permissions: list[str]
    kinds: list[str] = Field(description="Kinds of organisations that may have people in this role")
    excludes: list[Role] = Field(description="Roles that the same person cannot hold as well")


class RolesRead(Read):
    roles: list[RoleRead]
    permissions: list[Named]
    scopes: dict[str, list[str]] = Field(description="What a machine may be given, by its organisation's kind")


class ClientItem(Read):
    id: UUID
    client_id: str
    name: str
    organisation_id: UUID
    organisation_name: str
    active: bool
    previous_until: datetime | None = Field(description="Until when the secret before still works")
    created_at: datetime
    version: int


class ClientRead(ClientItem):
    updated_at: datetime
    scopes: list[str]


class ClientCreated(ClientRead):
    client_secret: str | None = Field(description="Shown once")


class ClientCreate(Schema):
    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "organisation_id": "0192f5c4-7e2b-7c3a-9d7c-0a1b2c3d4e5f",
                    "name": "北城医院投诉系统",
                    "scopes": ["duty.read"],
                }
            ]
        }
    )

    organisation_id: UUID
    name: str = Field(min_length=1, max_length=80)
    scopes: list[str] = Field(min_length=1, max_length=40)


class ClientPatch(Schema):
    name: str = Field("", min_length=1, max_length=80)
    scopes: list[str] = Field([], min_length=1, max_length=40)


class ClientQuery(ListQuery):
    organisation_id: UUID | None = None
    under: UUID | None = None
    active: bool | None = None


class RotateIn(Schema):
    overlap_hours: int = Field(24, ge=0, le=168, description="How long the old secret still works")


class OrganisationItem(Read):
    id: UUID
    name: str
    short_name: str | None
    kind: OrganisationKind
    code: str | None
    region_code: str | None
    parent_id: UUID | None
    level: int
    closed_on: date | None
    has_children: bool
    version: int


class OrganisationRead(OrganisationItem):
    created_at: datetime
    updated_at: datetime
    aliases: list[str]
    path: list[Named] = Field(description="From the root down to it; `code` is the id")


class OrganisationQuery(ListQuery):
    parent_id: UUID | None = Field(None, description="Directly below this one")
    under: UUID | None = Field(None, description="This one and everything below it")
    kind: list[OrganisationKind] = Field([])
    region: str | None = Field(None, max_length=12, description="GB/T 2260 code, exactly")
    closed: bool | None = None
    sort: str = Field("id", pattern="^-?(id|name)$")


class ChildrenQuery(ListQuery):
    kind: list[OrganisationKind] = Field([])
    closed: bool | None = None
    sort: str = Field("name", pattern="^-?(id|name)$")


class OrganisationCreate(Schema):
    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"parent_id": "0192f5c4-7e2b-7c3a-9d7c-0a1b2c3d4e5f", "name": "医政医管股", "kind": "section"}]
        }
    )

    parent_id: UUID
    name: str = Field(min_length=2, max_length=120)
    short_name: str | None = Field(None, min_length=1, max_length=40)
    kind: OrganisationKind
    code: str | None = Field(None, min_length=1, max_length=60, description="Unique, such as the credit code")
    region_code: Region | None = None
    aliases: list[Annotated[str, Field(min_length=1, max_length=120)]] = Field([], max_length=20)


class OrganisationPatch(Schema):
    name: str = Field("", min_length=2, max_length=120)
    short_name: str | None = Field(None, min_length=1, max_length=40)
    code: str | None = Field(None, min_length=1, max_length=60)
    region_code: Region | None = None
    aliases: list[Annotated[str, Field(min_length=1, max_length=120)]] = Field([], max_length=20)


class CloseIn(Schema):
    model_config = ConfigDict(json_schema_extra={"examples": [{"closed_on": "2026-03-31", "reason": "机构合并"}]})

    closed_on: date = Field(description="Its last day was the one before; not in the future")
    reason: Reason


class MoveIn(Schema):
    model_config = ConfigDict(
        json_schema_extra={"examples": [{"parent_id": "0192f5c4-7e2b-7c3a-9d7c-0a1b2c3d4e5f", "reason": "区划调整"}]}
    )

    parent_id: UUID = Field(description="The organisation to sit below")
    reason: Reason


class Choice(Read):
    """An organisation one may act for: send its id as `Duban-Acting-For`."""

    organisation_id: UUID
    name: str
    kind: OrganisationKind
    roles: list[Role]


class MyOrganisation(Read):
    id: UUID
    name: str
    kind: OrganisationKind
    level: int
    region_code: str | None


class ClientSettings(Read):
    """What the web pages need to know of this installation."""

    environment: str
    demo: bool
    version: str
    region: str
    idle_minutes: int
    access_token_minutes: int
    max_upload_bytes: int
    allowed_media_types: list[str]
    password_min_length: int
    password_min_kinds: int


class MeRead(Read):
    id: UUID
    kind: str
    name: str
    username: str | None
    organisation: MyOrganisation
    section_id: UUID | None
    roles: list[Named]
    permissions: list[str]
    acting_choices: list[Choice]
    session_id: UUID | None
    limited_to: str | None = Field(description="As in the token's answer")
    has_second_factor: bool
    recovery_codes_left: int
    password_expires_at: datetime | None
    settings: ClientSettings
