"""How a notice comes in: from whom, to whom, checked, numbered, its clock running from the receipt."""

from collections.abc import Mapping
from typing import Any

from duban.kernel import clocks, fulltext
from duban.kernel.access import organisation_within, place
from duban.kernel.acts import Act
from duban.kernel.cases import by
from duban.kernel.checks import invalid, require_past
from duban.kernel.clock import day_of
from duban.kernel.errors import Conflict, Text, not_found
from duban.kernel.ids import new_id
from duban.kernel.jurisdiction import authority_above, nearest_authority
from duban.kernel.numbers import next_number
from duban.kernel.organisations import Organisation, OrganisationKind
from duban.kernel.resources import insert
from duban.kernel.transitions import run_clocks
from duban.notices.guards import acts_for_the_authority
from duban.notices.models import Notice
from duban.notices.opening import open_at_once
from duban.notices.rules import NOTICE, READ, REGISTER
from duban.notices.schemas import NoticeCreate
from duban.notices.terms import ANSWER_OPINION, ANSWER_SUGGESTION
from duban.notices.words import ASKS_FOR_AN_ANSWER, PROCURATORIAL, SUPERVISED, NoticeKind, NoticeState, kinds_of

PREFIX = "RN"
AHEAD = frozenset({"answer_due_on"})
"""Days of a letter that may lie in the future."""


async def register(act: Act, body: NoticeCreate) -> Notice:
    """Enter a notice. An organ's own people and machines send it to the health authority above the organ; an authority
    enters what reached itself. A loophole at one institution opens its rectification draft in the same act.

    Raises Forbidden, NotFound for an institution or organ that is not there for the actor, Invalid for what does not
    fit together, Conflict (`no_authority_above`) for an organ below no health authority.
    """
    act.me.require(REGISTER)
    require_past(act, body, ahead=AHEAD)
    own = await act.db.get_one(Organisation, act.me.organisation_id)
    if own.kind in SUPERVISED:
        authority, sender = await _receiver(act, own), await _named_sender(act, body)
    else:
        authority, sender = await _authority_of(act, own), own
        _require_own_name(own, body)
    about = await _about(act, body, authority, outside=own.kind not in SUPERVISED)
    _require_coherent(body, sender)
    owner = about or authority
    notice = Notice(
        id=new_id(),
        created_at=act.now,
        updated_at=act.now,
        organisation_id=owner.id,
        number=await next_number(act, PREFIX),
        region_code=owner.region_code or authority.region_code or "",
        authority_id=authority.id,
        from_organisation_id=sender.id if sender else None,
        from_name=sender.name if sender else body.from_name or "",
        registered_by_name=act.me.name,
        registrar_organisation_id=act.me.organisation_id,
        received_at=min(body.received_at or act.now, act.now),
        needs_answer=_needs_answer(body),
        missed_terms=[],
        **body.model_dump(include=_AS_GIVEN),
    )
    place(notice, owner)
    await _require_day_in_term(act, notice)
    await insert(act, notice, verb="register")
    await make_findable(act, notice, new=True)
    await act.db.flush()
    await run_clocks(act, NOTICE, "register", notice)
    await open_at_once(act, notice, about)
    return notice


_AS_GIVEN = {
    "kind", "document_number", "title", "content", "handling", "next_opinion", "is_urgent", "answer_due_on",
}  # fmt: skip


async def _receiver(act: Act, own: Organisation) -> Organisation:
    """The authority for which somebody of it, or of one of its sections, enters a notice."""
    found = await nearest_authority(act.db, [id for id in own.levels() if id is not None])
    return found or own


async def _authority_of(act: Act, organ: Organisation) -> Organisation:
    """The health authority of the organ's own level: the nearest above it in the tree."""
    found = await authority_above(act.db, organ)
    if found is None:
        raise Conflict(
            "no_authority_above",
            Text(
                "本单位在机构树中没有对应的卫生健康主管部门，无法确定由谁接收。",
                "Your organisation stands below no health authority in the tree, so nobody could receive it.",
            ),
        )
    return found


async def _named_sender(act: Act, body: NoticeCreate) -> Organisation | None:
    if (body.from_organisation_id is None) == (body.from_name is None):
        raise invalid(
            "from_name", "sender_needed", "请填写来文单位：选择机构，或写明名称，二者选一。",
            "Say who sent it: an organisation, or a name, one of the two.",
        )  # fmt: skip
    if body.from_organisation_id is None:
        return None
    sender = await organisation_within(act.db, act.me, body.from_organisation_id)
    if sender.kind in SUPERVISED:
        raise invalid(
            "from_organisation_id", "not_an_organ", "来文单位应为公安、检察、法院、监察等机关。",
            "Notices come from the police, a procuratorate, a court or another organ.",
        )  # fmt: skip
    return sender


def _require_own_name(own: Organisation, body: NoticeCreate) -> None:
    if body.from_name is not None or body.from_organisation_id not in (None, own.id):
        field = "from_name" if body.from_name is not None else "from_organisation_id"
        raise invalid(
            field, "sent_by_another", "来文单位为本单位，无须填写。", "You send it yourselves: leave the sender out."
        )


async def _about(act: Act, body: NoticeCreate, authority: Organisation, *, outside: bool) -> Organisation | None:
    """The institution it is about: in the actor's subtree, and for an organ outside of it in the authority's."""
    if body.organisation_id is None:
        return None
    if not outside:
        about = await organisation_within(act.db, act.me, body.organisation_id)
    else:
        found = await act.db.get(Organisation, body.organisation_id)
        if found is None or authority.id not in found.levels() or found.kind is not OrganisationKind.INSTITUTION:
            raise not_found()
        about = found
    if about.kind is not OrganisationKind.INSTITUTION:
        raise invalid(
            "organisation_id", "not_an_institution", "通报涉及的应是医疗机构；涉及全行业的请留空。",
            "A notice is about an institution. Leave it out where it is about a whole sector.",
        )  # fmt: skip
    return about


def _needs_answer(body: NoticeCreate) -> bool:
    return body.kind in ASKS_FOR_AN_ANSWER if body.needs_answer is None else body.needs_answer


def _require_coherent(body: NoticeCreate, sender: Organisation | None) -> None:
    if sender is not None and body.kind not in kinds_of(sender.kind):
        raise invalid(
            "kind", "not_theirs_to_send", "该单位不发送这类通报、函件。", "That organ does not send such letters."
        )
    if body.kind is NoticeKind.POLICE_DISPOSAL_NOTICE:
        for name in ("organisation_id", "handling", "next_opinion"):
            if getattr(body, name) is None:
                raise invalid(
                    name, "disposal_incomplete", "处置情况通报须写明医疗机构、处置情况和下一步可能采取的处理意见。",
                    "It names the institution, how the case is handled, and what may be done next.",
                )  # fmt: skip
    if body.kind in PROCURATORIAL and body.needs_answer is False:
        raise invalid(
            "needs_answer", "answer_is_owed", "检察意见、检察建议须书面答复。", "A procuratorate's letter is answered."
        )
    if body.is_urgent and body.answer_due_on is None:
        raise invalid(
            "answer_due_on", "urgent_needs_a_day", "要求从快答复的，请填写来函写明的答复日期。",
            "Where an answer is asked for sooner, enter the day that the letter names.",
        )  # fmt: skip
    if body.answer_due_on is not None and not _needs_answer(body):
        raise invalid(
            "answer_due_on", "no_answer_asked_for", "无须答复的，请不要填写答复日期。",
            "No answer is asked for: leave the day out.",
        )  # fmt: skip


async def _require_day_in_term(act: Act, notice: Notice) -> None:
    """The letter's own day comes after its receipt, and within the term that the law gives."""
    if notice.answer_due_on is None:
        return
    if notice.answer_due_on < day_of(notice.received_at):
        raise invalid(
            "answer_due_on", "before_receipt", "答复日期不能早于收到日期。", "It was not due before it was received."
        )
    if not (notice.is_opinion or notice.is_suggestion):
        return
    term = ANSWER_OPINION if notice.is_opinion else ANSWER_SUGGESTION
    last = (await clocks.end_of_term(act, term, notice.region_code, since=notice.received_at)).due_on
    if notice.answer_due_on > last:
        raise invalid(
            "answer_due_on", "beyond_the_term", "答复日期晚于法定期限，请核对来函。",
            "That is later than the term allows. Look at the letter again.",
        )  # fmt: skip


async def amend(act: Act, notice: Notice, values: Mapping[str, Any]) -> None:
    """Set `values` on the locked `notice`. Raises Forbidden, Conflict (`not_the_addressee`, `answered_already`),
    Invalid where a disposal notice would lose what it must say."""
    act.me.require(REGISTER)
    if refusal := acts_for_the_authority(notice, by(act.me, act.now)):
        raise Conflict(refusal.code, refusal.text, extra={"state": notice.state.value})
    if notice.state is not NoticeState.RECEIVED:
        raise Conflict(
            "answered_already",
            Text("已答复或办结的通报不能再修改。", "Once it was answered or closed, what it says stays."),
            extra={"state": notice.state.value},
        )
    for name in ("handling", "next_opinion"):
        if notice.kind is NoticeKind.POLICE_DISPOSAL_NOTICE and values.get(name, "") is None:
            raise invalid(
                name, "disposal_incomplete", "处置情况通报须写明处置情况和下一步可能采取的处理意见。",
                "It says how the case is handled, and what may be done next.",
            )  # fmt: skip
    if act.change(notice, values, action="notice:amend"):
        await make_findable(act, notice)


async def make_findable(
    act: Act, notice: Notice, coming: Mapping[str, Any] | None = None, *, new: bool = False
) -> None:
    """Put the notice into the full-text index, with what the running step is about to set."""
    told = {name: getattr(notice, name) for name in _FOUND_BY} | dict(coming or {})
    await fulltext.index(
        act, notice, permission=READ, title=notice.label, subtitle=notice.from_name,
        texts=[notice.from_name, *(told[name] for name in _FOUND_BY)], new=new,
    )  # fmt: skip


_FOUND_BY = ("content", "handling", "next_opinion", "document_number", "answer", "answer_document_number")
