"""The plans and forms that come with the product, over HTTP."""

from typing import Any

from fastapi import APIRouter, Request

from duban.campaigns import drafting
from duban.campaigns.blanks import blanks
from duban.campaigns.clauses import clauses_of
from duban.campaigns.forms import Form, shipped_forms
from duban.campaigns.plans import Plan, shipped_plans
from duban.campaigns.schemas import FormItem, FormRead, PlanItem, PlanRead
from duban.kernel.errors import NotFound, Text
from duban.kernel.problems import language_of, refusals
from duban.kernel.web import DubanRoute, Me

SECURED: dict[str, Any] = {"security": [{"bearer": []}]}

plans = APIRouter(prefix="/plans", tags=["campaigns"], route_class=DubanRoute)
forms = APIRouter(prefix="/forms", tags=["campaigns"], route_class=DubanRoute)


def _plan_item(plan: Plan) -> dict[str, Any]:
    return {
        "id": plan.id,
        "title": plan.title,
        "campaign": plan.campaign,
        "level": plan.level,
        "clauses": len(clauses_of(plan)),
        "blanks": sum(1 for blank in blanks(plan) if blank.required),
    }


@plans.get(
    "", response_model=list[PlanItem], operation_id="plan_list", responses=refusals(401, 403), openapi_extra=SECURED
)
async def list_plans(me: Me) -> list[dict[str, Any]]:
    """The plans that come with the product: real documents as data. The list is short and not paged."""
    me.require("campaign.read")
    return [_plan_item(plan) for plan in shipped_plans()]


@plans.get(
    "/{id}",
    response_model=PlanRead,
    operation_id="plan_read",
    responses=refusals(401, 403, 404, 422),
    openapi_extra=SECURED,
)
async def read_plan(request: Request, id: str, me: Me) -> dict[str, Any]:
    """One plan: its text as data, the places it leaves open (with a suggestion each) and the obligations in it."""
    me.require("campaign.read")
    plan, language = drafting.shipped(id), language_of(request)
    return {
        **_plan_item(plan),
        "plan": drafting.as_data(plan),
        "open_places": drafting.open_places(plan, {}, language),
        "obligations": drafting.obligations(plan, language),
    }


def _form_item(form: Form) -> dict[str, Any]:
    return {
        "code": form.code,
        "version": form.version,
        "title_zh": form.title.zh,
        "title_en": form.title.en,
        "indicators": len(form.indicators),
    }


@forms.get(
    "", response_model=list[FormItem], operation_id="form_list", responses=refusals(401, 403), openapi_extra=SECURED
)
async def list_forms(me: Me) -> list[dict[str, Any]]:
    """The forms that duties ask for. The list is short and not paged."""
    me.require("campaign.read")
    return [_form_item(form) for form in shipped_forms().values()]


@forms.get(
    "/{code}",
    response_model=FormRead,
    operation_id="form_read",
    responses=refusals(401, 403, 404, 422),
    openapi_extra=SECURED,
)
async def read_form(code: str, me: Me) -> dict[str, Any]:
    """One form: indicators, checks, targets, each with the requirement it comes from."""
    me.require("campaign.read")
    form = shipped_forms().get(code)
    if form is None:
        raise NotFound("no_such_form", Text("没有这张表。", "There is no such form. List them at /forms."))
    return {**_form_item(form), "definition": form.model_dump(mode="json", by_alias=True)}
