"""The district that is measured: a tree of authorities and institutions, a ledger, clocks and a journal, by COPY.

The same seed gives the same rows, counted back from today so that drafts can still be issued. Names are invented. Only
tables are known here, no statement that is measured.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import orjson
from sqlalchemy import func, select
from sqlmodel import SQLModel, col

import duban.main  # noqa: F401 - every table is known once the application is
from bench.copying import Progress, Specimen, without_indexes
from bench.sizes import DISTRICTS_PER_CITY, INSTITUTIONS_PER_DISTRICT, Sizes
from duban.institutions.codes import make_uscc
from duban.institutions.models import Institution
from duban.kernel.access import place
from duban.kernel.calendar_store import seed
from duban.kernel.clock import ZONE, day_of, today
from duban.kernel.clocks import Clock
from duban.kernel.db import Database
from duban.kernel.journal import JournalEntry, JournalPending, Visibility
from duban.kernel.numbers import NumberSequence
from duban.kernel.organisations import Organisation, OrganisationKind
from duban.kernel.terms import Unit
from duban.rectification.models import RectificationTask
from duban.rectification.terms import VERIFICATION
from duban.rectification.words import Mode, Risk, SourceType, TaskState

SPAN = timedelta(days=700)
"""The ledger's rows were made over this time, up to now."""
STATES = {
    TaskState.CLOSED: 58,
    TaskState.RECTIFYING: 12,
    TaskState.ISSUED: 10,
    TaskState.DRAFT: 8,
    TaskState.SUBMITTED: 4,
    TaskState.RETURNED: 4,
    TaskState.VERIFYING: 4,
}
"""Shares of the ledger in percent. Closed ones alone make more than 10 000 pages out of a million rows."""

PLACES = ("急诊通道", "重症病区", "药品库房", "检验科", "门诊大厅", "消毒供应室", "配电房", "住院部三楼", "医废暂存点")
FAULTS = ("堆放杂物", "记录不全", "标识缺失", "值守缺位", "监控画面缺失", "未按期校验", "台账与实物不符")
READABLE = 100_000
"""About a fifth as many tasks under way are kept to be read one by one."""
WORKING_DAYS = (15, 20, 30, 45, 60)
"""Lengths of the planted clocks."""

RUNNING_DAYS = 5
"""The planted clocks began within the days before today, so that all of them still run for two weeks at least."""


@dataclass
class Planted:
    """Where things are: organisations, drafts that may be issued, and some tasks of every district to read."""

    root: Organisation
    cities: list[Organisation]
    districts: list[Organisation]
    institutions: list[Organisation]
    drafts: list[tuple[UUID, int]] = field(default_factory=list)
    readable: list[tuple[UUID, int]] = field(default_factory=list)
    closed: int = 0

    def district_of(self, institution: int) -> int:
        return institution // INSTITUTIONS_PER_DISTRICT


async def lay_schema(database: Database) -> None:
    """Every table, index and trigger of the application."""
    async with database.writer.begin() as connection:
        await connection.run_sync(SQLModel.metadata.create_all)


async def plant(database: Database, url: str, size: Sizes, progress: Progress) -> Planted:
    """Fill the empty database at `url`; the same size gives the same rows."""
    found = await _plant_tree(database, size)
    connection = await asyncpg.connect(url)
    try:
        chance = random.Random(size.seed)
        births = births_of(size.rows, chance)
        await _plant_tasks(database, connection, size, found, births, chance, progress)
        await _plant_clocks(database, connection, size, found, births, chance, progress)
        await _plant_journal(connection, size, found, births, chance, progress)
        await _number_on(database, births)
        await connection.execute("VACUUM (ANALYZE)")
    finally:
        await connection.close()
    return found


async def _plant_tree(database: Database, size: Sizes) -> Planted:
    root = _organisation("示范省卫生健康委员会", OrganisationKind.HEALTH_AUTHORITY, None, "990000")
    authority = OrganisationKind.HEALTH_AUTHORITY
    cities = [
        _organisation(f"示范{city + 1}市卫生健康委员会", authority, root, f"99{city + 1:02d}00")
        for city in range(size.cities)
    ]
    districts = [
        _organisation(
            f"示范{number + 1}区卫生健康局",
            authority,
            cities[number // DISTRICTS_PER_CITY],
            f"99{number // DISTRICTS_PER_CITY + 1:02d}{number % DISTRICTS_PER_CITY + 1:02d}",
        )
        for number in range(size.districts)
    ]
    institutions = []
    for number in range(size.institutions):
        district = districts[number // INSTITUTIONS_PER_DISTRICT]
        institutions.append(
            _organisation(f"示范第{number + 1}医院", OrganisationKind.INSTITUTION, district, district.region_code)
        )
    async with database.transaction() as db:
        for row in (root, *cities, *districts, *institutions):
            db.add(row)
            await db.flush()
        db.add_all(_registered(number, row) for number, row in enumerate(institutions))
    return Planted(root, cities, districts, institutions)


def _organisation(name: str, kind: OrganisationKind, above: Organisation | None, region: str | None) -> Organisation:
    organisation = Organisation(name=name, kind=kind, region_code=region)
    organisation.sit_below(above)
    return organisation


def _registered(number: int, organisation: Organisation) -> Institution:
    entry = Institution(
        organisation_id=organisation.id,
        uscc=make_uscc(f"12{organisation.region_code}{number:09d}"),
        name=organisation.name,
        stated_types=["hospital"],
        types=["hospital", "medical_institution"],
        region_code=organisation.region_code or "",
    )
    place(entry, organisation)
    return entry


def births_of(count: int, chance: random.Random) -> list[tuple[datetime, UUID]]:
    """When each row was made and the id it got then, in order: ids sort by birth, as real ones do."""
    first = datetime.combine(today(), time(), ZONE).astimezone(UTC) - SPAN
    step = SPAN / count
    return [(first + step * number, id_of(first + step * number, chance)) for number in range(count)]


def id_of(at: datetime, chance: random.Random) -> UUID:
    """The id of a row made at `at`."""
    high, low = chance.getrandbits(12), chance.getrandbits(62)
    return UUID(int=int(at.timestamp() * 1000) << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | low)


def levels_of(organisation: Organisation) -> dict[str, Any]:
    """The columns of its place in the tree."""
    return {f"org_l{level}": id for level, id in enumerate(organisation.levels(), 1)}


async def _plant_tasks(
    database: Database,
    connection: asyncpg.Connection,
    size: Sizes,
    found: Planted,
    births: Sequence[tuple[datetime, UUID]],
    chance: random.Random,
    progress: Progress,
) -> None:
    drafter, district = id_of(births[0][0], chance), found.districts[0]
    specimen = RectificationTask(
        organisation_id=district.id,
        number="",
        state=TaskState.DRAFT,
        issuer_id=district.id,
        drafted_by_id=drafter,
        drafter_organisation_id=district.id,
        source_type=SourceType.INSPECTION,
        source_label="年度综合检查",
        title="",
        problem="",
        basis="医疗质量管理办法",
        measure="立即清理并每日巡查，指定专人负责，保留记录备查",
        standard="现场查看符合要求，连续两周无反复",
        responsible_person="总务科负责人",
        mode=Mode.TIME_LIMITED,
        risk=Risk.MEDIUM,
        weight=2,
        due_on=today(),
    )
    table = Specimen(specimen)
    states = chance.choices(list(STATES), list(STATES.values()), k=size.rows)
    levels = [levels_of(one) for one in found.institutions]
    year_of, counted = 0, 0

    def rows() -> Iterator[list[Any]]:
        nonlocal year_of, counted
        for (at, id), state in zip(births, states, strict=True):
            number = chance.randrange(size.institutions)
            one, issuer = found.institutions[number], found.districts[found.district_of(number)]
            counted = counted + 1 if at.year == year_of else 1
            year_of = at.year
            draft = state is TaskState.DRAFT
            if draft:
                found.drafts.append((id, found.district_of(number)))
            elif state in (TaskState.ISSUED, TaskState.RECTIFYING) and chance.random() * size.rows < READABLE:
                found.readable.append((id, found.district_of(number)))
            found.closed += state is TaskState.CLOSED
            where = chance.choice(PLACES)
            yield table.row(
                id=id,
                created_at=at,
                updated_at=at,
                organisation_id=one.id,
                **levels[number],
                number=f"RT-{at.year}-{counted:06d}",
                state=state.value,
                issuer_id=issuer.id,
                drafter_organisation_id=issuer.id,
                region_code=one.region_code,
                title=where + chance.choice(FAULTS),
                problem=f"{where}{chance.choice(FAULTS)}，检查时现场拍照取证，责任科室已签字确认",
                due_on=today() + timedelta(days=30) if draft else (at + timedelta(days=30)).date(),
                issued_at=None if draft else at,
                term_started_at=None if draft else at,
                closed_at=at + timedelta(days=28) if state is TaskState.CLOSED else None,
            )

    async with without_indexes(database, RectificationTask):
        await table.fill(connection, rows(), size.rows, progress)


class _Reckoned:
    """The ends of clocks by the shipped calendar; those that began on one day and are equally long end together."""

    def __init__(self, specimen: Clock) -> None:
        self._specimen = specimen
        self._known: dict[tuple[date, int], dict[str, Any]] = {}

    def __call__(self, started_at: datetime, amount: int) -> dict[str, Any]:
        key = (day_of(started_at), amount)
        if key not in self._known:
            clock = self._specimen.model_copy(update={"started_at": started_at, "amount": amount})
            clock.reckon(seed(), started_at)
            self._known[key] = {"due_at": clock.due_at, "due_on": clock.due_on, "provisional": clock.provisional}
        return self._known[key]


async def _plant_clocks(
    database: Database,
    connection: asyncpg.Connection,
    size: Sizes,
    found: Planted,
    births: Sequence[tuple[datetime, UUID]],
    chance: random.Random,
    progress: Progress,
) -> None:
    """One open clock per task, each running over days of the year whose calendar will be corrected."""
    now = datetime.combine(today(), time(), ZONE).astimezone(UTC)
    district = found.districts[0]
    specimen = Clock(
        organisation_id=district.id,
        subject_type=RectificationTask.word(),
        subject_id=district.id,
        subject_label="",
        term=VERIFICATION.name,
        title_zh=VERIFICATION.title.zh,
        title_en=VERIFICATION.title.en,
        basis=VERIFICATION.basis,
        mark=VERIFICATION.mark,
        amount=0,
        unit=Unit.WORKING_DAYS,
        started_at=now,
        due_at=now,
        due_on=now.date(),
        holder_id=district.id,
        permission="task.verify",
    )
    table = Specimen(specimen)
    ends_of = _Reckoned(specimen)
    levels = [levels_of(one) for one in found.districts]

    def rows() -> Iterator[list[Any]]:
        for number, (_, task_id) in enumerate(births):
            at = now - timedelta(minutes=chance.randrange(RUNNING_DAYS * 24 * 60))
            length, where = chance.choice(WORKING_DAYS), chance.randrange(size.districts)
            holder, ends = found.districts[where], ends_of(at, length)
            yield table.row(
                id=id_of(at, chance),
                created_at=at,
                updated_at=at,
                organisation_id=holder.id,
                **levels[where],
                subject_id=task_id,
                subject_label=f"RT {number}",
                amount=length,
                started_at=at,
                **ends,
                region_code=holder.region_code,
                holder_id=holder.id,
            )

    async with without_indexes(database, Clock):
        await table.fill(connection, rows(), size.rows, progress)


async def _plant_journal(
    connection: asyncpg.Connection,
    size: Sizes,
    found: Planted,
    births: Sequence[tuple[datetime, UUID]],
    chance: random.Random,
    progress: Progress,
) -> None:
    """Committed entries that nobody has sealed yet: the sealer and the verifier are measured on them."""
    district = found.districts[0]
    changes = {
        "state": ["draft", "issued"],
        "problem": [None, "现场拍照取证，责任科室已签字确认" * 4],
        "weight": [1, 2],
    }
    entry = JournalEntry(
        at=births[0][0],
        actor_id=district.id,
        actor_kind="person",
        actor_name="承办人",
        actor_organisation_id=district.id,
        action="rectification_task:issue",
        subject_type=RectificationTask.word(),
        subject_id=district.id,
        subject_label="",
        organisation_id=district.id,
        visibility=Visibility.MATTER,
        changes=orjson.dumps(changes).decode(),
        request_id=district.id.hex,
        **levels_of(district),
    )
    entries = [(at, id_of(at, chance), subject) for at, subject in births[-size.entries :]]
    table, pending = Specimen(entry), Specimen(JournalPending(entry_id=district.id))
    rows = (
        table.row(id=id, at=at, subject_id=subject, subject_label=f"RT {number}")
        for number, (at, id, subject) in enumerate(entries)
    )
    await table.fill(connection, rows, len(entries), progress)
    await pending.fill(connection, ([id] for _, id, _ in entries), len(entries), progress)


async def _number_on(database: Database, births: Sequence[tuple[datetime, UUID]]) -> None:
    """Let the next number of the year follow the planted ones."""
    year = today().year
    async with database.transaction() as db:
        last = await db.scalar(
            select(func.count()).where(col(RectificationTask.number).startswith(f"RT-{year}-", autoescape=True))
        )
        db.add(NumberSequence(prefix="RT", year=year, last=last or 0))
