"""A handoff with a true sealed package, whose files lie in the store and whose list is signed."""

import io
from collections.abc import Mapping
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from duban.handoff.files import SentFile
from duban.kernel.manifests import ManifestSigner
from duban.kernel.object_store import ObjectStore, open_store
from duban.kernel.packages import PackageHeader, Part, seal
from support.handoffs import Handoffs
from support.packages import HEADER, parts_of


async def sealed_package(
    store: ObjectStore, signer: ManifestSigner, number: str, files: Mapping[str, bytes] | None = None
) -> dict[str, Any]:
    """A package of `files` under `number`, sealed by `signer` and put into `store`: what `open_handoff` takes of it."""
    files = files or {"matter.json": f'{{"number":"{number}"}}'.encode()}
    await signer.prepare()
    header = PackageHeader(**{**HEADER.model_dump(), "number": number})
    sealed = seal(header, parts := parts_of(files), signer)
    signature = sealed.signature.encode()
    jws, sent = Part.held("manifest.jws", "application/jose", signature), []
    for part, data in zip([*parts, jws], [*files.values(), signature], strict=True):
        await store.put(key := f"package/{uuid4()}", io.BytesIO(data))
        sent.append(SentFile(part.path, part.sha256, part.size, part.media_type, key))
    text = sealed.manifest_text
    return {
        "number": number,
        "manifest_text": text,
        "package_sha256": sha256(text.encode()).hexdigest(),
        "files": sent,
    }


async def refer(
    handoffs: Handoffs, files: Mapping[str, bytes] | None = None, *, signer: ManifestSigner | None = None
) -> UUID:
    """Hand over a package of `files`, sealed by the installation or by `signer`; the handoff's id."""
    world = handoffs.world
    store, signs = open_store(world.settings.object_store_url), signer or world.app.state.manifest_signer
    number = f"卫案移〔2026〕{handoffs.opened + 1}号"
    return await handoffs.open(**await sealed_package(store, signs, number, files))
