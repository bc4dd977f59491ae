"""Sending one message and telling what came of it. Follows no redirect, heeds no proxy of the environment, keeps no
cookie: httpcore's pool of connections does none of that, which is why it is used rather than a whole client.
"""

import asyncio
import socket
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from types import TracebackType
from typing import Self

import httpcore
import httpx

from duban import __version__
from duban.kernel.clock import now
from duban.kernel.nul import NUL
from duban.settings import Settings
from duban.webhooks.addresses import AddressRefused, GuardedBackend, Reach
from duban.webhooks.rules import asked_pause, delivered

KEPT_CHARACTERS = 500
READ_BYTES = 2048
"""Of an answer no more is read; a receiver has nothing to say to us but its status."""


@dataclass(frozen=True)
class Outcome:
    """What came of one sending: a status, or the `error` that kept one from coming."""

    duration_ms: int
    status: int | None = None
    error: str | None = None
    response: str = ""
    retry_after: timedelta | None = None

    @property
    def delivered(self) -> bool:
        return delivered(self.status) and self.error is None


class Sender:
    """The connections of one process. Use as an async context manager."""

    def __init__(self, settings: Settings) -> None:
        self.seconds = settings.webhook_timeout_seconds
        self._pool = httpcore.AsyncConnectionPool(
            # The system's own authorities (and SSL_CERT_FILE): an intranet has one that no public list knows.
            ssl_context=ssl.create_default_context(),
            network_backend=GuardedBackend(Reach.of(settings)),
            max_connections=64,
            keepalive_expiry=15,
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._pool.aclose()

    async def send(self, url: str, headers: Mapping[str, str], body: bytes) -> Outcome:
        """POST `body` to `url`. Never raises for what the receiver or the line does."""
        began = time.monotonic()

        def after(**found: object) -> Outcome:
            return Outcome(int((time.monotonic() - began) * 1000), **found)  # type: ignore[arg-type]

        try:
            async with asyncio.timeout(self.seconds):
                status, response, retry_after = await self._exchange(url, headers, body)
        except (TimeoutError, httpcore.TimeoutException):
            return after(error="timeout")
        except AddressRefused:
            return after(error="address_refused")
        except (socket.gaierror, UnicodeError):
            return after(error="name_unknown")
        except httpcore.ConnectError as error:
            return after(error="tls_failed" if _is_tls(error) else "connection_refused")
        except (httpcore.NetworkError, httpcore.ProtocolError, OSError):
            return after(error="connection_broken")
        asked = asked_pause(retry_after, now())
        return after(status=status, response=response, retry_after=asked)

    async def _exchange(self, url: str, headers: Mapping[str, str], body: bytes) -> tuple[int, str, str | None]:
        parsed = httpx.URL(url)
        target = httpcore.URL(scheme=parsed.raw_scheme, host=parsed.raw_host, port=parsed.port, target=parsed.raw_path)
        sent = {
            "Host": parsed.netloc.decode(),
            "User-Agent": f"Duban/{__version__}",
            "Content-Type": "application/json",
            "Content-Length": str(len(body)),
            "Accept-Encoding": "identity",
            **headers,
        }
        pause = float(self.seconds)
        limits = {"timeout": dict.fromkeys(("connect", "read", "write", "pool"), pause)}
        got = bytearray()
        sending = self._pool.stream("POST", target, headers=list(sent.items()), content=body, extensions=limits)
        async with sending as response:
            async for chunk in response.aiter_stream():
                got += chunk
                if len(got) >= READ_BYTES:
                    break
            asked = next((value for name, value in response.headers if name.lower() == b"retry-after"), None)
            return response.status, _excerpt(bytes(got)), asked.decode("latin-1") if asked else None


def _excerpt(body: bytes) -> str:
    """The beginning of an answer as text that any database takes."""
    text = body[:READ_BYTES].decode("utf-8", errors="replace").replace(NUL, "�")
    return text[:KEPT_CHARACTERS]


def _is_tls(error: BaseException) -> bool:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return True
        cause = cause.__cause__ or cause.__context__
    return False
