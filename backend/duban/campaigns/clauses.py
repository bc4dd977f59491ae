"""From a plan to its clauses: what is owed, by whom, how often, and what proves it.

Every key task, every deliverable of a phase and every reporting duty ends in at least one clause; what the text leaves
open is read as `expansions` says, and where nobody known is meant the issuer owes it and the clause says so: nothing is
dropped. The order and the codes are stable: the same plan gives the same clauses. It must not know organisations or
dates (`schedule` joins a clause with the windows of a filled plan).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from duban.campaigns import plans
from duban.campaigns.blanks import phase_of_report
from duban.campaigns.clause import CheckItem, Clause, Target
from duban.campaigns.expansions import (
    ISSUER,
    Owners,
    ProofKind,
    Reading,
    ReportProof,
    TaskProof,
    expansions,
    owners_named,
    owners_of,
    reading_of,
)
from duban.campaigns.forms import shipped_forms
from duban.campaigns.periods import Rhythm
from duban.campaigns.plans import CoverageTarget, Frequency, KeyTask, Phase, Plan, ReportingDuty, stands_in
from duban.kernel.errors import Text

RHYTHMS = {
    Frequency.ONCE: Rhythm.ONCE,
    Frequency.IMMEDIATE: Rhythm.PER_EVENT,
    Frequency.PER_EVENT: Rhythm.PER_EVENT,
    Frequency.TIMELY: Rhythm.PER_EVENT,
    Frequency.CONTINUOUS: Rhythm.PER_EVENT,
    Frequency.TWICE_MONTHLY: Rhythm.TWICE_MONTHLY,
    Frequency.MONTHLY: Rhythm.MONTHLY,
    Frequency.QUARTERLY: Rhythm.QUARTERLY,
    Frequency.ANNUAL: Rhythm.ANNUAL,
}
_INSPECTIONS = frozenset({"inspection_evaluation", "spot_check"})
_SELF_CHECK = re.compile("开展自查|自查自纠|自查整治")


def clauses_of(plan: Plan) -> list[Clause]:
    """The clauses of `plan`: phase by phase, then reports, then key tasks."""
    builder = _Builder(plan, reading_of(plan))
    return [*builder.phases(), *builder.reports(), *builder.tasks()]


def check_items(plan: Plan) -> list[CheckItem]:
    """The measures of the plan's key tasks, coded `T3.2` (the second measure of T3)."""
    return [
        CheckItem(f"{task.code}.{number}", task.code, heading_of(task), text)
        for task in plan.key_tasks
        for number, text in enumerate(task.measures, 1)
    ]


def heading_of(task: KeyTask) -> str:
    """What a key task is called: its title, or where the plan gives none its first measure."""
    return task.title or (task.measures[0] if task.measures else f"重点任务{task.clause}")


def _headings(tasks: list[KeyTask]) -> str | None:
    return "；".join(dict.fromkeys(heading_of(task) for task in tasks))[:300] or None


@dataclass
class _Builder:
    plan: Plan
    reading: Reading

    def phases(self) -> Iterator[Clause]:
        for index, phase in enumerate(self.plan.phases):
            made = [
                *self._self_check(phase),
                *self._deliverables(index, phase),
                *self._coverage(index, phase),
                *self._look_back(phase),
            ]
            reported = any(phase_of_report(self.plan, duty) == phase for duty in self.plan.reporting_duties)
            if phase.stage in _INSPECTIONS or (not made and not reported):
                made.append(self._record(index, phase))
            yield from made

    def _self_check(self, phase: Phase) -> Iterator[Clause]:
        told = [task for task in phase.tasks if _SELF_CHECK.search(task)]
        spec = self.reading.self_checks.get(phase.code)
        if spec is None and phase.stage != "self_check" and not told and not _SELF_CHECK.search(phase.title):
            return
        named = next((found for task in told if (found := self._named(task)) and found.institution_types), None)
        yield Clause(
            code=f"{phase.code}.self_check",
            source_clause=phase.clause,
            title=phase.title if phase.stage == "self_check" else (*told, *phase.tasks, phase.title)[0],
            proof=ProofKind.SELF_CHECK,
            phase=phase.code,
            owners=spec.owners(self.plan) if spec else named or Owners(institution_types=self._scope()),
            zero_allowed=True,
            detail=phase.tasks,
        )

    def _deliverables(self, index: int, phase: Phase) -> Iterator[Clause]:
        for number, title in enumerate(phase.deliverables, 1):
            if self._report_with(phase, title) is not None:
                continue
            specs = self.reading.deliverables
            spec = specs.get(f"{phase.code}.{number}") or specs.get(phase.code)
            told = tuple(task for task in phase.tasks if title in task)
            named = next((found for task in told if (found := self._named(task))), None)
            yield Clause(
                code=f"{phase.code}.document{number}",
                source_clause=phase.clause,
                title=title,
                proof=spec.proof if spec else ProofKind.DOCUMENT,
                phase=phase.code,
                owners=spec.owners(self.plan) if spec else named or ISSUER,
                detail=told,
                covers=(f"/phases/{index}/deliverables/{number - 1}",),
            )

    def _coverage(self, index: int, phase: Phase) -> Iterator[Clause]:
        if not phase.coverage_targets:
            return
        targets = tuple(
            _coverage_target(f"/phases/{index}/coverage_targets/{number}", target)
            for number, target in enumerate(phase.coverage_targets)
        )
        told = [task for task in phase.tasks if "覆盖" in task]
        yield Clause(
            code=f"{phase.code}.coverage",
            source_clause=phase.clause,
            title=(*told, targets[0].text)[0],
            proof=ProofKind.RECORD,
            phase=phase.code,
            owners=ISSUER,
            targets=targets,
            detail=tuple(target.text for target in targets),
            covers=tuple(target.pointer for target in targets),
        )

    def _look_back(self, phase: Phase) -> Iterator[Clause]:
        told = next((task for task in phase.tasks if "回头看" in task), None)
        if told is not None:
            yield Clause(
                code=f"{phase.code}.look_back",
                source_clause=phase.clause,
                title=told,
                proof=ProofKind.RECORD,
                phase=phase.code,
                owners=ISSUER,
            )

    def _record(self, index: int, phase: Phase) -> Clause:
        return Clause(
            code=f"{phase.code}.record",
            source_clause=phase.clause,
            title=phase.title,
            proof=ProofKind.RECORD,
            phase=phase.code,
            owners=ISSUER,
            detail=phase.tasks,
            covers=(f"/phases/{index}",),
        )

    def reports(self) -> Iterator[Clause]:
        for index, duty in enumerate(self.plan.reporting_duties):
            kind = expansions().report_kinds.get(duty.kind, ReportProof(proof=ProofKind.DOCUMENT))
            if kind.proof is ProofKind.FORM:
                yield self._report(index, duty, kind, duty.code, form=kind.form)
                continue
            yield self._report(index, duty, kind, duty.code)
            if kind.form is not None:
                yield self._report(index, duty, kind, f"{duty.code}.table", form=kind.form)

    def _report(self, index: int, duty: ReportingDuty, kind: ReportProof, code: str, form: str | None = None) -> Clause:
        told = self.reading.reports.get(duty.code)
        phase = phase_of_report(self.plan, duty)
        own_phase = phase.code if phase is not None and not phase.runs_throughout else None
        task = self.plan.task_of_clause(duty.clause)
        tasks = [self.plan.task(covered) for covered in told.covers] if told else []
        owners, unknown = self._reporters(duty)
        extra = code != duty.code
        return Clause(
            code=code,
            source_clause=duty.clause,
            title=f"{duty.what}：{shipped_forms()[form].title.zh}" if extra and form else duty.what,
            task_title=_headings([task] if task else tasks),
            proof=ProofKind.FORM if form else kind.proof,
            rhythm=RHYTHMS[duty.frequency],
            phase=told.phase if told and told.phase else own_phase,
            owners=owners,
            lead=self._lead([task] if task else tasks),
            form=form,
            zero_allowed=shipped_forms()[form].zero_allowed if form else kind.zero_allowed,
            targets=self._targets(tasks, None),
            recipients=duty.recipient,
            covers=(
                f"/reporting_duties/{index}",
                *self._pointers(tasks),
                *(() if extra else self._handed_in(duty)),
            ),
            duty=duty.code,
            note=_unmatched(unknown),
        )

    def tasks(self) -> Iterator[Clause]:
        covered = {code for report in self.reading.reports.values() for code in report.covers}
        covered |= {code for proofs in self.reading.tasks.values() for proof in proofs for code in proof.covers}
        for task in self.plan.key_tasks:
            proofs = self.reading.tasks.get(task.code, ())
            if not proofs and task.code not in covered:
                proofs = expansions().default if task.measures else ()
                if not proofs:
                    yield self._missing_page(task)
            for proof in proofs:
                yield self._task(task, proof)

    def _task(self, task: KeyTask, proof: TaskProof) -> Clause:
        tasks = [self.plan.task(code) for code in proof.covers] or [task]
        responsible = tuple(party for one in tasks for party in one.responsible_units)
        told, unknown = owners_of(self.plan, responsible, self.reading)
        heading = heading_of(task)
        return Clause(
            code=f"{task.code}.{proof.form or proof.proof.value}",
            source_clause=task.clause,
            title=proof.title or (f"{heading}：{shipped_forms()[proof.form].title.zh}" if proof.form else heading),
            task_title=_headings(tasks),
            proof=proof.proof,
            rhythm=proof.rhythm,
            phase=proof.phase,
            owners=(proof.owners.owners(self.plan) if proof.owners else told) or ISSUER,
            lead=self._lead(tasks),
            form=proof.form,
            zero_allowed=shipped_forms()[proof.form].zero_allowed if proof.form else True,
            targets=self._targets(tasks, proof.metrics),
            detail=tuple(measure for one in tasks for measure in one.measures),
            covers=tuple(self._pointers(tasks)),
            note=None if proof.owners else _unmatched(unknown),
        )

    def _missing_page(self, task: KeyTask) -> Clause:
        """A task whose page is missing in the source: what is owed is to complete the plan."""
        return Clause(
            code=f"{task.code}.missing",
            source_clause=task.clause,
            title=task.title or f"重点任务{task.clause}（原文缺页，待补充）",
            task_title=task.title,
            proof=ProofKind.DOCUMENT,
            owners=ISSUER,
            covers=tuple(self._pointers([task])),
            note=Text(
                "方案此处没有任务内容，请对照原文补充。",
                "The plan says nothing of what this task asks; complete it from the document.",
            ),
        )

    def _reporters(self, duty: ReportingDuty) -> tuple[Owners, tuple[str, ...]]:
        owners, unknown = Owners(), []
        for name in duty.reporter:
            found = self._named(name)
            owners = owners | (found or Owners())
            if found is None:
                unknown.append(name)
        return owners or ISSUER, tuple(unknown)

    def _report_with(self, phase: Phase, deliverable: str) -> ReportingDuty | None:
        """The reporting duty of the same clause that hands the deliverable in: one obligation, not two."""
        for duty in self.plan.reporting_duties:
            if deliverable in duty.what and stands_in(duty.clause, phase.clause):
                return duty
        return None

    def _handed_in(self, duty: ReportingDuty) -> Iterator[str]:
        for index, phase in enumerate(self.plan.phases):
            for number, title in enumerate(phase.deliverables):
                if self._report_with(phase, title) == duty:
                    yield f"/phases/{index}/deliverables/{number}"

    def _named(self, sentence: str) -> Owners | None:
        return owners_named(self.plan, sentence, self.reading)

    def _scope(self) -> tuple[str, ...]:
        types = self.plan.scope.institution_types
        return ("medical_institution",) if "medical_institution" in types or not types else types

    def _lead(self, tasks: list[KeyTask]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(party.code for task in tasks for party in task.lead if party.code))

    def _pointers(self, tasks: list[KeyTask]) -> Iterator[str]:
        for task in tasks:
            yield f"/key_tasks/{self.plan.key_tasks.index(task)}"

    def _targets(self, tasks: list[KeyTask], metrics: tuple[str, ...] | None) -> tuple[Target, ...]:
        return tuple(
            _task_target(f"{pointer}/targets/{number}", target)
            for pointer, task in zip(self._pointers(tasks), tasks, strict=True)
            for number, target in enumerate(task.targets)
            if metrics is None or target.metric in metrics
        )


def _task_target(pointer: str, target: plans.Target) -> Target:
    return Target(
        pointer,
        target.text,
        target.operator,
        target.value,
        target.unit,
        target.population,
        best_effort=target.best_effort,
    )


def _coverage_target(pointer: str, target: CoverageTarget) -> Target:
    return Target(
        pointer,
        target.text,
        target.operator,
        target.value,
        target.unit,
        target.population,
        target.institution_types,
    )


def _unmatched(names: tuple[str, ...]) -> Text | None:
    if not names:
        return None
    listed = "、".join(names)
    return Text(
        f"“{listed}”未能对应到机构，请在启动时指定；未指定的由发起单位承担。",
        f'"{listed}" matches no known organisation: assign it at launch; otherwise the issuer owes it.',
    )
