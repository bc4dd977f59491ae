"""How the settings come in: read, checked, kept; and what a production installation refuses to start with.

`load_settings()` is the door. What is refused is told all at once, each with its remedy and without any secret.
"""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pydantic import ValidationError
from pydantic_settings import SettingsError

from duban.settings import DEMO_SECRET_KEY, FIELD_KEYS_FIX, PREFIX, SECRET_KEY_FIX, SECRET_KEY_MIN_LENGTH, Settings


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


def variable(field: str) -> str:
    """The environment variable that sets `field`."""
    return PREFIX + field.upper()


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
