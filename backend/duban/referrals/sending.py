"""What goes from a referral into the handoff: the package when it is sent, and every word of the authority after that.

Where the police organ has no place in this installation there is no handoff: everything goes by paper, and the referral
alone keeps what was said.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from duban.clues.models import Clue
from duban.handoff.files import SentFile
from duban.handoff.models import Handoff, HandoffFile
from duban.handoff.sending import open_handoff, say
from duban.handoff.words import OVER, HandoffChannel, Party
from duban.kernel.acts import Act
from duban.kernel.checks import invalid
from duban.kernel.errors import Conflict, Text
from duban.kernel.evidence import matters_evidence
from duban.kernel.file_names import distinct
from duban.kernel.ids import new_id
from duban.kernel.organisations import Organisation, OrganisationKind
from duban.referrals.bodies import Forward, Send
from duban.referrals.disclosure import disclosed
from duban.referrals.models import Referral
from duban.referrals.packing import ReferralPackage, package_of
from duban.referrals.words import OWN_HAND

OF_THE_POLICE = frozenset(
    {"receive", "ask_papers", "forward", "decline", "file", "refuse", "uphold", "explain", "confirm_goods", "result"}
)
"""Words of the police: recorded from paper by the team, or said by their own hand."""


async def police_organ(act: Act, id: UUID, field: str) -> Organisation:
    """The police organ `id`. Raises Invalid for what is none, or is closed."""
    organ = await act.db.get(Organisation, id)
    if organ is None or organ.kind is not OrganisationKind.POLICE or organ.closed_on is not None:
        raise invalid(field, "no_police_organ", "应是公安机关。", "Name a police organ.")
    return organ


async def send(act: Act, referral: Referral, body: Send) -> dict[str, Any]:
    """Send the package that was drawn up. Raises Conflict without one, or where it is not of the present papers and the
    present clue; Invalid for a copy to the procuratorate before the approval."""
    package = await package_of(act.db, referral.id)
    clue = await act.db.get_one(Clue, referral.clue_id, with_for_update=True)
    if package is None or (referral.package_sha256, clue.version) != (package.sha256, package.clue_version):
        raise Conflict(
            "package_first",
            Text("请先按现有材料封装，再移送。", "Draw the package up of the present papers first, then send it."),
        )
    copied = body.procuratorate_copied_at or act.now
    if referral.decided_at is not None and copied < referral.decided_at:
        raise invalid("procuratorate_copied_at", "before_what_went_before", "早于批准。", "It precedes the approval.")
    sent: dict[str, Any] = {"sent_at": act.now, "sent_by_name": act.me.name, "procuratorate_copied_at": copied}
    if referral.receiver_id is None:
        return sent
    organ = await police_organ(act, referral.receiver_id, "receiver_id")
    return sent | {"handoff_id": await _hand(act, referral, organ, package, disclosed(referral, clue), act.me.name)}


async def forward(act: Act, referral: Referral, body: Forward) -> dict[str, Any]:
    """The organ that has it from now on. Where it is one of ours, the same package lies on its desk. Raises Invalid for
    a `forwarded_to_id` that is no police organ."""
    organ = await _next_organ(act, referral, body)
    await tell_the_police(act, referral, "forward", {"to_name": body.forwarded_to, "reason": body.forward_reason})
    package = await package_of(act.db, referral.id)
    if organ is None or package is None:
        return {"receiver_id": None, "receiver_name": body.forwarded_to, "handoff_id": None}
    before = await act.db.get(Handoff, referral.handoff_id) if referral.handoff_id is not None else None
    known = before.disclosed if before else disclosed(referral, await act.db.get_one(Clue, referral.clue_id))
    by_name = referral.sent_by_name or act.me.name
    handed = await _hand(act, referral, organ, package, known, by_name)
    return {"receiver_id": organ.id, "receiver_name": organ.name, "handoff_id": handed}


async def _next_organ(act: Act, referral: Referral, body: Forward) -> Organisation | None:
    """Named by the team, or by the police alone with its name, where only one organ here has it."""
    if body.forwarded_to_id is not None:
        return await police_organ(act, body.forwarded_to_id, "forwarded_to_id")
    if not act.me.may(OWN_HAND):
        return None
    named = select(Organisation).where(
        col(Organisation.kind) == OrganisationKind.POLICE,
        col(Organisation.name) == body.forwarded_to,
        col(Organisation.closed_on).is_(None),
    )
    found = (await act.db.scalars(named.limit(2))).all()
    return found[0] if len(found) == 1 and found[0].id != referral.receiver_id else None


async def _hand(
    act: Act,
    referral: Referral,
    organ: Organisation,
    package: ReferralPackage,
    told: Mapping[str, Any],
    by_name: str,
) -> UUID:
    """Open the handoff to `organ`; its id."""
    handoff = await open_handoff(
        act,
        id=new_id(),
        number=referral.document_number or referral.number,
        sender=await act.db.get_one(Organisation, referral.organisation_id),
        receiver=organ,
        title=f"涉嫌{referral.suspected_offence}" if referral.suspected_offence else referral.number,
        law=referral.law or "行政执法机关移送涉嫌犯罪案件的规定",
        disclosed=told,
        manifest_text=package.manifest_text,
        package_sha256=package.sha256,
        files=[
            SentFile(part["path"], part["sha256"], part["size"], part["media_type"], part["key"])
            for part in (*package.parts, package.signed)
        ],
        by_name=by_name,
        at=act.now,
        referral_id=referral.id,
    )
    return handoff.id


async def supplements(db: AsyncSession, referral: Referral) -> list[SentFile]:
    """What was attached as a supplement and has not gone into the present handoff yet."""
    gone = set(
        await db.scalars(select(col(HandoffFile.sha256)).where(col(HandoffFile.handoff_id) == referral.handoff_id))
    )
    pieces = {piece.sha256: piece for piece in await matters_evidence(db, referral)
              if piece.purpose == "supplement" and piece.withdrawn_at is None and piece.sha256 not in gone}  # fmt: skip
    names: set[str] = set()
    return [
        SentFile(distinct(piece.file_name, names), piece.sha256, piece.size, piece.media_type, piece.key)
        for piece in pieces.values()
    ]


async def tell_the_police(
    act: Act, referral: Referral, kind: str, body: Mapping[str, Any], files: Sequence[SentFile] = ()
) -> None:
    """Say `kind` in the handoff of the locked `referral`: in the authority's own name, or as what the police said on
    paper. Nothing where there is none, all was said in it, or the police said it there themselves. Raises what `say`
    raises."""
    if referral.handoff_id is None or act.me.may(OWN_HAND):
        return
    handoff = await act.db.get(Handoff, referral.handoff_id, with_for_update=True)
    if handoff is None or handoff.state in OVER:
        return
    said = {name: value for name, value in body.items() if value is not None}
    if kind in OF_THE_POLICE:
        await say(
            act, handoff, kind, said, party=Party.RECEIVER, channel=HandoffChannel.PAPER, recorded_by_name=act.me.name,
            by_name=referral.receiver_name,
        )  # fmt: skip
    else:
        await say(act, handoff, kind, said, party=Party.SENDER, files=files)
