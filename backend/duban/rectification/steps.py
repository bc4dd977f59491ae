"""Which body each step takes, and what it does besides moving: the table that single steps and bulk steps share."""

from collections.abc import Mapping

from pydantic import BaseModel

from duban.kernel.transitions import Doing
from duban.rectification import (
    bodies,
    extensions,
    lateness,
    look_backs,
    notices,
    objections,
    publicity,
    verification,
)

BODIES: Mapping[str, type[BaseModel]] = {
    "issue": bodies.Issue,
    "withdraw": bodies.Reasoned,
    "accept": bodies.Accept,
    "object": bodies.Object,
    "uphold": bodies.Uphold,
    "vary": bodies.Vary,
    "revoke": bodies.Reasoned,
    "request_extension": bodies.RequestExtension,
    "grant_extension": bodies.GrantExtension,
    "refuse_extension": bodies.Reasoned,
    "submit": bodies.Submit,
    "record_opinion": bodies.RecordOpinion,
    "close": bodies.Close,
    "close_high_risk": bodies.Close,
    "return": bodies.Reasoned,
    "escalate": bodies.Escalate,
    "plan_look_back": bodies.PlanLookBack,
    "consolidate": bodies.Consolidate,
    "relapse": bodies.Relapse,
    "promise": bodies.Promise,
    "publish": bodies.Publish,
    "record_evaluation": bodies.RecordEvaluation,
}
"""`start_verification` takes none."""

DOING: Mapping[str, Doing] = {
    "issue": notices.issue,
    "accept": notices.accept,
    "object": objections.object_to,
    "uphold": objections.uphold,
    "vary": objections.vary,
    "revoke": objections.revoke,
    "request_extension": extensions.request,
    "grant_extension": extensions.grant,
    "refuse_extension": extensions.refuse,
    "submit": verification.submit,
    "record_opinion": verification.record_opinion,
    "close": verification.close,
    "close_high_risk": verification.close,
    "return": verification.send_back,
    "escalate": lateness.escalate,
    "plan_look_back": look_backs.plan,
    "consolidate": look_backs.consolidate,
    "relapse": look_backs.relapse,
    "promise": publicity.promise,
    "publish": publicity.publish,
    "record_evaluation": publicity.record_evaluation,
}
