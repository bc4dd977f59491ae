"""Machines: each acts for one organisation within its scopes. Secrets are shown once and rotated with an overlap."""

import secrets
from collections.abc import Iterable
from datetime import timedelta

from duban.kernel.access import place
from duban.kernel.acts import Act
from duban.kernel.errors import Conflict, FieldError, Invalid, Text
from duban.kernel.journal import Visibility
from duban.kernel.organisations import Organisation
from duban.orgs import sessions
from duban.orgs.actors import forget_actors
from duban.orgs.models import ApiClient, EndReason
from duban.orgs.protection import new_secret, secret_digest
from duban.orgs.rules import scopes_of


async def create_client(
    act: Act,
    *,
    organisation: Organisation,
    name: str,
    scopes: Iterable[str],
    client_id: str | None = None,
    secret: str | None = None,
) -> tuple[ApiClient, str]:
    """A machine of `organisation`, and its secret in plain: nobody can read it again.

    `client_id` and `secret` are made up unless given (invented machines of a demo). Raises Invalid (`scope_refused`),
    Conflict (`organisation_closed`).
    """
    if organisation.closed_on is not None:
        raise Conflict("organisation_closed", Text("该机构已停用。", "The organisation is closed."))
    wanted = checked_scopes(scopes, organisation)
    secret = secret or new_secret()
    client = ApiClient(
        organisation_id=organisation.id,
        client_id=client_id or f"duban-{secrets.token_hex(8)}",
        name=name,
        scopes=wanted,
        secret_digest=secret_digest(secret),
        created_at=act.now,
        updated_at=act.now,
    )
    place(client, organisation)
    act.db.add(client)
    changes = {"client_id": (None, client.client_id), "name": (None, name), "scopes": (None, wanted)}
    act.note("api_client:create", client, changes=changes, visibility=Visibility.SECURITY)
    await act.db.flush()
    return client, secret


def checked_scopes(scopes: Iterable[str], organisation: Organisation) -> list[str]:
    """`scopes` in order, once each. Raises Invalid naming those that a machine of this kind may not have."""
    wanted = sorted(set(scopes))
    allowed = scopes_of(organisation.kind)
    refused = [
        FieldError(
            f"/scopes/{place}",
            "scope_refused",
            Text(
                f"这类机构的客户端不能有“{scope}”权限，可选范围见 GET /roles 的 scopes。",
                f"A machine of this kind of organisation cannot have {scope}: GET /roles lists the scopes.",
            ),
        )
        for place, scope in enumerate(wanted)
        if scope not in allowed
    ]
    if refused:
        raise Invalid("scope_refused", Text("有权限不能授予客户端。", "Some scopes cannot be given."), refused)
    return wanted


def amend_client(act: Act, client: ApiClient, values: dict[str, object]) -> None:
    """Change name or (checked) scopes of the locked `client`."""
    if act.change(client, values, action="api_client:amend", visibility=Visibility.SECURITY):
        forget_actors(act)


def rotate_secret(act: Act, client: ApiClient, overlap: timedelta) -> str:
    """A new secret for the locked `client`; the present one still works for `overlap`, the one before it no more.

    Raises Conflict: `not_active`.
    """
    if not client.active:
        raise Conflict("not_active", Text("该客户端已停用。", "The client is deactivated."))
    secret = new_secret()
    client.previous_digest, client.previous_until = client.secret_digest, act.now + overlap
    client.secret_digest = secret_digest(secret)
    act.note(
        "api_client:rotate",
        client,
        changes={"previous_until": (None, client.previous_until)},
        visibility=Visibility.SECURITY,
    )
    return secret


async def deactivate_client(act: Act, client: ApiClient, reason: str) -> None:
    """Let the locked `client` in no more; its tokens stop working. Raises Conflict: `not_active`."""
    if not client.active:
        raise Conflict("not_active", Text("该客户端已停用。", "The client is deactivated already."))
    act.change(client, {"active": False}, action="api_client:deactivate", reason=reason, visibility=Visibility.SECURITY)
    await sessions.close_all(act, EndReason.DEACTIVATED, client_id=client.id)
    forget_actors(act)
