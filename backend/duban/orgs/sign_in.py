"""Signing in with a password (and a second factor): counted, constant in its work, journalled.

Hashing takes a tenth of a second and happens outside any transaction: attempts are counted in a first one, the verdict
is acted upon under the account's lock in a second. Whatever the account's state was while hashing, what counts is its
state under that lock, so a hundred attempts at once get no more guesses than one after the other.

Refusals are values here, because they are written (a failure counts): the caller commits, then raises.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar
from uuid import UUID

from sqlalchemy import select, update
from sqlmodel import col

from duban.kernel import journal
from duban.kernel.access import Actor, ActorKind
from duban.kernel.acts import Act
from duban.kernel.db import Database
from duban.kernel.errors import Problem, Text, Unauthenticated
from duban.kernel.journal import Visibility
from duban.kernel.organisations import Organisation
from duban.kernel.passwords import Verdict, verify_password
from duban.kernel.protected import KeyRing, plain_text
from duban.kernel.system_actor import SYSTEM_ID
from duban.kernel.totp import used_recovery_digest, verify_code
from duban.orgs import sessions, throttling
from duban.orgs.actors import seats_of
from duban.orgs.limits import Limited, limit_of
from duban.orgs.models import ApiClient, AppUser, SignInCounter
from duban.orgs.own_act import own_act
from duban.orgs.protection import TOTP_SECRET, USERNAME, key_ring
from duban.orgs.sessions import Caller, Tokens
from duban.orgs.signing import Signing
from duban.settings import Settings


@dataclass(frozen=True)
class Credentials:
    """What a person typed. `otp` is the app's code, `recovery_code` one of those kept for a lost phone."""

    username: str
    password: str
    otp: str | None = None
    recovery_code: str | None = None


@dataclass(frozen=True)
class SignedIn:
    tokens: Tokens
    limit: Limited | None


@dataclass(frozen=True)
class Nobody:
    """The subject of a failed attempt under a name that is no account: a keyed digest, since people type passwords
    into the field of the name."""

    label: str
    id: UUID = SYSTEM_ID
    noun: ClassVar[str] = "sign_in"

    @classmethod
    def word(cls) -> str:
        return cls.noun


def invalid_credentials() -> Unauthenticated:
    """The one answer for a wrong password and for a name that is no account."""
    return Unauthenticated(
        "invalid_credentials",
        Text("用户名、密码或验证码不正确。", "The user name, the password or the code is wrong."),
        extra={"error": "invalid_grant"},
    )


def folded(username: str) -> str:
    """A user name as it is stored: small letters, half width, no blanks around it."""
    return plain_text(username)


async def sign_in(
    database: Database,
    signing: Signing,
    settings: Settings,
    given: Credentials,
    caller: Caller,
    request_id: str | None = None,
) -> SignedIn | Problem:
    """Sign a person in. The problem to raise otherwise: `sign_in_too_often` and `locked` (with Retry-After),
    `invalid_credentials`, `second_factor_required`."""
    attempt = Attempt(settings, key_ring(settings), given, folded(given.username), caller)
    signer = await signing.signer()
    async with own_act(database, request_id=request_id) as act:
        if refused := await attempt.admitted(act):
            return refused
        stored = await act.db.scalar(
            select(col(AppUser.password_hash)).where(
                col(AppUser.username) == attempt.name, col(AppUser.active).is_(True)
            )
        )
    verdict = await verify_password(given.password, stored)
    async with own_act(database, request_id=request_id) as act:
        user = await attempt.judge(act, stored, verdict)
        if isinstance(user, Problem):
            return user
        home = await act.db.get_one(Organisation, user.organisation_id)
        act.me = _as_actor(user, home)
        limit = await _limit(act, user, settings)
        session = await sessions.start(act, user, home, caller, settings)
        tokens, _ = await sessions.issue(act.db, signer, session, act.now, settings)
        return SignedIn(tokens, limit)


@dataclass(frozen=True)
class Attempt:
    """One attempt, from its count to its verdict."""

    settings: Settings
    ring: KeyRing
    given: Credentials
    name: str
    caller: Caller

    async def admitted(self, act: Act) -> Problem | None:
        """Count the attempt; the refusal when there were too many, or the name is locked."""
        db, at = act.db, act.now
        refused = await throttling.admit(
            db,
            self.ring,
            at,
            address=self.caller.address,
            name=self.name,
            per_minute=self.settings.sign_in_per_minute,
        )
        if refused:
            if refused.first:
                tell(act, "sign_in:limited", self._nobody(), "sign_in_too_often", self.caller.address)
            return refused.problem
        until = await db.scalar(
            select(col(AppUser.locked_until)).where(col(AppUser.username) == self.name, col(AppUser.active).is_(True))
        ) or await db.scalar(
            select(col(SignInCounter.locked_until)).where(
                col(SignInCounter.key) == throttling.name_key(self.ring, self.name)
            )
        )
        if until is not None and until > at:
            return throttling.locked(until, at)
        return None

    async def judge(self, act: Act, stored: str | None, verdict: Verdict) -> AppUser | Problem:
        """Who may come in, or why nobody does; counts and journals a failure. Locks the account's row."""
        user = await act.db.scalar(select(AppUser).where(col(AppUser.username) == self.name).with_for_update())
        if user is None or not user.active:
            return await self._failed_as_nobody(act)
        if user.locked_until is not None and user.locked_until > act.now:
            return throttling.locked(user.locked_until, act.now)
        if not verdict.right or user.password_hash != stored:
            return self._failed(act, user, "password")
        if user.totp_confirmed_at is not None:
            if self.given.otp is None and self.given.recovery_code is None:
                return Unauthenticated(
                    "second_factor_required",
                    Text(
                        "请再输入动态口令（otp），或一个恢复码（recovery_code）。",
                        "Enter the code of your authenticator app too (otp), or a recovery code (recovery_code).",
                    ),
                    extra={"error": "invalid_grant"},
                )
            if not self._second_factor(act, user):
                return self._failed(act, user, "second_factor")
        user.failed_count = 0
        if verdict.rehashed:
            user.password_hash = verdict.rehashed
        return user

    def _second_factor(self, act: Act, user: AppUser) -> bool:
        if self.given.otp is not None:
            return accept_code(self.ring, user, self.given.otp)
        return use_recovery_code(act, user, self.given.recovery_code or "")

    def _failed(self, act: Act, user: AppUser, what: str) -> Problem:
        count_failure(act, user, self.settings, what, self.caller.address)
        return invalid_credentials()

    async def _failed_as_nobody(self, act: Act) -> Problem:
        """The same for a name that is no account: same answer, same lock after as many failures."""
        key = throttling.name_key(self.ring, self.name)
        failures = await throttling.count(act.db, key, act.now, None)
        if failures.locked_until is not None and failures.locked_until > act.now:
            return throttling.locked(failures.locked_until, act.now)
        if failures.counted >= self.settings.lockout_failures:
            until = act.now + timedelta(minutes=self.settings.lockout_minutes)
            await act.db.execute(
                update(SignInCounter).where(col(SignInCounter.key) == key).values(counted=0, locked_until=until)
            )
        tell(act, "sign_in:failed", self._nobody(), "unknown_name", self.caller.address)
        return invalid_credentials()

    def _nobody(self) -> Nobody:
        return Nobody(self.ring.digest(self.name, USERNAME))


def accept_code(ring: KeyRing, user: AppUser, code: str) -> bool:
    """Whether `code` is the second factor's, now and for the first time; the locked `user` remembers it."""
    secret = ring.decrypt(user.totp_secret_encrypted or "", TOTP_SECRET)
    counter = verify_code(secret, code, user.totp_last_counter)
    if counter is None:
        return False
    user.totp_last_counter = counter
    return True


def use_recovery_code(act: Act, user: AppUser, code: str) -> bool:
    """Whether `code` is one of the locked `user`'s recovery codes; uses it up and journals how many are left."""
    digest = used_recovery_digest(code, user.recovery_digests)
    if digest is None:
        return False
    left = [kept for kept in user.recovery_digests if kept != digest]
    user.recovery_digests = left
    changes = {"recovery_codes_left": (len(left) + 1, len(left))}
    act.note("user:use_recovery_code", user, changes=changes, visibility=Visibility.SECURITY)
    return True


def count_failure(act: Act, user: AppUser, settings: Settings, what: str, address: str) -> None:
    """Count a wrong password or code of the locked `user`, and lock the account when it was one too many."""
    user.failed_count += 1
    tell(act, "user:sign_in_failed", user, what, address)
    if user.failed_count >= settings.lockout_failures:
        user.failed_count = 0
        until = act.now + timedelta(minutes=settings.lockout_minutes)
        act.change(user, {"locked_until": until}, action="user:lock", visibility=Visibility.SECURITY)


def tell(act: Act, action: str, subject: AppUser | ApiClient | Nobody, why: str, address: str) -> None:
    """Journal what happened at the door. Not through `act.note`: a wrong password is no change of the account, and must
    not move its ETag."""
    journal.record(
        act.db,
        act.me,
        act.now,
        action,
        subject,
        label=subject.label,
        changes={"ip": (None, address)},
        reason=why,
        visibility=Visibility.SECURITY,
        request_id=act.request_id,
    )


def _as_actor(user: AppUser, home: Organisation) -> Actor:
    """The person at the door: a name and a home, no permission yet."""
    return Actor(
        id=user.id,
        kind=ActorKind.PERSON,
        name=user.display_name,
        organisation_id=home.id,
        organisation_name=home.name,
        organisation_kind=home.kind,
        level=home.level,
        permissions=frozenset(),
        region_code=home.region_code,
    )


async def _limit(act: Act, user: AppUser, settings: Settings) -> Limited | None:
    seats = await seats_of(act.db, user.id, user.organisation_id)
    return limit_of(
        settings,
        must_change_password=user.must_change_password,
        password_changed_at=user.password_changed_at,
        signed_in_at=act.now,
        has_second_factor=user.totp_confirmed_at is not None,
        roles={role for seat in seats for role in seat.roles},
    )
