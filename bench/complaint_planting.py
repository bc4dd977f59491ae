"""A ledger of complaints with its full text, by COPY: what lists and search are measured on."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg

from bench.copying import Progress, Specimen, without_indexes
from bench.planting import Planted, births_of, id_of, levels_of
from bench.sizes import Sizes
from duban.complaints.models import Complaint
from duban.complaints.rules import READ
from duban.complaints.words import Channel, ComplaintState, Finding, Matter
from duban.kernel.bigrams import index_text
from duban.kernel.clock import today
from duban.kernel.db import Database
from duban.kernel.fulltext import SearchDocument
from duban.kernel.numbers import NumberSequence

STATES = {
    ComplaintState.CLOSED: 70,
    ComplaintState.SETTLED: 12,
    ComplaintState.ANSWERED: 8,
    ComplaintState.INVESTIGATING: 6,
    ComplaintState.REGISTERED: 4,
}
"""Shares of the ledger in percent."""

DEPARTMENTS = ("超声科", "门诊部", "收费处", "急诊科", "药房", "检验科", "住院处", "儿科", "骨科")
HAPPENED = ("等候过久", "态度生硬", "重复收费", "告知不清", "病历迟交", "床位紧张", "排队混乱", "电话无人接听")
DISTRICT = 3
"""The level of the districts in the planted tree: they are in charge, further up complaints are counted."""


async def plant_complaints(database: Database, url: str, size: Sizes, found: Planted, progress: Progress) -> None:
    """`size.rows` complaints and as many documents of the full text; the same size gives the same rows."""
    chance = random.Random(size.seed + 1)
    births = births_of(size.rows, chance)
    about = [chance.randrange(size.institutions) for _ in births]
    told = [(chance.choice(DEPARTMENTS), chance.choice(HAPPENED)) for _ in births]
    levels = [levels_of(one) for one in found.institutions]
    complaints, documents = Specimen(_complaint(found)), Specimen(_document(found))
    states = chance.choices(list(STATES), list(STATES.values()), k=size.rows)
    year_of, counted = 0, 0

    def rows() -> Iterator[list[Any]]:
        nonlocal year_of, counted
        for (at, id), number, (where, what), state in zip(births, about, told, states, strict=True):
            counted = counted + 1 if at.year == year_of else 1
            year_of = at.year
            institution = found.institutions[number]
            answered = state not in (ComplaintState.INVESTIGATING, ComplaintState.REGISTERED)
            late = chance.random() < 0.04
            yield complaints.row(
                id=id,
                created_at=at,
                updated_at=at,
                organisation_id=institution.id,
                **levels[number],
                reach=DISTRICT,
                number=f"CM-{at.year}-{counted:06d}",
                state=state.value,
                received_at=at,
                term_from=at,
                feedback_due_at=at + timedelta(days=7),
                handler_id=institution.id,
                registrar_organisation_id=institution.id,
                region_code=institution.region_code,
                channel=chance.choice(list(Channel)).value,
                matter=chance.choice(list(Matter)).value,
                title=f"{where}{what}",
                facts=f"{where}{what}，患者家属反映上午取号至下午仍未处理，现场无人说明原因",
                departments=f'["{where}"]',
                finding=Finding.FOUNDED.value if answered else None,
                fed_back_at=at + timedelta(days=3) if answered else None,
                overdue_at=at + timedelta(days=7) if late else None,
            )

    def texts() -> Iterator[list[Any]]:
        for (at, id), number, (where, what) in zip(births, about, told, strict=True):
            title = f"CM {where}{what}"
            yield documents.row(
                id=id_of(at, chance),
                created_at=at,
                updated_at=at,
                **levels[number],
                subject_id=id,
                title=title,
                subtitle=where,
                terms=index_text(f"{title}\n患者家属反映上午取号至下午仍未处理，现场无人说明原因"),
                reach=DISTRICT,
            )

    connection = await asyncpg.connect(url)
    try:
        async with without_indexes(database, Complaint):
            await complaints.fill(connection, rows(), size.rows, progress)
        async with without_indexes(database, SearchDocument):
            await documents.fill(connection, texts(), size.rows, progress)
        await connection.execute("VACUUM (ANALYZE) complaint, search_document")
    finally:
        await connection.close()
    this_year = sum(at.year == today().year for at, _ in births)
    async with database.transaction() as db:
        db.add(NumberSequence(prefix="CM", year=today().year, last=this_year))


def _complaint(found: Planted) -> Complaint:
    institution, at = found.institutions[0], datetime.now(UTC)
    return Complaint(
        organisation_id=institution.id,
        number="",
        state=ComplaintState.CLOSED,
        received_at=at,
        term_from=at,
        channel=Channel.WINDOW,
        registered_by_id=institution.id,
        registered_by_name="投诉专员",
        registrar_organisation_id=institution.id,
        handler_id=institution.id,
        first_receiver="投诉窗口",
        first_department="医患办",
        responsible="投诉专员",
        responsible_department="医患办",
        is_real_name=True,
        complainant_name_masked="王*",
        complainant_phone_masked="138****8000",
        matter=Matter.WAITING,
        title="",
        facts="",
        departments=[],
    )


def _document(found: Planted) -> SearchDocument:
    at = datetime.now(UTC)
    return SearchDocument(
        created_at=at,
        updated_at=at,
        subject_type=Complaint.word(),
        subject_id=found.institutions[0].id,
        permission=READ,
        title="",
        terms="",
    )
