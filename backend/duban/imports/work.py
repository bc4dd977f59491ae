"""A large file as a background job: checked in steps, then (unless only a preview was asked for) written in steps.

A file that is to be written whole or not at all is written in one step.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from duban.imports.models import ImportMode, ImportRun, ImportState
from duban.imports.running import Runner
from duban.kernel.acts import Act
from duban.kernel.errors import Problem, Text
from duban.kernel.jobs import Step, Work, enqueue, handles
from duban.loading import load_settings
from duban.settings import Settings

KIND = "import"


@handles(KIND, title=Text("批量导入", "Bulk import"), unit="rows")
async def work_on(work: Work) -> Mapping[str, Any]:
    """Go on where the last step stopped: cursor = [phase, last row number]."""
    run_id, settings = UUID(work.payload["run_id"]), work.settings or load_settings()
    phase, after = work.cursor or (work.payload["phase"], 0)
    if phase == "check":
        while after is not None:
            async with work.step() as act:
                runner = await _runner(act, run_id, settings)
                last = await runner.check_some(act, after)
                if last is None:
                    await runner.finish_check(act)
                    act.checkpoint(["apply", 0], done=runner.run.total, total=runner.run.total)
                else:
                    act.checkpoint(["check", last], done=last, total=runner.run.total, message=_CHECKING)
            after = last
        phase, after = "apply", 0
    async with work.step() as act:
        run = await act.db.get_one(ImportRun, run_id)
        stopped = run.mode is ImportMode.ALL_OR_NOTHING and run.errors > 0
        wanted = (
            not work.payload["dry_run"] and not stopped and run.state in (ImportState.CHECKED, ImportState.APPLYING)
        )
        atomic = run.mode is ImportMode.ALL_OR_NOTHING
        if wanted and run.state is ImportState.CHECKED:
            act.change(run, {"state": ImportState.APPLYING}, action="import_run:begin_apply")
    if wanted and atomic:
        await _apply_whole(work, run_id, settings)
    elif wanted:
        await _apply_in_steps(work, run_id, settings, after)
    return {"number": run.number, "total": run.total}


_CHECKING = Text("正在核对", "Checking")
_WRITING = Text("正在写入", "Writing")


async def _runner(act: Step, run_id: UUID, settings: Settings) -> Runner:
    return Runner.of(await act.db.get_one(ImportRun, run_id), settings)


async def _apply_whole(work: Work, run_id: UUID, settings: Settings) -> None:
    try:
        async with work.step() as act:
            await (await _runner(act, run_id, settings)).apply_all(act)
    except Problem as refused:
        async with work.step() as act:
            failure = {"code": refused.code, "zh": refused.text.zh, "en": refused.text.en}
            run = await act.db.get_one(ImportRun, run_id)
            act.change(run, {"state": ImportState.FAILED, "failure": failure}, action="import_run:fail")


async def _apply_in_steps(work: Work, run_id: UUID, settings: Settings, after: int | None) -> None:
    after = after or 0
    while after is not None:
        async with work.step() as act:
            runner = await _runner(act, run_id, settings)
            last = await runner.apply_some(act, after)
            if last is None:
                await runner.finish(act)
                act.checkpoint(["done", 0], done=runner.run.total, total=runner.run.total)
            else:
                act.checkpoint(["apply", last], done=last, total=runner.run.total, message=_WRITING)
        after = last


async def hand_over(act: Act, run: ImportRun, *, phase: str, dry_run: bool) -> None:
    """Ask for the job that does the rest of `run`, from `phase` ("check" or "apply") on."""
    payload = {"run_id": str(run.id), "phase": phase, "dry_run": dry_run}
    job = await enqueue(act, KIND, payload, total=run.total)
    await act.db.flush()
    run.job_id = job.id
