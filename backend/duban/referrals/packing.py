"""The package of a referral (移送材料): the letters drawn up, the evidence read through and proved, the list signed.

Drawn up before it is sent, so that the team sees what leaves the house; whatever is changed in the papers afterwards
unmakes it, and it is drawn up anew under the same document number.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import BigInteger, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, col

from duban.clues.models import Clue
from duban.kernel.acts import Act
from duban.kernel.db import LEVELS, OrgOwned, json_field, text_field
from duban.kernel.errors import Conflict, Text
from duban.kernel.evidence import Attachment, matters_evidence
from duban.kernel.ids import new_id
from duban.kernel.manifests import ManifestSigner
from duban.kernel.numbers import next_number
from duban.kernel.object_store import ObjectStore
from duban.kernel.organisations import Organisation
from duban.kernel.package_cover import cover
from duban.kernel.packages import PackageHeader, Part, Sealed, digest, part_path, proved, seal
from duban.kernel.protected import KeyRing
from duban.referrals import letters
from duban.referrals.disclosure import in_the_package
from duban.referrals.models import Referral
from duban.referrals.papers import IN_THE_PACKAGE, Written, officers_of
from duban.referrals.words import Paper

SIGNATURE = "manifest.jws"
"""The file of a handoff that the package's signature is."""

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PREFIX = "package"
"""The first part of the keys of what is drawn up for a package."""

WORD = "卫案移"
"""The organ's word in the document numbers of referral letters (GB/T 9704-2012, 7.2.5)."""

FILES_AT_MOST = 2_000
"""Pieces of evidence in a package: the list of all, at the length of names at most, fits into one message (1 MiB)."""

_FULL = Text(
    "移送材料共 {count} 件，一个移送包最多 {most} 件。请把零散文件合并（如装订成 PDF）后再封装。",
    "{count} files; a package holds {most} at most. Combine loose ones, into a PDF for instance, and draw it up again.",
)


class ReferralPackage(OrgOwned, table=True):
    """The package that was drawn up last, of the clue as it was at `clue_version`. `parts` are its files in order, with
    the keys of their bytes; `signed` is the signature as such a file."""

    __tablename__ = "referral_package"

    referral_id: UUID = Field(foreign_key="referral.id", unique=True)
    manifest_text: str = text_field(nullable=False)
    signature: str = text_field(nullable=False)
    sha256: str = Field(max_length=64)
    size: int = Field(sa_type=BigInteger)
    parts: list[dict[str, Any]] = json_field(default_factory=list)
    signed: dict[str, Any] = json_field(default_factory=dict)
    sealed_by_name: str = Field(max_length=120)
    clue_version: int

    def sealed(self) -> Sealed:
        return Sealed(self.manifest_text, self.signature)

    def opened(self, store: ObjectStore) -> list[Part]:
        """Its parts, to be streamed out of `store`."""
        return [stored(store, **part) for part in self.parts]


def stored(
    store: ObjectStore, *, path: str, media_type: str, size: int, sha256: str, crc32: int | None = None, key: str
) -> Part:
    """A part whose bytes lie in the object store under `key`."""
    return Part(path, media_type, size, sha256, lambda: store.stream(key, 0, size), crc32)


@dataclass(frozen=True)
class Drawn:
    """A package drawn up outside any transaction, with the versions of the referral and the clue that it is of."""

    version: int
    clue_version: int
    sealed: Sealed
    sha256: str
    parts: list[dict[str, Any]]
    signed: dict[str, Any]


async def document_number(act: Act, referral: Referral) -> str:
    """The referral's document number: given once, the next of the year without gaps (M-14, M-16)."""
    if referral.document_number is not None:
        return referral.document_number
    number = await next_number(act, "WYS")
    _, year, serial = number.split("-")
    return f"{WORD}〔{year}〕{int(serial)}号"


async def draw_up(
    db: AsyncSession,
    store: ObjectStore,
    ring: KeyRing,
    signer: ManifestSigner,
    referral: Referral,
    *,
    number: str,
    issuer: str,
    at: datetime,
) -> Drawn:
    """Draw the letters, prove the evidence, sign the list. Reads every byte twice: call it outside any transaction.

    Raises Conflict `package_full`; PartChanged and ObjectLost where the store has other bytes than were received.
    """
    clue = await db.get_one(Clue, referral.clue_id)
    sender = await db.get_one(Organisation, referral.organisation_id)
    officers = await officers_of(db, referral)
    attached = await matters_evidence(db, referral)
    pieces = [piece for piece in attached if piece.withdrawn_at is None and piece.purpose in set(Paper)]
    if len(pieces) > FILES_AT_MOST:
        raise Conflict("package_full", _FULL.format(count=len(pieces), most=FILES_AT_MOST))
    kept = _evidence(store, pieces)
    said = Written(ring, referral, clue, sender, officers, number, at, [piece.file_name for piece in pieces])
    values = {name: said.values(name) for name in IN_THE_PACKAGE}
    made = await asyncio.to_thread(_letters, values)
    made.insert(
        0, ("matter.json", "application/json", orjson.dumps(in_the_package(ring, referral, clue), option=_LINES))
    )
    parts, described = [], []
    for path, media_type, data in made:
        part = Part.held(path, media_type, data)
        parts.append(part)
        described.append(await _laid_down(store, part))
    for part, key in kept:
        whole = await proved(part)
        parts.append(whole)
        described.append(_described(whole, key))
    header = PackageHeader(
        issuer=issuer,
        number=number,
        sender=sender.name,
        recipient=referral.receiver_name or "",
        subject_label=f"{referral.number} {referral.suspected_offence or ''}".strip(),
        issued_at=at,
    )
    page = cover(header, parts)
    parts.insert(0, page)
    described.insert(0, await _laid_down(store, page))
    sealed = await asyncio.to_thread(seal, header, parts, signer)
    signed = await _laid_down(store, Part.held(SIGNATURE, "application/jose", sealed.signature.encode()))
    return Drawn(referral.version, clue.version, sealed, await digest(sealed, parts), described, signed)


async def _laid_down(store: ObjectStore, part: Part) -> dict[str, Any]:
    """What was made here, in the store from now on."""
    key = f"{PREFIX}/{part.sha256[:2]}/{part.sha256}/{new_id()}"
    async for data in part.open():
        await store.put(key, BytesIO(data))
    return _described(part, key)


_LINES = orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS


def _described(part: Part, key: str) -> dict[str, Any]:
    return {
        "path": part.path, "media_type": part.media_type, "size": part.size, "sha256": part.sha256,
        "crc32": part.crc32, "key": key,
    }  # fmt: skip


def _evidence(store: ObjectStore, pieces: Sequence[Attachment]) -> list[tuple[Part, str]]:
    return [
        (
            stored(
                store,
                path=part_path("evidence", place, piece.file_name, piece.media_type),
                media_type=piece.media_type,
                size=piece.size,
                sha256=piece.sha256,
                key=piece.key,
            ),
            piece.key,
        )
        for place, piece in enumerate(pieces, 1)
    ]


def _letters(values: dict[str, dict[str, Any]]) -> list[tuple[str, str, bytes]]:
    return [
        (f"letters/{place}-{letters.LETTERS[name].title}.docx", DOCX, letters.render(name, given))
        for place, (name, given) in enumerate(values.items(), 1)
    ]


async def package_of(db: AsyncSession, referral_id: UUID) -> ReferralPackage | None:
    """What was drawn up for the referral."""
    found: ReferralPackage | None = await db.scalar(
        select(ReferralPackage).where(col(ReferralPackage.referral_id) == referral_id)
    )
    return found


async def keep(act: Act, referral: Referral, drawn: Drawn, number: str) -> None:
    """Keep the package of the locked `referral` in place of an earlier one, and journal it."""
    known = await package_of(act.db, referral.id)
    if known is not None:
        await act.db.delete(known)
        await act.db.flush()
    row = ReferralPackage(
        id=new_id(),
        created_at=act.now,
        updated_at=act.now,
        organisation_id=referral.organisation_id,
        referral_id=referral.id,
        manifest_text=drawn.sealed.manifest_text,
        signature=drawn.sealed.signature,
        sha256=drawn.sha256,
        size=drawn.sealed.size,
        parts=drawn.parts,
        signed=drawn.signed,
        sealed_by_name=act.me.name,
        clue_version=drawn.clue_version,
    )
    for level in range(1, LEVELS + 1):
        setattr(row, f"org_l{level}", getattr(referral, f"org_l{level}"))
    act.db.add(row)
    act.change(
        referral,
        {"document_number": number, "package_sha256": drawn.sha256},
        action="referral:draw_up",
    )
