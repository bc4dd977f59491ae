"""What a notice leads to: rectification drafts, by themselves for a loophole at one institution, else for those that
the authority chooses."""

from typing import Any

from duban.kernel.access import organisation_within
from duban.kernel.acts import Act
from duban.kernel.checks import invalid
from duban.kernel.clock import day_of
from duban.kernel.journal import Visibility
from duban.kernel.organisations import Organisation, OrganisationKind
from duban.notices.models import Notice
from duban.notices.schemas import OpenTask
from duban.notices.words import NoticeKind
from duban.rectification.actions import TaskDraft, create_task, create_tasks
from duban.rectification.words import SourceType


async def open_at_once(act: Act, notice: Notice, about: Organisation | None) -> None:
    """Open the draft of a loophole at the institution `about`, whoever registered it: the plan asks for it (D01-R71).
    The institution reads nothing of it before it is issued."""
    if about is None or notice.kind is not NoticeKind.SECTOR_LOOPHOLE_NOTICE:
        return
    await create_task(act, _draft(notice, about))
    act.change(notice, {"task_count": 1}, action="notice:open_task", visibility=Visibility.OFFICE)


async def open_task(act: Act, notice: Notice, body: OpenTask) -> dict[str, Any]:
    """One draft for each institution named. Raises NotFound for one outside the actor's subtree, Invalid for one that
    is not the authority's or not the notice's."""
    if body.due_on is not None and body.due_on < day_of(act.now):
        raise invalid("due_on", "in_the_past", "整改期限不能早于今天。", "The last day cannot lie in the past.")
    own = None if notice.organisation_id == notice.authority_id else notice.organisation_id
    asked = list(dict.fromkeys(body.organisation_ids or ([own] if own else [])))
    if not asked:
        raise invalid("organisation_ids", "institution_needed", "请选择整改单位。", "Choose who must rectify.")
    institutions = []
    for id in asked:
        institution = await organisation_within(act.db, act.me, id)
        fits = institution.kind is OrganisationKind.INSTITUTION and notice.authority_id in institution.levels()
        if not fits or own not in (None, institution.id):
            raise invalid(
                "organisation_ids", "not_concerned", "只能选择通报涉及的、本主管部门所辖的医疗机构。",
                "Choose institutions of the authority addressed; of a notice about one institution only that one.",
            )  # fmt: skip
        institutions.append(institution)
    given = body.model_dump(exclude={"organisation_ids"}, exclude_none=True)
    await create_tasks(act, [_draft(notice, institution, **given) for institution in institutions])
    return {"task_count": notice.task_count + len(institutions)}


def _draft(notice: Notice, institution: Organisation, **given: Any) -> TaskDraft:
    paper = "".join(part for part in (notice.from_name, notice.document_number) if part)
    return TaskDraft(
        **{
            "organisation": institution,
            "source_type": SourceType.NOTICE,
            "source_id": notice.id,
            "source_label": notice.label[:120],
            "issuer_id": notice.authority_id,
            "title": notice.title,
            "problem": notice.content,
            "basis": paper,
            **given,
        }
    )
