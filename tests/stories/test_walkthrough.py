"""`examples/` and the shell of the pages in `docs/integrate/` against the program itself, served over a small demo of
its own."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from uuid import uuid4

import anyio
import httpx
import pytest
from rich.console import Console
from sqlalchemy import select
from sqlmodel import col

from duban.demo.building import build
from duban.handoff.sending import open_handoff
from duban.kernel.db import Database
from duban.kernel.object_store import open_store
from duban.kernel.organisations import Organisation
from duban.kernel.system_actor import system_act
from duban.orgs.manifest_signing import InstallationSigner
from duban.orgs.models import ApiClient
from duban.settings import Settings
from support.pages import shell_of
from support.processes import TESTS, environment
from support.sealed_handoffs import sealed_package

SCRIPT = TESTS.parent / "examples" / "walkthrough.sh"
CLIENT = TESTS.parent / "examples" / "hospital_client.py"
PAGE = TESTS.parent / "docs" / "integrate" / "hospital.md"
LIAISON = TESTS.parent / "examples" / "liaison_client.py"
POLICE = TESTS.parent / "docs" / "integrate" / "police.md"
SMALL = 0.02
"""One institution of each kind."""


@pytest.fixture(scope="module")
def tools() -> None:
    """bash, curl and python3; without them the test is skipped and says so, or fails where all of it is required."""
    missing = [tool for tool in ("bash", "curl", "python3") if shutil.which(tool) is None]
    if missing and (os.environ.get("REQUIRE_BROWSER") == "1" or os.environ.get("CI")):
        pytest.fail(f"required, but not installed: {', '.join(missing)}")
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")


async def refer(settings: Settings) -> None:
    """Hand a case over to the police of the demo."""
    database = Database(settings.async_database_url)
    signer = InstallationSigner(database, settings)
    package = await sealed_package(open_store(settings.object_store_url), signer, "卫案移〔2026〕7号")
    async with database.transaction() as db:
        act = await system_act(db)
        assert act
        client = (await db.scalars(select(ApiClient).where(col(ApiClient.client_id) == "police-demo"))).one()
        police = await db.get_one(Organisation, client.organisation_id)
        assert police.parent_id
        await open_handoff(
            act, id=uuid4(), sender=await db.get_one(Organisation, police.parent_id), receiver=police, title="无证行医",
            law="行政执法机关移送涉嫌犯罪案件的规定 art. 3", disclosed={}, by_name="张执法", at=act.now,
            referral_id=None, **package,
        )  # fmt: skip
    await database.close()


@pytest.fixture(scope="module")
def served(tools: None, sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the program over a small demo that ends now."""
    folder = tmp_path_factory.mktemp("walkthrough")
    database = folder / "duban.sqlite"
    database.write_bytes(sqlite_template.read_bytes())
    settings = Settings(environment="demo", data_dir=folder, database_url=f"sqlite:///{database}")
    assert anyio.run(lambda: build(settings, seed=2026, console=Console(file=StringIO()), scale=SMALL))
    anyio.run(refer, settings)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    told = {
        "DUBAN_ENVIRONMENT": "demo",
        "DUBAN_DATA_DIR": str(folder),
        "DUBAN_DATABASE_URL": f"sqlite:///{database}",
        "DUBAN_PORT": str(port),
        "DUBAN_PUBLIC_URL": address,
        "DUBAN_LOG_LEVEL": "error",
    }
    server = subprocess.Popen(
        [sys.executable, "-m", "duban", "serve"], env={**environment(), **told}, stdin=subprocess.DEVNULL
    )
    try:
        deadline = time.monotonic() + 60
        while not ready(address):
            assert server.poll() is None, "the program ended"
            assert time.monotonic() < deadline, "not ready within 60 s"
            time.sleep(0.05)
        yield address
    finally:
        server.terminate()
        server.wait(20)


def ready(address: str) -> bool:
    try:
        return httpx.get(f"{address}/readyz", timeout=5).is_success
    except httpx.TransportError:
        return False


def walk(address: str, script: Path = SCRIPT) -> "subprocess.CompletedProcess[str]":
    bash = shutil.which("bash") or "bash"
    return subprocess.run([bash, str(script)], env={**environment(), "BASE": address}, capture_output=True, text=True)


def test_a_hospitals_first_calls_by_curl_and_by_python_are_those_of_the_page(served: str, tmp_path: Path) -> None:
    told = environment() | {"DUBAN": served, "DUBAN_CLIENT_ID": "his-demo", "DUBAN_CLIENT_SECRET": "duban-demo-2026"}
    done = subprocess.run(["bash", "-c", shell_of(PAGE)], env=told, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    door, owed, digest, report, complaint, position = (part.strip() for part in done.stdout.split(">>>\n")[1:])
    assert door == ""
    assert re.match(r"20\d\d-\d\d-\d\d \S", owed)
    assert report.endswith(("on_time", "late"))
    assert re.fullmatch("[0-9a-f]{64}", digest)
    assert re.fullmatch(r"created CM-20\d\d-\d{6}, answer due 20\d\d-\d\d-\d\d", complaint)
    assert int(position) > 0
    told_of: list[set[str]] = []
    for _ in range(2):
        done = subprocess.run([sys.executable, CLIENT], env=told, cwd=tmp_path, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        assert "self_check" in done.stdout
        told_of.append(set(re.findall(r"^ *(\d+) 20\d\d-\S+Z \S+:\S+", done.stdout, re.MULTILINE)))
    # The second time only what came since: what it keeps is where the first one ended.
    assert int((tmp_path / "duban-position.txt").read_text()) > 0
    assert told_of[0] and not told_of[0] & told_of[1]


def test_the_calls_of_the_police_by_curl_are_those_of_their_page(served: str, tmp_path: Path) -> None:
    told = environment() | {"DUBAN": served, "DUBAN_CLIENT_ID": "police-demo", "DUBAN_CLIENT_SECRET": "duban-demo-2026"}
    done = subprocess.run(["bash", "-c", shell_of(POLICE)], env=told, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    _, lease, file, acknowledged, received, compared = (part.strip() for part in done.stdout.split(">>>\n")[1:])
    assert lease.endswith("卫案移〔2026〕7号 refer")
    assert file == "the bytes are those of the message"
    assert acknowledged == f"acknowledged: {len(lease.splitlines())}"
    assert received == "applied received\napplied received"
    assert compared == "agrees: True"
    # The whole program, with a shelf of its own: what was taken over by hand it reads from the feed.
    command = [sys.executable, str(LIAISON), "--rule", "refuse"]
    for _ in range(2):
        done = subprocess.run(command, env=told, cwd=tmp_path, capture_output=True, text=True)
        assert (done.returncode, done.stderr) == (0, "")
        assert "both sides agree" in done.stdout


def test_the_walk_through_goes_from_nine_campaigns_to_a_proven_journal(served: str, tmp_path: Path) -> None:
    done = walk(served)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr == ""
    assert "is closed, look back on" in done.stdout
    assert '"ok":true' in done.stdout
    assert done.stdout.rstrip().endswith("Done: everything was as it should be.\x1b[0m")
    # Its checks can fail: with another number of campaigns it stops at the first step.
    wrong = tmp_path / "walkthrough.sh"
    wrong.write_text(SCRIPT.read_text().replace("CAMPAIGNS=9", "CAMPAIGNS=8"))
    stopped = walk(served, wrong)
    assert stopped.returncode == 1
    assert "campaigns of the chief: expected 8, found 9" in stopped.stderr
    assert "2. The hospital" not in stopped.stdout


def test_the_walk_through_stops_where_nobody_answers(tools: None) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        assert walk(f"http://127.0.0.1:{silent.getsockname()[1]}").returncode != 0
