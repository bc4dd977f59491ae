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
from sqlalchemy import func, select
from sqlmodel import col

from duban.handoff.bundles import Fate
from duban.handoff.carrying import export, take_bundle
from duban.handoff.models import Handoff, HandoffDelivery, HandoffMessage
from duban.handoff.sending import SentFile
from duban.kernel.errors import Problem
from duban.kernel.object_store import ObjectStore, open_store
from duban.orgs.manifest_signing import InstallationSigner
from support.handoffs import BODIES, URL, Handoffs, body_of

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

    async def write(self, recipient: str, after: int | None = None) -> Path:
        disc = self.disc("bundle")
        database = self.handoffs.world.database
        await export(database, self.store, self.signer(), disc, recipient=recipient, after=after, progress=quiet)
        return disc

    async def take(self, disc: Path, keys: list[Mapping[str, str]], *, own: bool = False) -> tuple[list[Fate], Path]:
        receipt, database = self.disc("receipt"), self.handoffs.world.database
        fates = await take_bundle(
            database, self.store, self.signer(), disc, keys=keys, receipt=receipt, progress=quiet, own=own
        )
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


def changed(disc: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """A copy of `disc` in which somebody changed something."""
    with zipfile.ZipFile(disc) as packed:
        held = {name: packed.read(name) for name in packed.namelist()}
    change(held)
    copy = disc.with_suffix(".changed.zip")
    with zipfile.ZipFile(copy, "w") as packed:
        for name, data in held.items():
            packed.writestr(name, data)
    return copy


def flip(name: str) -> Callable[[dict[str, bytes]], None]:
    def change(held: dict[str, bytes]) -> None:
        held[name] = held[name][:-2] + bytes([held[name][-2] ^ 1]) + held[name][-1:]

    return change


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (flip("bundle.json"), "bundle_changed"),
        (flip(f"files/{SHA256}"), "bundle_changed"),
        (flip("manifest.json"), "seal_broken"),
        (lambda held: held.pop(f"files/{SHA256}"), "bundle_changed"),
        (lambda held: held.update({"more.txt": b"x"}), "bundle_changed"),
        (lambda held: held.pop("manifest.jws"), "bundle_unreadable"),
        (lambda held: held.update({"manifest.jws": b"x"}), "seal_malformed"),
    ],
)
async def test_a_disc_that_was_changed_is_refused_whole(
    bureau: Side, police: Side, change: Callable[[dict[str, bytes]], None], code: str
) -> None:
    with bureau.handoffs.world.at(DAY):
        await refer(bureau)
        disc = changed(await bureau.write("north_police"), change)
        with pytest.raises(Problem) as refused:
            await police.take(disc, await bureau.keys())
        assert refused.value.code == code
        async with police.handoffs.world.database.session() as db:
            assert await db.scalar(select(func.count()).select_from(Handoff)) == 0


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
        done = CliRunner().invoke(app, ["handoff", *words])
        return done.exit_code, done.output

    async def command(side: Side, *words: str) -> tuple[int, str]:
        return await asyncio.to_thread(run, side, *words)

    assert (await command(bureau, "export", "--for", "north_police", "--out", str(disc)))[0] == 0
    assert (await command(bureau, "export", "--for", "north_police", "--out", str(disc)))[0] == 1
    code, text = await command(police, "import", str(disc), "--keys", str(keys), "--receipt", str(answer))
    assert (code, "applied" in text) == (0, True), text
    shutil.copy(answer, tmp_path / "again.zip")
    assert await police.handoffs.state(id) == await bureau.handoffs.state(id)
    keys.write_bytes(orjson.dumps({"keys": await police.keys()}))
    assert (await command(bureau, "import", str(answer), "--keys", str(keys)))[0] == 0
    code, text = await command(bureau, "export", "--for", "north_police", "--out", str(tmp_path / "none.zip"))
    assert (code, "Nothing waits" in text) == (1, True), text
