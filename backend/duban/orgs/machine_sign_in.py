"""Machines sign in with their id and secret (OAuth 2 client credentials, RFC 6749 §4.4): one token, no refresh.

A secret has 256 random bits: nobody guesses it, so a machine is slowed down but never locked. A lock would let anybody
who knows a client's id cut off a hospital's interface.
"""

import hmac
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import col

from duban.kernel.access import Actor, ActorKind
from duban.kernel.db import Database
from duban.kernel.errors import FieldError, Invalid, Problem, Text, Unauthenticated
from duban.kernel.organisations import Organisation
from duban.orgs import sessions, throttling
from duban.orgs.models import ApiClient
from duban.orgs.own_act import own_act
from duban.orgs.protection import USERNAME, key_ring, secret_digest
from duban.orgs.rules import scopes_of
from duban.orgs.sessions import Caller, Tokens
from duban.orgs.sign_in import Nobody, tell
from duban.orgs.signing import Signing
from duban.settings import Settings


@dataclass(frozen=True)
class MachineTokens:
    tokens: Tokens
    scopes: list[str]


def invalid_client() -> Unauthenticated:
    """The one answer for a wrong secret and for an id that is no client."""
    return Unauthenticated(
        "invalid_client",
        Text(
            "client_id 或 client_secret 不正确，或客户端已停用。",
            "The client's id or secret is wrong, or it is deactivated.",
        ),
        extra={"error": "invalid_client"},
    )


async def machine_sign_in(
    database: Database,
    signing: Signing,
    settings: Settings,
    client_id: str,
    secret: str,
    scope: str | None,
    caller: Caller,
    request_id: str | None = None,
) -> MachineTokens | Problem:
    """Sign a machine in, for all its scopes or those named in `scope` (separated by blanks).

    The problem to raise otherwise: `sign_in_too_often`, `invalid_client`, `invalid_scope`.
    """
    ring = key_ring(settings)
    signer = await signing.signer()
    async with own_act(database, request_id=request_id) as act:
        # By address alone: a client's id is no secret, and many machines of one hospital may share an address.
        if settings.sign_in_per_minute:
            found = await throttling.count(
                act.db, throttling.address_key(ring, caller.address), act.now, throttling.WINDOW
            )
            if found.counted > settings.sign_in_per_minute:
                return throttling.too_often(found, act.now)
        client = await act.db.scalar(select(ApiClient).where(col(ApiClient.client_id) == client_id))
        if client is None:
            tell(act, "sign_in:failed", Nobody(ring.digest(client_id, USERNAME)), "unknown_client", caller.address)
            return invalid_client()
        if not client.active or not secret_fits(client, secret, act.now):
            tell(act, "api_client:sign_in_failed", client, "secret", caller.address)
            return invalid_client()
        home = await act.db.get_one(Organisation, client.organisation_id)
        allowed = set(client.scopes) & scopes_of(home.kind)
        wanted = set(scope.split()) if scope else allowed
        if beyond := wanted - allowed:
            return _invalid_scope(sorted(beyond))
        act.me = _as_actor(client, home)
        session = await sessions.start(act, client, home, caller, settings, scopes=sorted(wanted))
        tokens, _ = await sessions.issue(act.db, signer, session, act.now, settings)
        return MachineTokens(tokens, sorted(wanted))


def secret_fits(client: ApiClient, secret: str, at: datetime) -> bool:
    """Whether `secret` is the client's, or its previous one within the overlap (exclusive end)."""
    digest = secret_digest(secret)
    fits = hmac.compare_digest(client.secret_digest, digest)
    if client.previous_digest and client.previous_until and at < client.previous_until:
        fits |= hmac.compare_digest(client.previous_digest, digest)
    return fits


def _as_actor(client: ApiClient, home: Organisation) -> Actor:
    return Actor(
        id=client.id,
        kind=ActorKind.MACHINE,
        name=client.name,
        organisation_id=home.id,
        organisation_name=home.name,
        organisation_kind=home.kind,
        level=home.level,
        permissions=frozenset(),
        region_code=home.region_code,
    )


def _invalid_scope(beyond: list[str]) -> Invalid:
    text = Text("客户端没有这些权限：{scopes}。", "The client has no scope {scopes}.").format(scopes=", ".join(beyond))
    return Invalid("invalid_scope", text, [FieldError("/scope", "invalid_scope", text)], {"error": "invalid_scope"})
