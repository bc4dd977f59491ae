"""A small system of the police beside Duban: it takes over what is referred, proves it, answers, and compares both
sides. Needs httpx and cryptography; `hospital_client.py` beside it does the talking.

    DUBAN=http://127.0.0.1:8000 DUBAN_CLIENT_ID=… DUBAN_CLIENT_SECRET=… \\
        python examples/liaison_client.py --folder police --rule file

What it knows lies in the folder: a database and the files. It may be killed at any moment and started again: nothing is
lost, nothing is said twice. docs/integrate/police.md explains it.
"""

import argparse
import hashlib
import json
import os
import sqlite3
import sys
from asyncio import run, sleep
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta, timezone
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePublicNumbers
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from hospital_client import LATER, TRIES, Hospital, Refused

CHINA = timezone(timedelta(hours=8))
LEASE_SECONDS = 300
RULES = {
    "file": ("file", lambda n, day: {"case_number": f"公立字〔{day.year}〕{n}号", "filed_on": f"{day}"}),
    "refuse": ("refuse", lambda n, day: {"reason": "情节显著轻微，不认为是犯罪", "returned_papers": 0}),
    "ask-papers": ("ask_papers", lambda n, day: {"papers": ["检验报告原件"], "reason": "报告为复印件"}),
}
"""A rule of thumb in place of the officer who decides."""


class Wrong(Exception):
    """What came is not what was said or signed. It is not acknowledged, and somebody must look."""


def now() -> datetime:
    return datetime.now(UTC)


def canonical(envelope: Mapping[str, Any]) -> str:
    return json.dumps(envelope, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def set_hash(held: Mapping[str, str]) -> str:
    return digest("".join(sorted(f"{id} {sha256}\n" for id, sha256 in held.items())))


def require_signed(keys: list[dict[str, str]], data: bytes, signature: str) -> None:
    """Raise Wrong unless `signature` (detached JWS, ES256) is of `data` by one of `keys`."""

    def plain(text: str) -> bytes:
        return urlsafe_b64decode(text + "=" * (-len(text) % 4))

    try:
        protected, rest = signature.split("..")
        header, given = json.loads(plain(protected)), plain(rest)
        key = next(key for key in keys if key["kid"] == header["kid"])
        if (header["alg"], header["typ"], len(given)) != ("ES256", "seal+jws", 64):
            raise ValueError
        x, y, r, s = (int.from_bytes(n) for n in (plain(key["x"]), plain(key["y"]), given[:32], given[32:]))
        signed = f"{protected}.{urlsafe_b64encode(data).decode().rstrip('=')}".encode()
        public = EllipticCurvePublicNumbers(x, y, SECP256R1()).public_key()
        public.verify(encode_dss_signature(r, s), signed, ECDSA(SHA256()))
    except (ValueError, KeyError, StopIteration, InvalidSignature):
        raise Wrong("the signature is not theirs") from None


class Shelf:
    """What must outlive us: messages of both sides (`at`: when Duban had it; none yet: still to be sent) and files."""

    def __init__(self, folder: Path) -> None:
        self.files = folder / "files"
        self.files.mkdir(parents=True, exist_ok=True)
        self.db = sqlite3.connect(folder / "shelf.sqlite")
        self.db.executescript(
            "CREATE TABLE IF NOT EXISTS said (id PRIMARY KEY, handoff, kind, sha256, text, at, own, proved, refused);"
            "CREATE TABLE IF NOT EXISTS known (kid PRIMARY KEY, jwk)"
        )

    def keys(self, published: list[dict[str, str]]) -> list[dict[str, str]]:
        """Every key that was ever published: a retired one leaves the page, and what it signed stays signed."""
        for key in published:
            self.write("INSERT INTO known VALUES (?, ?) ON CONFLICT DO NOTHING", key["kid"], json.dumps(key))
        return [json.loads(text) for (text,) in self.db.execute("SELECT jwk FROM known")]

    def write(self, statement: str, *values: Any) -> None:
        """One change, on the disk when this returns."""
        with self.db:
            self.db.execute(statement, values)

    def keep(self, envelope: Mapping[str, Any], at: str | None) -> None:
        text, own = canonical(envelope), envelope["party"] == "receiver"
        row = (envelope["id"], envelope["handoff_id"], envelope["kind"], digest(text), text, at, own, own)
        self.write("INSERT INTO said VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL) ON CONFLICT DO NOTHING", *row)

    def rows(self, condition: str, *values: Any) -> list[tuple[Any, ...]]:
        return self.db.execute(f"SELECT id, sha256, text, at FROM said WHERE {condition}", values).fetchall()  # noqa: S608

    def held(self, until: datetime) -> dict[str, str]:
        """The set that both sides must hold of everything before `until`."""
        rows = self.rows("at IS NOT NULL")
        return {id: sha256 for id, sha256, _, at in rows if datetime.fromisoformat(at) < until}


class Liaison:
    """The police's side. `line` is signed in with a machine client of the police."""

    def __init__(self, line: Hospital, shelf: Shelf, rule: str, officer: str = "李警官") -> None:
        self.line, self.shelf, self.rule, self.officer = line, shelf, rule, officer
        self.keys: list[dict[str, str]] = []

    async def ask(self, path: str, **body: Any) -> dict[str, Any]:
        headers = {"Idempotency-Key": str(uuid4())}  # a lost answer is given again: no lease is out that nobody knows
        found: dict[str, Any] = (await self.line.send("POST", path, json=body, headers=headers)).json()
        return found

    async def begin(self) -> None:
        await self.line.sign_in()
        place = str(self.line.http.base_url.join("/.well-known/jwks.json"))
        self.keys = self.shelf.keys((await self.line.send("GET", place)).json()["keys"])

    async def pull(self) -> list[str]:
        """Take over all that waits. What is wrong with those that stay where they are."""
        wrong: list[str] = []
        while (leased := await self.ask("handoff/lease", limit=20, seconds=LEASE_SECONDS))["items"]:
            good: list[str] = []
            for item in leased["items"]:
                try:
                    await self.take(item)
                    good.append(item["envelope"]["id"])
                except Wrong as error:
                    wrong.append(f"{item['position']}: {error}")
            if good:
                await self.acknowledge(leased["lease_id"], good)
        return wrong

    async def acknowledge(self, lease_id: str, ids: list[str]) -> None:
        try:
            await self.ask("handoff/ack", lease_id=lease_id, ids=ids)
        except Refused as refused:
            if refused.problem["code"] != "lease_lost":
                raise
            lost = {int(error["pointer"].rsplit("/", 1)[1]) for error in refused.problem["errors"]}
            if left := [id for place, id in enumerate(ids) if place not in lost]:  # the others come again
                await self.acknowledge(lease_id, left)

    async def take(self, item: Mapping[str, Any]) -> None:
        """Check a message, put it on the shelf, fetch and prove its files. As often as it comes: the same."""
        envelope = item["envelope"]
        if digest(canonical(envelope)) != item["sha256"]:
            raise Wrong("the message has other bytes than were announced")
        self.shelf.keep(envelope, item["delivered_at"])
        for file in envelope["files"]:
            await self.fetch(file)
        if envelope["kind"] == "refer":
            self.prove(envelope)
        self.shelf.write("UPDATE said SET proved = 1, at = ? WHERE id = ?", item["delivered_at"], envelope["id"])

    async def fetch(self, file: Mapping[str, Any]) -> None:
        """The bytes of a file, going on where the line broke."""
        whole = self.shelf.files / file["sha256"]
        part = whole.with_suffix(".part")
        for left in reversed(range(TRIES)):
            if whole.exists():
                return
            part.touch()
            try:
                if (begun := part.stat().st_size) < file["size"]:
                    await self.go_on(file["sha256"], part, begun)
            except httpx.TransportError:
                if not left:
                    raise
                await sleep(2.0 ** (TRIES - left - 1))
                continue
            with part.open("rb") as read:
                fits = hashlib.file_digest(read, "sha256").hexdigest() == file["sha256"]
            if not fits:
                part.unlink()
                raise Wrong(f"{file['path']} has other bytes than were announced")
            part.rename(whole)

    async def go_on(self, sha256: str, part: Path, begun: int) -> None:
        headers = {"Authorization": f"Bearer {self.line.token}", "Range": f"bytes={begun}-"}
        async with self.line.http.stream("GET", f"handoff/files/{sha256}", headers=headers) as answer:
            if answer.status_code in {401, *LATER}:
                await self.line.sign_in()
                raise httpx.ReadError("not now")
            answer.raise_for_status()
            with part.open("ab" if answer.status_code == 206 else "wb") as write:
                async for piece in answer.aiter_bytes():
                    write.write(piece)

    def prove(self, envelope: Mapping[str, Any]) -> None:
        """The files are those that the sender sealed, all of them and no others, and the seal is the sender's."""
        text, came = envelope["body"]["manifest"], {f["path"]: f["sha256"] for f in envelope["files"]}
        seal, sealed = came.pop("manifest.jws", ""), json.loads(text)
        if came != {f["path"]: f["sha256"] for f in sealed.get("files", ())} or not seal:
            raise Wrong("the files are not those of the manifest")
        require_signed(self.keys, text.encode(), (self.shelf.files / seal).read_text("ascii"))
        if sealed["number"] != envelope["number"]:
            raise Wrong("the package is another one's")

    async def answer(self) -> None:
        """Sign for what is proved here, then decide by the rule. What was begun before we were killed goes first."""
        await self.send_out()
        async for row in self.line.rows("handoffs", state=["sent", "received"]):
            if self.shelf.rows("handoff = ? AND kind = 'refer' AND proved", row["id"]):
                for _ in ("receive", "decide"):
                    await self.say_next((await self.line.send("GET", f"handoffs/{row['id']}")).json())

    async def say_next(self, handoff: Mapping[str, Any]) -> None:
        at = f"{now():%Y-%m-%dT%H:%M:%SZ}"
        kind, make = RULES[self.rule]
        if any(said["kind"] == kind for said in handoff["messages"]):
            kind, make = RULES["file"]  # the papers came
        number = len(self.shelf.rows("own AND kind = ?", kind)) + 1
        body = make(number, now().astimezone(CHINA).date())
        if handoff["state"] == "sent":
            kind, body = "receive", {"received_at": at, "receiver_name": self.officer}
        elif handoff["state"] != "received":
            return
        said = {
            "format": "duban-handoff/1",
            "id": str(uuid4()),
            "handoff_id": handoff["id"],
            "kind": kind,
            "body": body,
        }
        said |= {"number": handoff["number"], "turn": handoff["turn"], "party": "receiver", "at": at, "files": []}
        said |= {"by_name": self.officer, "by_organisation": handoff["receiver_name"], "recorded_by": None}
        self.shelf.keep(said, at=None)  # before anything leaves the house
        await self.send_out()

    async def send_out(self) -> None:
        """Send what has no answer yet, under the ids that it has."""
        for id, sha256, text, _ in self.shelf.rows("at IS NULL AND refused IS NULL ORDER BY rowid"):
            try:
                kept = await self.ask("handoff/messages", **json.loads(text))
            except Refused as refused:
                self.shelf.write("UPDATE said SET refused = ? WHERE id = ?", str(refused), id)
                raise
            if kept["sha256"] != sha256:
                raise Wrong(f"{id} was kept with other bytes than we sent")
            self.shelf.write("UPDATE said SET at = ? WHERE id = ?", kept["arrived_at"], id)
            print(json.loads(text)["number"], json.loads(text)["kind"], kept["effect"], "->", kept["state"])

    async def reconcile(self, on: date) -> bool:
        """Whether both sides hold the same up to the end of the day `on`. Their word is signed and printed."""
        held = self.shelf.held(datetime.combine(on + timedelta(days=1), time(), CHINA))
        theirs = await self.ask("handoff/reconcile", on=f"{on}", count=len(held), set_hash=set_hash(held))
        require_signed(self.keys, theirs["statement"].encode(), theirs["signature"])
        print("both sides agree:" if theirs["agrees"] else "the sides differ:", theirs["statement"])
        return bool(theirs["agrees"])

    async def mend(self) -> None:
        """Take from the feed what is not on the shelf, and send again what the feed does not hold."""
        after, theirs = 0, set[str]()
        while True:
            page = (await self.line.send("GET", "handoff/feed", params={"after": after})).json()
            for item in page["items"]:
                theirs.add(item["envelope"]["id"])
                await self.take(item)
            after = page["next_position"]
            if not page["more"]:
                break
        for id, *_ in self.shelf.rows("own AND at IS NOT NULL"):
            if id not in theirs:
                self.shelf.write("UPDATE said SET at = NULL WHERE id = ?", id)
        await self.send_out()


async def day(http: httpx.AsyncClient, client_id: str, secret: str, folder: Path, rule: str) -> bool:
    """Once round: take over, answer, compare. True when both sides hold the same and nothing is wrong."""
    liaison = Liaison(Hospital(http, client_id, secret), Shelf(folder), rule)
    await liaison.begin()
    wrong = await liaison.pull()
    await liaison.answer()
    today = now().astimezone(CHINA).date()
    agreed = await liaison.reconcile(today)
    if not agreed:
        await liaison.mend()
        agreed = await liaison.reconcile(today)
    liaison.shelf.db.close()
    print(*wrong, sep="\n", file=sys.stderr, end="\n" if wrong else "")
    return agreed and not wrong


async def main(folder: Path, rule: str) -> bool:
    address, client_id, secret = (os.environ[name] for name in ("DUBAN", "DUBAN_CLIENT_ID", "DUBAN_CLIENT_SECRET"))
    async with httpx.AsyncClient(base_url=f"{address}/api/v1/", timeout=30) as http:
        return await day(http, client_id, secret, folder, rule)


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description="Take over what was referred to the police, and answer.")
    asked.add_argument("--folder", type=Path, default=Path("police"))
    asked.add_argument("--rule", choices=sorted(RULES), default="file")
    given = asked.parse_args()
    sys.exit(0 if run(main(given.folder, given.rule)) else 1)
