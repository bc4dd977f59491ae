"""What each step of a complaint takes. Fields named like columns are kept there; `reason` goes to the journal."""

from uuid import UUID

from pydantic import ConfigDict, Field, JsonValue

from duban.complaints.schemas import EXAMPLE_ID, LONG, Departments, Long
from duban.complaints.words import Confirmed, Declined, Finding, Satisfaction, Told
from duban.kernel.resources import Schema


def example(**values: JsonValue) -> ConfigDict:
    return ConfigDict(json_schema_extra={"examples": [values]})


class HandOver(Schema):
    """Ask another organisation to take over. Until it does, you stay responsible."""

    model_config = example(handover_to_id=EXAMPLE_ID, reason="投诉对象为该院，宜由该院先行调查")

    handover_to_id: UUID = Field(description="The institution complained about, or an authority above it")
    reason: Long


class Escalate(Schema):
    """Why an authority further up should know of it."""

    model_config = example(reason="同一科室多人投诉，宜由上级统一处理")

    reason: Long


class TakeOver(Schema):
    """Who takes over."""

    model_config = example(responsible="医患关系办公室负责人", responsible_department="医患关系办公室")

    responsible: str = Field(min_length=1, max_length=80)
    responsible_department: str = Field(min_length=1, max_length=80)


class Settle(Schema):
    """What was said and done on the spot."""

    model_config = example(opinion="当场说明原因并安排检查，患者表示理解。", confirmed="agreed")

    opinion: Long
    measures: str | None = Field(None, min_length=2, max_length=LONG)
    confirmed: Confirmed = Field(description="What the complainant said to it")
    feedback_note: str | None = Field(None, min_length=2, max_length=LONG, description="Needed where refused")


class ProposeDecline(Schema):
    """Why it is not handled here, and where the complainant should go."""

    model_config = example(
        decline_reason="sued_or_mediated",
        decline_explanation="患者已就同一事项向法院起诉，投诉部门不再处理。",
        right_door="区人民法院",
    )

    decline_reason: Declined
    decline_explanation: Long
    right_door: str = Field(min_length=2, max_length=200)


class Reasoned(Schema):
    """A decision with its reason."""

    model_config = example(reason="经核查，情况属实。")

    reason: Long


class Investigate(Schema):
    """Which departments look into it."""

    model_config = example(departments=["超声科"])

    departments: Departments = Field(min_length=1, description="One: 5 working days")
    is_joint: bool = Field(False, description="They study it together: 10 working days, at least two departments")


class Widen(Schema):
    """The departments that study it together."""

    model_config = example(departments=["超声科", "门诊部"], reason="涉及检查预约与分诊两个环节")

    departments: Departments = Field(min_length=2)
    reason: Long


class Conclude(Schema):
    """What was found, what is said to it and what is done."""

    model_config = example(
        finding="founded", opinion="等候时间过长属实，向患者致歉。", measures="增设叫号提示，超时由护士说明。"
    )

    finding: Finding
    opinion: Long
    measures: Long


class FeedBack(Schema):
    """How the answer was given. `unreachable` is for whoever left no way to be told."""

    model_config = example(fed_back_how="phone", confirmed="agreed")

    fed_back_how: Told
    confirmed: Confirmed
    feedback_note: str | None = Field(
        None, min_length=2, max_length=LONG, description="Needed where refused or unreachable"
    )


class CallBack(Schema):
    """What the complainant says of it afterwards."""

    model_config = example(call_back_note="患者对处理结果表示满意。", satisfaction="satisfied")

    call_back_note: Long
    satisfaction: Satisfaction | None = None


class Reopen(Schema):
    """The new facts or evidence."""

    model_config = example(new_facts="患者补充提供了取号凭条和候诊区照片。")

    new_facts: Long


class Merge(Schema):
    """The complaint with which this one is handled."""

    model_config = example(merged_into_id=EXAMPLE_ID, reason="同一事项由两名家属分别投诉")

    merged_into_id: UUID
    reason: Long


class Withdraw(Schema):
    """How the complainant took it back: in writing, or recorded."""

    model_config = example(withdrawn_how="书面撤回，申请已存档", reason="患者表示问题已解决")

    withdrawn_how: str = Field(min_length=2, max_length=200)
    reason: Long
