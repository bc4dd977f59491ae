"""A sealed package: files that leave the house with a signed list of them, in one ZIP that is always the same bytes.

What is stored of a package is its list (`manifest.json`) and the signature (`manifest.jws`); from these and the files
the ZIP is streamed as often as it is asked for, in flat memory (`plain_zip`). `duban verify` proves it offline.
"""

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Literal
from zlib import crc32

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from duban.kernel.file_names import clean_name
from duban.kernel.journal import plain
from duban.kernel.manifests import ManifestSigner, canonical
from duban.kernel.plain_zip import MAX_ENTRIES, MAX_PATH_BYTES, Entry, directory, length, local_header

FORMAT = "duban-package/1"
MANIFEST, SIGNATURE = "manifest.json", "manifest.jws"


class PackageHeader(BaseModel):
    """From whom to whom, and what about."""

    model_config = ConfigDict(frozen=True)

    issuer: str = Field(description="The installation's address; its keys are at /.well-known/jwks.json there")
    number: str = Field(examples=["卫案移〔2026〕3号"])
    sender: str = Field(description="The organisation that sends it")
    recipient: str = Field(description="The organisation it is for")
    subject_label: str
    issued_at: AwareDatetime


class PackageFile(BaseModel):
    """One file of a package. `crc32` is what the ZIP's own headers say; it proves nothing by itself."""

    path: str = Field(examples=["evidence/001-整改后.jpg"])
    media_type: str
    size: int = Field(ge=0)
    sha256: str = Field(pattern="^[0-9a-f]{64}$")
    crc32: int = Field(ge=0, lt=1 << 32)


class PackageManifest(PackageHeader):
    """What is signed: as JSON with sorted keys and no blanks, in UTF-8, the very bytes of `manifest.json`."""

    format: Literal["duban-package/1"]
    files: list[PackageFile]
    keys: list[dict[str, str]] = Field(description="JWKs. Compare the `kid` with the issuer's /.well-known/jwks.json")


@dataclass(frozen=True)
class Part:
    """A file to be packed: what it must be, and how its bytes are read, as often as wanted.

    `crc32` is unknown until the bytes have been read once (`proved`).
    """

    path: str
    media_type: str
    size: int
    sha256: str
    open: Callable[[], AsyncIterator[bytes]]
    crc32: int | None = None

    @classmethod
    def held(cls, path: str, media_type: str, data: bytes) -> "Part":
        """A part whose bytes are in memory."""

        async def once() -> AsyncIterator[bytes]:
            yield data

        return cls(path, media_type, len(data), sha256(data).hexdigest(), once, crc32(data))


@dataclass(frozen=True)
class Sealed:
    """What is kept of a package. `size` is that of the ZIP, in bytes."""

    manifest_text: str
    signature: str

    @property
    def manifest(self) -> PackageManifest:
        return PackageManifest.model_validate_json(self.manifest_text)

    @property
    def size(self) -> int:
        return length([*_own_entries(self), *_entries(self.manifest)])


class PartChanged(Exception):
    """The bytes of a part are not those that it was entered with: the store is damaged, and somebody must be told."""

    def __init__(self, path: str, told: str) -> None:
        super().__init__(f"{path}: {told}")
        self.path = path


def part_path(folder: str, number: int, file_name: str, media_type: str) -> str:
    """`evidence/007-name.jpg`: where a file that strangers named lies in the package. Unlike all others by `number`."""
    return f"{folder}/{clean_name(f'{number:03}-{clean_name(file_name, media_type)}', media_type)}"


def is_safe(path: str) -> bool:
    """Whether `path` stays below the folder it is unpacked in, on every system."""
    names = path.split("/")
    return len(path.encode(errors="replace")) <= MAX_PATH_BYTES and all(name == clean_name(name, "") for name in names)


async def proved(part: Part) -> Part:
    """`part` with its CRC-32, after reading it through once. Raises PartChanged, and what its opener raises.

    Takes as long as the bytes take: call it outside any transaction.
    """
    checksum = 0
    async for piece in _checked(part):
        checksum = crc32(piece, checksum)
    return replace(part, crc32=checksum)


def seal(header: PackageHeader, parts: Sequence[Part], signer: ManifestSigner) -> Sealed:
    """The signed list of `parts`, made once and kept; `signer` has been prepared.

    Raises ValueError for a part whose path is unsafe, taken already or the list's own, or that was not `proved`, and
    for more parts than `duban verify` would read.
    """
    taken = {MANIFEST, SIGNATURE}
    if len(parts) > MAX_ENTRIES - len(taken):
        raise ValueError(f"a package holds at most {MAX_ENTRIES - len(taken)} files, not {len(parts)}")
    files = []
    for part in parts:
        if not is_safe(part.path) or part.path.casefold() in taken:
            raise ValueError(f"{part.path!r} cannot be the path of a file in this package")
        taken.add(part.path.casefold())
        files.append(
            PackageFile(
                path=part.path,
                media_type=part.media_type,
                size=part.size,
                sha256=part.sha256,
                crc32=_known(part),
            )
        )
    keys = [dict(key) for key in signer.public_keys()]
    manifest = PackageManifest(format=FORMAT, files=files, keys=keys, **header.model_dump())
    text = canonical(plain(manifest.model_dump()))
    return Sealed(text.decode(), signer.sign(text))


async def stream(sealed: Sealed, parts: Sequence[Part]) -> AsyncIterator[bytes]:
    """The ZIP: the list, its signature, and `parts` in the order in which they were sealed. `sealed.size` bytes.

    Raises ValueError before the first byte where these are not the sealed parts, and PartChanged in the midst of them
    where the bytes of one are not what was sealed: then the download breaks off.
    """
    listed = sealed.manifest.files
    if [(p.path, p.size, p.sha256) for p in parts] != [(f.path, f.size, f.sha256) for f in listed]:
        raise ValueError("these are not the parts that were sealed")
    own, others = _own_entries(sealed), _entries(sealed.manifest)
    for entry, text in zip(own, (sealed.manifest_text, sealed.signature), strict=True):
        yield local_header(entry) + text.encode()
    for entry, part in zip(others, parts, strict=True):
        yield local_header(entry)
        async for piece in _checked(part):
            yield piece
    yield b"".join(directory([*own, *others]))


async def digest(sealed: Sealed, parts: Sequence[Part]) -> str:
    """The SHA-256 of the ZIP, hexadecimal; reads all parts once more. Raises as `stream` does."""
    hashed = sha256()
    async for piece in stream(sealed, parts):
        hashed.update(piece)
    return hashed.hexdigest()


async def _checked(part: Part) -> AsyncIterator[bytes]:
    """The bytes of `part`: never more than it declares, and no end before they are proved."""
    hashed, size = sha256(), 0
    if part.size:
        async for piece in part.open():
            hashed.update(piece)
            size += len(piece)
            if size > part.size:
                raise PartChanged(part.path, f"more than {part.size} bytes")
            yield piece
    if size != part.size:
        raise PartChanged(part.path, f"{size} bytes instead of {part.size}")
    if hashed.hexdigest() != part.sha256:
        raise PartChanged(part.path, f"SHA-256 {hashed.hexdigest()} instead of {part.sha256}")


def _known(part: Part) -> int:
    if part.crc32 is None:
        raise ValueError(f"{part.path!r} was not read through: proved() comes before seal()")
    return part.crc32


def _own_entries(sealed: Sealed) -> list[Entry]:
    texts = ((MANIFEST, sealed.manifest_text.encode()), (SIGNATURE, sealed.signature.encode()))
    return [Entry(path, len(data), crc32(data)) for path, data in texts]


def _entries(manifest: PackageManifest) -> list[Entry]:
    return [Entry(file.path, file.size, file.crc32) for file in manifest.files]
