"""Every setting is explained, the page about them is current, and production refuses each unsafe start."""

import base64
import importlib.util
import os
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from duban.loading import SettingsRefused, load_settings, production_faults, read_settings, refuse_unsafe, variable
from duban.settings import DEMO_SECRET_KEY, PREFIX, Settings

ROOT = Path(__file__).resolve().parents[2]
SAFE: dict[str, Any] = {
    "environment": "production",
    "secret_key": "0123456789abcdef" * 2,
    "field_keys": {"2026-01": base64.b64encode(bytes(range(32))).decode()},
    "public_url": "https://duban.example",
    "database_url": "postgresql://duban:pass%40word@db:5432/duban",
    "api_processes": 4,
    "object_store_url": "s3://duban",
}


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        monkeypatch.delenv(name)


@pytest.fixture(scope="module")
def writer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("write_settings_doc", ROOT / "scripts" / "write_settings_doc.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_says_what_it_means(name: str) -> None:
    description = Settings.model_fields[name].description
    assert description is not None, f"{variable(name)} has no docstring"
    assert description.strip().endswith((".", '"')), f"{variable(name)} is not explained in whole sentences"


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_on_the_page(name: str) -> None:
    assert f"| `{variable(name)}` |" in (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")


def test_the_page_is_what_the_code_writes(writer: ModuleType) -> None:
    assert (ROOT / "docs" / "settings.md").read_text(encoding="utf-8") == writer.page(), "run `make docs`"


def test_every_computed_default_is_put_into_words(writer: ModuleType) -> None:
    computed = {name for name, field in Settings.model_fields.items() if field.default_factory is not None}
    assert computed <= set(writer.COMPUTED)
    assert set(writer.COMPUTED) | set(writer.SECTIONS) <= set(Settings.model_fields)


def test_a_safe_production_installation_starts() -> None:
    refuse_unsafe(Settings(**SAFE))


@pytest.mark.parametrize(
    ("change", "setting"),
    [
        ({"secret_key": DEMO_SECRET_KEY}, "DUBAN_SECRET_KEY"),
        ({"secret_key": "x" * 31}, "DUBAN_SECRET_KEY"),
        ({"field_keys": {}}, "DUBAN_FIELD_KEYS"),
        ({"database_url": "sqlite:///var/duban.sqlite", "api_processes": 2}, "DUBAN_API_PROCESSES"),
        ({"public_url": "http://duban.example"}, "DUBAN_PUBLIC_URL"),
        ({"cors_origins": "https://a.example,*"}, "DUBAN_CORS_ORIGINS"),
        ({"object_store_url": "memory:///"}, "DUBAN_OBJECT_STORE_URL"),
    ],
)
def test_production_refuses(change: dict[str, Any], setting: str) -> None:
    unsafe = Settings(**{**SAFE, **change})
    faults = production_faults(unsafe, environ={})
    assert [fault.setting for fault in faults] == [setting]
    assert faults[0].fix
    with pytest.raises(SettingsRefused, match=setting):
        refuse_unsafe(unsafe)


@pytest.mark.parametrize("change", [{"secret_key": "x" * 32}, {"database_url": "sqlite:///a", "api_processes": 1}])
def test_production_accepts_what_is_just_good_enough(change: dict[str, Any]) -> None:
    refuse_unsafe(Settings(**{**SAFE, **change}))


def test_production_refuses_a_database_with_demo_people() -> None:
    with pytest.raises(SettingsRefused, match="demo people"):
        refuse_unsafe(Settings(**SAFE), demo_data=True)


def test_production_refuses_a_misspelt_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUBAN_IDLE_MINUTE", "5")
    with pytest.raises(SettingsRefused, match="DUBAN_IDLE_MINUTE: is not a setting"):
        refuse_unsafe(Settings(**SAFE))


def test_all_faults_come_in_one_message_without_the_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUBAN_ENVIRONMENT", "production")
    monkeypatch.setenv("DUBAN_SECRET_KEY", "short-and-secret")
    monkeypatch.setenv("DUBAN_API_PROCESSES", "2")
    load_settings.cache_clear()
    with pytest.raises(SettingsRefused) as refused:
        load_settings()
    message = str(refused.value)
    for name in ("DUBAN_SECRET_KEY", "DUBAN_FIELD_KEYS", "DUBAN_API_PROCESSES", "DUBAN_PUBLIC_URL"):
        assert message.count(f"  - {name}: ") == 1
    assert "short-and-secret" not in message


def test_nothing_is_refused_outside_production() -> None:
    for environment in ("demo", "development"):
        assert (
            production_faults(Settings(**{**SAFE, "environment": environment}), {"DUBAN_X": ""}, demo_data=True) == ()
        )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DUBAN_PORT", "many"),
        ("DUBAN_DATABASE_URL", "mysql://host/name"),
        ("DUBAN_DATABASE_URL", "nonsense"),
        ("DUBAN_DATABASE_URL", "sqlite://"),
        ("DUBAN_DATABASE_URL", "sqlite:///:memory:"),
        ("DUBAN_FIELD_KEYS", "{not json"),
        ("DUBAN_FIELD_KEYS", '{"a": "c2hvcnQ="}'),
        ("DUBAN_FIELD_KEYS", '{"a b": "' + base64.b64encode(bytes(32)).decode() + '"}'),
        ("DUBAN_PASSWORD_MIN_LENGTH", "7"),
        ("DUBAN_PASSWORD_MIN_KINDS", "5"),
        ("DUBAN_PUBLIC_URL", "duban.example"),
        ("DUBAN_REGION", "3201"),
    ],
)
def test_a_value_of_a_wrong_form_is_named(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsRefused) as refused:
        read_settings()
    assert [fault.setting for fault in refused.value.faults] == [name]
    assert value not in str(refused.value)


def test_an_idle_time_longer_than_the_session_is_refused() -> None:
    with pytest.raises(SettingsRefused, match="DUBAN_IDLE_MINUTES"):
        read_settings(idle_minutes=61, refresh_token_hours=1)
    assert read_settings(idle_minutes=60, refresh_token_hours=1).idle_minutes == 60


@pytest.mark.parametrize(
    ("given", "driver"),
    [
        ("sqlite:///var/x.sqlite", "sqlite+aiosqlite:///var/x.sqlite"),
        ("postgres://u:p%40w@h/n", "postgresql+asyncpg://u:p%40w@h/n"),
        ("postgresql+asyncpg://u:p@h:5433/n", "postgresql+asyncpg://u:p@h:5433/n"),
        ("postgresql://u:p@h/n?sslmode=require", "postgresql+asyncpg://u:p@h/n?ssl=require"),
    ],
)
def test_a_database_address_becomes_the_async_drivers(given: str, driver: str) -> None:
    assert read_settings(database_url=given).async_database_url.render_as_string(hide_password=False) == driver


def test_data_follow_the_data_folder(tmp_path: Path) -> None:
    settings = read_settings(data_dir=tmp_path)
    assert settings.sqlite_path == tmp_path / "duban.sqlite"
    assert settings.object_store_url == (tmp_path / "objects").as_uri()
    assert settings.embedded_worker
    assert not read_settings(database_url="postgresql://h/n").embedded_worker


def test_words_are_split_at_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUBAN_TOTP_ROLES", "chief, clerk ,")
    assert read_settings().totp_roles == ("chief", "clerk")


def test_only_production_asks_administrators_for_a_second_factor_by_itself() -> None:
    assert read_settings().totp_roles == ()
    assert Settings(**SAFE).totp_roles == ("system_admin", "security_admin", "audit_admin", "chief")


def test_each_purpose_has_its_own_key_and_keeps_it() -> None:
    settings = Settings(**SAFE)
    assert settings.derived_key("blind-index") == Settings(**SAFE).derived_key("blind-index")
    assert settings.derived_key("blind-index") != settings.derived_key("idempotency")
    assert settings.derived_key("blind-index") != Settings(**{**SAFE, "secret_key": "z" * 40}).derived_key(
        "blind-index"
    )


def test_the_first_key_of_the_ring_is_the_newest() -> None:
    old, new = (base64.b64encode(bytes([n]) * 32).decode() for n in (1, 2))
    ring = read_settings(field_keys={"2026-02": new, "2026-01": old}).field_key_ring()
    assert list(ring.items()) == [("2026-02", b"\x02" * 32), ("2026-01", b"\x01" * 32)]
    assert [len(key) for key in read_settings().field_key_ring().values()] == [32]


def test_secrets_do_not_show_when_settings_are_printed() -> None:
    shown = repr(Settings(**SAFE)) + str(Settings(**SAFE).model_dump_json(include={"secret_key", "field_keys"}))
    assert SAFE["secret_key"] not in shown
    assert SAFE["field_keys"]["2026-01"] not in shown
    assert "pass%40word" not in shown
