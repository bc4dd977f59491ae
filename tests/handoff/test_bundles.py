"""The disc: two installations that nothing connects end in byte-equal states, whatever is lost, repeated or forged."""

import hashlib
import io
import shutil
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import orjson
import pytest
from pyrage import x25519
from sqlalchemy import func, select
from sqlmodel import col

from duban.handoff import carrying
from duban.handoff.bundles import Fate
from duban.handoff.carrying import Written, export, take_bundle
from duban.handoff.models import Handoff, HandoffDelivery, HandoffMessage
from duban.handoff.sending import SentFile
from duban.kernel.errors import Problem
from duban.kernel.object_store import ObjectLost, ObjectStore, open_store
from duban.kernel.plain_zip import zip_of
from duban.kernel.verify_package import verify_package
from duban.orgs.manifest_signing import InstallationSigner
from support.handoffs import BODIES, URL, Handoffs, body_of
from support.packages import KEY, PACKAGE

pytestmark = pytest.mark.anyio

LETTER = b"letter" * 300_000
SHA256 = hashlib.sha256(LETTER).hexdigest()
DAY = "2026-03-02 09:00"


def quiet(done: int, total: int) -> None:
    assert 0 < done <= total


@dataclass
class Side:
    """One installation with its keys."""

    handoffs: Handoffs
    folder: Path
    discs: int = 0

    @property
    def store(self) -> ObjectStore:
        return open_store(self.handoffs.world.settings.object_store_url)

    def signer(self) -> InstallationSigner:
        return InstallationSigner(self.handoffs.world.database, self.handoffs.world.settings)

    async def keys(self) -> list[Mapping[str, str]]:
        signer = self.signer()
        await signer.prepare()
        return list(signer.public_keys())

    def disc(self, name: str) -> Path:
        self.discs += 1
        return self.folder / f"{self.discs}-{name}.zip"

    async def write(self, recipient: str, after: int | None = None, key: str | None = None) -> Path:
        disc = self.disc("bundle")
        await self.export(disc, recipient, after, key)
        return disc

    async def export(self, disc: Path, recipient: str, after: int | None = None, key: str | None = None) -> Written:
        return await export(
            self.handoffs.world.database, self.store, self.signer(), disc, issuer="https://north.example",
            recipient=recipient, after=after, progress=quiet, recipient_key=key,
        )  # fmt: skip

    async def take(
        self, disc: Path, keys: list[Mapping[str, str]], *, own: bool = False, identity: str | None = None
    ) -> tuple[list[Fate], Path]:
        receipt, database = self.disc("receipt"), self.handoffs.world.database
        fates = await take_bundle(
            database, self.store, self.signer(), disc, issuer="https://police.example", keys=keys, receipt=receipt,
            progress=quiet, own=own, identity=identity,
        )  # fmt: skip
        return fates, receipt

    async def waiting(self) -> int:
        async with self.handoffs.world.database.session() as db:
            unread = select(func.count()).where(col(HandoffDelivery.acked_at).is_(None))
            return int(await db.scalar(unread) or 0)


@pytest.fixture
def bureau(handoffs: Handoffs, tmp_path: Path) -> Side:
    folder = tmp_path / "discs-of-bureau"
    folder.mkdir()
    return Side(handoffs, folder)


@pytest.fixture
def police(police_net: Handoffs, tmp_path: Path) -> Side:
    folder = tmp_path / "discs-of-police"
    folder.mkdir()
    return Side(police_net, folder)


async def refer(bureau: Side) -> UUID:
    await bureau.store.put(f"test/{SHA256}", io.BytesIO(LETTER))
    letter = SentFile("移送书.txt", SHA256, len(LETTER), "text/plain", f"test/{SHA256}")
    return await bureau.handoffs.open(files=[letter])


def told(fates: list[Fate]) -> list[str]:
    return [fate.fate for fate in fates]


async def test_a_case_by_disc_ends_byte_equal_on_both_sides(bureau: Side, police: Side) -> None:
    with bureau.handoffs.world.at(DAY):
        id = await refer(bureau)
        theirs, ours = await police.keys(), await bureau.keys()
        fates, receipt = await police.take(await bureau.write("north_police"), ours)
        assert told(fates) == ["applied"]
        assert await police.handoffs.state(id) == await bureau.handoffs.state(id)
        # The receipt acknowledges: nothing waits for the police any more.
        await bureau.take(receipt, theirs)
        with pytest.raises(Problem) as refused:
            await bureau.write("north_police")
        assert refused.value.code == "nothing_waits"
        liaison, url = police.handoffs["liaison"], f"{URL}/{id}"
        found = await police.handoffs.read(id)
        assert (found["sender_name"], found["receiver_name"], found["number"]) == (
            "north",
            "north_police",
            "卫案移〔2026〕1号",
        )
        assert (await liaison.get(f"/handoff/files/{SHA256}")).content == LETTER
        await liaison.step(url, "receive", body_of("receive"))
        await liaison.step(url, "ask-papers", BODIES["ask_papers"])
        fates, receipt = await bureau.take(await police.write("north"), theirs)
        assert told(fates) == ["applied", "applied"]
        await police.take(receipt, ours)
        await bureau.handoffs.say(id, "supplement")
        await liaison.step(url, "refuse", BODIES["refuse"])  # it goes on with what it has
        # The two discs cross.
        to_police, to_bureau = await bureau.write("north_police"), await police.write("north")
        assert told((await bureau.take(to_bureau, theirs))[0]) == ["applied"]
        assert told((await police.take(to_police, ours))[0]) == ["noted"]
        assert await police.handoffs.state(id) == await bureau.handoffs.state(id)
        assert b'"state":"refused"' in await bureau.handoffs.state(id)


async def test_the_disc_and_the_api_end_in_the_same_bytes(bureau: Side, police: Side) -> None:
    """The same messages: once said over the API, once carried and taken in by the other installation."""
    with bureau.handoffs.world.at(DAY):
        id = await bureau.handoffs.open()
        for kind in ("receive", "ask_papers"):
            said = await bureau.handoffs.envelope(id, kind)
            assert (await bureau.handoffs["liaison"].post("/handoff/messages", said)).status_code == 200
        await bureau.handoffs.say(id, "supplement")
        disc = await bureau.write("north_police", after=0)
        fates, _ = await police.take(disc, await bureau.keys())
        assert told(fates) == ["applied", "refused", "refused", "waiting"]  # nobody puts words into the police's mouth
        fates, _ = await police.take(disc, await bureau.keys(), own=True)
        assert told(fates) == ["known", "applied", "applied", "known"]
        assert await police.handoffs.state(id) == await bureau.handoffs.state(id)
        assert b'"turn":4' in await police.handoffs.state(id)


async def test_the_same_disc_twice_changes_nothing(bureau: Side, police: Side) -> None:
    with bureau.handoffs.world.at(DAY):
        id = await refer(bureau)
        disc, ours = await bureau.write("north_police"), await bureau.keys()
        first, _ = await police.take(disc, ours)
        state = await police.handoffs.state(id)
        second, receipt = await police.take(disc, ours)
        assert (told(first), told(second)) == (["applied"], ["known"])
        assert await police.handoffs.state(id) == state
        await bureau.take(receipt, await police.keys())
        assert await bureau.waiting() == 1  # the bureau's own mailbox has its own word


async def test_a_lost_disc_is_written_again_and_a_lost_receipt_costs_nothing(bureau: Side, police: Side) -> None:
    with bureau.handoffs.world.at(DAY):
        await refer(bureau)
        first, second = await bureau.write("north_police"), await bureau.write("north_police")
        with zipfile.ZipFile(first) as one, zipfile.ZipFile(second) as two:
            for name in ("bundle.json", f"files/{SHA256}", "manifest.json"):
                assert one.read(name) == two.read(name)
        await police.take(first, await bureau.keys())
        assert told((await police.take(second, await bureau.keys()))[0]) == ["known"]


async def test_a_word_that_came_before_its_referral_is_refused_and_comes_again(bureau: Side, police: Side) -> None:
    with bureau.handoffs.world.at(DAY):
        id = await refer(bureau)
        await bureau.handoffs.say(id, "note")
        ours, theirs = await bureau.keys(), await police.keys()
        fates, receipt = await police.take(await bureau.write("north_police", after=1), ours)
        assert [(f.fate, f.code) for f in fates] == [("refused", "handoff_unknown")]
        await bureau.take(receipt, theirs)
        fates, _ = await police.take(await bureau.write("north_police"), ours)
        assert told(fates) == ["applied", "applied"]


async def test_nobody_else_is_called_so_in_the_other_installation(bureau: Side, police: Side) -> None:
    with bureau.handoffs.world.at(DAY):
        await bureau.handoffs.open(receiver="south")
        fates, _ = await police.take(await bureau.write("south"), await bureau.keys())
        assert [(f.fate, f.code) for f in fates] == [("refused", "receiver_unknown")]
        with pytest.raises(Problem) as refused:
            await bureau.write("nobody")
        assert refused.value.code == "mailbox_unknown"


Change = Callable[[dict[str, bytes]], None]


def changed(disc: Path, change: Change, pack: Callable[[Mapping[str, bytes]], bytes] | None = None) -> Path:
    """A copy of `disc` in which somebody changed something, and then packed it just as it was."""
    with zipfile.ZipFile(disc) as packed:
        held = {name: packed.read(name) for name in packed.namelist()}
    change(held)
    copy = disc.with_suffix(".changed.zip")
    copy.write_bytes(zip_of(held.items()) if pack is None else pack(held))
    return copy


def deflated(held: Mapping[str, bytes]) -> bytes:
    with zipfile.ZipFile(whole := io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in held.items():
            packed.writestr(name, data)
    return whole.getvalue()


def flip(name: str) -> Change:
    def change(held: dict[str, bytes]) -> None:
        held[name] = held[name][:-2] + bytes([held[name][-2] ^ 1]) + held[name][-1:]

    return change


def redirect(held: dict[str, bytes]) -> None:
    held["manifest.json"] = held["manifest.json"].replace(b'"recipient":"north_police"', b'"recipient":"south_police"')


@pytest.mark.parametrize(
    ("change", "code", "told"),
    [
        (flip("bundle.json"), "bundle_changed", "changed: bundle.json"),
        (flip(f"files/{SHA256}"), "bundle_changed", f"changed: files/{SHA256}"),
        (redirect, "seal_broken", ""),
        (lambda held: held.pop(f"files/{SHA256}"), "bundle_changed", f"missing: files/{SHA256}"),
        (lambda held: held.update({"more.txt": b"x"}), "bundle_changed", "unlisted: more.txt"),
        (lambda held: held.pop("manifest.jws"), "bundle_unreadable", "manifest.jws is missing"),
        (lambda held: held.update({"manifest.json": b"x"}), "bundle_unreadable", "manifest.json is not the list"),
        (lambda held: held.update({"manifest.jws": b"x"}), "seal_malformed", ""),
    ],
)
async def test_a_disc_that_was_changed_is_refused_whole(
    bureau: Side, police: Side, change: Change, code: str, told: str
) -> None:
    with bureau.handoffs.world.at(DAY):
        await refer(bureau)
        disc = changed(await bureau.write("north_police"), change)
        with pytest.raises(Problem) as refused:
            await police.take(disc, await bureau.keys())
        assert refused.value.code == code
        assert told in refused.value.text.en
        async with police.handoffs.world.database.session() as db:
            assert await db.scalar(select(func.count()).select_from(Handoff)) == 0


async def test_a_disc_that_another_program_packed_anew_is_refused(bureau: Side, police: Side) -> None:
    """Nothing of it is unpacked: a bomb, a damaged or a locked entry never gets as far as that."""
    with bureau.handoffs.world.at(DAY):
        await refer(bureau)
        disc = changed(await bureau.write("north_police"), lambda held: None, deflated)
        with pytest.raises(Problem) as refused:
            await police.take(disc, await bureau.keys())
        assert refused.value.code == "bundle_unreadable"


async def test_another_sealed_package_is_no_bundle(bureau: Side, police: Side, tmp_path: Path) -> None:
    with bureau.handoffs.world.at(DAY):
        (package := tmp_path / "package.zip").write_bytes(PACKAGE)
        with pytest.raises(Problem) as refused:
            await police.take(package, [KEY.public_jwk])
        assert (refused.value.code, "no bundle" in refused.value.text.en) == ("bundle_unreadable", True)


async def test_a_disc_is_verified_like_any_package_and_opened_by_its_receiver_alone(
    bureau: Side, police: Side, tmp_path: Path
) -> None:
    theirs, stranger = x25519.Identity.generate(), x25519.Identity.generate()
    with bureau.handoffs.world.at(DAY):
        await refer(bureau)
        keys = await bureau.keys()
        report = verify_package(await bureau.write("north_police"), public_keys=keys)
        assert report.ok, report.told()
        assert report.said == (
            "移送数据包 bundle 1 消息 messages: 1",
            "north → north_police, issued by https://north.example on 2026-03-02",
        )
        locked = await bureau.write("north_police", key=str(theirs.to_public()))
        assert LETTER[:20] not in locked.read_bytes()
        for identity in (None, str(stranger)):
            with pytest.raises(Problem) as refused:
                await police.take(locked, keys, identity=identity)
            assert refused.value.code == "bundle_locked"
        fates, _ = await police.take(locked, keys, identity=str(theirs))
        assert told(fates) == ["applied"]
        with pytest.raises(Problem) as refused:
            await bureau.export(target := tmp_path / "none.zip", "north_police", key="age1nobody")
        assert (refused.value.code, target.exists()) == ("recipient_key_invalid", False)


async def test_nothing_stays_of_a_disc_whose_files_are_lost(bureau: Side, tmp_path: Path) -> None:
    with bureau.handoffs.world.at(DAY):
        await refer(bureau)
        await bureau.store.discard(f"test/{SHA256}")
        with pytest.raises(ObjectLost):
            await bureau.export(target := tmp_path / "disc.zip", "north_police")
        assert not target.exists()


async def test_what_one_disc_has_no_room_for_goes_on_the_next(
    bureau: Side, police: Side, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(carrying, "MESSAGES_AT_MOST", 3)
    monkeypatch.setattr(carrying, "FILES_AT_MOST", 2)
    with bureau.handoffs.world.at(DAY):
        cases = []
        for number in range(4):
            letter = f"letter {number}".encode()
            key = f"test/{number}"
            await bureau.store.put(key, io.BytesIO(letter))
            sha256 = hashlib.sha256(letter).hexdigest()
            file = SentFile("移送书.txt", sha256, len(letter), "text/plain", key)
            cases.append(await bureau.handoffs.open(files=[file]))
        one, two = tmp_path / "1.zip", tmp_path / "2.zip"
        assert await bureau.export(one, "north_police") == Written(count=2, until=2, left=2)
        assert await bureau.export(two, "north_police", after=2) == Written(count=2, until=4, left=0)
        for disc in (two, one):
            assert told((await police.take(disc, await bureau.keys()))[0]) == ["applied", "applied"]
        for id in cases:
            assert await police.handoffs.state(id) == await bureau.handoffs.state(id)


async def test_a_disc_of_a_stranger_is_refused(bureau: Side, police: Side, tmp_path: Path) -> None:
    with bureau.handoffs.world.at(DAY):
        await refer(bureau)
        disc = await bureau.write("north_police")
        with pytest.raises(Problem) as refused:
            await police.take(disc, await police.keys())
        assert refused.value.code == "seal_key_unknown"
        cut = tmp_path / "cut.zip"
        cut.write_bytes(disc.read_bytes()[:1000])
        with pytest.raises(Problem) as refused:
            await police.take(cut, await bureau.keys())
        assert refused.value.code == "bundle_unreadable"


async def test_the_police_cannot_speak_for_the_bureau_on_a_disc(bureau: Side, police: Side) -> None:
    """A bundle that a known key signed, made for the bureau, holding a word of the bureau's own."""
    with bureau.handoffs.world.at(DAY):
        id = await refer(bureau)
        await police.take(await bureau.write("north_police"), await bureau.keys())
        for kind in ("receive", "refuse"):
            await police.handoffs["liaison"].step(f"{URL}/{id}", kind, body_of(kind))
        forged = await police.handoffs.envelope(id, "end", party="sender")
        async with police.handoffs.world.database.transaction() as db:
            from duban.handoff.mailboxes import deliver
            from duban.handoff.protocol import Envelope, canonical, digest
            from duban.kernel.acts import Act
            from duban.kernel.clock import now

            envelope = Envelope.model_validate(forged)
            data = canonical(envelope)
            row = HandoffMessage(
                id=envelope.id, handoff_id=id, turn=envelope.turn, kind=envelope.kind, party=envelope.party,
                at=envelope.at, arrived_at=now(), by_name="x", by_organisation="north", channel="web",
                effect="applied", text=data.decode(), sha256=digest(data),
            )  # fmt: skip
            db.add(row)
            await db.flush()
            act = Act(db, police.handoffs["liaison"].actor, now())
            await deliver(act, await db.get_one(Handoff, id), row, holds=None)
        fates, _ = await bureau.take(await police.write("north"), await police.keys())
        assert [(f.fate, f.code) for f in fates] == [
            ("applied", None), ("applied", None), ("refused", "party_not_yours"),
        ]  # fmt: skip


async def test_the_commands_write_and_take_in(
    bureau: Side, police: Side, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    import asyncio

    from typer.testing import CliRunner

    from duban.cli import app
    from duban.loading import load_settings

    id = await refer(bureau)
    keys = tmp_path / "jwks.json"
    keys.write_bytes(orjson.dumps({"keys": await bureau.keys()}))
    disc, answer = tmp_path / "disc.zip", tmp_path / "answer.zip"

    def run(side: Side, *words: str) -> tuple[int, str]:
        settings = side.handoffs.world.settings
        url = side.handoffs.world.database.url.render_as_string(hide_password=False)
        monkeypatch.setenv("DUBAN_DATABASE_URL", url.replace("+aiosqlite", "").replace("+asyncpg", ""))
        monkeypatch.setenv("DUBAN_DATA_DIR", str(settings.data_dir))
        load_settings.cache_clear()
        done = CliRunner().invoke(app, [*words])
        return done.exit_code, done.output

    async def command(side: Side, *words: str) -> tuple[int, str]:
        return await asyncio.to_thread(run, side, *words)

    assert (await command(bureau, "handoff", "export", "--for", "north_police", "--out", str(disc)))[0] == 0
    assert (await command(bureau, "handoff", "export", "--for", "north_police", "--out", str(disc)))[0] == 1
    code, text = await command(police, "handoff", "import", str(disc), "--keys", str(keys), "--receipt", str(answer))
    assert (code, "applied" in text) == (0, True), text
    shutil.copy(answer, tmp_path / "again.zip")
    assert await police.handoffs.state(id) == await bureau.handoffs.state(id)
    keys.write_bytes(orjson.dumps({"keys": await police.keys()}))
    assert (await command(bureau, "handoff", "import", str(answer), "--keys", str(keys)))[0] == 0
    code, text = await command(
        bureau, "handoff", "export", "--for", "north_police", "--out", str(tmp_path / "none.zip")
    )
    assert (code, "Nothing waits" in text) == (1, True), text
    # Once more from the beginning, for the eyes of the police alone.
    identity = x25519.Identity.generate()
    (secret := tmp_path / "key.txt").write_text(str(identity))
    keys.write_bytes(orjson.dumps({"keys": await bureau.keys()}))
    locked, again = str(tmp_path / "disc.zip.age"), ("--after", "0", "--recipient-key", str(identity.to_public()))
    assert (await command(bureau, "handoff", "export", "--for", "north_police", "--out", locked, *again))[0] == 0
    code, text = await command(police, "handoff", "import", locked, "--keys", str(keys))
    assert (code, "is encrypted" in text) == (1, True), text
    opened = (locked, "--keys", str(keys), "--identity", str(secret))
    code, text = await command(police, "verify", *opened)
    assert (code, "north_police" in text) == (0, True), text
    code, text = await command(police, "handoff", "import", *opened)
    assert (code, "known" in text) == (0, True), text
    assert (tmp_path / "disc.receipt.zip").exists()
