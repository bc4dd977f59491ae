"""Passwords: Argon2id in threads of its own, and the rules a new one must meet.

Basis: MLPS level 3, GB/T 22239-2019 8.1.4.1 (complexity). The exact numbers are assessors' habit (domain rule K-17), so
they are fields of `PasswordRules` with these defaults. Knows no account: lockout, ageing and history are the caller's.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial
from importlib.resources import files
from typing import TypeVar

from anyio import CapacityLimiter, to_thread
from anyio.lowlevel import RunVar
from pwdlib.exceptions import UnknownHashError
from pwdlib.hashers.argon2 import Argon2Hasher

from duban.kernel.errors import FieldError, Text

T = TypeVar("T")

_MAX_LENGTH = 128
"""Characters. Longer ones are refused by the rules, and wrong at sign-in."""


@dataclass(frozen=True)
class Cost:
    """Argon2id's work: `memory_kib` per hash, `passes` over it, `lanes`. Default: the second choice of RFC 9106 §4."""

    memory_kib: int = 65_536
    passes: int = 3
    lanes: int = 4


STRONG = Cost()


@dataclass(frozen=True)
class Verdict:
    """Whether the password was right; `rehashed` is its hash at today's cost when the stored one has another."""

    right: bool
    rehashed: str | None = None


# At most two hashes at once per event loop: each takes 64 MiB and a core, and the default thread pool must stay free.
_limiter: RunVar[CapacityLimiter] = RunVar("password_limiter")


async def hash_password(plain: str, cost: Cost = STRONG) -> str:
    """The Argon2id hash (PHC string) of `plain`. Raises ValueError above 128 characters: check the rules first."""
    if len(plain) > _MAX_LENGTH:
        raise ValueError(f"a password has at most {_MAX_LENGTH} characters")
    return await _in_thread(partial(_hasher(cost).hash, _prepared(plain)))


async def verify_password(plain: str, hashed: str | None, cost: Cost = STRONG) -> Verdict:
    """Whether `plain` belongs to `hashed`. Give None when there is no such account: it takes as long and is wrong.

    Raises pwdlib's UnknownHashError when `hashed` is no Argon2 hash.
    """
    return await _in_thread(partial(_verify, plain, hashed, cost))


def _verify(plain: str, hashed: str | None, cost: Cost) -> Verdict:
    hasher = _hasher(cost)
    if hashed is not None and not hasher.identify(hashed):
        raise UnknownHashError(hashed)
    too_long = len(plain) > _MAX_LENGTH
    # The work is done in every case, so that the time taken tells nothing about which accounts exist.
    right = hasher.verify("" if too_long else _prepared(plain), hashed or _hash_of_nobody(cost))
    if not right or too_long or hashed is None:
        return Verdict(False)
    return Verdict(True, hasher.hash(_prepared(plain)) if hasher.check_needs_rehash(hashed) else None)


async def _in_thread(work: Callable[[], T]) -> T:
    try:
        limiter = _limiter.get()
    except LookupError:
        limiter = CapacityLimiter(2)
        _limiter.set(limiter)
    return await to_thread.run_sync(work, limiter=limiter)


@lru_cache(maxsize=8)
def _hasher(cost: Cost) -> Argon2Hasher:
    return Argon2Hasher(time_cost=cost.passes, memory_cost=cost.memory_kib, parallelism=cost.lanes)


def _hash_of_nobody(cost: Cost) -> str:
    """A well-formed hash at `cost` that no known password has: 32 zero bytes."""
    work = f"m={cost.memory_kib},t={cost.passes},p={cost.lanes}"
    return f"$argon2id$v=19${work}${'A' * 22}${'A' * 43}"


def _prepared(plain: str) -> str:
    # Full-width letters of a Chinese input method are the same password (NIST SP 800-63B-4 §3.1.1.2 asks for NFKC).
    return unicodedata.normalize("NFKC", plain)


_LIST = files("duban.kernel").joinpath("data/common_passwords.txt").read_text("utf-8")
_COMMON = frozenset(line for line in _LIST.splitlines() if line and not line.startswith("#"))
_LOOKALIKES = str.maketrans("@4310$5!7", "aaeiossit")


@dataclass(frozen=True)
class PasswordRules:
    """What a new password must be. Kinds: small letters, capitals, digits, all else (signs, Chinese characters)."""

    min_length: int = 8
    min_kinds: int = 3

    def faults(self, password: str, username: str, pointer: str = "/password") -> list[FieldError]:
        """Every rule that `password` breaks, none when it is good."""
        prepared = _prepared(password)
        rules = (
            (
                len(prepared) < self.min_length,
                "password_too_short",
                f"密码至少 {self.min_length} 个字符。",
                f"Use at least {self.min_length} characters.",
            ),
            (
                len(password) > _MAX_LENGTH,
                "password_too_long",
                f"密码最多 {_MAX_LENGTH} 个字符。",
                f"Use at most {_MAX_LENGTH} characters.",
            ),
            (
                len({_kind(character) for character in prepared}) < self.min_kinds,
                "password_too_uniform",
                f"密码须包含小写字母、大写字母、数字、其他字符中的至少 {self.min_kinds} 类。",
                f"Use at least {self.min_kinds} of: small letters, capitals, digits, other characters.",
            ),
            (
                _names(prepared, username),
                "password_contains_username",
                "密码不得包含用户名（正写或倒写）。",
                "The password must not contain the user name, forwards or backwards.",
            ),
            (
                is_common(password),
                "password_common",
                "这是常见密码，容易被猜中，请换一个。",
                "This is a common password and easily guessed. Choose another.",
            ),
        )
        return [FieldError(pointer, code, Text(zh, en)) for broken, code, zh, en in rules if broken]


def is_common(password: str) -> bool:
    """Whether it is a well-known word and a well-known number around each other ("Admin@123", "P@ssw0rd", "123qwe").

    Case, signs between the parts and look-alike characters (@ for a, 0 for o) do not hide the word.
    """
    folded = _prepared(password).casefold()
    return any(_is_pieces_of_the_known(spelling) for spelling in (folded, *_respelt(folded)))


def _respelt(folded: str) -> list[str]:
    """Spellings with look-alikes read as letters: all of them, or all but a number at the end."""
    stem = folded.rstrip("0123456789!@#$%^&*._-+")
    return [folded.translate(_LOOKALIKES), stem.translate(_LOOKALIKES) + folded[len(stem) :]]


def _is_pieces_of_the_known(text: str) -> bool:
    pieces = re.findall(r"[^\W\d_]+|\d+", text)
    return 1 <= len(pieces) <= 3 and _COMMON.issuperset(pieces)


def _kind(character: str) -> str:
    if "a" <= character <= "z":
        return "small"
    if "A" <= character <= "Z":
        return "capital"
    return "digit" if "0" <= character <= "9" else "other"


def _names(password: str, username: str) -> bool:
    # Two-letter names would forbid half of all passwords.
    name, folded = _prepared(username).casefold(), password.casefold()
    return len(name) >= 3 and (name in folded or name[::-1] in folded)
