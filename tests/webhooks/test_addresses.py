"""Where webhooks may go: as an address is written, and as what its name stands for when the connection is made."""

import asyncio
import socket
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pydantic import ValidationError

from duban.kernel.errors import Invalid
from duban.settings import Settings
from duban.webhooks.addresses import Reach
from duban.webhooks.sending import Sender
from support.receiver import receiving
from support.webhooks import URL, Hooks

pytestmark = pytest.mark.anyio

NEVER = (
    "169.254.169.254", "100.100.100.200", "168.63.129.16", "fd00:ec2::254", "fe80::1", "fe80::1%eth0", "::", "0.0.0.0",  # noqa: S104
    "224.0.0.1", "ff02::1", "240.0.0.1", "255.255.255.255", "::ffff:169.254.169.254", "2002:a9fe:a9fe::1",
    "64:ff9b::a9fe:a9fe", "2001:0:a9fe:a9fe::1", "::169.254.169.254",
)  # fmt: skip
LOOPBACK = ("127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1")
INTRANET = (
    "10.20.30.40",
    "172.16.0.9",
    "192.168.1.2",
    "fd12::1",
    "::ffff:10.0.0.1",
    "203.0.114.7",
    "2400:da00::1",
)


def reach(**given: Any) -> Reach:
    return Reach.of(Settings(environment="development", **given))


@pytest.fixture
def production() -> Reach:
    return Reach.of(Settings(environment="production"))


@pytest.mark.parametrize("address", NEVER)
def test_metadata_and_unroutable_addresses_are_never_reached(address: str, production: Reach) -> None:
    everything = ("0.0.0.0/0", "::/0")
    assert not reach().takes(address)
    assert not reach(webhook_allowed_networks=everything).takes(address)
    assert not production.takes(address)


@pytest.mark.parametrize("address", LOOPBACK)
def test_the_machine_itself_is_reached_in_development_only(address: str, production: Reach) -> None:
    assert reach().takes(address)
    assert not production.takes(address)
    with_all = Reach.of(Settings(environment="production", webhook_allowed_networks=("127.0.0.0/8", "::/0")))
    assert not with_all.takes(address)


@pytest.mark.parametrize("address", INTRANET)
def test_intranets_and_the_internet_are_reached_unless_the_settings_say_otherwise(
    address: str, production: Reach
) -> None:
    assert production.takes(address)
    assert not reach(webhook_allowed_networks=("198.51.100.0/24",)).takes(address)


def test_the_settings_name_networks() -> None:
    some = reach(webhook_allowed_networks=("10.0.0.0/8",), webhook_refused_networks=("10.9.0.0/16",))
    assert [some.takes(a) for a in ("10.1.2.3", "10.9.2.3", "::ffff:10.9.2.3", "192.168.1.1")] == [
        True, False, False, False,
    ]  # fmt: skip
    with pytest.raises(ValidationError, match="has no network in"):
        Settings(webhook_refused_networks=("10.0.0.0/33",))


BAD = (
    "ftp://his.example/x", "file:///etc/passwd", "his.example/x", "https://", "https:///x", "//his.example",
    "https://user:secret@his.example/", "https://user@his.example/", "https://his.example/#here",
    "https://his.example:0/", "https://his.example:99999/", "https://169.254.169.254/latest", "https://[fe80::1]/",
    "https://0.0.0.0/", "https://his .example/", "javascript:alert(1)", "https://[::ffff:169.254.169.254]/",
)  # fmt: skip


@pytest.mark.parametrize("url", BAD)
def test_a_bad_address_is_refused_when_it_is_written(url: str) -> None:
    with pytest.raises(Invalid) as refused:
        reach().checked(url)
    assert refused.value.code == "webhook_url_refused"
    assert refused.value.errors[0].pointer == "/url"


def test_plain_http_is_refused_in_production(production: Reach) -> None:
    for allows, expected in ((reach(), True), (production, False)):
        try:
            allows.checked("http://his.example/duban")
            taken = True
        except Invalid:
            taken = False
        assert taken is expected
    assert production.checked("https://his.example:8443/duban?of=1") == "https://his.example:8443/duban?of=1"


async def test_a_refused_address_is_a_problem_at_its_field(hooks: Hooks) -> None:
    answer = await hooks.admin.post(URL, hooks.body(url="https://169.254.169.254/latest/meta-data"))
    assert (answer.status_code, answer.json()["code"]) == (422, "webhook_url_refused")
    assert answer.json()["errors"][0]["pointer"] == "/url"
    await hooks.create()
    amended = await hooks.admin.patch(hooks.url, {"url": "ftp://x.example/"}, headers={"If-Match": "*"})
    assert amended.json()["code"] == "webhook_url_refused"


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """What names stand for. Each look-up takes the next of its answers."""
    known: dict[str, list[str]] = {}

    async def getaddrinfo(_self: Any, host: str, port: int, **_more: Any) -> list[Any]:
        if host not in known:
            raise socket.gaierror(socket.EAI_NONAME, "unknown")
        found = known[host]
        addresses = found.pop(0).split() if len(found) > 1 else found[0].split()
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

    monkeypatch.setattr(asyncio.BaseEventLoop, "getaddrinfo", getaddrinfo)
    return known


async def send(settings: Settings, url: str) -> tuple[int | None, str | None]:
    async with Sender(settings) as sender:
        outcome = await sender.send(url, {}, b"{}")
    return outcome.status, outcome.error


async def test_a_name_that_leads_inside_is_refused_at_the_moment_of_connecting(
    settings: Settings, names: dict[str, list[str]]
) -> None:
    production = settings.model_copy(update={"environment": "production"})
    async with receiving() as receiver:
        names |= {
            "127.0.0.1": ["127.0.0.1"],
            "inside.example": ["127.0.0.1"],
            "mixed.example": ["203.0.114.7 127.0.0.1"],
            "metadata.example": ["169.254.169.254"],
        }
        for name in ("127.0.0.1", "inside.example", "mixed.example", "metadata.example"):
            url = f"http://{name}:{receiver.port}/"
            assert await send(production, url) == (None, "address_refused"), name
        assert await send(settings, f"http://metadata.example:{receiver.port}/") == (None, "address_refused")
        assert receiver.got == []
        assert await send(settings, f"http://inside.example:{receiver.port}/") == (200, None)
        assert receiver.got[0].headers["host"] == f"inside.example:{receiver.port}"


async def test_a_name_is_looked_up_once_and_what_was_judged_is_what_is_connected(
    settings: Settings, names: dict[str, list[str]]
) -> None:
    """DNS rebinding: a second look-up would lead elsewhere."""
    async with receiving() as receiver:
        names["rebinding.example"] = ["127.0.0.1", "169.254.169.254"]
        async with Sender(settings) as sender:
            url = f"http://rebinding.example:{receiver.port}/"
            assert (await sender.send(url, {}, b"{}")).status == 200
        assert names["rebinding.example"] == ["169.254.169.254"]
        assert await send(settings, url) == (None, "address_refused")


async def test_no_proxy_of_the_environment_is_asked(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    async with receiving() as receiver, receiving() as proxy:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        assert await send(settings, receiver.url) == (200, None)
        assert proxy.got == []


async def test_what_went_wrong_is_named(settings: Settings, names: dict[str, list[str]]) -> None:
    names["127.0.0.1"] = ["127.0.0.1"]
    async with receiving() as receiver:
        assert await send(settings, "http://nowhere.example/") == (None, "name_unknown")
        closed = receiver.url
    assert await send(settings, closed) == (None, "connection_refused")

    async def hang_up(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    async with await asyncio.start_server(hang_up, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        assert await send(settings, f"http://127.0.0.1:{port}/") == (None, "connection_broken")


def certificate(folder: Path, name: str) -> Path:
    """A key and a certificate for `name`, signed by itself, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    signed = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime.now(UTC) - timedelta(days=1))
        .not_valid_after(datetime.now(UTC) + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = folder / "certificate.pem"
    file.write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()) + signed.public_bytes(Encoding.PEM)
    )
    return file


async def test_the_certificate_must_be_the_names_though_the_connection_goes_to_an_address(
    settings: Settings, names: dict[str, list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = certificate(tmp_path, "his.example")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    asked: list[str] = []
    context.sni_callback = lambda _socket, name, _context: asked.append(str(name))
    names |= {"his.example": ["127.0.0.1"], "other.example": ["127.0.0.1"]}
    async with receiving(context) as receiver:
        url = f"https://his.example:{receiver.port}/"
        assert await send(settings, url) == (None, "tls_failed"), "nobody here knows who signed it"
        monkeypatch.setenv("SSL_CERT_FILE", str(file))
        assert await send(settings, url) == (200, None)
        assert await send(settings, url.replace("his", "other")) == (None, "tls_failed")
        assert asked == ["his.example", "his.example", "other.example"]
        assert len(receiver.got) == 1


async def test_a_receiver_that_dribbles_is_cut_off_as_a_whole(settings: Settings) -> None:
    """Every byte comes in time and the answer never ends: the limit is one of the whole exchange."""
    asked_to_stop, over = asyncio.Event(), asyncio.Event()

    async def dribble(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
        while not writer.transport.is_closing() and not asked_to_stop.is_set():
            writer.write(b".")
            await asyncio.sleep(0.02)
        writer.close()
        over.set()

    async with await asyncio.start_server(dribble, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        quick = settings.model_copy(update={"webhook_timeout_seconds": 1})
        assert await send(quick, f"http://127.0.0.1:{port}/") == (None, "timeout")
        asked_to_stop.set()
        await over.wait()


async def test_of_an_answer_only_the_beginning_is_kept_and_no_nul(hooks: Hooks) -> None:
    await hooks.create()
    await hooks.complaints.make("registered")
    hooks.receiver.answer = "\0收到".encode() + b"\xff" + b"x" * 100_000
    await hooks.deliver()
    (attempt,) = await hooks.attempts()
    assert attempt["response"] == "�收到�" + "x" * 496
    assert attempt["delivered"] is True
