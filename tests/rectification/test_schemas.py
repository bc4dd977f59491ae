"""What integrators read: examples that work, bodies that cannot write columns by accident, answers as documented."""

from typing import Any

import pytest
from pydantic import BaseModel

from duban.main import create_app
from duban.rectification import schemas
from duban.rectification.models import RectificationTask
from duban.rectification.rules import TASK
from duban.rectification.schemas import BulkIn, TaskCreate, TaskPatch, TaskRead
from duban.rectification.steps import BODIES, DOING
from duban.settings import Settings
from support.rectification import URL, Ledger

INPUTS: list[type[BaseModel]] = [TaskCreate, TaskPatch, BulkIn, *dict.fromkeys(BODIES.values())]

WRITTEN = {
    "issue": {"notice_number"},
    "accept": {"cause", "plan", "responsible_person", "planned_on"},
    "object": {"objection"},
    "uphold": {"due_on"},
    "vary": {"due_on", "problem", "basis", "measure", "standard"},
    "submit": {"measures_taken", "no_before_reason"},
    "close": {"look_back_on"},
    "close_high_risk": {"look_back_on"},
    "plan_look_back": {"look_back_on"},
    "promise": {"public_promise", "public_problem"},
    "publish": {"public_result", "public_problem"},
}
"""The columns that each body may write by the names of its fields; every other step writes none."""


@pytest.mark.parametrize("body", INPUTS, ids=lambda body: body.__name__)
def test_every_example_of_an_input_is_one_that_is_taken(body: type[BaseModel]) -> None:
    (example,) = body.model_json_schema()["examples"]
    assert body.model_validate(example).model_dump(exclude_unset=True, mode="json") == example


def test_every_step_has_its_body_and_its_doing_under_a_name_of_the_machine() -> None:
    names = {step.name for step in TASK.steps}
    assert set(DOING) <= names
    assert names - set(BODIES) == {"start_verification"}
    assert names - set(DOING) == {"start_verification", "withdraw"}


@pytest.mark.parametrize("step", sorted(BODIES))
def test_a_body_writes_no_column_by_accident(step: str) -> None:
    columns = set(RectificationTask.model_fields)
    assert set(BODIES[step].model_fields) & columns == WRITTEN.get(step, set())


def test_the_contract_describes_each_step_with_its_permission_example_and_refusals(settings: Settings) -> None:
    contract: dict[str, Any] = create_app(settings).openapi()
    for step in TASK.steps:
        operation = contract["paths"][f"/api/v1{URL}/{{id}}/{step.name.replace('_', '-')}"]["post"]
        assert operation["operationId"] == f"rectification_task_{step.name}"
        assert step.permission in operation["description"]
        assert {"404", "409", "412", "428"} <= set(operation["responses"])
    names = [op["operationId"] for path in contract["paths"].values() for op in path.values() if "operationId" in op]
    assert len(names) == len(set(names))


@pytest.mark.anyio
async def test_answers_are_the_documented_shape(ledger: Ledger) -> None:
    with ledger.world.at("2026-03-02 09:00"):
        for state in ("draft", "relapsed", "revoked"):
            found = await ledger.read(await ledger.make(state))
            assert set(found) == set(TaskRead.model_fields)
            TaskRead.model_validate(found)
        page = (await ledger["handler"].get(URL)).json()
        for row in page["items"]:
            assert set(row) == set(schemas.TaskItem.model_fields)
            schemas.TaskItem.model_validate(row)
