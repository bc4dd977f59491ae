"""What people and machines do with an endpoint: make, amend, pause, resume, set back, give a new secret, end."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlmodel import col

from duban.kernel.access import ActorKind, place
from duban.kernel.acts import Act
from duban.kernel.errors import Conflict, FieldError, Invalid, Text, TooMany
from duban.kernel.journal import JournalSeal
from duban.kernel.journal_feed import FEED
from duban.kernel.organisations import Organisation
from duban.orgs.models import ApiClient
from duban.orgs.rules import scopes_of
from duban.settings import Settings
from duban.webhooks.models import WebhookEndpoint
from duban.webhooks.rules import MOST_PER_CLIENT, PING_PAUSE, PauseReason, State
from duban.webhooks.schemas import EndpointCreate
from duban.webhooks.secrets import new_secret, sealed, sealed_previous


async def create(act: Act, settings: Settings, client: ApiClient, body: EndpointCreate, url: str) -> tuple[Any, str]:
    """An endpoint of `client` (locked), and its secret in plain: nobody can read it again.

    Raises Conflict (`client_ended`, `too_many_endpoints`), Invalid (`position_ahead`).
    """
    home = await act.db.get_one(Organisation, client.organisation_id)
    _require_follower(client, home)
    open_ones = select(func.count()).where(
        col(WebhookEndpoint.api_client_id) == client.id, col(WebhookEndpoint.state) != State.ENDED
    )
    if (await act.db.scalar(open_ones) or 0) >= MOST_PER_CLIENT:
        raise Conflict(
            "too_many_endpoints",
            Text(
                f"一个客户端最多有 {MOST_PER_CLIENT} 个推送地址，请先结束不用的。",
                f"A client has at most {MOST_PER_CLIENT} endpoints. End one that is not used first.",
            ),
        )
    secret, head = new_secret(), await _head(act)
    row = WebhookEndpoint(
        organisation_id=home.id,
        api_client_id=client.id,
        name=body.name,
        url=url,
        events=body.events,
        position=head if body.from_position is None else _before(body.from_position, head),
        secret_encrypted=sealed(settings, secret),
        created_at=act.now,
        updated_at=act.now,
    )
    place(row, home)
    act.db.add(row)
    told = ("api_client_id", "name", "url", "events", "position")
    act.note("webhook_endpoint:create", row, changes={name: (None, getattr(row, name)) for name in told})
    await act.db.flush()
    return row, secret


def pause(act: Act, row: WebhookEndpoint, reason: str) -> None:
    """Tell the endpoint nothing until it is resumed. What is being sent at this moment is seen through.

    Raises Conflict: `not_active`.
    """
    if row.state is not State.ACTIVE:
        raise Conflict("not_active", Text("推送没有在进行。", "The endpoint is not active."))
    values = {"state": State.PAUSED, "pause_reason": PauseReason.PERSON, "paused_at": act.now}
    act.change(row, values, action="webhook_endpoint:pause", reason=reason)


async def resume(act: Act, row: WebhookEndpoint) -> None:
    """Go on where it stopped, at once and with all tries; also an endpoint that waits for its next try.

    Raises Conflict: `webhook_ended`, `nothing_to_resume`, `client_ended`, `paused_by_person` (for the machine itself).
    """
    _require_open(row)
    if row.state is State.ACTIVE and row.next_attempt_at is None:
        raise Conflict("nothing_to_resume", Text("推送正在进行。", "It is active and not waiting for anything."))
    if act.me.kind is ActorKind.MACHINE and row.pause_reason is PauseReason.PERSON:
        raise Conflict(
            "paused_by_person",
            Text("由管理员暂停，须由管理员恢复。", "A person paused it; a person resumes it."),
        )
    client = await act.db.get_one(ApiClient, row.api_client_id)
    _require_follower(client, await act.db.get_one(Organisation, client.organisation_id))
    changes = {
        "state": State.ACTIVE, "pause_reason": None, "paused_at": None, "failures": 0, "failing_since": None,
        "next_attempt_at": None,
    }  # fmt: skip
    act.change(row, changes, action="webhook_endpoint:resume")


async def replay(act: Act, row: WebhookEndpoint, from_position: int) -> None:
    """Tell again from `from_position` on, under the same ids; a later position than the present one skips.

    Whoever is telling it loses hold of it. Raises Conflict (`webhook_ended`), Invalid (`position_ahead`).
    """
    _require_open(row)
    before = row.position
    row.position = _before(from_position, await _head(act))
    row.failures, row.failing_since, row.next_attempt_at = 0, None, None
    row.token, row.lease_until = row.token + 1, None
    act.note("webhook_endpoint:replay", row, changes={"position": (before, row.position)})


def rotate_secret(act: Act, settings: Settings, row: WebhookEndpoint, overlap: timedelta) -> str:
    """A new secret; for `overlap` messages carry the signatures of both. Raises Conflict: `webhook_ended`."""
    _require_open(row)
    secret = new_secret()
    assert row.secret_encrypted is not None  # noqa: S101 - only an ended endpoint has none
    row.previous_secret_encrypted = sealed_previous(settings, row.secret_encrypted)
    row.previous_until = act.now + overlap
    row.secret_encrypted = sealed(settings, secret)
    act.note("webhook_endpoint:rotate", row, changes={"previous_until": (None, row.previous_until)})
    return secret


def end(act: Act, row: WebhookEndpoint, reason: str) -> None:
    """Tell it nothing ever again; its attempts stay in sight, its secrets go. Raises Conflict: `webhook_ended`."""
    _require_open(row)
    row.secret_encrypted = row.previous_secret_encrypted = row.previous_until = None
    row.next_attempt_at = None
    values = {"state": State.ENDED, "pause_reason": None, "paused_at": None}
    act.change(row, values, action="webhook_endpoint:end", reason=reason)


def require_ping(row: WebhookEndpoint, at: datetime) -> None:
    """Raise Conflict (`webhook_ended`) or TooMany (`pinged_already`) where the endpoint may not be pinged now."""
    _require_open(row)
    if row.pinged_at is not None and at < row.pinged_at + PING_PAUSE:
        seconds = int(PING_PAUSE.total_seconds())
        raise TooMany(
            "pinged_already",
            Text(f"每 {seconds} 秒只能测试一次，请稍候。", f"One test in {seconds} seconds. Wait a moment."),
            retry_after=seconds,
        )


def amend(act: Act, row: WebhookEndpoint, values: dict[str, Any]) -> None:
    """Change name, address or filter; the next message follows it. Raises Conflict: `webhook_ended`."""
    _require_open(row)
    act.change(row, values, action="webhook_endpoint:amend")


def _require_follower(client: ApiClient, home: Organisation) -> None:
    """Raise Conflict unless `client` is let in and may follow the feed."""
    if client.active and home.closed_on is None and FEED in set(client.scopes) & scopes_of(home.kind):
        return
    raise Conflict(
        "client_ended",
        Text(
            f"该客户端已停用，或没有“{FEED}”权限，不能接收推送。",
            f"The client is deactivated or lacks the scope {FEED}: it may not be told anything.",
        ),
    )


def _require_open(row: WebhookEndpoint) -> None:
    if row.state is State.ENDED:
        raise Conflict("webhook_ended", Text("该推送地址已结束。", "The endpoint has ended."))


async def _head(act: Act) -> int:
    return await act.db.scalar(select(func.max(col(JournalSeal.position)))) or 0


def _before(first: int, head: int) -> int:
    """The position before `first`. Raises Invalid where `first` lies ahead of what comes next."""
    if first > head + 1:
        text = Text(f"日志目前只到 {head}。", f"The journal goes to {head} so far.")
        raise Invalid("position_ahead", text, [FieldError("/from_position", "position_ahead", text)])
    return first - 1
