"""Rows are checked, and later written, in batches: in one transaction while the sender waits, or in steps of a job.

Both ways call `check_some` and `apply_some`; writing begins by checking again, because time has passed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.exc import IntegrityError

from duban.imports.models import ImportMode, ImportRow, ImportRun, ImportState
from duban.imports.receiving import headings_of, importer_of, opened, sealed
from duban.kernel.acts import Act
from duban.kernel.errors import Conflict, Problem, Text
from duban.kernel.importing import (
    Batch,
    Candidate,
    Column,
    Importer,
    Outcome,
    check_row,
    judge,
    match_headings,
    refuse_doubles,
)
from duban.kernel.journal import plain
from duban.kernel.protected import KeyRing
from duban.kernel.sheets import RawRow
from duban.orgs.protection import key_ring
from duban.settings import Settings

BATCH_ROWS = 500
_ROW = ImportRow.__table__  # type: ignore[attr-defined]


@dataclass
class Runner:
    """One run on its way. `act` is the present transaction's; a job brings another one for each step."""

    run: ImportRun
    settings: Settings
    importer: Importer
    ring: KeyRing
    known: dict[tuple[str, ...], dict[str, Column]] = field(default_factory=dict)
    """Headings of rows met so far, matched once: all rows of a sheet have few sets of them."""

    @classmethod
    def of(cls, run: ImportRun, settings: Settings) -> "Runner":
        return cls(run, settings, importer_of(run.resource), key_ring(settings))

    async def check_some(self, act: Act, after: int, limit: int = BATCH_ROWS) -> int | None:
        """Check the next rows after row number `after`; returns the last number, None when there were none."""
        candidates = await self._candidates(act, _ROW.c.number > after, limit)
        if not candidates:
            return None
        await judge(self.importer, self._batch(act, candidates), candidates)
        await self._record(act, candidates, applied=False)
        return candidates[-1].number

    async def check_all(self, act: Act) -> None:
        """Every row, in this transaction; then the preview is ready."""
        after = 0
        while (last := await self.check_some(act, after)) is not None:
            after = last
        await self.finish_check(act)

    async def finish_check(self, act: Act) -> None:
        """Count the outcomes: the preview is ready."""
        values = {"state": ImportState.CHECKED, "checked_at": act.now, **await self._count(act)}
        act.change(self.run, values, action="import_run:check")

    @property
    def is_barred(self) -> bool:
        """Whether wrong rows keep the whole file out."""
        return self.run.mode is ImportMode.ALL_OR_NOTHING and self.run.errors > 0

    def require_applicable(self) -> None:
        """Raise Conflict: `import_not_checked`, `import_applied`, `import_expired`, `import_has_errors`."""
        run = self.run
        if run.state is ImportState.APPLIED:
            raise Conflict("import_applied", Text("该文件已经导入。", "This file has been imported already."))
        if run.state is ImportState.EXPIRED:
            raise Conflict(
                "import_expired",
                Text("预览已过期，请重新上传文件。", "The preview has expired. Send the file again."),
            )
        if run.state is not ImportState.CHECKED:
            raise Conflict(
                "import_not_checked",
                Text("文件还在处理，请稍后再试。", "The file is still being worked on. Try again later."),
            )
        if self.is_barred:
            raise Conflict(
                "import_has_errors",
                Text(
                    f"有 {run.errors} 行有误，整份文件未导入。请更正后重新上传，或改用逐行方式。",
                    f"{run.errors} rows are wrong, so nothing is imported. Correct the file, or use mode per_row.",
                ),
            )

    async def apply_some(self, act: Act, after: int, limit: int = BATCH_ROWS) -> int | None:
        """Check again and write the next rows that are neither wrong nor written; returns the last number or None."""
        open_rows = (_ROW.c.number > after) & (_ROW.c.applied.is_(False)) & (_ROW.c.outcome != Outcome.ERROR)
        candidates = await self._candidates(act, open_rows, limit)
        if not candidates:
            return None
        if self.run.mode is ImportMode.ALL_OR_NOTHING:
            await self._write(act, candidates)
            self._require_all_right(candidates)
        else:
            candidates = await self._write_what_can_be(act, candidates)
        await self._record(act, candidates, applied=True)
        return candidates[-1].number

    async def apply_all(self, act: Act) -> None:
        """Every row, in this transaction."""
        after = 0
        while (last := await self.apply_some(act, after)) is not None:
            after = last
        await self.finish(act)

    async def finish(self, act: Act) -> None:
        """Count what was done; nothing of the file's contents is kept any longer."""
        values = {"state": ImportState.APPLIED, "applied_at": act.now, **await self._count(act)}
        await act.db.execute(update(_ROW).where(_ROW.c.run_id == self.run.id).values(payload=None))
        act.change(self.run, values, action="import_run:apply")

    async def _write(self, act: Act, candidates: Sequence[Candidate]) -> None:
        batch = self._batch(act, candidates)
        await judge(self.importer, batch, candidates)
        await self.importer.write(batch, [candidate for candidate in candidates if candidate.writes])
        await act.db.flush()

    async def _write_what_can_be(self, act: Act, candidates: list[Candidate]) -> list[Candidate]:
        """All together; where the database or a rule refuses one of them, one by one, so that only that one fails."""
        try:
            await self._in_savepoint(act, candidates)
        except (Problem, IntegrityError):
            again = [self._anew(candidate) for candidate in candidates]
            for candidate in again:
                try:
                    await self._in_savepoint(act, [candidate])
                except Problem as refused:
                    candidate.refuse("", refused.code, refused.text)
                except IntegrityError:
                    candidate.refuse(
                        "", "already_exists", Text("与已有记录冲突。", "It collides with a record that exists.")
                    )
            return again
        return candidates

    async def _in_savepoint(self, act: Act, candidates: Sequence[Candidate]) -> None:
        inner = Act(act.db, act.me, act.now, act.request_id)
        async with act.db.begin_nested():
            await self._write(inner, candidates)
        act.after_commit += inner.after_commit

    def _anew(self, candidate: Candidate) -> Candidate:
        return Candidate(candidate.number, candidate.key, candidate.row)

    def _require_all_right(self, candidates: Sequence[Candidate]) -> None:
        wrong = [candidate for candidate in candidates if candidate.errors]
        if wrong:
            first = wrong[0].errors[0]
            raise Conflict(
                "import_changed_meanwhile",
                Text(
                    f"预览之后情况有变：第 {wrong[0].number} 行{first.text.zh}整份文件未导入，请重新上传。",
                    f"Things changed since the preview; row {wrong[0].number}: {first.text.en} Nothing was imported.",
                ),
                [error for candidate in wrong for error in candidate.errors][:100],
            )

    async def _candidates(self, act: Act, which: Any, limit: int) -> list[Candidate]:
        """The rows of the run that `which` selects, read and checked by themselves."""
        rows = (
            await act.db.execute(
                select(_ROW.c.number, _ROW.c.payload)
                .where(_ROW.c.run_id == self.run.id, which)
                .order_by(_ROW.c.number)
                .limit(limit)
            )
        ).all()
        candidates = [self._candidate(number, payload) for number, payload in rows]
        keys = {candidate.key for candidate in candidates if candidate.key}
        if keys:
            before = await act.db.execute(
                select(_ROW.c.key, func.min(_ROW.c.number).label("first"))
                .where(_ROW.c.run_id == self.run.id, _ROW.c.key.in_(keys), _ROW.c.number < candidates[0].number)
                .group_by(_ROW.c.key)
            )
            refuse_doubles(candidates, {row.key: row.first for row in before})
        return candidates

    def _candidate(self, number: int, payload: str | None) -> Candidate:
        cells = opened(self.ring, payload) if payload else {}
        columns: Mapping[str, Column] = self._columns(tuple(headings_of(self.run.kind, cells)))
        return check_row(self.importer, columns, RawRow(number, cells))

    def _columns(self, headings: tuple[str, ...]) -> dict[str, Column]:
        """Heading → column; the file's headings were right when it was received, one row may lack some."""
        if headings not in self.known:
            self.known[headings] = match_headings(self.importer, headings, whole=False)
        return self.known[headings]

    def _batch(self, act: Act, candidates: Sequence[Candidate]) -> Batch:
        async def earlier(keys: set[str]) -> set[str]:
            found = await act.db.scalars(
                select(_ROW.c.key).where(
                    _ROW.c.run_id == self.run.id, _ROW.c.key.in_(keys), _ROW.c.outcome != Outcome.ERROR
                )
            )
            return set(found) | (keys & {candidate.key for candidate in candidates if not candidate.errors})

        return Batch(act, self.settings, earlier)

    async def _record(self, act: Act, candidates: Sequence[Candidate], *, applied: bool) -> None:
        """Account for every row of the batch."""
        connection = await act.db.connection()
        await connection.execute(
            update(_ROW)
            .where(_ROW.c.run_id == self.run.id, _ROW.c.number == bindparam("_number"))
            .values(
                outcome=bindparam("_outcome", type_=_ROW.c.outcome.type),
                applied=bindparam("_applied"),
                key=bindparam("_key"),
                subject_id=bindparam("_subject", type_=_ROW.c.subject_id.type),
                changes=bindparam("_changes", type_=_ROW.c.changes.type),
                errors=bindparam("_errors", type_=_ROW.c.errors.type),
                secret=bindparam("_secret"),
                updated_at=act.now,
            ),
            [self._account(candidate, applied) for candidate in candidates],
        )

    def _account(self, candidate: Candidate, applied: bool) -> dict[str, Any]:
        return {
            "_number": candidate.number,
            "_outcome": candidate.outcome,
            "_applied": applied and not candidate.errors,
            "_key": candidate.key[:200] or None,
            "_subject": candidate.subject_id,
            "_changes": {k: [plain(before), plain(after)] for k, (before, after) in candidate.changes.items()},
            "_errors": [
                {"pointer": e.pointer, "code": e.code, "zh": e.text.zh, "en": e.text.en} for e in candidate.errors
            ],
            "_secret": sealed(self.ring, candidate.secret) if candidate.secret else None,
        }

    async def _count(self, act: Act) -> dict[str, int]:
        statement = (
            select(_ROW.c.outcome, func.count().label("rows"))
            .where(_ROW.c.run_id == self.run.id)
            .group_by(_ROW.c.outcome)
        )
        counted = {row.outcome: row.rows for row in await act.db.execute(statement)}
        return {
            "pending": counted.get(Outcome.PENDING, 0),
            "to_create": counted.get(Outcome.CREATE, 0),
            "to_update": counted.get(Outcome.UPDATE, 0),
            "unchanged": counted.get(Outcome.UNCHANGED, 0),
            "errors": counted.get(Outcome.ERROR, 0),
        }
