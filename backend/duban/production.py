"""What a production installation refuses to start with: published secrets, doors without locks, files in memory."""

import os
from collections.abc import Iterator, Mapping

from duban.settings import (
    DEMO_SECRET_KEY,
    FIELD_KEYS_FIX,
    PREFIX,
    SECRET_KEY_FIX,
    SECRET_KEY_MIN_LENGTH,
    Fault,
    Settings,
    SettingsRefused,
    variable,
)


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
