"""Encryption of whole files to the public key of their receiver: age (age-encryption.org/v1), X25519, by `pyrage`.

Both ways in flat memory, over nameless temporary files that vanish with the process. Nothing here signs: what a
receiver relies on is the signature inside.
"""

import asyncio
from collections.abc import AsyncIterator
from tempfile import TemporaryFile
from typing import IO, BinaryIO

import pyrage
from pyrage import x25519

from duban.kernel.errors import FieldError, Invalid, Text

MAGIC = b"age-encryption.org/v1\n"
_CHUNK_BYTES = 256 << 10


class NotOpened(Exception):
    """An encrypted file is not for this identity, or was changed; which of both cannot be told."""


def read_recipient_key(text: str, pointer: str = "") -> str:
    """The public key that a person pasted (`age1…`), in its one spelling.

    Raises Invalid `recipient_key_invalid`, pointing at `pointer`.
    """
    try:
        key = x25519.Recipient.from_str(text.strip())
        pyrage.encrypt(b"", [key])
    except (pyrage.RecipientError, pyrage.EncryptError) as error:
        said = Text(
            "接收单位的公钥无效。请粘贴完整的 age 公钥：以 age1 开头，共 62 个字符；切勿粘贴 AGE-SECRET 开头的私钥。",
            "This is no public key of a receiver. Paste the whole age key, 62 characters from age1 on, and never "
            "the private key, which begins with AGE-SECRET-KEY.",
        )
        raise Invalid("recipient_key_invalid", said, [FieldError(pointer, "recipient_key_invalid", said)]) from error
    return str(key)


async def encrypted(pieces: AsyncIterator[bytes], recipient_key: str) -> AsyncIterator[bytes]:
    """`pieces` encrypted to `recipient_key`; other bytes each time.

    All of them are read before the first one comes out, so what `pieces` raises is raised before anything was sent.
    Raises as `read_recipient_key` does.
    """
    key = x25519.Recipient.from_str(read_recipient_key(recipient_key))
    with TemporaryFile() as whole, TemporaryFile() as locked:
        async for piece in pieces:
            await asyncio.to_thread(whole.write, piece)
        whole.seek(0)
        await asyncio.to_thread(pyrage.encrypt_io, whole, locked, [key])
        locked.seek(0)
        while piece := await asyncio.to_thread(locked.read, _CHUNK_BYTES):
            yield piece


def decrypt(locked: BinaryIO, opened: IO[bytes], identity: str) -> None:
    """Write what `locked` holds to `opened`. `identity` is the text of an age identity file.

    Raises NotOpened; what was written until then proves nothing. Raises ValueError where `identity` holds no key.
    """
    lines = (line.strip() for line in identity.splitlines())
    try:
        keys = [x25519.Identity.from_str(line) for line in lines if line and not line.startswith("#")]
    except pyrage.IdentityError as error:
        raise ValueError("this is no age identity file: a line of it is no AGE-SECRET-KEY-1…") from error
    if not keys:
        raise ValueError("this identity file holds no key")
    try:
        pyrage.decrypt_io(locked, opened, keys)
    except (pyrage.DecryptError, OSError) as error:
        raise NotOpened from error
