"""The organisation tree in bulk, by code. A row may sit below another row of the same file that comes before it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import Field
from sqlalchemy import select
from sqlmodel import col

from duban.imports.places import Places
from duban.kernel import cells
from duban.kernel.access import in_subtree
from duban.kernel.errors import Text, not_found
from duban.kernel.importing import Batch, Candidate, Column, Outcome, offers
from duban.kernel.organisations import Organisation, OrganisationKind
from duban.kernel.resources import Schema
from duban.orgs import tree
from duban.orgs.schemas import Region

_KINDS = {
    "卫生健康部门": OrganisationKind.HEALTH_AUTHORITY,
    "卫生健康委": OrganisationKind.HEALTH_AUTHORITY,
    "股室": OrganisationKind.SECTION,
    "科室": OrganisationKind.SECTION,
    "医疗机构": OrganisationKind.INSTITUTION,
    "公安": OrganisationKind.POLICE,
    "检察院": OrganisationKind.PROCURATORATE,
    "法院": OrganisationKind.COURT,
    "纪检监察": OrganisationKind.DISCIPLINE,
    "市场监管": OrganisationKind.MARKET_REGULATION,
    "医保": OrganisationKind.MEDICAL_INSURANCE,
    "司法": OrganisationKind.JUSTICE,
    "宣传": OrganisationKind.PUBLICITY,
    "民政": OrganisationKind.CIVIL_AFFAIRS,
    "医调委": OrganisationKind.MEDIATION_COMMITTEE,
    "保险公司": OrganisationKind.INSURER,
    "其他部门": OrganisationKind.OTHER_AGENCY,
}


class OrganisationRow(Schema):
    code: str = Field(min_length=1, max_length=60)
    name: str = Field(min_length=2, max_length=120)
    kind: OrganisationKind
    parent: str | None = Field(None, max_length=120)
    short_name: str | None = Field(None, min_length=1, max_length=40)
    region_code: Region | None = None
    aliases: list[str] = Field([], max_length=20)


@dataclass
class _Plan:
    """Below whom a new node is made: one that is there, or one of this file."""

    parent: Organisation | None
    parent_code: str | None


class OrganisationImporter:
    """Nodes of the tree by their codes."""

    resource = "organisations"
    title = Text("组织机构", "Organisations")
    permissions = ("organisation.write",)
    schema = OrganisationRow
    inline_rows = 500
    columns = (
        Column("code", "机构代码", "Code", ("代码", "统一社会信用代码"), True, example="QX-01"),
        Column("name", "机构名称", "Name", ("名称",), True, example="某区卫生健康局"),
        Column("kind", "机构性质", "Kind", ("性质",), True, cells.one_of(_KINDS), "卫生健康部门"),
        Column(
            "parent",
            "上级机构",
            "Parent",
            ("上级",),
            example="某市卫生健康委员会",
            note=Text("名称或代码，可为本文件中前面的行（用代码）；不填则为本单位", "Name or code; blank: your own"),
        ),
        Column("short_name", "简称", "Short name"),
        Column("region_code", "行政区划代码", "Region code", ("区划代码",), example="350102"),
        Column("aliases", "其他名称", "Other names", ("曾用名",), read=cells.listed),
    )

    def key(self, row: OrganisationRow) -> str:
        return row.code

    async def compare(self, batch: Batch, rows: Sequence[Candidate]) -> None:
        """One statement for what is there, one for the parents, one for parents inside the file."""
        act = batch.act
        codes = [candidate.key for candidate in rows]
        mine = in_subtree(Organisation, act.me).label("mine")
        found = {
            node.code: (node, is_mine)
            for node, is_mine in await act.db.execute(
                select(Organisation, mine).where(col(Organisation.code).in_(codes)).with_for_update()
            )
        }
        places = await Places.of(act, [candidate.row.parent for candidate in rows])
        in_file = await batch.earlier({candidate.row.parent for candidate in rows if candidate.row.parent})
        before: set[str] = in_file - set(codes)
        for candidate in rows:
            known = found.get(candidate.key)
            if known is None:
                self._place(batch, candidate, places, before)
            elif known[1]:
                self._compare_known(candidate, known[0], places)
            else:
                candidate.refuse(
                    "code", "code_taken", Text("这个代码已被其他辖区使用。", "The code is used in another subtree.")
                )
            if not candidate.errors:
                before.add(candidate.key)

    def _compare_known(self, candidate: Candidate, node: Organisation, places: Places) -> None:
        row: OrganisationRow = candidate.row
        if row.parent is not None and row.parent != row.code:
            parent = places.one(row.parent)
            if isinstance(parent, tuple):
                candidate.refuse("parent", *parent)
            elif parent.id != node.parent_id:
                candidate.refuse(
                    "parent",
                    "parent_differs",
                    Text(
                        "上级与现有不同；请用“调整上级”办理。",
                        "Its parent is another one; use the move of organisations.",
                    ),
                )
        if row.kind is not node.kind:
            candidate.refuse("kind", "kind_differs", Text("机构性质不能更改。", "The kind cannot change."))
        if candidate.errors:
            return
        values = _stated(row)
        candidate.found, candidate.subject_id = node, node.id
        candidate.changes = {k: (getattr(node, k), v) for k, v in values.items() if getattr(node, k) != v}
        candidate.outcome = Outcome.UPDATE if candidate.changes else Outcome.UNCHANGED

    def _place(self, batch: Batch, candidate: Candidate, places: Places, before: set[str]) -> None:
        word = candidate.row.parent
        if word is None:
            candidate.context = _Plan(None, None)
        elif word in before:
            candidate.context = _Plan(None, word)
        else:
            parent = places.one(word)
            if isinstance(parent, tuple):
                candidate.refuse("parent", *parent)
                return
            candidate.context = _Plan(parent, None)
        candidate.outcome = Outcome.CREATE

    async def write(self, batch: Batch, rows: Sequence[Candidate]) -> None:
        """Row by row: a parent must be there before its children."""
        act = batch.act
        for candidate in rows:
            values = _stated(candidate.row)
            if candidate.outcome is Outcome.UPDATE:
                await tree.amend_organisation(act, candidate.found, {k: v for k, (_, v) in candidate.changes.items()})
                continue
            node = await tree.create_organisation(
                act, await self._parent(batch, candidate.context), kind=candidate.row.kind, code=candidate.key, **values
            )
            candidate.subject_id = node.id

    async def _parent(self, batch: Batch, plan: _Plan) -> Organisation:
        """The parent, locked, so that it cannot move meanwhile."""
        act = batch.act
        statement = select(Organisation).with_for_update()
        if plan.parent_code is not None:
            found = await act.db.scalar(statement.where(col(Organisation.code) == plan.parent_code))
        else:
            id = plan.parent.id if plan.parent else act.me.organisation_id
            found = await act.db.scalar(statement.where(col(Organisation.id) == id))
        if found is None:
            raise not_found()
        return found


def _stated(row: OrganisationRow) -> Mapping[str, Any]:
    """The columns that the row states; code, kind and parent are not among them."""
    return row.model_dump(exclude_unset=True, exclude={"code", "kind", "parent"})


offers(OrganisationImporter())
