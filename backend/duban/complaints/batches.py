"""Many complaints in one request: each checked on its own, in its own savepoint, reported on its own line; or, where
the sender wants it so, all or none."""

from typing import Any

from pydantic import ValidationError

from duban.complaints.by_source import put
from duban.complaints.models import Complaint
from duban.complaints.registering import register
from duban.complaints.source_schemas import BatchIn, BatchItem, BatchLine, BatchProblem, BatchResult, SourceResult
from duban.kernel import problems
from duban.kernel.acts import Act
from duban.kernel.errors import FieldError, Invalid, Problem, Text
from duban.kernel.protected import KeyRing


async def take(act: Act, ring: KeyRing, body: BatchIn, language: str) -> BatchResult:
    """Take `body.items` in the order sent. Raises Invalid (`batch_refused`) where all or none was asked and one is
    refused, with every fault under `/items/{index}`."""
    lines, faults = [], []
    for index, raw in enumerate(body.items):
        try:
            async with act.db.begin_nested():
                result, complaint = await _one(act, ring, raw)
                await act.db.flush()
        except Problem as problem:
            lines.append(_refused(index, problem, language))
            faults += _faults(index, problem)
        else:
            lines.append(BatchLine(index=index, result=result, id=complaint.id, number=complaint.number, problem=None))
    if body.atomic and faults:
        raise Invalid(
            "batch_refused",
            Text(
                "{count} 条有误，整批未登记。请按指针修改后重新发送。",
                "{count} items are refused, and none was taken. Each entry of `errors` points at a fault.",
            ).format(count=sum(line.problem is not None for line in lines)),
            faults,
        )
    refused = sum(line.problem is not None for line in lines)
    return BatchResult(taken=len(lines) - refused, refused=refused, results=lines)


async def _one(act: Act, ring: KeyRing, raw: dict[str, Any]) -> tuple[SourceResult, Complaint]:
    try:
        item = BatchItem.model_validate(raw)
    except ValidationError as error:
        raise problems.invalid(list(error.errors())) from None
    if (item.source_system is None) != (item.external_id is None):
        field = "external_id" if item.external_id is None else "source_system"
        text = Text("来源系统和来源编号须同时填写。", "Give both names of the source, or neither.")
        raise Invalid("half_a_source", text, [FieldError(f"/{field}", "half_a_source", text)])
    if item.source_system is not None and item.external_id is not None:
        result, _, complaint = await put(act, ring, item.source_system, item.external_id, item)
        return result, complaint
    content = item.model_copy(update={"source_system": None, "external_id": None})
    return SourceResult.CREATED, await register(act, ring, item.organisation_id, content)


def _refused(index: int, problem: Problem, language: str) -> BatchLine:
    errors = [{"pointer": e.pointer, "code": e.code, "detail": e.text.into(language)} for e in problem.errors]
    told = BatchProblem(status=problem.status, code=problem.code, detail=problem.text.into(language), errors=errors)
    return BatchLine(index=index, result=None, id=None, number=None, problem=told)


def _faults(index: int, problem: Problem) -> list[FieldError]:
    if not problem.errors:
        return [FieldError(f"/items/{index}", problem.code, problem.text)]
    return [FieldError(f"/items/{index}{e.pointer}", e.code, e.text) for e in problem.errors]
