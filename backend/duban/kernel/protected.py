"""Protected fields: personal data at rest is encrypted, looked up by a keyed digest, shown masked.

Basis: 个人信息保护法 art. 51 (encryption, de-identification); MLPS level 3, GB/T 22239-2019 8.1.4 (confidentiality of
stored data). Cipher and keys are handed in; this module knows no settings, no table and no purpose of a field.
The national suite (SM4) is optional: give `KeyRing` another `Cipher`, old values stay readable under the version
they were written with.
"""

import base64
import hashlib
import hmac
import re
import secrets
import unicodedata
from collections.abc import Callable, Mapping
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from duban.kernel.errors import Text, Unavailable

_KEY_ID = re.compile(r"[A-Za-z0-9_-]{1,32}")
_VERSION = re.compile(r"[a-z][a-z0-9]{0,7}")


class Cipher(Protocol):
    """Authenticated encryption. What `seal` returns carries its own nonce."""

    key_bytes: int

    def seal(self, key: bytes, plain: bytes, bound_to: bytes) -> bytes: ...

    def open(self, key: bytes, sealed: bytes, bound_to: bytes) -> bytes:
        """Raises cryptography's InvalidTag when key, text or `bound_to` is not what it was sealed with."""
        ...


class Aes256Gcm:
    """AES-256-GCM with a random 96-bit nonce in front. One key serves 2³² values (NIST SP 800-38D §8.3)."""

    key_bytes = 32
    _NONCE_BYTES = 12

    def seal(self, key: bytes, plain: bytes, bound_to: bytes) -> bytes:
        nonce = secrets.token_bytes(self._NONCE_BYTES)
        return nonce + AESGCM(key).encrypt(nonce, plain, bound_to)

    def open(self, key: bytes, sealed: bytes, bound_to: bytes) -> bytes:
        return AESGCM(key).decrypt(sealed[: self._NONCE_BYTES], sealed[self._NONCE_BYTES :], bound_to)


AES_256_GCM = Aes256Gcm()
CIPHERS: Mapping[str, Cipher] = {"v1": AES_256_GCM}
"""Format version → cipher; the first one writes."""


class Unreadable(Unavailable):
    """A stored value does not open: its key is missing from the ring, or the text was changed or moved."""


def _unreadable(code: str, why: str) -> Unreadable:
    return Unreadable(
        code,
        Text(
            "受保护的内容无法解密。请联系系统管理员检查密钥配置。",
            f"The protected value cannot be read ({why}). Ask the administrator to check the keys.",
        ),
    )


def plain_text(value: str) -> str:
    """Words compared without width, case and spacing: NFKC, casefold, every run of blanks one space."""
    return " ".join(unicodedata.normalize("NFKC", value).casefold().split())


def phone_digits(value: str) -> str:
    """A telephone number as its digits, without the country code 86; "" when it has none."""
    digits = "".join(str(unicodedata.decimal(c)) for c in value if c.isdecimal())
    return re.sub(r"^(?:00)?86(?=1\d{10}$|0\d{9,11}$)", "", digits)


def identity_characters(value: str) -> str:
    """An identity document's number as its ASCII letters (upper case) and digits."""
    return "".join(re.findall(r"[0-9A-Z]", unicodedata.normalize("NFKC", value).upper()))


class KeyRing:
    """Keys by id, the newest first. The first key writes, every key reads; `index_key` is never an encryption key.

    Raises ValueError for an empty ring, a key of the wrong length, an unusable key id, or an index key that is short
    or doubles as an encryption key.
    """

    def __init__(self, keys: Mapping[str, bytes], index_key: bytes, ciphers: Mapping[str, Cipher] = CIPHERS) -> None:
        if not keys or not ciphers:
            raise ValueError("a key ring needs at least one key and one cipher")
        for version in ciphers:
            if not _VERSION.fullmatch(version):
                raise ValueError(f"cipher version {version!r}: a letter and up to seven letters or digits")
        self._version, self._cipher = next(iter(ciphers.items()))
        self._key_id, self._key = next(iter(keys.items()))
        for key_id, key in keys.items():
            if not _KEY_ID.fullmatch(key_id):
                raise ValueError(f"key id {key_id!r}: 1 to 32 of A-Z a-z 0-9 _ -")
            if hmac.compare_digest(key, index_key):
                raise ValueError(f"key {key_id!r} is also the index key; use two different keys")
        if len(self._key) != self._cipher.key_bytes:
            raise ValueError(f"key {self._key_id!r} must be {self._cipher.key_bytes} bytes, not {len(self._key)}")
        if len(index_key) < 32:
            raise ValueError("the index key must have at least 32 bytes")
        self._keys = dict(keys)
        self._ciphers = dict(ciphers)
        # Two subkeys, so that a digest in the journal can never be matched with a blind index in a table.
        self._index_subkey = hmac.digest(index_key, b"duban blind index", hashlib.sha256)
        self._digest_subkey = hmac.digest(index_key, b"duban journal digest", hashlib.sha256)

    def __repr__(self) -> str:
        return f"KeyRing(keys={list(self._keys)}, writes={self._version}.{self._key_id})"

    def encrypt(self, plain: str, context: str) -> str:
        """`plain` as `<version>.<key id>.<base64url of nonce and ciphertext>`.

        `context` names the place ("user.phone"): the text opens nowhere else, so one row's phone cannot be pasted into
        another field. Put the row's id into it to bind it to the row too.
        """
        sealed = self._cipher.seal(self._key, plain.encode(), _bound(self._version, context))
        return f"{self._version}.{self._key_id}.{base64.urlsafe_b64encode(sealed).decode().rstrip('=')}"

    def decrypt(self, text: str, context: str) -> str:
        """The plain value. Raises `Unreadable` (503): unknown key or cipher, changed text, or another context."""
        version, key_id, body = _split(text)
        key, cipher = self._keys.get(key_id), self._ciphers.get(version)
        if key is None:
            raise _unreadable("protected_key_missing", f"key {key_id} is not in the ring")
        if cipher is None:
            raise _unreadable("protected_cipher_missing", f"no cipher for version {version}")
        try:
            sealed = base64.b64decode(body + "=" * (-len(body) % 4), altchars=b"-_", validate=True)
            return cipher.open(key, sealed, _bound(version, context)).decode()
        except (InvalidTag, ValueError) as error:
            raise _unreadable("protected_value_damaged", "it was changed, or belongs to another field") from error

    @property
    def mark(self) -> str:
        """How every text begins that this ring writes now: `<version>.<key id>.`"""
        return f"{self._version}.{self._key_id}."

    def needs_rotation(self, text: str) -> bool:
        """Whether `text` was written with an older key or cipher than the ring writes with now."""
        version, key_id, _ = _split(text)
        return (version, key_id) != (self._version, self._key_id)

    def rotate(self, text: str, context: str) -> str:
        """`text` encrypted anew under the ring's first key; the same text when it already is."""
        return self.encrypt(self.decrypt(text, context), context) if self.needs_rotation(text) else text

    def blind_index(self, value: str, context: str, normalise: Callable[[str], str] = plain_text) -> str | None:
        """64 hex characters, equal for values that `normalise` makes equal; for an exact look-up in one column.

        None when nothing is left after normalising ("unknown" among telephone numbers): such values must not match
        each other. `context` keeps the columns apart: the same number in two of them has two digests.
        """
        normal = normalise(value)
        return _keyed(self._index_subkey, context, normal) if normal else None

    def digest(self, value: str, context: str = "") -> str:
        """64 hex characters standing for `value` in the journal: shows that it changed, and not to what."""
        return _keyed(self._digest_subkey, context, value)


def _keyed(key: bytes, context: str, value: str) -> str:
    # The length of the context comes first, so that no two (context, value) pairs give the same bytes.
    bound = context.encode()
    return hmac.new(key, len(bound).to_bytes(4, "big") + bound + value.encode(), hashlib.sha256).hexdigest()


def _bound(version: str, context: str) -> bytes:
    return f"{version}.{context}".encode()


def _split(text: str) -> tuple[str, str, str]:
    parts = text.split(".")
    if len(parts) != 3:
        raise _unreadable("protected_value_damaged", "it is not in the form version.key.text")
    return parts[0], parts[1], parts[2]
