"""What goes from a referral into the handoff: the package when it is sent, and every word of the authority after that.

Where the police organ has no place in this installation there is no handoff: everything goes by paper, and the referral
alone keeps what was said.
"""

from collections.abc import Mapping
from typing import Any

from duban.clues.models import Clue
from duban.handoff.files import SentFile
from duban.handoff.models import Handoff
from duban.handoff.sending import open_handoff, say
from duban.handoff.words import HandoffChannel, Party
from duban.kernel.acts import Act
from duban.kernel.errors import Conflict, Text
from duban.kernel.ids import new_id
from duban.kernel.organisations import Organisation
from duban.referrals.bodies import Send
from duban.referrals.disclosure import disclosed
from duban.referrals.models import Referral
from duban.referrals.packing import package_of

OF_THE_POLICE = frozenset(
    {"receive", "ask_papers", "forward", "decline", "file", "refuse", "uphold", "explain", "confirm_goods", "result"}
)
"""Words of the police: recorded from paper by the team, or said by their own hand."""

BY_HANDOFF = "handoff.decide"
"""Whoever acts in the name of the police says it in the handoff: it is not said there a second time."""


async def send(act: Act, referral: Referral, body: Send) -> dict[str, Any]:
    """Send the package that was drawn up. Raises Conflict without one, or where it is not of the present papers."""
    package = await package_of(act.db, referral.id)
    if package is None or referral.package_sha256 != package.sha256 or referral.document_number is None:
        raise Conflict(
            "package_first",
            Text("请先封装移送材料，再移送。", "Draw the package up first, then send it."),
        )
    sent: dict[str, Any] = {
        "sent_at": act.now,
        "sent_by_name": act.me.name,
        "procuratorate_copied_at": body.procuratorate_copied_at or act.now,
    }
    if referral.receiver_id is None:
        return sent
    id = new_id()
    await open_handoff(
        act,
        id=id,
        number=referral.document_number,
        sender=await act.db.get_one(Organisation, referral.organisation_id),
        receiver=await act.db.get_one(Organisation, referral.receiver_id),
        title=f"涉嫌{referral.suspected_offence}" if referral.suspected_offence else referral.number,
        law=referral.law or "行政执法机关移送涉嫌犯罪案件的规定",
        disclosed=disclosed(referral, await act.db.get_one(Clue, referral.clue_id)),
        manifest_text=package.manifest_text,
        package_sha256=package.sha256,
        files=[
            SentFile(part["path"], part["sha256"], part["size"], part["media_type"], part["key"])
            for part in (*package.parts, package.signed)
        ],
        by_name=act.me.name,
        at=act.now,
        referral_id=referral.id,
    )
    return sent | {"handoff_id": id}


async def tell_the_police(act: Act, referral: Referral, kind: str, body: Mapping[str, Any]) -> None:
    """Say `kind` in the handoff of the locked `referral`, where there is one: in the authority's own name, or as what
    the police said on paper. Nothing where the police said it there themselves. Raises what `say` raises."""
    if referral.handoff_id is None or act.me.may(BY_HANDOFF):
        return
    handoff = await act.db.get(Handoff, referral.handoff_id, with_for_update=True)
    if handoff is None:
        return
    said = {name: value for name, value in body.items() if value is not None}
    if kind in OF_THE_POLICE:
        await say(
            act, handoff, kind, said, party=Party.RECEIVER, channel=HandoffChannel.PAPER, recorded_by_name=act.me.name,
            by_name=referral.receiver_name,
        )  # fmt: skip
    else:
        await say(act, handoff, kind, said, party=Party.SENDER)
