"""A handoff with a true sealed package, whose files lie in the store and whose list the installation has signed."""

import io
from collections.abc import Mapping
from hashlib import sha256
from uuid import UUID, uuid4

from duban.handoff.files import SentFile
from duban.kernel.object_store import open_store
from duban.kernel.packages import PackageHeader, Part, seal
from support.handoffs import Handoffs
from support.packages import HEADER, Signer, parts_of


async def refer(handoffs: Handoffs, files: Mapping[str, bytes] | None = None, *, signer: Signer | None = None) -> UUID:
    """Hand over a package of `files`, sealed by the installation or by `signer`; the handoff's id."""
    world, number = handoffs.world, f"卫案移〔2026〕{handoffs.opened + 1}号"
    files = files or {"matter.json": f'{{"number":"{number}"}}'.encode()}
    signs = signer or world.app.state.manifest_signer
    await signs.prepare()
    header = PackageHeader(**{**HEADER.model_dump(), "number": number})
    sealed = seal(header, parts := parts_of(files), signs)
    jws = Part.held("manifest.jws", "application/jose", sealed.signature.encode())
    store, sent = open_store(world.settings.object_store_url), []
    for part, data in zip([*parts, jws], [*files.values(), sealed.signature.encode()], strict=True):
        await store.put(key := f"package/{uuid4()}", io.BytesIO(data))
        sent.append(SentFile(part.path, part.sha256, part.size, part.media_type, key))
    return await handoffs.open(
        number=number,
        manifest_text=sealed.manifest_text,
        package_sha256=sha256(sealed.manifest_text.encode()).hexdigest(),
        files=sent,
    )
