"""The deployment files agree with the code: a filled-in `.env` gives settings that production accepts.

Whether Compose itself accepts the file is checked by `make test` where Compose is installed.
"""

import base64
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from duban.loading import production_faults, variable
from duban.settings import PREFIX, Settings

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load(TEXT)
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
NGINX = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
OURS = ("api", "worker", "migrate")
REFERENCE = re.compile(r"\$\{(\w+)(?::([?-])([^}]*))?\}")

FILLED = {
    "DUBAN_PUBLIC_URL": "https://duban.example",
    "DUBAN_SECRET_KEY": base64.b64encode(bytes(range(48))).decode(),
    "DUBAN_FIELD_KEYS": '{"2026-01": "' + base64.b64encode(bytes(range(32))).decode() + '"}',
    "POSTGRES_PASSWORD": "0123456789abcdef",
    "OBJECTS_SECRET_KEY": "0123456789abcdef",
}


def example() -> tuple[set[str], set[str]]:
    """Variables of .env.example: those to fill in, and those that show a default in a comment."""
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    return set(re.findall(r"^(\w+)=$", text, re.M)), set(re.findall(r"^#(\w+)=\S+$", text, re.M))


def references() -> dict[str, set[str]]:
    """Every variable of the compose file with the kinds of its references: "?" required, "-" with default, "" bare."""
    kinds: dict[str, set[str]] = {}
    for name, kind, _ in REFERENCE.findall(TEXT):
        kinds.setdefault(name, set()).add(kind)
    return kinds


def environment_of(service: str) -> dict[str, str]:
    """What `service` sees when `.env` is filled in and everything optional is left out."""

    def value(found: re.Match[str]) -> str:
        return FILLED[found[1]] if found[2] == "?" else found[3]

    return {name: REFERENCE.sub(value, text) for name, text in SERVICES[service]["environment"].items()}


def test_what_compose_requires_is_what_the_example_asks_for() -> None:
    required = {name for name, kinds in references().items() if "?" in kinds}
    assert required == example()[0] == set(FILLED)


def test_what_compose_lets_one_change_is_shown_in_the_example() -> None:
    assert {name for name, kinds in references().items() if kinds == {"-"}} == example()[1]
    assert all("" not in kinds for kinds in references().values()), "a variable has neither default nor message"


def test_no_secret_has_a_default() -> None:
    secrets = {name for name in references() if re.search("SECRET|PASSWORD|KEYS?$", name)}
    assert secrets == {"DUBAN_SECRET_KEY", "DUBAN_FIELD_KEYS", "POSTGRES_PASSWORD", "OBJECTS_SECRET_KEY"}
    assert all(references()[name] == {"?"} for name in secrets)


@pytest.mark.parametrize("service", OURS)
def test_a_filled_in_example_is_a_safe_production_installation(service: str, monkeypatch: pytest.MonkeyPatch) -> None:
    environment = environment_of(service)
    for name in Settings.model_fields:
        monkeypatch.delenv(variable(name), raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    settings = Settings()
    assert settings.environment == "production"
    assert production_faults(settings, environment) == ()
    assert not settings.is_sqlite
    assert not settings.embedded_worker


def test_containers_are_given_only_settings_that_exist() -> None:
    given = {name for service in OURS for name in environment_of(service) if name.startswith(PREFIX)}
    image = (ROOT / "deploy" / "api.Dockerfile").read_text(encoding="utf-8")
    given |= set(re.findall(rf"\b({PREFIX}\w+)=", image))
    assert given <= {variable(name) for name in Settings.model_fields}


def test_nothing_of_ours_starts_before_the_migration_has_succeeded() -> None:
    for service in ("api", "worker"):
        assert SERVICES[service]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"
    assert SERVICES["migrate"]["depends_on"]["database"]["condition"] == "service_healthy"
    assert SERVICES["migrate"]["restart"] == "no"


def test_what_others_wait_for_says_whether_it_is_well() -> None:
    awaited = {
        name
        for service in SERVICES.values()
        for name, how in service.get("depends_on", {}).items()
        if how["condition"] == "service_healthy"
    }
    assert awaited == {"database", "objects", "api"}
    for name in awaited | {"web"}:
        assert "test" in SERVICES[name]["healthcheck"]


def test_only_the_proxy_can_be_reached_from_outside() -> None:
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["web"]
    assert COMPOSE["networks"]["back"]["internal"] is True
    assert SERVICES["database"]["networks"] == SERVICES["objects"]["networks"] == ["back"]
    assert SERVICES["web"]["networks"] == ["front"]


def test_the_proxy_asks_every_replica() -> None:
    assert SERVICES["api"]["deploy"]["replicas"] == "${API_REPLICAS:-2}"
    assert re.search(r"upstream duban_api \{[^}]*server api:8000 resolve;", NGINX, re.S)


def test_events_pass_the_proxy_unbuffered() -> None:
    block = location("= /api/v1/events/stream")
    assert "proxy_buffering off;" in block
    assert "gzip off;" in block
    assert "proxy_read_timeout 1h;" in block


def test_the_proxy_lets_the_largest_attachment_through() -> None:
    found = re.search(r"client_max_body_size (\d+)m;", NGINX)
    assert found is not None
    assert int(found[1]) * 1024 * 1024 > Settings.model_fields["max_upload_bytes"].default


def test_metrics_stay_inside() -> None:
    assert "return 404;" in location("~ ^/(metrics|readyz)$")


def test_a_client_cannot_choose_its_own_address() -> None:
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in NGINX
    assert "$proxy_add_x_forwarded_for" not in NGINX


def test_every_static_location_sends_the_security_headers() -> None:
    headers = (ROOT / "deploy" / "nginx-headers.conf").read_text(encoding="utf-8")
    for name in ("Strict-Transport-Security", "Content-Security-Policy", "X-Content-Type-Options", "X-Frame-Options"):
        assert f"add_header {name} " in headers
    for name in ("/", "/assets/"):
        assert "include /etc/nginx/duban-headers.conf;" in location(name)


@pytest.mark.parametrize("image", ["api", "web"])
def test_images_are_built_from_files_that_are_here(image: str) -> None:
    text = (ROOT / "deploy" / f"{image}.Dockerfile").read_text(encoding="utf-8")
    sources = [source for line in re.findall(r"^COPY (?!--from)(.+)$", text, re.M) for source in line.split()[:-1]]
    assert sources
    assert [source for source in sources if not (ROOT / source).exists()] == []


def test_the_server_image_installs_only_pinned_packages() -> None:
    text = (ROOT / "deploy" / "api.Dockerfile").read_text(encoding="utf-8")
    installs = re.findall(r"pip install (.+)", text)
    assert installs[0] == "--require-hashes -r requirements.txt"
    assert all("--no-deps --no-build-isolation" in line for line in installs[1:])


def location(name: str) -> str:
    """The lines of one location of the proxy."""
    found = re.search(rf"location {re.escape(name)} \{{(.*?)\n    \}}", NGINX, re.S)
    assert found is not None, f"the proxy has no location {name}"
    return found[1]
