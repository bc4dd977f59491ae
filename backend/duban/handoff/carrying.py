"""The disc's two ways: what waits in a mailbox is written out, what a bundle holds is taken in, a receipt goes back.

Both are idempotent: the same bundle twice changes nothing and gives the same receipt but for `known`.
"""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from duban.handoff.bodies import HandoffRefer, PartyName
from duban.handoff.bundles import Bundle, Fate, Opened, file_path, opened, write
from duban.handoff.files import SentFile, key_of
from duban.handoff.models import Handoff, HandoffDelivery, HandoffFile, HandoffMailbox, HandoffMessage
from duban.handoff.protocol import Envelope, canonical, digest
from duban.handoff.sending import begin, known_message, read_body, take_in
from duban.handoff.words import HandoffChannel, Kind, Party
from duban.kernel.acts import Act
from duban.kernel.clock import now
from duban.kernel.db import Database
from duban.kernel.errors import Conflict, NotFound, Problem, Text
from duban.kernel.ids import new_id
from duban.kernel.manifests import ManifestSigner
from duban.kernel.object_store import ObjectStore
from duban.kernel.organisations import Organisation
from duban.kernel.packages import PackageHeader, Part
from duban.kernel.system_actor import system_act

Progress = Callable[[int, int], None]
MESSAGES_AT_MOST, FILES_AT_MOST = 5_000, 5_000
"""On one disc. What a package can hold at all is twice that (`plain_zip.MAX_ENTRIES`)."""


async def _act(db: AsyncSession) -> Act:
    act = await system_act(db)
    if act is None:
        raise Conflict("not_founded", Text("请先建立第一个机构。", "Found the first organisation before: duban found."))
    return act


@dataclass(frozen=True)
class Written:
    """What was written to a disc: how many messages, up to which position of the mailbox, and how many it had no room
    for: they go on another one, from `until` on."""

    count: int
    until: int
    left: int


async def export(
    database: Database,
    store: ObjectStore,
    signer: ManifestSigner,
    target: Path,
    *,
    issuer: str,
    recipient: str,
    after: int | None,
    progress: Progress,
    recipient_key: str | None = None,
) -> Written:
    """Write what waits for `recipient` (an organisation's id, code or name) to `target`, encrypted to `recipient_key`
    (an age public key) if there is one. `issuer` is this installation's address.

    What it has acknowledged is left out, unless `after` says to begin at the position beyond it again. Raises NotFound
    where nothing was ever said to it, or nothing waits, and what `bundles.write` raises.
    """
    await signer.prepare()
    async with database.session() as db:
        mailbox = await _mailbox(db, recipient)
        waiting = (
            select(HandoffMessage, Handoff, HandoffDelivery)
            .join(HandoffDelivery, col(HandoffDelivery.message_id) == col(HandoffMessage.id))
            .join(Handoff, col(Handoff.id) == col(HandoffMessage.handoff_id))
            .where(col(HandoffDelivery.mailbox_id) == mailbox.id)
            .order_by(col(HandoffDelivery.position))
        )
        beyond = col(HandoffDelivery.acked_at).is_(None) if after is None else col(HandoffDelivery.position) > after
        waiting = waiting.where(beyond)
        total = int(await db.scalar(select(func.count()).select_from(waiting.subquery())) or 0)
        rows = [(m, h, d) for m, h, d in await db.execute(waiting.limit(MESSAGES_AT_MOST))]
        count, files = await _fitting(db, [message.id for message, _, _ in rows])
    if not count:
        raise NotFound("nothing_waits", Text("没有待导出的消息。", "Nothing waits for this organisation."))
    _, handoff, last = rows[count - 1]
    other = handoff.sender_name if mailbox.id == handoff.receiver_mailbox_id else handoff.receiver_name
    bundle = Bundle(
        **{"from": PartyName(name=other)},
        to=PartyName(name=mailbox.name, code=mailbox.code),
        until=last.position,
        messages=[message.envelope().model_dump(mode="json") for message, _, _ in rows[:count]],
    )
    read = _Reading(store, progress, steps=2 * len(files))
    header = _header(bundle, issuer, max(message.arrived_at for message, _, _ in rows[:count]))
    await write(target, header, bundle, [read.part(file) for file in files], signer, recipient_key=recipient_key)
    return Written(count, last.position, total - count)


def _header(bundle: Bundle, issuer: str, at: datetime) -> PackageHeader:
    """What `duban verify` tells of `bundle`."""
    what = f"消息 messages: {len(bundle.messages)}" if bundle.messages else f"回执 receipts: {len(bundle.fates)}"
    return PackageHeader(
        issuer=issuer,
        number=f"移送数据包 bundle {bundle.until}",
        sender=bundle.from_.name,
        recipient=bundle.to.name,
        subject_label=what,
        issued_at=at,
    )


class _Reading:
    """Reads files of messages out of the store, each from beginning to end, and tells how far it is."""

    def __init__(self, store: ObjectStore, progress: Progress, steps: int) -> None:
        self._store, self._progress, self._steps, self._done = store, progress, steps, 0

    def part(self, file: HandoffFile) -> Part:
        async def pieces() -> AsyncIterator[bytes]:
            async for piece in self._store.stream(file.key, 0, file.size):
                yield piece
            self._done += 1
            self._progress(self._done, self._steps)

        return Part(file_path(file.sha256), file.media_type, file.size, file.sha256, pieces)


async def _fitting(db: AsyncSession, ids: Sequence[UUID]) -> tuple[int, list[HandoffFile]]:
    """How many of these messages go on one disc, and their files, each content once, in order of their digests."""
    files_of: dict[UUID, list[HandoffFile]] = {}
    for start in range(0, len(ids), 500):
        some = ids[start : start + 500]
        for file in await db.scalars(select(HandoffFile).where(col(HandoffFile.message_id).in_(some))):
            files_of.setdefault(file.message_id, []).append(file)
    found: dict[str, HandoffFile] = {}
    for count, id in enumerate(ids):
        more = {file.sha256: file for file in files_of.get(id, [])}
        if found and len(found.keys() | more.keys()) > FILES_AT_MOST:
            return count, [found[sha256] for sha256 in sorted(found)]
        found = more | found
    return len(ids), [found[sha256] for sha256 in sorted(found)]


async def _mailbox(db: AsyncSession, named: str) -> HandoffMailbox:
    same = (col(HandoffMailbox.key) == named, col(HandoffMailbox.code) == named, col(HandoffMailbox.name) == named)
    for condition in same:
        found = (await db.scalars(select(HandoffMailbox).where(condition).limit(2))).all()
        if len(found) == 1:
            return found[0]
    raise NotFound(
        "mailbox_unknown",
        Text("没有向这个单位移送过，或有同名单位。", f"Nothing was ever said to {named!r}, or several have that name."),
    )


async def take_bundle(
    database: Database,
    store: ObjectStore,
    signer: ManifestSigner,
    path: Path,
    *,
    issuer: str,
    keys: Sequence[Mapping[str, str]],
    receipt: Path,
    progress: Progress,
    own: bool = False,
    identity: str | None = None,
) -> list[Fate]:
    """Take in everything that the bundle at `path` holds, and write the `receipt` that its maker imports in turn.

    Each message is an act of its own, so that one which is refused holds up no other. A receipt's own fates acknowledge
    what was sent. `own`: what this side said over there is taken as well (its people have accounts in both
    installations, or this database was put back from an old copy). `identity` opens an encrypted bundle. Raises what
    `bundles.opened` raises, FileExistsError, Conflict in an empty installation.
    """
    await signer.prepare()
    with opened(path, keys, identity) as found:
        given = found.bundle
        async with database.transaction() as db:
            await _acknowledge(await _act(db), given)
        total, fates = len(given.messages), []
        for number, said in enumerate(given.messages):
            fates.append(await _one(database, store, found, said, own=own))
            progress(number + 1, total)
    if given.messages:
        back = Bundle(**{"from": given.to}, to=given.from_, until=given.until, fates=fates)
        await write(receipt, _header(back, issuer, now()), back, [], signer)
    return fates


async def _one(database: Database, store: ObjectStore, found: Opened, said: Mapping[str, object], *, own: bool) -> Fate:
    """What becomes of one message. Its files are stored before the act; a refusal takes them away again."""
    try:
        envelope = Envelope.model_validate(said)
    except ValidationError:
        id = str(said.get("id", ""))[:64]
        return Fate(id=id, sha256="", fate="refused", code="message_unreadable", reason="It is no message of ours.")
    id, sha256 = str(envelope.id), digest(canonical(envelope))
    stored: list[str] = []
    try:
        async with database.session() as db:
            known = await db.get(HandoffMessage, envelope.id) is not None
        files = [] if known else await _store(store, found, envelope, stored)
        async with database.transaction() as db:
            fate = await _take(await _act(db), found.bundle, envelope, files, own=own)
    except BaseException as error:
        for key in stored:
            await store.discard(key)
        if not isinstance(error, Problem):
            raise
        return Fate(id=id, sha256=sha256, fate="refused", code=error.code, reason=error.text.en)
    return Fate.model_validate({"id": id, "sha256": sha256, "fate": fate})


async def _store(store: ObjectStore, found: Opened, envelope: Envelope, stored: list[str]) -> list[SentFile]:
    files = []
    for file in envelope.files:
        if not found.holds(file.sha256):
            continue
        key = key_of(file.sha256, new_id())
        with found.file(file.sha256) as data:
            await store.put(key, data)
        stored.append(key)
        files.append(SentFile(file.path, file.sha256, file.size, file.media_type, key))
    return files


async def _take(act: Act, bundle: Bundle, envelope: Envelope, files: Sequence[SentFile], *, own: bool) -> str:
    if await known_message(act, envelope) is not None:
        return "known"
    handoff = await act.db.get(Handoff, envelope.handoff_id, with_for_update=True)
    if handoff is None:
        return await _begin(act, bundle, envelope, files)
    side = _side(handoff, bundle.to)
    message, known = await take_in(act, handoff, envelope, side=side, channel=HandoffChannel.DISC, files=files, own=own)
    await act.db.flush()
    return "known" if known else message.effect


async def _begin(act: Act, bundle: Bundle, envelope: Envelope, files: Sequence[SentFile]) -> str:
    """The first message of a handoff that is not here yet: the receiver is one of ours, the sender may be nobody's."""
    if envelope.kind is not Kind.REFER or envelope.party is not Party.SENDER:
        raise NotFound("handoff_unknown", Text("尚未收到这件移送。", "The referral itself has not come yet."))
    said: HandoffRefer = read_body(Kind.REFER, envelope.body)
    receiver, sender = await _organisation(act.db, said.receiver), await _organisation(act.db, said.sender)
    if receiver is None:
        raise NotFound(
            "receiver_unknown",
            Text("本系统没有接收单位“{name}”。", "No organisation here is called “{name}”.").format(
                name=said.receiver.name
            ),
        )
    handoff = await begin(
        act, envelope, receiver=receiver, sender=sender, referral_id=None, files=files, channel=HandoffChannel.DISC,
        holds=Party.SENDER,
    )  # fmt: skip
    await act.db.flush()
    message = await act.db.get_one(HandoffMessage, envelope.id)
    assert handoff.id == message.handoff_id  # noqa: S101 - it was begun by this very message
    return message.effect


def _side(handoff: Handoff, to: PartyName) -> Party:
    """Which party speaks in a bundle made for `to`: the other one. Raises Conflict where that has no part in it."""
    for party, name in ((Party.SENDER, handoff.receiver_name), (Party.RECEIVER, handoff.sender_name)):
        if to.name == name:
            return party
    raise Conflict("no_part_in_it", Text("数据包的接收方不是移送双方。", "It was made for neither of the two parties."))


async def _organisation(db: AsyncSession, named: PartyName) -> Organisation | None:
    """The one organisation of ours with this code, or else this name."""
    for condition in (col(Organisation.code) == named.code, col(Organisation.name) == named.name):
        found = (await db.scalars(select(Organisation).where(condition).limit(2))).all()
        if len(found) == 1:
            return found[0]
    return None


async def _acknowledge(act: Act, bundle: Bundle) -> None:
    """Take off the mailbox of a receipt's maker what has arrived there. What it refused stays."""
    arrived = {UUID(fate.id): fate.sha256 for fate in bundle.fates if fate.fate != "refused"}
    rows = await act.db.execute(
        select(HandoffDelivery, HandoffMessage, HandoffMailbox)
        .join(HandoffMessage, col(HandoffMessage.id) == col(HandoffDelivery.message_id))
        .join(HandoffMailbox, col(HandoffMailbox.id) == col(HandoffDelivery.mailbox_id))
        .where(
            col(HandoffMailbox.name) == bundle.from_.name,
            col(HandoffDelivery.message_id).in_(arrived),
            col(HandoffDelivery.acked_at).is_(None),
        )
    )
    fresh: dict[UUID, tuple[HandoffMailbox, int]] = {}
    for delivery, message, mailbox in rows:
        if arrived[message.id] == message.sha256:
            delivery.acked_at, delivery.lease_id, delivery.leased_until = act.now, None, None
            fresh[mailbox.id] = (mailbox, fresh.get(mailbox.id, (mailbox, 0))[1] + 1)
    for mailbox, count in fresh.values():
        act.note("handoff_mailbox:acknowledge", mailbox, changes={"count": (None, count)})
