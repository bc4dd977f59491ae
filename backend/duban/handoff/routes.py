"""Handoffs over HTTP, for the receiver's people: `/handoffs`. Machines have `/handoff` (`machine_routes.py`)."""

from collections.abc import Mapping

from fastapi import APIRouter
from pydantic import BaseModel

from duban.handoff.bodies import BODIES
from duban.handoff.models import Handoff
from duban.handoff.queries import DETAIL, LISTING
from duban.handoff.rules import HANDOFF
from duban.handoff.sending import take_step
from duban.handoff.words import Kind
from duban.kernel.cases import add_detail
from duban.kernel.checks import flags_lateness
from duban.kernel.history import add_history
from duban.kernel.listing import add_list
from duban.kernel.transitions import add_transitions
from duban.kernel.web import DubanRoute

router = APIRouter(prefix="/handoffs", tags=["handoffs 移送往来"], route_class=DubanRoute)

_BODIES: Mapping[str, type[BaseModel]] = {step.name: BODIES[Kind(step.name)] for step in HANDOFF.steps}

add_list(
    router,
    LISTING,
    operation_id="handoff_list",
    summary="移送往来台账 The liaison's desk",
    description="What was handed over to the organisations of your part of the tree, newest first, each with whose "
    "turn it is and what is due next.",
)
add_detail(
    router,
    DETAIL,
    operation_id="handoff_read",
    summary="查看移送 Read one handoff",
    description="The handoff with its clocks, the steps open to you (or why not), what was disclosed, and what both "
    "sides said, in the order in which it counts.",
)
add_transitions(router, HANDOFF, Handoff, DETAIL, bodies=_BODIES, taking=take_step)
add_history(router, DETAIL)
flags_lateness(Handoff)
