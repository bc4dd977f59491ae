"""Tables of people, machines, their roles, sessions and keys. Secrets are here as hashes or encrypted, never plain."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from duban.kernel.db import OrgOwned, Row, choice_field, instant_field, json_field, level_indexes, text_field
from duban.orgs.rules import ADMINISTRATORS, Role

_OPEN = text("ended_at IS NULL")
_OPEN_ADMINISTRATION = text(
    f"ended_at IS NULL AND role IN ({', '.join(repr(role.value) for role in sorted(ADMINISTRATORS))})"
)


class AppUser(OrgOwned, table=True):
    """A person's account. `organisation_id` is home: where the person works, not what they may do."""

    __tablename__ = "app_user"
    __table_args__ = (*level_indexes("app_user", "id"),)
    noun: ClassVar[str] = "user"

    username: str = Field(max_length=32, unique=True)
    display_name: str = Field(max_length=60)
    phone_encrypted: str | None = text_field(default=None)
    phone_index: str | None = Field(default=None, max_length=64, index=True)
    phone_masked: str | None = Field(default=None, max_length=20)
    active: bool = Field(default=True)

    password_hash: str = Field(max_length=200)
    password_changed_at: datetime = instant_field(nullable=False)
    must_change_password: bool = Field(default=True)
    failed_count: int = Field(default=0)
    locked_until: datetime | None = instant_field(default=None)

    totp_secret_encrypted: str | None = text_field(default=None)
    totp_confirmed_at: datetime | None = instant_field(default=None)
    totp_last_counter: int | None = Field(default=None)
    recovery_digests: list[str] = json_field(default_factory=list)

    @property
    def label(self) -> str:
        return f"{self.display_name} ({self.username})"


class RoleGrant(OrgOwned, table=True):
    """`user` holds `role` at `organisation`, from `granted_at` to `ended_at`. Rows are ended, never deleted."""

    __tablename__ = "role_grant"
    __table_args__ = (
        Index(
            "uq_role_grant_open",
            "user_id",
            "organisation_id",
            "role",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        # Two administrations in one hand are refused by the database itself, whichever way the rows came in.
        Index(
            "uq_role_grant_one_administration",
            "user_id",
            unique=True,
            sqlite_where=_OPEN_ADMINISTRATION,
            postgresql_where=_OPEN_ADMINISTRATION,
        ),
        *level_indexes("role_grant", "id"),
    )

    user_id: UUID = Field(foreign_key="app_user.id", index=True)
    role: Role = choice_field(Role, nullable=False)
    granted_by_id: UUID
    granted_by_name: str = Field(max_length=120)
    granted_at: datetime = instant_field(nullable=False)
    ended_at: datetime | None = instant_field(default=None)
    ended_by_id: UUID | None = None

    @property
    def label(self) -> str:
        return self.role.value


class Recusal(OrgOwned, table=True):
    """`user` must not touch a matter, or anything of an organisation, from `starts_at` to before `ends_at` (回避).

    It lies where the person works. `subject_type` "organisation": everything that `subject_id` and those below it own.
    Rows are ended, never deleted.
    """

    __tablename__ = "recusal"
    __table_args__ = (*level_indexes("recusal", "id"),)

    user_id: UUID = Field(foreign_key="app_user.id", index=True)
    subject_type: str = Field(max_length=40)
    subject_id: UUID
    subject_label: str = Field(max_length=200)
    reason: str = Field(max_length=200)
    starts_at: datetime = instant_field(nullable=False)
    ends_at: datetime | None = instant_field(default=None)
    declared_by_id: UUID
    declared_by_name: str = Field(max_length=120)
    ended_by_id: UUID | None = None
    ended_by_name: str | None = Field(default=None, max_length=120)

    @property
    def label(self) -> str:
        return self.subject_label


class ApiClient(OrgOwned, table=True):
    """A machine that acts for one organisation. The secret has 256 random bits, so a plain SHA-256 keeps it safe."""

    __tablename__ = "api_client"
    __table_args__ = (*level_indexes("api_client", "id"),)

    client_id: str = Field(max_length=40, unique=True)
    name: str = Field(max_length=80)
    scopes: list[str] = json_field(default_factory=list)
    secret_digest: str = Field(max_length=64)
    previous_digest: str | None = Field(default=None, max_length=64)
    previous_until: datetime | None = instant_field(default=None)
    active: bool = Field(default=True)

    @property
    def label(self) -> str:
        return f"{self.name} ({self.client_id})"


class EndReason(StrEnum):
    """Why a session is over. `reused`: a refresh token came twice, so one of the two who hold it stole it."""

    SIGNED_OUT = "signed_out"
    ENDED = "ended"
    IDLE = "idle"
    EXPIRED = "expired"
    REUSED = "reused"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - a word, no secret
    DEACTIVATED = "deactivated"


class AuthSession(OrgOwned, table=True):
    """One sign-in of a person or a machine, from its start to its end. Access tokens name it."""

    __tablename__ = "auth_session"
    __table_args__ = (
        CheckConstraint("(user_id IS NULL) <> (client_id IS NULL)", name="one_holder"),
        *level_indexes("auth_session", "id"),
    )
    noun: ClassVar[str] = "session"

    user_id: UUID | None = Field(default=None, foreign_key="app_user.id", index=True)
    client_id: UUID | None = Field(default=None, foreign_key="api_client.id", index=True)
    holder_name: str = Field(max_length=120)
    scopes: list[str] | None = json_field(default=None, nullable=True)
    started_at: datetime = instant_field(nullable=False)
    last_used_at: datetime = instant_field(nullable=False)
    expires_at: datetime = instant_field(nullable=False, index=True)
    ended_at: datetime | None = instant_field(default=None)
    ended_reason: EndReason | None = choice_field(EndReason, default=None)
    user_agent: str | None = Field(default=None, max_length=200)
    ip: str | None = Field(default=None, max_length=45)

    @property
    def label(self) -> str:
        return self.holder_name


class RefreshToken(Row, table=True):
    """One link of a session's chain of refresh tokens. Only the digest is kept; a token works once."""

    __tablename__ = "refresh_token"

    session_id: UUID = Field(foreign_key="auth_session.id", index=True)
    digest: str = Field(max_length=64, unique=True)
    used_at: datetime | None = instant_field(default=None)
    replaced_by_id: UUID | None = Field(default=None, foreign_key="refresh_token.id")


class SigningKeyRow(Row, table=True):
    """A key pair that signs tokens and manifests. The private half is encrypted and goes when the key retires; the
    public half stays for ever, or old manifests could not be verified."""

    __tablename__ = "signing_key"

    kid: str = Field(max_length=64, unique=True)
    private_pem_encrypted: str | None = text_field(default=None)
    public_jwk: dict[str, str] = json_field(nullable=False)
    made_at: datetime = instant_field(nullable=False)
    retired_at: datetime | None = instant_field(default=None)

    @property
    def label(self) -> str:
        return self.kid


class SignInCounter(Row, table=True):
    """Attempts to sign in, counted for one key: a keyed digest of an address, of a name at an address, or of a name
    that belongs to nobody (which locks like one that does, so that locking tells nothing)."""

    __tablename__ = "sign_in_counter"

    key: str = Field(max_length=64, unique=True)
    counted: int
    since: datetime = instant_field(nullable=False, index=True)
    locked_until: datetime | None = instant_field(default=None)
