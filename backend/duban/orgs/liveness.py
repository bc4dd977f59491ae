"""Whether a session still lives: neither ended, nor past its last hour, nor left alone for too long.

Basis: MLPS level 3, GB/T 22239-2019 8.1.4.1 b (end of session, automatic exit after a time-out); the minutes are a
setting (domain rule K-17).
"""

from datetime import datetime, timedelta
from typing import Any

from duban.kernel.errors import Text, Unauthenticated
from duban.orgs.models import EndReason
from duban.settings import Settings

_SAID = {
    EndReason.SIGNED_OUT: Text("您已退出登录，请重新登录。", "You signed out. Sign in again."),
    EndReason.ENDED: Text("本次登录已被结束，请重新登录。", "This session was ended. Sign in again."),
    EndReason.IDLE: Text("长时间未操作，登录已失效，请重新登录。", "The session was idle for too long. Sign in again."),
    EndReason.EXPIRED: Text("本次登录已到时限，请重新登录。", "The session has reached its time limit. Sign in again."),
    EndReason.REUSED: Text(
        "同一刷新令牌被使用了两次，可能已泄露，本次登录已结束。请重新登录并修改密码。",
        "A refresh token was used twice and may be stolen, so the session was ended. "
        "Sign in again and change your password.",
    ),
    EndReason.PASSWORD_CHANGED: Text("密码已修改，请重新登录。", "The password was changed. Sign in again."),
    EndReason.DEACTIVATED: Text(
        "账号已停用，请联系系统管理员。", "The account is deactivated. Ask the system administrator."
    ),
}


def why_over(session: Any, at: datetime, settings: Settings) -> EndReason | None:
    """Why `session` (a row of `auth_session`) is over at `at`; None while it lives.

    Idle counts for people: it ends with the last minute of `settings.idle_minutes`. A machine's session is one token.
    """
    if session.ended_at is not None:
        return EndReason(session.ended_reason)
    if session.expires_at <= at:
        return EndReason.EXPIRED
    if session.user_id is not None and at - session.last_used_at >= timedelta(minutes=settings.idle_minutes):
        return EndReason.IDLE
    return None


def ended(reason: EndReason | None) -> Unauthenticated:
    """The refusal of a session that is over; `reason` None tells nothing (no such session, account gone)."""
    said = (
        _SAID[reason] if reason else Text("登录已失效，请重新登录。", "The session is no longer good. Sign in again.")
    )
    return Unauthenticated(
        f"session_{reason.value}" if reason and reason is not EndReason.ENDED else "session_ended", said
    )
