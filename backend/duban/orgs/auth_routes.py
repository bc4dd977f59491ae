"""`/auth`: signing in and out, one's own password and second factor; and the public keys at their well-known place."""

import base64
import binascii
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Form, Header, Request, Response
from pydantic import AfterValidator
from sqlalchemy import select
from sqlmodel import col

from duban.kernel.errors import FieldError, Invalid, Problem, Text
from duban.kernel.lane import dump
from duban.kernel.nul import NUL, without_nul
from duban.kernel.problems import refusals
from duban.kernel.transitions import IdempotencyKey
from duban.kernel.web import DubanRoute, database
from duban.orgs import sessions
from duban.orgs.authentication import Signed, SignedWriting, settings_of, signing_of
from duban.orgs.limits import Limited
from duban.orgs.machine_sign_in import machine_sign_in
from duban.orgs.models import AuthSession, EndReason
from duban.orgs.own_account import Own, confirm_second_factor
from duban.orgs.own_act import own_act
from duban.orgs.schemas import (
    CodeIn,
    PasswordChange,
    RecoveryCodes,
    SecondFactorEnd,
    SecondFactorSecret,
    SecondFactorStart,
    TokenRead,
)
from duban.orgs.sessions import Caller, Tokens
from duban.orgs.shown_once import shown_once
from duban.orgs.sign_in import Credentials, sign_in

router = APIRouter(prefix="/auth", tags=["auth"], route_class=DubanRoute)
well_known = APIRouter(tags=["auth"], route_class=DubanRoute)
FormText = Annotated[str | None, AfterValidator(without_nul)]
BEARER: dict[str, Any] = {"security": [{"bearer": []}]}


def caller_of(request: Request) -> Caller:
    """Where a request comes from; behind a proxy the server has already put the client's address in its place."""
    return Caller(request.client.host if request.client else "unknown", request.headers.get("user-agent"))


@router.post(
    "/token",
    response_model=TokenRead,
    responses=refusals(400, 401, 422, 429, 503),
    operation_id="auth_token",
    summary="登录、刷新 sign in, refresh",
)
async def token(
    request: Request,
    grant_type: Annotated[Literal["password", "refresh_token", "client_credentials"], Form()],
    username: Annotated[FormText, Form(max_length=64)] = None,
    password: Annotated[FormText, Form(max_length=256)] = None,
    otp: Annotated[FormText, Form(max_length=10, description="The authenticator app's code")] = None,
    recovery_code: Annotated[FormText, Form(max_length=30, description="Instead of `otp`")] = None,
    refresh_token: Annotated[FormText, Form(max_length=100)] = None,
    client_id: Annotated[FormText, Form(max_length=64)] = None,
    client_secret: Annotated[FormText, Form(max_length=200)] = None,
    scope: Annotated[FormText, Form(max_length=2000, description="Machines: fewer scopes than they have")] = None,
    authorization: Annotated[
        str | None, Header(description="Machines: id and secret as `Basic`, instead of the form")
    ] = None,
) -> Response:
    """OAuth 2 (RFC 6749): `password` for people, `client_credentials` for machines, `refresh_token` for what follows.

    * `invalid_credentials` (401): name, password or code is wrong; which one is not told.
    * `second_factor_required` (401): send the request again with `otp`, or with a `recovery_code`.
    * `locked`, `sign_in_too_often` (429): wait `Retry-After` seconds.
    * `limited_to` in the answer: the session may only change its password or enrol its second factor until it has.
    * A refresh token works once. One that comes again (`session_reused`) ends the session: somebody copied it. Where
      the answer was lost, send it again within ten seconds from the same client: the answer is the same pair.
    """
    db, settings, signing = database(request), settings_of(request), signing_of(request)
    caller, request_id = caller_of(request), request.scope.get("request_id")
    if grant_type == "password":
        given = Credentials(_given("username", username), _given("password", password), otp, recovery_code)
        found = await sign_in(db, signing, settings, given, caller, request_id)
        return _answer(found) if isinstance(found, Problem) else _answer(found.tokens, limit=found.limit)
    if grant_type == "refresh_token":
        signer, old = await signing.signer(), _given("refresh_token", refresh_token)
        if not await sessions.is_refresh_token(db, old):
            raise sessions.unknown_refresh_token()
        async with own_act(db, request_id=request_id) as act:
            renewed = await sessions.refresh(act, signer, old, settings, caller)
        return _answer(renewed)
    id, secret = _basic(authorization) or (_given("client_id", client_id), _given("client_secret", client_secret))
    machine = await machine_sign_in(db, signing, settings, id, secret, scope, caller, request_id)
    return _answer(machine) if isinstance(machine, Problem) else _answer(machine.tokens, scopes=machine.scopes)


def _answer(tokens: Tokens | Problem, *, limit: Limited | None = None, scopes: list[str] | None = None) -> Response:
    """The token answer; raises a refusal, whose writes are committed by now."""
    if isinstance(tokens, Problem):
        raise tokens
    body = {
        "access_token": tokens.access_token,
        "token_type": "Bearer",
        "expires_in": tokens.expires_in,
        "refresh_token": tokens.refresh_token,
        "scope": None if scopes is None else " ".join(scopes),
        "session_id": tokens.session_id,
        "session_expires_at": tokens.session_expires_at,
        "limited_to": limit.code if limit else None,
    }
    return Response(dump(body), media_type="application/json", headers={"Cache-Control": "no-store"})


def _given(name: str, value: str | None) -> str:
    if not value:
        text = Text("此项必填", "This field is required")
        raise Invalid(
            "validation_failed",
            Text("缺少表单项 {name}。", "The form lacks {name}.").format(name=name),
            [FieldError(f"/{name}", "missing", text)],
            {"error": "invalid_request"},
        )
    return value


def _basic(authorization: str | None) -> tuple[str, str] | None:
    """Id and secret of `Authorization: Basic` (RFC 6749 §2.3.1); None where there is none that can be read."""
    scheme, _, value = (authorization or "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        id, colon, secret = base64.b64decode(value.strip(), validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return (id, secret) if colon and NUL not in id else None


@router.post(
    "/logout",
    status_code=204,
    responses=refusals(401, 503),
    operation_id="auth_logout",
    summary="退出 sign out",
    openapi_extra=BEARER,
)
async def logout(act: SignedWriting) -> Response:
    """End this session: its access and refresh tokens stop working."""
    session = await act.db.scalar(select(AuthSession).where(col(AuthSession.id) == act.me.session_id).with_for_update())
    if session is not None and session.ended_at is None:
        sessions.close(act, session, EndReason.SIGNED_OUT)
    return Response(status_code=204)


def _own(request: Request, me: Signed) -> Own:
    return Own(database(request), settings_of(request), me, caller_of(request).address, request.scope.get("request_id"))


@router.post(
    "/password",
    status_code=204,
    responses=refusals(400, 401, 403, 422, 429, 503),
    operation_id="auth_change_password",
    summary="修改本人密码 change one's password",
    openapi_extra=BEARER,
)
async def change_password(request: Request, me: Signed, body: PasswordChange) -> Response:
    """Change your own password. All your other sessions end; this one goes on."""
    await _own(request, me).change_password(body.current_password, body.new_password)
    return Response(status_code=204)


@router.post(
    "/totp",
    response_model=SecondFactorSecret,
    responses=refusals(400, 401, 403, 409, 422, 429, 503),
    operation_id="auth_totp_start",
    summary="绑定动态口令：开始 begin to enrol a second factor",
    openapi_extra=BEARER,
)
async def start_second_factor(request: Request, me: Signed, body: SecondFactorStart) -> Response:
    """A secret for an authenticator app (RFC 6238). It counts once `POST /auth/totp/confirm` has seen a code of it."""
    secret, uri = await _own(request, me).start_second_factor(body.password)
    return Response(dump({"secret": secret, "provisioning_uri": uri}), media_type="application/json")


@router.post(
    "/totp/confirm",
    response_model=RecoveryCodes,
    responses=refusals(400, 401, 403, 409, 422, 503),
    operation_id="auth_totp_confirm",
    summary="绑定动态口令：确认 confirm the second factor",
    openapi_extra=BEARER,
)
async def confirm(
    request: Request, act: SignedWriting, body: CodeIn, idempotency_key: IdempotencyKey = None
) -> Response:
    """Prove the app with a first code; every sign-in asks for one from now on. Keep the recovery codes on paper."""
    codes = await confirm_second_factor(act, settings_of(request), body.code)
    return shown_once(Response(b"{}", media_type="application/json"), recovery_codes=codes)


@router.post(
    "/totp/disable",
    status_code=204,
    responses=refusals(400, 401, 403, 409, 422, 429, 503),
    operation_id="auth_totp_disable",
    summary="解绑动态口令 give up the second factor",
    openapi_extra=BEARER,
)
async def end_second_factor(request: Request, me: Signed, body: SecondFactorEnd) -> Response:
    """Give up the second factor, proven by the password and one more code. Roles that need one ask for a new one."""
    await _own(request, me).end_second_factor(body.password, body.code)
    return Response(status_code=204)


@well_known.get(
    "/.well-known/jwks.json",
    response_model=dict[str, list[dict[str, str]]],
    operation_id="jwks",
    summary="公钥 public keys",
)
async def jwks(request: Request) -> Response:
    """The keys that verify this installation's tokens (RFC 7517)."""
    signer = await signing_of(request).signer()
    headers = {"Cache-Control": "public, max-age=300"}
    return Response(dump(signer.jwks()), media_type="application/json", headers=headers)
