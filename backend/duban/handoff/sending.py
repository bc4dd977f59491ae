"""Saying something: every word of either side passes here, whatever way it came.

A message is checked, kept, put into both mailboxes and folded in, in the transaction of the act that brings it. Its id
is the idempotency key: the same bytes again change nothing, other bytes under the same id are refused.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ValidationError

from duban.handoff.bodies import BODIES, HandoffNoticeToFile, HandoffReceive, HandoffRefer, PartyName, as_sent
from duban.handoff.facts import NOTHING_SAID
from duban.handoff.files import SentFile as SentFile
from duban.handoff.files import attached_by, keep_files
from duban.handoff.mailboxes import deliver, mailbox_for
from duban.handoff.models import Handoff, HandoffMessage
from duban.handoff.protocol import FORMAT, Envelope, canonical, digest
from duban.handoff.rules import DECIDE, HANDOFF, READ, speaks
from duban.handoff.settling import LISTENERS as LISTENERS
from duban.handoff.settling import settle
from duban.handoff.words import Effect, HandoffChannel, HandoffState, Kind, Party, whose_turn
from duban.kernel import fulltext
from duban.kernel.access import place
from duban.kernel.acts import Act
from duban.kernel.cases import by
from duban.kernel.errors import Conflict, FieldError, Invalid, Text
from duban.kernel.ids import new_id
from duban.kernel.organisations import Organisation
from duban.kernel.problems import invalid
from duban.kernel.workflow import By

SKEW = timedelta(minutes=5)
"""So far may two machines' clocks be apart."""


def read_body(kind: Kind, body: Mapping[str, Any]) -> Any:
    """`body` as what `kind` carries. Raises Invalid with pointers below /body."""
    try:
        return BODIES[kind].model_validate(body)
    except ValidationError as error:
        raise invalid([{**found, "loc": ("body", "body", *found["loc"])} for found in error.errors()]) from None


async def open_handoff(
    act: Act,
    *,
    id: UUID,
    number: str,
    sender: Organisation,
    receiver: Organisation,
    title: str,
    law: str,
    disclosed: Mapping[str, Any],
    manifest_text: str,
    package_sha256: str,
    files: Iterable[SentFile] = (),
    by_name: str,
    at: datetime,
    referral_id: UUID | None,
    message_id: UUID | None = None,
    channel: str = "web",
) -> Handoff:
    """Hand a case over from `sender` to `receiver`: makes the handoff with its `refer` message, starts the alarm of 24
    hours for the receipt. `number` is the document's, `by_name` who signed at `at`; `disclosed` are the fields that
    this receiver may know, none of them protected. Raises Conflict where the handoff `id` was opened before."""
    body = HandoffRefer(
        sender=PartyName(name=sender.name, code=sender.code),
        receiver=PartyName(name=receiver.name, code=receiver.code),
        title=title,
        law=law,
        disclosed=dict(disclosed),
        manifest=manifest_text,
        package_sha256=package_sha256,
    )
    files = list(files)
    envelope = Envelope(
        format=FORMAT,
        id=message_id or new_id(),
        handoff_id=id,
        number=number,
        turn=0,
        kind=Kind.REFER,
        party=Party.SENDER,
        at=at,
        by_name=by_name,
        by_organisation=sender.name,
        recorded_by=None,
        body=as_sent(body),
        files=[file.description() for file in files],
    )
    return await begin(act, envelope, receiver=receiver, sender=sender, referral_id=referral_id, files=files,
                       channel=HandoffChannel(channel), holds=None)  # fmt: skip


async def begin(
    act: Act,
    envelope: Envelope,
    *,
    receiver: Organisation,
    sender: Organisation | None,
    referral_id: UUID | None,
    files: Iterable[SentFile],
    channel: HandoffChannel,
    holds: Party | None,
) -> Handoff:
    """The handoff that a `refer` message begins, here or in another installation (`sender` None: none of ours)."""
    said: HandoffRefer = read_body(Kind.REFER, envelope.body)
    if await act.db.get(Handoff, envelope.handoff_id) is not None:
        raise Conflict("referred_already", Text("这件移送已经登记。", "This handoff was begun before."))
    _require_past(act, "/at", envelope.at)
    theirs = await mailbox_for(act, receiver, name=receiver.name)
    ours = await mailbox_for(act, sender, name=said.sender.name, code=said.sender.code)
    handoff = Handoff(
        id=envelope.handoff_id,
        created_at=act.now,
        updated_at=act.now,
        number=envelope.number,
        state=HandoffState.SENT,
        turn=0,
        on_turn=whose_turn(HandoffState.SENT),
        since=envelope.at,
        title=said.title,
        law=said.law,
        region_code=receiver.region_code or "",
        sender_id=sender.id if sender else None,
        sender_name=said.sender.name,
        receiver_name=said.receiver.name,
        sender_mailbox_id=ours.id,
        receiver_mailbox_id=theirs.id,
        referral_id=referral_id,
        disclosed=said.disclosed,
        manifest_text=said.manifest,
        package_sha256=said.package_sha256,
        referred_at=envelope.at,
        late=[],
        missed_terms=[],
        **NOTHING_SAID,
    )
    place(handoff, receiver)
    act.db.add(handoff)
    await act.db.flush()
    await fulltext.index(
        act, handoff, permission=READ, title=handoff.label, subtitle=handoff.sender_name, texts=[handoff.law], new=True
    )
    await keep(act, handoff, envelope, files=files, channel=channel, holds=holds)
    return handoff


async def say(
    act: Act,
    handoff: Handoff,
    kind: Kind | str,
    body: BaseModel | Mapping[str, Any],
    *,
    party: Party | str,
    files: Iterable[SentFile] = (),
    message_id: UUID | None = None,
    at: datetime | None = None,
    by_name: str | None = None,
    channel: HandoffChannel | str = HandoffChannel.WEB,
    recorded_by_name: str | None = None,
) -> HandoffMessage:
    """Let `party` say `kind` in the locked `handoff`, now and here. Who may say it is asked by the caller.

    `recorded_by_name`: who of the other side wrote down what `party` said on paper; `by_name` is then who said it. A
    `message_id` that was said before gives the message that was kept. Raises Invalid for a wrong body, Conflict where
    it is not open (`wrong_state`) or the id stands for something else (`message_differs`).
    """
    kind, party, files = Kind(kind), Party(party), list(files)
    given = body if isinstance(body, BaseModel) else read_body(kind, body)
    said = as_sent(given)
    if message_id is not None and (known := await act.db.get(HandoffMessage, message_id)) is not None:
        if (known.handoff_id, known.kind, known.party, known.envelope().body) != (handoff.id, kind, party, said):
            raise _differs(message_id)
        return known
    _require_open(act, handoff, kind, party)
    envelope = Envelope(
        format=FORMAT,
        id=message_id or new_id(),
        handoff_id=handoff.id,
        number=handoff.number,
        turn=handoff.turn,
        kind=kind,
        party=party,
        at=at or act.now,
        by_name=by_name or act.me.name,
        by_organisation=handoff.sender_name if party is Party.SENDER else handoff.receiver_name,
        recorded_by=recorded_by_name,
        body=said,
        files=[file.description() for file in files],
    )
    _require_times(act, handoff, envelope, given)
    return await keep(act, handoff, envelope, files=files, channel=HandoffChannel(channel), holds=None)


def _require_open(act: Act, handoff: Handoff, kind: Kind, party: Party) -> None:
    """Raise Conflict unless `kind` is open to `party` in the handoff's present state."""
    if not speaks(kind, party) or kind is Kind.REFER:
        raise _not_theirs(kind, party)
    anybody = By(act.me.id, handoff.organisation_id, frozenset({DECIDE}), act.now)
    if refusal := HANDOFF.refusal(handoff, kind, anybody):
        raise refusal


async def take_in(
    act: Act,
    handoff: Handoff,
    envelope: Envelope,
    *,
    side: Party,
    channel: HandoffChannel,
    files: Iterable[SentFile] = (),
    own: bool = False,
) -> tuple[HandoffMessage, bool]:
    """Keep what came from outside, for the locked `handoff`: over the API or on a disc that `side` brought.

    `own`: words of the other party are taken from `side`, too; else only those that say who wrote them down.
    Gives the message, and whether it was here before. It need not be open here any more, or yet: it is kept, and its
    effect says so. Raises Conflict (`message_differs`), Invalid where it is not `side`'s word, of another number, said
    in the future or before the referral, or a file of it is not here.
    """
    if (known := await known_message(act, envelope)) is not None:
        return known, True
    if envelope.kind is Kind.REFER or not speaks(envelope.kind, envelope.party):
        raise _not_theirs(envelope.kind, envelope.party)
    if envelope.party is not side and envelope.recorded_by is None and not own:
        raise _wrong("/party", "party_not_yours", "不能代对方发送消息。", "You cannot speak for the other side.")
    if envelope.number != handoff.number:
        raise _wrong("/number", "number_differs", "文号与该移送不符。", "The number is not that of this handoff.")
    _require_times(act, handoff, envelope, read_body(envelope.kind, envelope.body))
    kept = await keep(act, handoff, envelope, files=files, channel=channel, holds=side)
    return kept, False


async def known_message(act: Act, envelope: Envelope) -> HandoffMessage | None:
    """The kept message with the id of `envelope`. Raises Conflict where it has other bytes."""
    known = await act.db.get(HandoffMessage, envelope.id)
    if known is not None and known.sha256 != digest(canonical(envelope)):
        raise _differs(envelope.id)
    return known


async def keep(
    act: Act,
    handoff: Handoff,
    envelope: Envelope,
    *,
    files: Iterable[SentFile],
    channel: HandoffChannel,
    holds: Party | None,
) -> HandoffMessage:
    """Write a checked message down, put it into both mailboxes, and bring the handoff to where it leads now."""
    data = canonical(envelope)
    message = HandoffMessage(
        id=envelope.id,
        handoff_id=handoff.id,
        turn=envelope.turn,
        kind=envelope.kind,
        party=envelope.party,
        at=envelope.at,
        arrived_at=act.now,
        by_name=envelope.by_name,
        by_organisation=envelope.by_organisation,
        recorded_by=envelope.recorded_by,
        channel=channel,
        effect=Effect.WAITING,
        text=data.decode(),
        sha256=digest(data),
    )
    act.db.add(message)
    await act.db.flush()
    await keep_files(act, handoff, envelope, files)
    await deliver(act, handoff, message, holds=holds)
    await settle(act, handoff, message)
    return message


async def take_step(act: Act, handoff: Handoff, name: str, body: BaseModel) -> None:
    """A step of the receiver's people: asked for and said. What they attached meanwhile goes along."""
    if refusal := HANDOFF.refusal(handoff, name, by(act.me, act.now)):
        raise refusal
    await say(act, handoff, Kind(name), body, party=Party.RECEIVER, files=await attached_by(act, handoff))


def _require_times(act: Act, handoff: Handoff, envelope: Envelope, body: Any) -> None:
    """Raise Invalid for what was said or happened before the referral or will only happen."""
    instants = {"/at": envelope.at}
    if isinstance(body, HandoffReceive):
        instants["/body/received_at"] = body.received_at
    if isinstance(body, HandoffNoticeToFile):
        instants["/body/notified_at"] = body.notified_at
    for pointer, instant in instants.items():
        _require_past(act, pointer, instant)
        if instant < handoff.referred_at - SKEW:
            raise _wrong(pointer, "before_referral", "不能早于移送时间。", "It cannot lie before the referral.")


def _require_past(act: Act, pointer: str, instant: datetime) -> None:
    if instant > act.now + SKEW:
        raise _wrong(pointer, "in_future", "不能晚于现在。", "It cannot lie in the future.")


def _wrong(pointer: str, code: str, zh: str, en: str) -> Invalid:
    text = Text(zh, en)
    return Invalid(code, text, [FieldError(pointer, code, text)])


def _not_theirs(kind: Kind, party: Party) -> Invalid:
    return _wrong(
        "/kind", "kind_not_of_party", f"{party} 一方不能发送 {kind}。", f"{kind} is not for the {party} to say."
    )


def _differs(id: UUID) -> Conflict:
    return Conflict(
        "message_differs",
        Text(
            "这个消息编号已用于另一内容。请为新的消息换一个新编号。",
            "Another message has this id. Give a new message an id of its own.",
        ),
        extra={"message_id": str(id)},
    )
