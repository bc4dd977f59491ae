"""A large sealed package: read through, sealed, streamed out of the store, verified, encrypted, verified again.

Memory is what the process has grown by since the beginning, seen after every piece: a file held anywhere would show.
"""

import asyncio
import io
import os
import resource
import sys
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path
from time import perf_counter

from pyrage import x25519

from duban.kernel.age_encryption import encrypted
from duban.kernel.clock import now
from duban.kernel.ids import new_id
from duban.kernel.object_store import ObjectStore, key_of
from duban.kernel.package_cover import cover
from duban.kernel.packages import PackageHeader, Part, part_path, proved, seal, stream
from duban.kernel.tokens import generate_key, sign_bytes
from duban.kernel.verify_package import verify_package

_STEPS = ("read through", "sealed and streamed", "verified", "encrypted", "verified encrypted")


@dataclass(frozen=True)
class Packed:
    """Seconds of each step over a package of `size` bytes, and by how many bytes the process grew at most."""

    files: int
    size: int
    seconds: Mapping[str, float]
    grown: int

    @property
    def megabytes_per_second(self) -> Mapping[str, float]:
        return {step: self.size / seconds / 1e6 for step, seconds in self.seconds.items()}


class _Signer:
    def __init__(self) -> None:
        self._key = generate_key()

    async def prepare(self) -> None: ...

    def sign(self, data: bytes) -> str:
        return sign_bytes(data, self._key)

    def public_keys(self) -> Sequence[Mapping[str, str]]:
        return [self._key.public_jwk]


async def packages(folder: Path, files: int, size: int, say: Callable[[str], None]) -> Packed:
    """Measure a package of `files` files, `size` bytes together, with store and ZIP below `folder` (needs four times
    `size`). Raises AssertionError where the package is not found intact."""
    store, signer, identity = ObjectStore((folder / "store").as_uri()), _Signer(), x25519.Identity.generate()
    header = PackageHeader(
        issuer="https://bench.example",
        number="卫案移〔2026〕1号",
        sender="甲",
        recipient="乙",
        subject_label="RF-2026-000001",
        issued_at=now(),
    )
    parts = [await _stored(store, number, size // files) for number in range(1, files + 1)]
    plain, locked = folder / "package.zip", folder / "package.zip.age"
    seconds, before, most = dict[str, float](), _resident(), 0
    started = perf_counter()

    def done(step: str) -> None:
        nonlocal started
        seconds[step] = perf_counter() - started
        say(f"package of {files} files, {size / 2**20:,.0f} MiB: {step} in {seconds[step]:.1f} s")
        started = perf_counter()

    async def written(pieces: AsyncIterator[bytes], path: Path) -> None:
        nonlocal most
        with path.open("wb") as file:
            async for piece in pieces:
                file.write(piece)
                most = max(most, _resident())

    known = [await proved(part) for part in parts]
    known.insert(0, cover(header, known))
    done(_STEPS[0])
    await written(stream(seal(header, known, signer), known), plain)
    done(_STEPS[1])
    report = await asyncio.to_thread(verify_package, plain, public_keys=signer.public_keys())
    assert report.ok and len(report.files) == files + 1, report.told()
    most = max(most, _resident())
    done(_STEPS[2])
    await written(encrypted(_read(plain), str(identity.to_public())), locked)
    done(_STEPS[3])
    report = await asyncio.to_thread(verify_package, locked, public_keys=signer.public_keys(), identity=str(identity))
    assert report.ok, report.told()
    most = max(most, _resident())
    done(_STEPS[4])
    return Packed(files, plain.stat().st_size, seconds, max(0, most - before))


async def _stored(store: ObjectStore, number: int, size: int) -> Part:
    """A file of bytes that nothing packs, in the store."""
    data = os.urandom(size)
    digest = sha256(data).hexdigest()
    key = key_of(digest, new_id())
    await store.put(key, io.BytesIO(data))
    path = part_path("evidence", number, "现场照片.jpg", "image/jpeg")
    return Part(path, "image/jpeg", size, digest, partial(store.stream, key, 0, size))


async def _read(path: Path) -> AsyncIterator[bytes]:
    with path.open("rb") as file:
        while piece := await asyncio.to_thread(file.read, 256 << 10):
            yield piece


def _resident() -> int:
    """Bytes of memory this process occupies now; where the system does not tell, the most it ever did."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except FileNotFoundError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
