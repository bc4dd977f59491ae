"""The second factor: time-based codes (RFC 6238: SHA-1, 6 digits, 30 s, what every authenticator app speaks) and
recovery codes for a lost phone.

Basis: MLPS level 3, GB/T 22239-2019 8.1.4.1(d), two ways of identification. Keeps nothing: the caller stores the secret
as a protected field, the last accepted counter, and the digests of the recovery codes.
"""

import hashlib
import hmac
import secrets
import unicodedata
from collections.abc import Iterable

import pyotp

from duban.kernel import clock

STEP_SECONDS = 30
_DIGITS = 6
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: nothing that is read as something else."""


def new_secret() -> str:
    """A fresh secret, 160 bits in base 32 (RFC 4226 §4 recommends that length)."""
    return pyotp.random_base32(32)


def provisioning_uri(secret: str, account: str, issuer: str) -> str:
    """The `otpauth://` address that an authenticator app reads from a QR code. It contains the secret."""
    return _totp(secret).provisioning_uri(name=account, issuer_name=issuer)


def verify_code(secret: str, code: str, last_counter: int | None) -> int | None:
    """The counter (30-second steps since 1970) whose code this is, or None when it is wrong or used already.

    One step before and after the present is accepted (clocks differ), never a counter up to and including
    `last_counter`. Store the answer as the next `last_counter` under a lock on the account's row, or two sign-ins at
    once could use one code.
    """
    given = "".join(unicodedata.normalize("NFKC", code).split())
    if len(given) != _DIGITS or not (given.isascii() and given.isdigit()):
        return None
    totp = _totp(secret)
    present = int(clock.now().timestamp()) // STEP_SECONDS
    fitting = [
        counter
        for counter in (present - 1, present, present + 1)
        if counter >= 0 and hmac.compare_digest(totp.generate_otp(counter), given)
    ]
    unused = [counter for counter in fitting if last_counter is None or counter > last_counter]
    return unused[0] if unused else None


def new_recovery_codes(count: int = 10) -> list[str]:
    """`count` codes such as 7K2M-09QX-V4TB-C31Z, 80 random bits each. Show them once; store their digests."""
    codes = ("".join(secrets.choice(_ALPHABET) for _ in range(16)) for _ in range(count))
    return ["-".join(code[at : at + 4] for at in range(0, 16, 4)) for code in codes]


def recovery_digest(code: str) -> str:
    """SHA-256 (hex) of the code as typed, whatever its case, spaces and hyphens. 80 random bits need no slow hash."""
    folded = unicodedata.normalize("NFKC", code).upper().translate(str.maketrans("OIL", "011", " -\t\n"))
    return hashlib.sha256(folded.encode()).hexdigest()


def used_recovery_digest(code: str, digests: Iterable[str]) -> str | None:
    """The stored digest that `code` uses up, or None. Remove it in the transaction that lets the person in."""
    wanted = recovery_digest(code)
    return next((digest for digest in digests if hmac.compare_digest(digest, wanted)), None)


def _totp(secret: str) -> pyotp.TOTP:
    return pyotp.TOTP(secret, digits=_DIGITS, interval=STEP_SECONDS)
