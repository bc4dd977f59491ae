"""A manifest proves a matter's evidence offline: any changed byte, missing or added file is named."""

from pathlib import Path
from typing import Any

import orjson
import pytest

from duban.kernel.evidence import SUBJECTS
from duban.kernel.tokens import generate_key
from duban.kernel.verify_file import Finding, verify_manifest
from support.samples import router
from support.uploads import png, send, take_evidence_of_samples
from support.world import World

pytestmark = pytest.mark.anyio
MAY = ("sample.read", "sample.ask", "evidence.add")


@pytest.fixture
async def exported(world: World, tmp_path: Path) -> Any:
    """A folder with the manifest of a sample and its two pictures, which have the same name."""
    world.include(router)
    take_evidence_of_samples()
    person = world.person("north_hospital", *MAY)
    body = {"organisation_id": str(world.organisations["north_hospital"].id), "title": "通风系统"}
    subject = (await person.post("/samples", body)).json()["id"]
    for text in ("first", "second"):
        assert (await send(person, subject, png(text))).status_code == 201
    answer = await person.get(f"/attachments/manifest?subject_type=sample&subject_id={subject}")
    assert answer.status_code == 200, answer.text
    folder = tmp_path / "package"
    folder.mkdir()
    (folder / "manifest.json").write_bytes(answer.content)
    for item in answer.json()["manifest"]["items"]:
        got = await person.get(f"/attachments/{item['id']}/content")
        (folder / item["path"]).write_bytes(got.content)
    yield folder
    del SUBJECTS["sample"]


async def test_an_untouched_package_is_intact(exported: Path) -> None:
    report = verify_manifest(exported / "manifest.json")
    assert report.ok, report.told()
    assert sorted(c.path for c in report.files) == ["照片 (2).png", "照片.png"]
    assert report.own_keys


async def test_every_wrong_file_is_named(exported: Path) -> None:
    changed = bytearray((exported / "照片.png").read_bytes())
    changed[40] ^= 1
    (exported / "照片.png").write_bytes(changed)
    (exported / "照片 (2).png").unlink()
    (exported / "多余.txt").write_text("x")
    report = verify_manifest(exported / "manifest.json")
    assert not report.ok
    assert {c.path: c.finding for c in report.files} == {
        "照片.png": Finding.CHANGED,
        "照片 (2).png": Finding.MISSING,
        "多余.txt": Finding.UNLISTED,
    }


async def test_a_changed_manifest_or_a_foreign_key_proves_nothing(exported: Path) -> None:
    path = exported / "manifest.json"
    assert not verify_manifest(path, public_keys=[generate_key().public_jwk]).ok
    given = orjson.loads(path.read_bytes())
    given["manifest"]["items"][0]["size"] += 1
    path.write_bytes(orjson.dumps(given))
    report = verify_manifest(path)
    assert not report.ok
    assert report.fault is not None
    path.write_bytes(b"{}")
    assert verify_manifest(path).fault is not None
