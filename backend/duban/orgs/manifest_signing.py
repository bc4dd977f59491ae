"""Signs manifests of evidence and documents with the installation's own key, the one that signs tokens too.

The signature is of another type than a token (`tokens.sign_bytes`), so that neither can stand in for the other.
"""

from collections.abc import Mapping, Sequence

from duban.kernel.clock import now
from duban.kernel.db import Database
from duban.kernel.tokens import SigningKey, sign_bytes, sign_document, signing_now
from duban.orgs.protection import key_ring
from duban.orgs.signing import PUBLISHED, ensure_signing_key, signing_keys
from duban.settings import Settings


class InstallationSigner:
    """A `kernel.manifests.ManifestSigner` over the keys in the database, read anew for every manifest."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database, self._settings = database, settings
        self._ring = key_ring(settings)
        self._keys: list[SigningKey] = []
        self._key: SigningKey | None = None

    async def prepare(self) -> None:
        """Read the keys; makes the first one of an installation. Call it outside any transaction."""
        async with self._database.reading() as connection:
            self._keys = await signing_keys(connection, self._ring)
        self._key = signing_now(self._keys, now(), PUBLISHED)
        if self._key is None:
            async with self._database.transaction() as db:
                self._key = await ensure_signing_key(db, self._settings)
            self._keys.append(self._key)

    def sign(self, data: bytes) -> str:
        if self._key is None:
            raise RuntimeError("prepare() comes before sign()")
        return sign_bytes(data, self._key)

    def document(self, data: bytes) -> str:
        """`data` and its signature in one text, for whoever is handed it (`tokens.open_document`)."""
        if self._key is None:
            raise RuntimeError("prepare() comes before document()")
        return sign_document(data, self._key)

    def public_keys(self) -> Sequence[Mapping[str, str]]:
        return [key.public_jwk for key in self._keys if key is self._key]
