"""Where an institution listens to complaints, as it publishes it: `/institutions/{id}/complaint-window`."""

from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from duban.complaints.public_models import ComplaintWindow
from duban.complaints.rules import HANDLE
from duban.complaints.schemas import LONG
from duban.institutions.models import Institution
from duban.institutions.seeing import one_seen
from duban.kernel.access import one_visible, place
from duban.kernel.ids import new_id
from duban.kernel.lane import dump
from duban.kernel.organisations import Organisation
from duban.kernel.problems import refusals
from duban.kernel.resources import Schema
from duban.kernel.transitions import IfMatch
from duban.kernel.web import DubanRoute, Me, Writing, database, require_match

router = APIRouter(prefix="/institutions/{id}/complaint-window", tags=["institutions"], route_class=DubanRoute)
SECURED: dict[str, Any] = {"security": [{"bearer": []}]}


class WindowIn(Schema):
    """What has to hang on the wall, and stands on the public page (RULES A-5)."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "office": "医患关系办公室",
                    "place": "门诊楼一层东侧",
                    "hours": "工作日 8:00—17:00",
                    "telephone": "0990-5551234",
                    "hotline": "12345",
                    "mediation": "医疗纠纷人民调解委员会，0990-5555678",
                    "other_ways": "协商、行政调解、诉讼",
                }
            ]
        }
    )

    office: str = Field(min_length=2, max_length=80)
    place: str = Field(min_length=2, max_length=120)
    hours: str = Field(min_length=2, max_length=120)
    telephone: str = Field(min_length=3, max_length=40, pattern=r"^\+?[0-9 ()、，,;；/-]+$")
    hotline: str | None = Field(None, min_length=3, max_length=40)
    mediation: str | None = Field(None, min_length=2, max_length=300, description="The mediation committee")
    other_ways: str | None = Field(None, min_length=2, max_length=LONG, description="Other ways to settle a dispute")


class WindowRead(BaseModel):
    """The window. Before it is published all is null and the version 0."""

    model_config = ConfigDict(from_attributes=True)

    version: int
    updated_at: datetime | None
    office: str | None
    place: str | None
    hours: str | None
    telephone: str | None
    hotline: str | None
    mediation: str | None
    other_ways: str | None


NOT_PUBLISHED = WindowRead.model_validate(dict.fromkeys(WindowRead.model_fields) | {"version": 0})


def _shown(window: ComplaintWindow | WindowRead) -> Response:
    read = {name: getattr(window, name) for name in WindowRead.model_fields}
    return Response(dump(read), media_type="application/json", headers={"ETag": f'"{window.version}"'})


def _of(organisation_id: UUID) -> Select[ComplaintWindow]:
    return select(ComplaintWindow).where(col(ComplaintWindow.organisation_id) == organisation_id)


@router.get(
    "",
    response_model=WindowRead,
    operation_id="institution_complaint_window_read",
    summary="投诉窗口: 查看 read",
    responses=refusals(401, 403, 404, 422),
    openapi_extra=SECURED,
)
async def read_window(request: Request, id: UUID, me: Me) -> Response:
    """What the institution has published; everybody reads it at `GET /public/institutions`."""
    async with database(request).reading() as connection, AsyncSession(connection) as db:
        institution = await one_seen(connection, me, id)
        me.require("institution.read")
        return _shown(await db.scalar(_of(institution.organisation_id)) or NOT_PUBLISHED)


@router.put(
    "",
    response_model=WindowRead,
    operation_id="institution_complaint_window_put",
    summary="投诉窗口: 公布 publish",
    responses=refusals(400, 401, 403, 404, 409, 412, 422, 428, 503),
    openapi_extra=SECURED,
)
async def put_window(request: Request, id: UUID, act: Writing, body: WindowIn, if_match: IfMatch = None) -> Response:
    """Publish office, place, hours, telephone and the ways to settle a dispute; what is left out is public no more.
    Needs `complaint.handle`. `If-Match: "0"` where nothing is published yet."""
    institution = await one_visible(act.db, Institution, id, act.me, lock=True)
    act.me.require(HANDLE)
    values = body.model_dump()
    window = await act.db.scalar(_of(institution.organisation_id).with_for_update())
    require_match(request, window or NOT_PUBLISHED)
    if window is not None:
        act.change(window, values, action="complaint_window:amend")
    else:
        window = ComplaintWindow(id=new_id(), created_at=act.now, updated_at=act.now, **values)
        place(window, await act.db.get_one(Organisation, institution.organisation_id))
        act.db.add(window)
        told = {name: (None, value) for name, value in values.items() if value is not None}
        act.note("complaint_window:publish", window, changes=told)
    await act.db.flush()
    return _shown(window)
