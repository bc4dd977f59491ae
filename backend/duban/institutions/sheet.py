"""Institutions in bulk: the columns of the sheet, how a row compares with the registry, how rows are written.

A batch costs a handful of statements however many rows it has.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlmodel import col

from duban.institutions import actions, versions
from duban.institutions.enums import Designation, Ownership
from duban.institutions.licences import Grade, Level, ProfitKind, check_rating
from duban.institutions.models import Institution
from duban.institutions.schemas import InstitutionPut, Uscc
from duban.kernel import cells
from duban.kernel.access import visible
from duban.kernel.errors import Invalid, Text
from duban.kernel.importing import Batch, Candidate, Column, Outcome, offers
from duban.kernel.organisations import Organisation, OrganisationKind
from duban.kernel.resources import insert
from duban.orgs import tree

_LEVELS = {
    "一级": Level.FIRST,
    "一": Level.FIRST,
    "二级": Level.SECOND,
    "二": Level.SECOND,
    "三级": Level.THIRD,
    "三": Level.THIRD,
    "未定级": Level.UNRATED,
    "未定": Level.UNRATED,
}
_GRADES = {
    "特等": Grade.SPECIAL,
    "特": Grade.SPECIAL,
    "甲等": Grade.A,
    "甲": Grade.A,
    "乙等": Grade.B,
    "乙": Grade.B,
    "丙等": Grade.C,
    "丙": Grade.C,
    "未定等": Grade.UNRATED,
    "未定": Grade.UNRATED,
}
_OWNERSHIP = {
    "公立": Ownership.PUBLIC,
    "国有": Ownership.PUBLIC,
    "集体": Ownership.COLLECTIVE,
    "民营": Ownership.PRIVATE,
    "私营": Ownership.PRIVATE,
    "社会办": Ownership.PRIVATE,
    "其他": Ownership.OTHER,
}
_PROFIT = {"非营利": ProfitKind.NON_PROFIT, "非营利性": ProfitKind.NON_PROFIT, "营利": ProfitKind.FOR_PROFIT,
           "营利性": ProfitKind.FOR_PROFIT, "其他": ProfitKind.OTHER}  # fmt: skip
_DESIGNATIONS = {
    "医保": Designation.MEDICAL_INSURANCE,
    "医保定点": Designation.MEDICAL_INSURANCE,
    "定点救治": Designation.TREATMENT,
}
_SEVERAL = Text("多项用顿号分隔", "Several are separated by 、 or ;")


class InstitutionRow(InstitutionPut):
    """One row of the sheet. Blank cells leave what is there as it is."""

    uscc: Uscc
    authority: str | None = None


@dataclass
class _Plan:
    """What a compared row needs when it is written."""

    values: Mapping[str, Any]
    parent: Organisation | None = None
    node: Organisation | None = None


@dataclass
class _Surroundings:
    """What a batch of new rows meets in the tree."""

    authorities: dict[str, list[Organisation]] = field(default_factory=dict)
    siblings: dict[tuple[UUID, str], Organisation] = field(default_factory=dict)
    registered: set[UUID] = field(default_factory=set)
    codes: dict[str, UUID] = field(default_factory=dict)


class InstitutionImporter:
    """Registry entries by credit code."""

    resource = "institutions"
    title = Text("医疗机构", "Institutions")
    permissions = ("import.run", "institution.write")
    schema = InstitutionRow
    inline_rows = 500
    columns = (
        Column("uscc", "统一社会信用代码", "Credit code", ("信用代码",), True, example="91350100M000100Y43"),
        Column("name", "机构名称", "Name", ("名称", "医疗机构名称"), example="某区人民医院"),
        Column("region_code", "行政区划代码", "Region code", ("区划代码",), example="350102"),
        Column(
            "authority",
            "主管部门",
            "Authority",
            ("主管卫生健康部门", "上级"),
            example="某区卫生健康局",
            note=Text("名称或代码；不填则为本单位", "Its name or code; blank: your own"),
        ),
        Column("licence_number", "登记号", "Licence number", ("执业许可证登记号", "许可证号")),
        Column("aliases", "其他名称", "Other names", ("曾用名",), read=cells.listed, note=_SEVERAL),
        Column("types", "机构类型", "Types", ("类型", "类别"), read=cells.listed, example="医院", note=_SEVERAL),
        Column("level", "级别", "Level", ("医院级别",), read=cells.one_of(_LEVELS), example="二级"),
        Column("grade", "等次", "Grade", ("等级",), read=cells.one_of(_GRADES), example="甲等"),
        Column("ownership", "所有制", "Ownership", ("经济类型",), read=cells.one_of(_OWNERSHIP), example="公立"),
        Column("profit_kind", "营利性质", "Profit kind", ("经营性质",), read=cells.one_of(_PROFIT), example="非营利性"),
        Column("affiliation", "隶属关系", "Affiliation", ("隶属",)),
        Column("address", "地址", "Address", ("详细地址",)),
        Column("fields", "诊疗重点领域", "Fields", ("重点领域",), read=cells.listed, note=_SEVERAL),
        Column("designations", "定点", "Designations", ("定点类型",), read=cells.many_of(_DESIGNATIONS), note=_SEVERAL),
        Column("beds", "床位数", "Beds", ("床位",), read=cells.whole, example="300"),
        Column("staff", "职工数", "Staff", ("职工人数",), read=cells.whole),
        Column("medical_staff", "卫生技术人员数", "Medical staff", ("卫技人员数",), read=cells.whole),
        Column("outpatients_per_day", "日均门诊量", "Outpatients per day", ("日门诊量",), read=cells.whole),
        Column("hotline", "投诉电话", "Hotline", ("公布的投诉电话",)),
        Column("complaint_place", "投诉接待地点", "Complaint place", ("投诉窗口",)),
        Column("complaint_hours", "投诉接待时间", "Complaint hours"),
        Column("verified_on", "校验日期", "Verified on", ("最近校验日期",), read=cells.day, example="2026-03-01"),
    )

    def key(self, row: InstitutionRow) -> str:
        return row.uscc

    async def compare(self, batch: Batch, rows: Sequence[Candidate]) -> None:
        """One statement for the rows that are there, three more for the surroundings of new ones."""
        db = batch.act.db
        usccs = [candidate.key for candidate in rows]
        statement = select(Institution).where(col(Institution.uscc).in_(usccs))
        found = {row.uscc: row for row in await db.scalars(statement.with_for_update())}
        for candidate in rows:
            if row := found.get(candidate.key):
                self._compare_known(batch, candidate, row)
        new = [candidate for candidate in rows if candidate.key not in found]
        if new:
            around = await self._surroundings(batch, new)
            taken: set[tuple[UUID, str]] = set()
            for candidate in new:
                self._place(batch, candidate, around, taken)

    def _compare_known(self, batch: Batch, candidate: Candidate, row: Institution) -> None:
        try:
            actions.require_ours(batch.act, row)
            changed = actions.difference(row, _stated(candidate.row))
        except Invalid as refused:
            candidate.refuse(refused.errors[0].pointer[1:] if refused.errors else "", refused.code, refused.text)
            return
        except actions.Taken as refused:
            candidate.refuse("uscc", refused.code, refused.text)
            return
        candidate.found, candidate.subject_id = row, row.id
        candidate.changes = {name: (getattr(row, name), value) for name, value in changed.items()}
        candidate.outcome = Outcome.UPDATE if changed else Outcome.UNCHANGED

    async def _surroundings(self, batch: Batch, new: Sequence[Candidate]) -> _Surroundings:
        me, db, around = batch.act.me, batch.act.db, _Surroundings()
        words = {candidate.row.authority for candidate in new if candidate.row.authority}
        nodes = await db.scalars(
            visible(Organisation, me).where(
                or_(
                    col(Organisation.name).in_(words),
                    col(Organisation.code).in_(words),
                    col(Organisation.short_name).in_(words),
                    col(Organisation.id) == me.organisation_id,
                ),
                col(Organisation.kind) == OrganisationKind.HEALTH_AUTHORITY,
                col(Organisation.closed_on).is_(None),
            )
        )
        for node in nodes:
            names = {node.name, node.code, node.short_name} | ({None} if node.id == me.organisation_id else set())
            for name in names & (words | {None}):
                if name is not None or node.id == me.organisation_id:
                    around.authorities.setdefault(name or "", []).append(node)
        parents = {node.id for nodes_ in around.authorities.values() for node in nodes_}
        names_ = {candidate.row.name for candidate in new}
        children = await db.scalars(
            select(Organisation).where(col(Organisation.parent_id).in_(parents), col(Organisation.name).in_(names_))
        )
        around.siblings = {(node.parent_id, node.name): node for node in children if node.parent_id is not None}
        kept = [node.id for node in around.siblings.values()]
        registered = select(col(Institution.organisation_id)).where(col(Institution.organisation_id).in_(kept))
        around.registered = set(await db.scalars(registered)) if kept else set()
        codes = select(col(Organisation.code), col(Organisation.id)).where(
            col(Organisation.code).in_([candidate.key for candidate in new])
        )
        around.codes = {code: id for code, id in await db.execute(codes) if code is not None}
        return around

    def _place(self, batch: Batch, candidate: Candidate, around: _Surroundings, taken: set[tuple[UUID, str]]) -> None:
        row: InstitutionRow = candidate.row
        for name, words in (("name", "机构名称"), ("region_code", "行政区划代码")):
            if not getattr(row, name):
                candidate.refuse(name, "missing", Text(f"新登记的机构需要{words}。", "A new institution needs this."))
        choices = around.authorities.get(row.authority or "", [])
        if len(choices) != 1:
            candidate.refuse("authority", *_no_authority(row.authority, len(choices)))
        if fault := check_rating(row.level, row.grade):
            candidate.refuse("grade", fault.code, fault.text)
        if candidate.errors:
            return
        parent = choices[0]
        node = around.siblings.get((parent.id, row.name))
        usable = node is None or (node.kind is OrganisationKind.INSTITUTION and node.id not in around.registered)
        if not usable or (parent.id, row.name) in taken:
            candidate.refuse(
                "name",
                "name_taken",
                Text("同一主管部门下已有同名机构。", "Another one below the same authority has this name."),
            )
            return
        holder = around.codes.get(row.uscc)
        if holder is not None and (node is None or holder != node.id):
            refused = actions.uscc_taken()
            candidate.refuse("uscc", refused.code, refused.text)
            return
        taken.add((parent.id, row.name))
        candidate.context = _Plan(_stated(row), parent, node)
        candidate.outcome = Outcome.CREATE

    async def write(self, batch: Batch, rows: Sequence[Candidate]) -> None:
        """New rows in three flushes (nodes, entries, versions: each refers to the one before); updates together."""
        act = batch.act
        new = [candidate for candidate in rows if candidate.outcome is Outcome.CREATE]
        known = [candidate for candidate in rows if candidate.outcome is Outcome.UPDATE]
        with act.db.no_autoflush:
            nodes = [await self._node(batch, candidate) for candidate in new]
            await act.db.flush()
            entries = [
                actions.new_row(act, node, {**candidate.context.values, "uscc": candidate.key})
                for candidate, node in zip(new, nodes, strict=True)
            ]
            for candidate, row in zip(new, entries, strict=True):
                candidate.subject_id = row.id
                await insert(act, row)
                await actions.index(act, row, new=True)
            await act.db.flush()
            for row in entries:
                versions.first(act, row)
            for candidate in known:
                await actions.apply_changes(act, candidate.found, {k: v for k, (_, v) in candidate.changes.items()})
            await act.db.flush()
        await versions.follow_many(act, [candidate.found for candidate in known])

    async def _node(self, batch: Batch, candidate: Candidate) -> Organisation:
        """The candidate's node in the tree: the one of this name that has no entry, or a new one."""
        act, plan = batch.act, candidate.context
        if plan.node is not None:
            return plan.node  # type: ignore[no-any-return]
        node = Organisation(
            name=plan.values["name"],
            kind=OrganisationKind.INSTITUTION,
            code=candidate.key,
            region_code=plan.values["region_code"],
            aliases=list(plan.values.get("aliases", [])),
            created_at=act.now,
            updated_at=act.now,
        )
        node.sit_below(plan.parent)
        await tree.enter(act, node)
        return node


def _stated(row: InstitutionRow) -> dict[str, Any]:
    """The columns that the row states."""
    return row.model_dump(exclude_unset=True, exclude={"uscc", "authority", "authority_id"})


def _no_authority(word: str | None, found: int) -> tuple[str, Text]:
    if word is None:
        return "authority_needed", Text("请填写主管部门。", "Name the authority that it sits below.")
    if found:
        return "authority_ambiguous", Text(
            f"有 {found} 个部门叫“{word[:40]}”，请改填其代码。", f"{found} authorities are called that; give the code."
        )
    return "authority_unknown", Text(
        f"您的辖区内没有卫生健康部门“{word[:40]}”。", f"No health authority of yours is called {word[:40]!r}."
    )


offers(InstitutionImporter())
