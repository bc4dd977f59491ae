"""The only wrapper of python-jose: short-lived tokens and detached signatures, ES256 and nothing else.

The library accepts more than is safe (HS256 with a public key as the secret, tokens without an end), so its jwt layer
is not used at all: the header is checked first, the key is one of ours by `kid` and already tied to ES256 and to the
cryptography backend, and every claim is required here. Time is `clock.now()`. Keys come from outside as PEM and JWK;
where they are stored, and what a claim means, is not known here.
"""

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any, TypeGuard

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from jose import jws
from jose.backends.cryptography_backend import CryptographyECKey
from jose.exceptions import JOSEError

from duban.kernel import clock
from duban.kernel.errors import Invalid, Text, Unauthenticated
from duban.kernel.ids import new_id

ALGORITHM = "ES256"
TOKEN_TYPE = "at+jwt"  # noqa: S105  (RFC 9068 §2.1: the media type of an access token, no secret)
SEAL_TYPE = "seal+jws"
DOCUMENT_TYPE = "document+jws"
_OURS = frozenset({"iss", "aud", "iat", "exp"})
_MAX_TOKEN_CHARACTERS = 8192


@dataclass(frozen=True)
class SigningKey:
    """An EC P-256 key pair. `kid` is the RFC 7638 thumbprint of the public half.

    From `retired_at` on it signs nothing and vouches only for what it signed before; its private half may be gone.
    """

    kid: str
    private_pem: str | None
    public_jwk: Mapping[str, str]
    created_at: datetime
    retired_at: datetime | None = None

    def retire(self, at: datetime) -> "SigningKey":
        """This key from `at` on: without its private half."""
        return replace(self, private_pem=None, retired_at=at)

    def __repr__(self) -> str:
        return f"SigningKey(kid={self.kid!r}, created_at={self.created_at}, retired_at={self.retired_at})"


@dataclass(frozen=True)
class Seal:
    """What a detached signature says: which key, and when it claims to have been made (UTC, whole seconds)."""

    kid: str
    signed_at: datetime


def generate_key() -> SigningKey:
    """A new pair, created now. The private half is unencrypted PKCS#8 PEM: encrypt it before storing it."""
    private = ec.generate_private_key(ec.SECP256R1())
    pem = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return key_from_pem(pem.decode(), clock.now())


def key_from_pem(private_pem: str, created_at: datetime) -> SigningKey:
    """The pair of a private PEM. Raises ValueError for anything but an unencrypted EC P-256 private key in PEM."""
    try:
        private = serialization.load_pem_private_key(private_pem.encode(), password=None)
    except (TypeError, ValueError) as error:
        raise ValueError("a signing key is an unencrypted private key in PEM") from error
    if not isinstance(private, ec.EllipticCurvePrivateKey) or not isinstance(private.curve, ec.SECP256R1):
        raise ValueError("a signing key is an EC key on P-256")
    point = private.public_key().public_numbers()
    public = {"crv": "P-256", "kty": "EC", "x": _base64url(point.x.to_bytes(32)), "y": _base64url(point.y.to_bytes(32))}
    kid = thumbprint(public)
    return SigningKey(kid, private_pem, {**public, "alg": ALGORITHM, "use": "sig", "kid": kid}, created_at)


def thumbprint(public_jwk: Mapping[str, str]) -> str:
    """The id of a public key of ours: its RFC 7638 thumbprint."""
    needed = {name: public_jwk.get(name) for name in ("crv", "kty", "x", "y")}
    canonical = json.dumps(needed, separators=(",", ":"), sort_keys=True).encode()
    return _base64url(hashlib.sha256(canonical).digest())


def signing_now(keys: Iterable[SigningKey], at: datetime, published: timedelta) -> SigningKey | None:
    """The key of `keys` that signs at the instant `at`; None where none may.

    The newest that everybody has had `published` long to learn of. Where none is that old, the oldest: the first key
    of an installation signs at once.
    """
    able = [key for key in keys if key.private_pem is not None and (key.retired_at is None or key.retired_at > at)]
    known = [key for key in able if not published or key.created_at + published <= at]
    if known:
        return max(known, key=lambda key: key.created_at)
    return min(able, key=lambda key: key.created_at, default=None)


class TokenSigner:
    """Signs and verifies the tokens of one issuer for one audience.

    The newest key that has been `published` for long enough and is not retired signs. A retired key still verifies what
    it signed before it retired, for `longest` (the longest lifetime of any token), and then vouches for nothing.
    `leeway` allows for clocks that differ.
    """

    def __init__(
        self,
        issuer: str,
        audience: str,
        keys: Sequence[SigningKey],
        *,
        longest: timedelta = timedelta(hours=12),
        leeway: timedelta = timedelta(seconds=10),
        published: timedelta = timedelta(),
    ) -> None:
        self._issuer, self._audience = issuer, audience
        self._keys = {key.kid: key for key in keys}
        self._longest, self._leeway, self._published = longest, leeway, published

    def sign(self, claims: Mapping[str, Any], lifetime: timedelta) -> str:
        """A token carrying `claims` (with `sub`) that ends after `lifetime`; `jti` is added when absent.

        Raises ValueError when `sub` is missing, a claim of ours (iss, aud, iat, exp) is given, the lifetime is not
        between one second and `longest`, or no key may sign.
        """
        if taken := _OURS & claims.keys():
            raise ValueError(f"claims {sorted(taken)} are set by the signer")
        if not claims.get("sub") or not isinstance(claims["sub"], str):
            raise ValueError("a token needs a subject")
        if not timedelta(seconds=1) <= lifetime <= self._longest:
            raise ValueError(f"a token lives from one second to {self._longest}")
        now = clock.now()
        issued = int(now.timestamp())
        body = {
            "jti": str(new_id()),
            **claims,
            "iss": self._issuer,
            "aud": self._audience,
            "iat": issued,
            "exp": issued + int(lifetime.total_seconds()),
        }
        return _sign(json.dumps(body, separators=(",", ":")).encode(), self._signing_key(now), {"typ": TOKEN_TYPE})

    def verify(self, token: str) -> dict[str, Any]:
        """The claims of a good token. Raises `Unauthenticated`: `token_expired`, or `token_invalid` for all else."""
        now = clock.now()
        header = _header_of(token)
        key = self._keys.get(str(header.get("kid")))
        if key is None or header.get("typ") != TOKEN_TYPE or not self._vouches(key, now):
            raise _invalid()
        payload = _opened(token, key.public_jwk)
        if payload is None:
            raise _invalid()
        claims = _claims_of(payload)
        issued, ends = _instant(claims, "iat"), _instant(claims, "exp")
        if claims.get("iss") != self._issuer or claims.get("aud") != self._audience:
            raise _invalid()
        if not isinstance(claims.get("sub"), str) or not claims["sub"]:
            raise _invalid()
        if issued > now + self._leeway or ends - issued > self._longest:
            raise _invalid()
        if "nbf" in claims and _instant(claims, "nbf") > now + self._leeway:
            raise _invalid()
        if key.retired_at is not None and issued > key.retired_at:
            raise _invalid()
        if ends + self._leeway <= now:
            raise Unauthenticated(
                "token_expired",
                Text("登录已过期，请重新登录或刷新令牌。", "The token has expired. Sign in again or refresh it."),
            )
        return claims

    def jwks(self) -> dict[str, list[dict[str, str]]]:
        """The public keys that vouch for any token now (RFC 7517), newest first."""
        now = clock.now()
        keys = sorted(self._keys.values(), key=lambda key: key.created_at, reverse=True)
        return {"keys": [dict(key.public_jwk) for key in keys if self._vouches(key, now)]}

    def _vouches(self, key: SigningKey, now: datetime) -> bool:
        return key.retired_at is None or now <= key.retired_at + self._longest + self._leeway

    def _signing_key(self, now: datetime) -> SigningKey:
        key = signing_now(self._keys.values(), now, self._published)
        if key is None:
            raise ValueError("no key may sign: all are retired")
        return key


def sign_bytes(data: bytes, key: SigningKey) -> str:
    """A detached signature of `data` (RFC 7515 app. F: `header..signature`), carrying the key's id and the time.

    It is of another type than a token, so that signed data which happens to look like claims can never sign in.
    Raises ValueError when the key has no private half.
    """
    header = {"typ": SEAL_TYPE, "iat": int(clock.now().timestamp())}
    protected, _, signature = _sign(data, key, header).split(".")
    return f"{protected}..{signature}"


def sign_document(data: bytes, key: SigningKey) -> str:
    """`data` with its signature in one text (compact JWS, RFC 7515 §7.1), carrying the public key as well, so that the
    text alone can be checked. Raises ValueError when the key has no private half."""
    header = {"typ": DOCUMENT_TYPE, "iat": int(clock.now().timestamp()), "jwk": dict(key.public_jwk)}
    return _sign(data, key, header)


def open_document(text: str, public_keys: Iterable[Mapping[str, str]] | None = None) -> tuple[bytes, Seal]:
    """What `sign_document` signed, who signed it and when. `public_keys` are JWKs that the reader trusts; without them
    the key in the text is taken, and only its id says whose it is.

    Raises `Invalid`: `seal_malformed`, `seal_key_unknown`, `seal_broken`.
    """
    header = _read_header(text)
    own = header.get("jwk") if header else None
    signed_at = header.get("iat") if header else None
    if header is None or header.get("typ") != DOCUMENT_TYPE or type(signed_at) is not int or not _is_jwk(own):
        raise _malformed_seal()
    kid = str(header.get("kid"))
    known: Iterable[Mapping[str, str]] = [own] if public_keys is None else public_keys
    jwk = next((key for key in known if key.get("kid") == kid), None)
    if jwk is None:
        raise _unknown_key(kid)
    # The key in the text is anybody's word: what its id stands for is reckoned, not read.
    data = _opened(text, jwk) if thumbprint(jwk) == kid else None
    if data is None:
        raise _broken_seal()
    return data, Seal(kid, datetime.fromtimestamp(signed_at, UTC))


def verify_bytes(data: bytes, signature: str, public_keys: Iterable[Mapping[str, str]]) -> Seal:
    """Who sealed `data` and when; `public_keys` are JWKs of any age, so a package can be checked years later, offline.

    The time is the signer's word. Raises `Invalid`: `seal_malformed`, `seal_key_unknown`, `seal_broken`.
    """
    protected, _, rest = signature.partition(".")
    body, _, tail = rest.partition(".")
    header = _read_header(signature)
    signed_at = header.get("iat") if header else None
    if body or not tail or header is None or header.get("typ") != SEAL_TYPE or type(signed_at) is not int:
        raise _malformed_seal()
    kid = str(header.get("kid"))
    jwk = next((known for known in public_keys if known.get("kid") == kid), None)
    if jwk is None:
        raise _unknown_key(kid)
    if _opened(f"{protected}.{_base64url(data)}.{tail}", jwk) is None:
        raise _broken_seal()
    return Seal(kid, datetime.fromtimestamp(signed_at, UTC))


def _malformed_seal() -> Invalid:
    return Invalid(
        "seal_malformed",
        Text("签名格式不正确，请使用原始的签名文件。", "This is no signature of ours. Use the original file."),
    )


def _unknown_key(kid: str) -> Invalid:
    return Invalid(
        "seal_key_unknown",
        Text(
            f"签名所用的密钥 {kid} 不在公钥清单中，请取得签发单位的公钥后再核验。",
            f"The signing key {kid} is not among the public keys. Get the issuer's keys and verify again.",
        ),
    )


def _broken_seal() -> Invalid:
    return Invalid(
        "seal_broken",
        Text(
            "签名与内容不符：内容已被更改，请勿采信。",
            "The signature does not fit: the content was changed. Do not rely on it.",
        ),
    )


def _sign(payload: bytes, key: SigningKey, header: Mapping[str, object]) -> str:
    if key.private_pem is None:
        raise ValueError(f"key {key.kid} has no private half")
    return jws.sign(payload, _private(key.private_pem), headers={**header, "kid": key.kid}, algorithm=ALGORITHM)


def _opened(token: str, public_jwk: Mapping[str, str]) -> bytes | None:
    """The payload when the signature is good under exactly this key."""
    try:
        key = _public(public_jwk["kty"], public_jwk["crv"], public_jwk["x"], public_jwk["y"])
        return jws.verify(token, key, [ALGORITHM])
    except (JOSEError, KeyError, ValueError):
        return None  # a key that cannot be read vouches for nothing


# Reading a key costs more than using it. Keys are few, and none of these objects ever leaves this module.
@lru_cache(maxsize=16)
def _private(pem: str) -> CryptographyECKey:
    return CryptographyECKey(pem, ALGORITHM)


@lru_cache(maxsize=64)
def _public(kty: str, crv: str, x: str, y: str) -> CryptographyECKey:
    if crv != "P-256":
        raise ValueError("only keys on P-256 verify ES256")
    return CryptographyECKey({"kty": kty, "crv": crv, "x": x, "y": y}, ALGORITHM)


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _header_of(token: str) -> dict[str, Any]:
    header = _read_header(token) if len(token) <= _MAX_TOKEN_CHARACTERS else None
    if header is None:
        raise _invalid()
    return header


def _read_header(token: str) -> dict[str, Any] | None:
    """The header of a compact JWS in three parts, or None: not ours, not ES256, or with a `crit` we do not know."""
    if token.count(".") != 2 or not token.isascii():
        return None
    try:
        header: dict[str, Any] = jws.get_unverified_header(token)
    except (JOSEError, ValueError, RecursionError):
        return None
    return header if header.get("alg") == ALGORITHM and "crit" not in header else None


def _is_jwk(value: Any) -> TypeGuard[dict[str, str]]:
    return isinstance(value, dict) and all(isinstance(text, str) for text in value.values())


def _claims_of(payload: bytes) -> dict[str, Any]:
    try:
        claims = json.loads(payload)
    except (ValueError, RecursionError):
        raise _invalid() from None
    if not isinstance(claims, dict):
        raise _invalid()
    return claims


def _instant(claims: Mapping[str, Any], name: str) -> datetime:
    seconds = claims.get(name)
    if type(seconds) is not int or not 0 <= seconds < 1 << 36:
        raise _invalid()
    return datetime.fromtimestamp(seconds, UTC)


def _invalid() -> Unauthenticated:
    return Unauthenticated(
        "token_invalid",
        Text("登录凭证无效，请重新登录。", "The token is not valid here. Sign in again."),
    )
