"""A manifest: what evidence a matter has, each piece with its SHA-256, signed so that it can be proved years later.

The signed bytes are the manifest as JSON with sorted keys and no blanks, in UTF-8; for the texts and whole numbers that
stand in it this is the canonical form of RFC 8785. Knows no key: whoever signs is handed in.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal, Protocol
from uuid import UUID

import orjson
from pydantic import BaseModel, Field

from duban.kernel.db import OrgOwned
from duban.kernel.evidence import Attachment
from duban.kernel.file_names import distinct
from duban.kernel.journal import plain

FORMAT = "duban-manifest/1"


class ManifestItem(BaseModel):
    """One piece of evidence. `path` is the name under which it lies beside the manifest, unlike all others."""

    id: UUID
    path: str = Field(examples=["整改后.jpg"])
    purpose: str
    media_type: str
    size: int
    sha256: str
    happened_at: datetime | None
    received_at: datetime
    uploaded_by: str
    withdrawn_at: datetime | None
    withdrawn_reason: str | None


class Manifest(BaseModel):
    """What is signed."""

    format: Literal["duban-manifest/1"]
    issuer: str
    issued_at: datetime
    subject_type: str
    subject_id: UUID
    subject_label: str
    items: list[ManifestItem]


class SignedManifest(BaseModel):
    """A manifest with its detached signature (RFC 7515 app. F, ES256) and the public keys that verify it."""

    manifest: Manifest
    signature: str
    keys: list[dict[str, str]] = Field(description="JWKs. Compare the `kid` with the issuer's /.well-known/jwks.json")


class ManifestSigner(Protocol):
    """Who signs. `prepare` is called outside any transaction and may read or make keys; the others need none."""

    async def prepare(self) -> None: ...

    def sign(self, data: bytes) -> str:
        """The detached signature of `data`."""
        ...

    def public_keys(self) -> Sequence[Mapping[str, str]]:
        """The JWKs that verify what `sign` gives."""
        ...


def manifest_of(subject: OrgOwned, pieces: Sequence[Attachment], *, issuer: str, at: datetime) -> dict[str, Any]:
    """The manifest of `subject`'s evidence, as plain JSON values."""
    taken: set[str] = set()
    items = [
        {
            "id": piece.id,
            "path": distinct(piece.file_name, taken),
            "purpose": piece.purpose,
            "media_type": piece.media_type,
            "size": piece.size,
            "sha256": piece.sha256,
            "happened_at": piece.happened_at,
            "received_at": piece.received_at,
            "uploaded_by": piece.uploaded_by_name,
            "withdrawn_at": piece.withdrawn_at,
            "withdrawn_reason": piece.withdrawn_reason,
        }
        for piece in pieces
    ]
    found: dict[str, Any] = plain(
        {
            "format": FORMAT,
            "issuer": issuer,
            "issued_at": at,
            "subject_type": type(subject).word(),
            "subject_id": subject.id,
            "subject_label": subject.label,
            "items": items,
        }
    )
    return found


def canonical(manifest: Mapping[str, Any]) -> bytes:
    """The bytes that are signed."""
    return orjson.dumps(manifest, option=orjson.OPT_SORT_KEYS)


def signed(manifest: dict[str, Any], signer: ManifestSigner) -> dict[str, Any]:
    """`manifest` in its envelope."""
    return {
        "manifest": manifest,
        "signature": signer.sign(canonical(manifest)),
        "keys": [dict(key) for key in signer.public_keys()],
    }
