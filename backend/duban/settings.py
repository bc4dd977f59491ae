"""Every setting of a running Duban, read once from the environment (`DUBAN_*`) and never changed afterwards.

`load_settings()` is the door: it reads, checks and caches. What the law leaves open per region is a setting too, but it
is a row of the database: here is only what belongs to the installation. This module knows no other module of Duban.
`docs/settings.md` is generated from the fields and their docstrings, so a docstring gives meaning and unit.
"""

import base64
import binascii
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict, SettingsError
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

PREFIX = "DUBAN_"
DEMO_SECRET_KEY = "duban-demo-secret-key-which-production-refuses"  # noqa: S105 - public on purpose, refused in production
DEMO_PASSWORD = "duban-demo-2026"  # noqa: S105 - printed at start, refused in production
SECRET_KEY_MIN_LENGTH = 32
SECRET_KEY_FIX = "Set it to a random text of your own, such as from `openssl rand -base64 48`."  # noqa: S105 - advice
FIELD_KEYS_FIX = (
    """Set it to {"2026-01": "<output of `openssl rand -base64 32`>"} and keep a copy apart from backups."""
)
FIELD_KEY_BYTES = 32
"""AES-256 takes keys of exactly 32 bytes."""

ROLES_WITH_SECOND_FACTOR = ("system_admin", "security_admin", "audit_admin", "chief")
MEDIA_TYPES = (
    "application/pdf",
    "application/msword",
    "application/vnd.ms-excel",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "image/jpeg",
    "image/png",
    "image/webp",
    "image/heic",
    "audio/mpeg",
    "audio/mp4",
    "audio/x-wav",
    "video/mp4",
    "video/quicktime",
    "text/csv",
    "text/plain",
)

ENGINES = {"sqlite": "sqlite", "postgresql": "postgresql", "postgres": "postgresql"}
DATABASE_FORMS = "sqlite:///file or postgresql://user:password@host:5432/name"

Names = Annotated[tuple[str, ...], NoDecode]
"""Several words in one variable, separated by commas."""


class Settings(BaseSettings):
    """Where and how this installation runs. Frozen: a change of a setting is a restart."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        frozen=True,
        extra="ignore",
        env_ignore_empty=True,
        hide_input_in_errors=True,
        use_attribute_docstrings=True,
    )

    environment: Literal["demo", "development", "production"] = "demo"
    """What this installation is for. `demo` may load invented data and says so on every screen; `development` is for
    working on the code; `production` refuses to start with unsafe settings."""

    public_url: str = Field(default="http://127.0.0.1:8000", pattern=r"^https?://[^/\s]+(/[^\s]*)?$")
    """Address under which people and machines reach this installation, without a slash at the end. It is the issuer of
    tokens and the base of links in exports and webhooks."""

    host: str = "127.0.0.1"
    """Network address on which `duban serve` listens."""

    port: int = Field(default=8000, ge=1, le=65535)
    """TCP port on which `duban serve` listens."""

    api_processes: int = Field(default=1, ge=1, le=64)
    """Number of API processes that `duban serve` starts. More than one needs PostgreSQL."""

    forwarded_allow_ips: str = "127.0.0.1"
    """Addresses of the reverse proxies whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed, separated by
    commas; `*` believes everybody and is right only where nothing but the proxy can reach the API."""

    cors_origins: Names = ()
    """Other web origins whose pages may call the API, separated by commas. Empty: only pages of this installation."""

    spa_dir: Path = Path("frontend/dist")
    """Folder with the built web pages, served by the API process when the folder exists."""

    region: str = Field(default="100000", pattern=r"^\d{6}$")
    """GB/T 2260 code of the region whose regional values (terms, quotas) apply where no organisation says otherwise.
    `100000` is the whole country."""

    invented_regions: bool = Field(default_factory=lambda data: data["environment"] != "production")
    """Whether organisations may lie in invented regions, whose codes begin with `99` (no province's do): for demo,
    training and tests."""

    data_dir: Path = Path("var")
    """Folder for everything that this machine keeps: the embedded database and, by default, attachments."""

    database_url: str = Field(default_factory=lambda data: f"sqlite:///{data['data_dir'] / 'duban.sqlite'}", repr=False)
    """Database: `sqlite:///path/to/file` (embedded, one API process) or `postgresql://user:password@host:5432/name`
    (PostgreSQL 15 or newer; `sslmode` is understood)."""

    pool_size: int = Field(default=8, ge=1, le=64)
    """Database connections of each process. Requests beyond that wait in line; nothing overflows."""

    lock_timeout_ms: int = Field(default=20_000, ge=0, le=600_000)
    """How long a statement waits for a row that somebody else is changing before it is refused as busy, in
    milliseconds (PostgreSQL). 0: for ever."""

    statement_timeout_ms: int = Field(default=0, ge=0, le=3_600_000)
    """Longest run of one statement of the API processes, in milliseconds (PostgreSQL); workers have no such limit.
    0: none."""

    max_body_bytes: int = Field(default=2 * 1024 * 1024, ge=64 * 1024, le=1024**3)
    """Largest accepted request body, in bytes, inclusive, where no file is sent. Attachments and imports have
    `DUBAN_MAX_UPLOAD_BYTES`."""

    object_store_url: str = Field(
        default_factory=lambda data: (data["data_dir"] / "objects").absolute().as_uri(),
        pattern=r"^(file|s3|memory)://",
    )
    """Where attachments are kept: a folder as `file:///path`, or an S3-compatible bucket as `s3://bucket/prefix` with
    the usual `AWS_*` variables for address and credentials."""

    max_upload_bytes: int = Field(default=50 * 1024 * 1024, ge=1024, le=5 * 1024**3)
    """Largest accepted attachment, in bytes, inclusive."""

    allowed_media_types: Names = MEDIA_TYPES
    """Media types accepted as attachments, recognised by content and not by file name, separated by commas."""

    secret_key: SecretStr = SecretStr(DEMO_SECRET_KEY)
    """Root secret, at least 32 characters. Blind indexes, receipt codes and idempotency digests are keyed by keys
    derived from it; after a change, existing rows are no longer found by their blind indexes."""

    field_keys: dict[str, SecretStr] = {}
    """Keys of protected fields: a JSON object from key id to base64 of 32 bytes, the newest first. The first encrypts,
    all decrypt. Empty outside production: one key derived from the root secret, which is called `derived`. To retire a
    key: put a new one in front, restart every process, run `duban keys reencrypt`, then take the old one out."""

    access_token_minutes: int = Field(default=10, ge=1, le=60)
    """Life of an access token, in minutes."""

    refresh_token_hours: int = Field(default=12, ge=1, le=720)
    """Life of a session: a refresh token works this many hours after sign-in at most."""

    idle_minutes: int = Field(default=30, ge=1, le=720)
    """A session unused for this many minutes has ended. 30 is the assessors' habit, not a number from the standard."""

    actor_cache_seconds: float = Field(default=5, ge=0, le=60)
    """How long a verified token and its permissions may be reused before they are read again, in seconds. A role taken
    away stops working at the latest after this time. 0 reads them on every request."""

    password_min_length: int = Field(default=8, ge=8, le=128)
    """Fewest characters of a password. 8 is the assessors' habit, not a number from the standard."""

    password_min_kinds: int = Field(default=3, ge=1, le=4)
    """How many of the four kinds (small letters, capitals, digits, other characters) a password must mix."""

    password_max_age_days: int = Field(default=90, ge=0, le=3650)
    """After this many calendar days a password must be changed. 0: never."""

    lockout_failures: int = Field(default=5, ge=1, le=100)
    """So many wrong passwords or codes in a row lock the account."""

    lockout_minutes: int = Field(default=15, ge=1, le=1440)
    """How long a locked account stays locked, in minutes."""

    sign_in_per_minute: int = Field(default=60, ge=0, le=100_000)
    """Attempts to sign in that one network address may make per minute; beyond that 429. 0: no limit."""

    public_complaints_per_hour: int = Field(default=20, ge=0, le=100_000)
    """Complaints that one network address may send by the public page per hour; beyond that 429. A ward, and a whole
    mobile network, may share an address. 0: no limit."""

    public_complaints_per_day: int = Field(default=100, ge=0, le=1_000_000)
    """The same within 24 hours. 0: no limit."""

    totp_roles: Names = Field(
        default_factory=lambda data: ROLES_WITH_SECOND_FACTOR if data["environment"] == "production" else ()
    )
    """Codes of the roles whose people need a second factor (TOTP), separated by commas."""

    journal_seal_interval_ms: int = Field(default=500, ge=10, le=60_000)
    """How often committed journal entries get their positions and hashes, in milliseconds."""

    embedded_worker: bool = Field(default_factory=lambda data: data["database_url"].startswith("sqlite"))
    """Whether `duban serve` starts and watches a worker process of its own. Without it, run `duban worker`."""

    worker_concurrency: int = Field(default=2, ge=1, le=64)
    """Jobs that one worker process runs at the same time."""

    job_lease_seconds: int = Field(default=60, ge=2, le=3600)
    """A job whose worker has not reported for this many seconds is taken over by another."""

    webhook_allow_http: bool = Field(default_factory=lambda data: data["environment"] != "production")
    """Whether webhooks may go to plain `http://` addresses. Over `https://` nobody on the way reads
    or bends them."""

    webhook_refused_networks: Names = ()
    """Networks that webhooks never reach, in CIDR notation and separated by commas, such as the one of the database.
    Link-local, metadata and unroutable addresses are always refused, in production those of the machine itself too."""

    webhook_allowed_networks: Names = ()
    """The only networks that webhooks reach, in CIDR notation and separated by commas. Empty: all that are not refused,
    private ones (hospitals' intranets) included."""

    webhook_timeout_seconds: int = Field(default=15, ge=1, le=60)
    """How long a receiver may take to answer a webhook, in seconds, from the look-up of its name to its last byte."""

    webhook_attempt_days: int = Field(default=90, ge=1, le=3650)
    """How long attempts to deliver webhooks are kept, in days."""

    log_level: Literal["debug", "info", "warning", "error"] = "info"
    """Least severity that is logged."""

    log_json: bool = Field(default_factory=lambda data: data["environment"] == "production")
    """Whether log lines are JSON objects instead of coloured text."""

    metrics_enabled: bool = True
    """Whether `/metrics` answers Prometheus. Keep that path behind the reverse proxy."""

    demo_password: SecretStr = Field(default=SecretStr(DEMO_PASSWORD), min_length=8)
    """Password of all invented people, and secret of all invented machine clients, that `duban demo` makes."""

    @field_validator(
        "cors_origins",
        "allowed_media_types",
        "totp_roles",
        "webhook_refused_networks",
        "webhook_allowed_networks",
        mode="before",
    )
    @classmethod
    def _split_at_commas(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value

    @field_validator("webhook_refused_networks", "webhook_allowed_networks")
    @classmethod
    def _networks(cls, value: Names) -> Names:
        for network in value:
            try:
                ip_network(network)
            except ValueError:
                raise ValueError(f"has no network in {network!r}; write such as 10.20.0.0/16 or fd00::/8") from None
        return value

    @field_validator("public_url")
    @classmethod
    def _without_last_slash(cls, value: str) -> str:
        return value.rstrip("/")

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        try:
            url = make_url(value)
        except ArgumentError:
            raise ValueError(f"is not a database address; write {DATABASE_FORMS}") from None
        engine = ENGINES.get(url.drivername.partition("+")[0])
        if engine is None:
            raise ValueError(f"names an unknown database; write {DATABASE_FORMS}")
        if engine == "sqlite" and url.database in (None, "", ":memory:"):
            raise ValueError("needs a file: an SQLite database in memory would be another one for every connection")
        return url.set(drivername=engine).render_as_string(hide_password=False)

    @field_validator("field_keys")
    @classmethod
    def _whole_keys(cls, value: dict[str, SecretStr]) -> dict[str, SecretStr]:
        for key_id, key in value.items():
            if not re.fullmatch(r"[A-Za-z0-9_-]{1,32}", key_id):
                raise ValueError("needs key ids of 1 to 32 letters, digits, - or _")
            if len(_decoded(key)) != FIELD_KEY_BYTES:
                raise ValueError(f"needs base64 of exactly {FIELD_KEY_BYTES} bytes for key {key_id!r}")
        return value

    @model_validator(mode="after")
    def _idle_within_session(self) -> Self:
        if self.idle_minutes > self.refresh_token_hours * 60:
            raise ValueError(f"{PREFIX}IDLE_MINUTES is longer than {PREFIX}REFRESH_TOKEN_HOURS, so it would never act")
        return self

    @property
    def is_production(self) -> bool:
        return self.environment == "production"

    @property
    def is_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")

    @property
    def sqlite_path(self) -> Path | None:
        """The file of the embedded database; None on PostgreSQL."""
        database = make_url(self.database_url).database
        return Path(database) if self.is_sqlite and database else None

    @property
    def async_database_url(self) -> URL:
        """The address for SQLAlchemy's async engine. asyncpg calls `ssl` what libpq calls `sslmode`."""
        url = make_url(self.database_url)
        if self.is_sqlite:
            return url.set(drivername="sqlite+aiosqlite")
        if mode := url.query.get("sslmode"):
            url = url.difference_update_query(["sslmode"]).update_query_dict({"ssl": mode})
        return url.set(drivername="postgresql+asyncpg")

    def session_timeouts(self, *, api: bool) -> dict[str, int]:
        """What every PostgreSQL session of an `api` process, or of a worker, is told, in milliseconds."""
        statement = {"statement_timeout": self.statement_timeout_ms} if api else {}
        return {"lock_timeout": self.lock_timeout_ms, **statement}

    def derived_key(self, purpose: str) -> bytes:
        """A key of 32 bytes for one `purpose` ("blind-index", "idempotency"): same secret and purpose, same key."""
        return HKDF(SHA256(), length=32, salt=None, info=f"duban/{purpose}".encode()).derive(
            self.secret_key.get_secret_value().encode()
        )

    def field_key_ring(self) -> dict[str, bytes]:
        """Key id to AES-256 key of protected fields, newest first: the first encrypts, all decrypt. Never empty."""
        if not self.field_keys:
            return {"derived": self.derived_key("protected-fields")}
        return {key_id: _decoded(key) for key_id, key in self.field_keys.items()}


@dataclass(frozen=True)
class Fault:
    """Why these settings must not be used: what was found in which setting, and what to write instead."""

    setting: str
    found: str
    fix: str = "docs/settings.md tells what it may be."

    def __str__(self) -> str:
        return f"{self.setting}: {self.found} {self.fix}".removeprefix(": ")


class SettingsRefused(Exception):
    """The program must not start. The message lists every fault with its remedy; no secret is in it."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        super().__init__("Duban does not start with these settings:\n" + "\n".join(f"  - {fault}" for fault in faults))


@lru_cache(maxsize=1)
def load_settings() -> Settings:
    """The settings of this process, read once. Raises `SettingsRefused` with every fault at once."""
    settings = read_settings()
    refuse_unsafe(settings)
    return settings


def read_settings(**values: Any) -> Settings:
    """Settings from the environment, `values` winning over it. Raises `SettingsRefused` for values of a wrong form."""
    try:
        return Settings(**values)
    except SettingsError:
        # FIELD_KEYS is the only variable in JSON. What could not be parsed stays out of the message: it holds keys.
        raise SettingsRefused((Fault(variable("field_keys"), "is not JSON.", FIELD_KEYS_FIX),)) from None
    except ValidationError as error:
        faults = tuple(
            Fault(variable(str(item["loc"][0])) if item["loc"] else "", item["msg"].removeprefix("Value error, ") + ".")
            for item in error.errors(include_input=False, include_url=False)
            if item["type"] != "default_factory_not_called"  # follows from another fault in the list
        )
        raise SettingsRefused(faults) from None


def refuse_unsafe(settings: Settings, *, demo_data: bool = False) -> None:
    """Raise `SettingsRefused` if a production installation is unsafe. `demo_data`: the database has invented people."""
    if faults := production_faults(settings, os.environ, demo_data=demo_data):
        raise SettingsRefused(faults)


def production_faults(settings: Settings, environ: Mapping[str, str], *, demo_data: bool = False) -> tuple[Fault, ...]:
    """Everything that forbids running `settings` in production; empty for a demo or development installation.

    `environ` is searched for misspelt names: a setting that nobody reads is a safeguard that nobody has.
    """
    if not settings.is_production:
        return ()
    faults = [*_secret_faults(settings), *_address_faults(settings)]
    if demo_data:
        found = "leads to a database with demo people, whose password is published."
        fix = f"Point it at an empty database, or set {variable('environment')} to demo."
        faults.append(Fault(variable("database_url"), found, fix))
    known = {variable(name) for name in Settings.model_fields}
    fix = "Correct its spelling (docs/settings.md lists all), or remove it."
    faults.extend(
        Fault(name, "is not a setting.", fix)
        for name in sorted(environ)
        if name.startswith(PREFIX) and name not in known
    )
    return tuple(faults)


def _secret_faults(settings: Settings) -> Iterator[Fault]:
    secret = settings.secret_key.get_secret_value()
    if secret == DEMO_SECRET_KEY:
        yield Fault(variable("secret_key"), "is the published demo secret.", SECRET_KEY_FIX)
    elif len(secret) < SECRET_KEY_MIN_LENGTH:
        yield Fault(variable("secret_key"), f"has fewer than {SECRET_KEY_MIN_LENGTH} characters.", SECRET_KEY_FIX)
    if not settings.field_keys:
        yield Fault(variable("field_keys"), "is missing: protected fields have no key of their own.", FIELD_KEYS_FIX)


def _address_faults(settings: Settings) -> Iterator[Fault]:
    if settings.is_sqlite and settings.api_processes > 1:
        fix = f"Set {variable('database_url')} to a PostgreSQL address, or {variable('api_processes')} to 1."
        yield Fault(variable("api_processes"), f"is {settings.api_processes} on SQLite, which takes one.", fix)
    if not settings.public_url.startswith("https://"):
        fix = "Set it to the https:// address of the reverse proxy."
        yield Fault(variable("public_url"), "is not https, so passwords would travel in the clear.", fix)
    if "*" in settings.cors_origins:
        yield Fault(
            variable("cors_origins"), "lets every web page call the API.", "Name the origins, or leave it empty."
        )
    if settings.object_store_url.startswith("memory:"):
        fix = "Set it to a file:// folder or an s3:// bucket."
        yield Fault(variable("object_store_url"), "keeps attachments in memory, where a restart loses them.", fix)


def variable(field: str) -> str:
    """The environment variable that sets `field`."""
    return PREFIX + field.upper()


def _decoded(key: SecretStr) -> bytes:
    """The bytes of a base64 key, in either alphabet, with or without padding; empty when it is not base64."""
    text = key.get_secret_value().strip().translate(str.maketrans("-_", "+/")).rstrip("=")
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except (binascii.Error, ValueError):
        return b""
