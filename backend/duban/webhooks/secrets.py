"""The secrets of endpoints, and signatures after the Standard Webhooks specification (`v1`: HMAC-SHA256).

A signature covers `id.timestamp.body`: nothing of it can be changed, and no old message be passed off as a new one.
"""

import base64
import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from standardwebhooks import Webhook

from duban.orgs.protection import key_ring
from duban.settings import Settings
from duban.webhooks.messages import Message
from duban.webhooks.models import PREVIOUS_SECRET, SECRET


def new_secret() -> str:
    """A signing secret: `whsec_` and base64 of 256 random bits."""
    return "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()


def sealed(settings: Settings, secret: str) -> str:
    """`secret` as the present secret's column keeps it."""
    return key_ring(settings).encrypt(secret, SECRET)


def sealed_previous(settings: Settings, present: str) -> str:
    """The present secret's column as the previous one's keeps it: a ciphertext opens only in its own place."""
    ring = key_ring(settings)
    return ring.encrypt(ring.decrypt(present, SECRET), PREVIOUS_SECRET)


def held_secrets(settings: Settings, row: Any, at: datetime) -> list[str]:
    """What a message is signed with: the present secret, and the one before within its overlap (exclusive end)."""
    ring = key_ring(settings)
    held = [ring.decrypt(row.secret_encrypted, SECRET)]
    if row.previous_secret_encrypted and row.previous_until and at < row.previous_until:
        held.append(ring.decrypt(row.previous_secret_encrypted, PREVIOUS_SECRET))
    return held


def signed_headers(held: Iterable[str], message: Message, at: datetime) -> dict[str, str]:
    """The headers of an attempt at `message` at the instant `at` (UTC), signed with each secret of `held`."""
    signatures = (Webhook(secret).sign(message.id, at, message.body.decode()) for secret in held)
    return {
        "webhook-id": message.id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(signatures),
    }
