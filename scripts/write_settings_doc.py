"""Write docs/settings.md from the fields of `duban.settings.Settings`, or with `--check` fail if it would change.

The page has no words of its own about a setting: name, bounds, default and meaning all come from the field.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from annotated_types import Ge, Le
from pydantic import SecretStr
from pydantic.fields import FieldInfo
from pydantic_settings import NoDecode

from duban.loading import variable
from duban.settings import Settings

PAGE = Path(__file__).resolve().parent.parent / "docs" / "settings.md"

INTRODUCTION = """\
# Settings

<!-- Written by scripts/write_settings_doc.py from backend/duban/settings.py. Change it there, then run `make docs`. -->

Duban reads its settings from environment variables when it starts. A change needs a restart. An empty variable counts
as absent. A value of the wrong form stops the start with one message that names every fault, and so does any of the
following with `DUBAN_ENVIRONMENT=production`:

- `DUBAN_SECRET_KEY` is the published default or has fewer than 32 characters;
- `DUBAN_FIELD_KEYS` is missing;
- `DUBAN_API_PROCESSES` is more than 1 on SQLite;
- `DUBAN_PUBLIC_URL` is not https;
- `DUBAN_CORS_ORIGINS` lets everybody in;
- `DUBAN_OBJECT_STORE_URL` keeps attachments in memory;
- the database holds demo people;
- a variable begins with `DUBAN_` and is no setting, which is what a misspelt safeguard looks like.
"""

SECTIONS = {
    "environment": "The installation",
    "data_dir": "Storage",
    "secret_key": "Keys",
    "access_token_minutes": "Signing in",
    "journal_seal_interval_ms": "Work in the background",
    "log_level": "Watching it",
    "demo_password": "Demo",
}
"""Heading over each field that begins a group."""

COMPUTED = {
    "database_url": "`sqlite:///` and `duban.sqlite` inside `DUBAN_DATA_DIR`",
    "object_store_url": "the folder `objects` inside `DUBAN_DATA_DIR`",
    "invented_regions": "`true`; in production `false`",
    "totp_roles": "none; in production `system_admin,security_admin,audit_admin,chief`",
    "embedded_worker": "`true` on SQLite, `false` on PostgreSQL",
    "webhook_allow_http": "`true`; in production `false`",
    "log_json": "`true` in production, otherwise `false`",
    "secret_key": "a published value that production refuses",
}
"""Defaults that depend on another setting, or that are better not shown as a value to copy."""


def page() -> str:
    """The whole text of docs/settings.md."""
    return INTRODUCTION + "".join(_lines())


def _lines() -> Iterator[str]:
    for name, field in Settings.model_fields.items():
        if name in SECTIONS:
            yield f"\n## {SECTIONS[name]}\n\n| Variable | Takes | Default | Meaning |\n|---|---|---|---|\n"
        meaning = " ".join((field.description or "").split())
        yield f"| `{variable(name)}` | {_takes(field)} | {_default(name, field)} | {meaning} |\n"


def _takes(field: FieldInfo) -> str:
    if get_origin(field.annotation) is Literal:
        return ", ".join(f"`{choice}`" for choice in get_args(field.annotation))
    if any(item is NoDecode or isinstance(item, NoDecode) for item in field.metadata):
        return "words, separated by commas"
    low, high = _bound(field, Ge, "ge"), _bound(field, Le, "le")
    if low is not None and high is not None:
        return f"{low:,} to {high:,}".replace(",", " ")
    names: dict[Any, str] = {bool: "`true` or `false`", Path: "path", str: "text", SecretStr: "secret text"}
    return names.get(field.annotation, "JSON object")


def _bound(field: FieldInfo, kind: type, attribute: str) -> int | None:
    return next((getattr(item, attribute) for item in field.metadata if isinstance(item, kind)), None)


def _default(name: str, field: FieldInfo) -> str:
    if name in COMPUTED:
        return COMPUTED[name]
    value = field.get_default(call_default_factory=False)
    if isinstance(value, SecretStr):
        value = value.get_secret_value()
    if isinstance(value, bool):
        value = str(value).lower()
    if isinstance(value, tuple):
        return "<br>".join(f"`{item}`" for item in value) or "none"
    return f"`{value}`" if value not in ("", {}) else "none"


def main() -> int:
    """Write the page, or compare it; 1 when it is out of date."""
    text = page()
    if "--check" not in sys.argv[1:]:
        PAGE.write_text(text, encoding="utf-8")
        return 0
    if PAGE.exists() and PAGE.read_text(encoding="utf-8") == text:
        return 0
    sys.stderr.write("docs/settings.md is out of date: run `make docs` and commit it.\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
