"""Reconciliation: both sides say how many messages they hold and the hash of their set; both words are kept, signed."""

from dataclasses import dataclass

import orjson

from duban.handoff.mailboxes import last_before, mailbox_of, positions
from duban.handoff.models import HandoffMailbox, HandoffReconciliation
from duban.handoff.protocol import set_hash
from duban.handoff.schemas import HandoffReconcileIn
from duban.kernel.access import place
from duban.kernel.acts import Act
from duban.kernel.clock import day_of
from duban.kernel.errors import FieldError, Invalid, Text, not_found
from duban.kernel.journal import plain
from duban.kernel.manifests import ManifestSigner
from duban.kernel.organisations import Organisation
from duban.kernel.reckoning import end_of

FORMAT = "duban-reconciliation/1"

AT_MOST = 100_000
"""So many positions are hashed for one request; a longer range is asked for in parts."""


@dataclass(frozen=True)
class Range:
    """Positions after `after`, up to and with `until`."""

    after: int
    until: int


async def reconcile(act: Act, signer: ManifestSigner, asked: HandoffReconcileIn) -> HandoffReconciliation:
    """Compare what the other side says with what lies in the mailbox of the actor's organisation, and keep both.

    Raises the one `not_found` while nothing was ever said to it, Invalid for a day that is not over or too long a
    range. `signer` is prepared.
    """
    mailbox = await mailbox_of(act.db, act.me.organisation_id)
    if mailbox is None:
        raise not_found()
    span = await _range(act, mailbox, asked)
    held = await positions(act.db, mailbox.id, first=span.after + 1, last=span.until)
    ours = set_hash({str(id): sha256 for _, id, sha256 in held})
    statement = orjson.dumps(
        plain(
            {
                "format": FORMAT,
                "organisation": mailbox.name,
                "after": span.after,
                "until": span.until,
                "count": len(held),
                "set_hash": ours,
                "at": act.now,
            }
        ),
        option=orjson.OPT_SORT_KEYS,
    )
    row = HandoffReconciliation(
        created_at=act.now,
        updated_at=act.now,
        organisation_id=act.me.organisation_id,
        mailbox_id=mailbox.id,
        first=span.after + 1,
        last=span.until,
        count=len(held),
        set_hash=ours,
        their_count=asked.count,
        their_set_hash=asked.set_hash,
        their_signature=asked.signature,
        agrees=(len(held), ours) == (asked.count, asked.set_hash),
        statement=statement.decode(),
        signature=signer.sign(statement),
    )
    place(row, await act.db.get_one(Organisation, act.me.organisation_id))
    act.db.add(row)
    act.note("handoff_reconciliation:sign", row, changes={"agrees": (None, row.agrees)})
    return row


async def _range(act: Act, mailbox: HandoffMailbox, asked: HandoffReconcileIn) -> Range:
    if asked.on is not None and asked.on > day_of(act.now):
        text = Text("只能对已过去的日期或今天对账。", "Only days that are over, or today, can be reconciled.")
        raise Invalid("day_not_over", text, [FieldError("/on", "day_not_over", text)])
    until = mailbox.last_position
    if asked.until is not None:
        until = min(asked.until, until)
    elif asked.on is not None:
        until = await last_before(act.db, mailbox.id, end_of(asked.on))
    if until - asked.after > AT_MOST:
        text = Text("一次最多对账 {n} 条。", "At most {n} positions are reconciled at once.").format(n=AT_MOST)
        raise Invalid("range_too_long", text, [FieldError("/until", "range_too_long", text)])
    return Range(asked.after, max(until, asked.after))
