"""The installation's keys at work on accounts: the ring that encrypts phones, second factors and signing keys.

The `CONTEXT` words bind a ciphertext to its place: a phone pasted into another column does not open there.
"""

import base64
import hashlib
import hmac
import secrets

from duban.kernel import reencryption
from duban.kernel.protected import KeyRing, phone_digits
from duban.orgs.models import AppUser, SigningKeyRow
from duban.settings import Settings

PHONE = "app_user.phone"
TOTP_SECRET = "app_user.totp_secret"  # noqa: S105 - a column's name
SIGNING_KEY = "signing_key.private_pem"
USERNAME = "sign_in.username"
COUNTER = "sign_in.counter"

reencryption.declare(AppUser.phone_encrypted, PHONE)
reencryption.declare(AppUser.totp_secret_encrypted, TOTP_SECRET)
reencryption.declare(SigningKeyRow.private_pem_encrypted, SIGNING_KEY)


def key_ring(settings: Settings) -> KeyRing:
    """The ring of this installation."""
    return KeyRing(settings.field_key_ring(), settings.derived_key("blind-index"))


def phone_index(ring: KeyRing, phone: str) -> str | None:
    """The digest under which accounts with this number are found; None when it has no digits."""
    return ring.blind_index(phone, PHONE, phone_digits)


def new_secret() -> str:
    """256 random bits as 43 URL-safe characters: a machine's secret, or a refresh token."""
    return secrets.token_urlsafe(32)


def next_secret(key: bytes, secret: str) -> str:
    """The refresh token that follows `secret`: whoever knows `key` makes it again, nobody else can guess it."""
    return base64.urlsafe_b64encode(hmac.digest(key, secret.encode(), hashlib.sha256)).decode().rstrip("=")


def secret_digest(secret: str) -> str:
    """SHA-256 (hex) of a random secret. 256 random bits need no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()
