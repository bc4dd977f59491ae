"""What a person must put right before anything else: the password to change, the second factor to enrol.

Basis: MLPS level 3, GB/T 22239-2019 8.1.4.1 a (periodic change) and d (two ways of identification). Which roles need
the second factor and after how many days a password is old are settings (domain rule K-17).
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from duban.kernel.errors import Forbidden, Text
from duban.settings import Settings


class Limited(Forbidden):
    """Signed in, and let through to nothing but what `code` asks for."""


def limit_of(
    settings: Settings,
    *,
    must_change_password: bool,
    password_changed_at: datetime,
    signed_in_at: datetime,
    has_second_factor: bool,
    roles: Iterable[str],
) -> Limited | None:
    """The first thing in the way of this session; None when nothing is.

    A password grows old between sessions, never within one: nobody is thrown out in the middle of a form.
    """
    if must_change_password:
        return Limited(
            "password_change_required",
            Text(
                "这是他人设置的初始密码，请先修改密码（POST /auth/password）。",
                "Somebody else set this password. Change it first: POST /auth/password.",
            ),
        )
    days = settings.password_max_age_days
    expires_at = password_expires_at(settings, password_changed_at)
    if expires_at is not None and signed_in_at >= expires_at:
        return Limited(
            "password_expired",
            Text(
                f"密码已超过 {days} 天未修改，请先修改密码（POST /auth/password）。",
                f"The password is older than {days} days. Change it first: POST /auth/password.",
            ),
        )
    if not has_second_factor and not set(settings.totp_roles).isdisjoint(roles):
        return Limited(
            "second_factor_enrolment_required",
            Text(
                "您的角色须使用动态口令，请先绑定（POST /auth/totp）。",
                "Your role needs a second factor. Enrol it first: POST /auth/totp.",
            ),
        )
    return None


def password_expires_at(settings: Settings, changed_at: datetime) -> datetime | None:
    """From when on a password changed at `changed_at` is too old to sign in with; None where none grows old."""
    days = settings.password_max_age_days
    return changed_at + timedelta(days=days) if days else None
