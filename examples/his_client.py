"""A small hospital information system beside Duban: it pushes its complaints, is told what becomes of them by webhook,
and once a day compares both sides. Needs httpx and nothing else; `hospital_client.py` beside it does the talking.

    DUBAN=http://127.0.0.1:8000 DUBAN_CLIENT_ID=… DUBAN_CLIENT_SECRET=… DUBAN_WEBHOOK_SECRET=whsec_… \\
        python examples/his_client.py

What it knows is kept in memory; a real system keeps it in its own database. docs/integrate/hospital.md explains it.
"""

import base64
import hmac
import json
import os
import time
from asyncio import run
from collections.abc import Iterable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import SimpleQueue
from threading import Thread
from typing import Any

import httpx
from hospital_client import Hospital

SYSTEM = "his"
TOLERANCE_SECONDS = 300


def verified(secrets: Iterable[str], headers: Mapping[str, str], body: bytes, now: float) -> bool:
    """Whether `body` was signed with one of `secrets` (two while one gives way to the next), and just now."""
    moment = headers.get("webhook-timestamp", "")
    if not moment.isdecimal() or abs(now - int(moment)) > TOLERANCE_SECONDS:
        return False
    signed = f"{headers.get('webhook-id', '')}.{moment}.".encode() + body
    good = [
        b"v1," + base64.b64encode(hmac.digest(base64.b64decode(secret.removeprefix("whsec_")), signed, "sha256"))
        for secret in secrets
    ]
    given = headers.get("webhook-signature", "").encode().split()
    return any(hmac.compare_digest(one, two) for one in good for two in given)


class Door(ThreadingHTTPServer):
    """Takes webhooks: checks, queues and answers at once. The work comes after; who is slow here is told later."""

    def __init__(self, secrets: list[str], port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), Knock)
        self.secrets, self.seen, self.waiting = secrets, set[str](), SimpleQueue[dict[str, Any]]()


class Knock(BaseHTTPRequestHandler):
    server: Door

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        headers = {name.lower(): value for name, value in self.headers.items()}
        good = verified(self.server.secrets, headers, body, time.time())
        if good and headers["webhook-id"] not in self.server.seen:  # a message may come twice, always under one id
            self.server.waiting.put(json.loads(body))
            self.server.seen.add(headers["webhook-id"])
        self.send_response(204 if good else 401)
        self.end_headers()

    def log_message(self, *_: Any) -> None: ...


class His:
    """The system's complaints by its own numbers, and what Duban says of each."""

    def __init__(self, hospital: Hospital, complaints: dict[str, dict[str, Any]]) -> None:
        self.hospital, self.complaints = hospital, complaints
        self.states: dict[str, str] = {}
        self.numbers: dict[str, str] = {}

    async def push(self) -> None:
        """Send every complaint. What Duban has already is `unchanged`, so this may run as often as it likes."""
        for number, complaint in self.complaints.items():
            await self.push_one(number, complaint)

    async def push_one(self, number: str, complaint: dict[str, Any]) -> None:
        url = f"complaints/by-source/{SYSTEM}/{number}"
        kept = (await self.hospital.send("PUT", url, json=complaint)).json()["complaint"]
        self.numbers[kept["id"]], self.states[number] = number, kept["state"]

    def heed(self, event: dict[str, Any]) -> None:
        """A webhook: which complaint, and its state. The rest is read from the record where it is needed."""
        number = self.numbers.get(event["data"].get("subject_id", ""))
        if number is not None and event["data"]["state"] is not None:
            self.states[number] = event["data"]["state"]

    async def reconcile(self, since: str) -> list[str]:
        """Set right what was missed: compare with everything of ours that changed since then. The differences."""
        found = {
            row["external_id"]: row["state"]
            async for row in self.hospital.rows("complaints", source_system=SYSTEM, updated_since=since)
        }
        wrong = sorted(number for number, state in found.items() if self.states.get(number) != state)
        self.states |= found
        for number in sorted(set(self.complaints) - set(self.states)):
            await self.push_one(number, self.complaints[number])
            wrong.append(number)
        return wrong


async def work(address: str, client_id: str, secret: str, door: Door, complaints: dict[str, dict[str, Any]]) -> None:
    """Push, then heed what comes until the program is stopped."""
    async with httpx.AsyncClient(base_url=f"{address}/api/v1/", timeout=30) as http:
        his = His(Hospital(http, client_id, secret), complaints)
        await his.hospital.sign_in()
        await his.push()
        print("differences:", await his.reconcile("2020-01-01T00:00:00Z"))
        while event := door.waiting.get():
            his.heed(event)
            print(event["timestamp"], event["type"], event["data"]["subject_number"], event["data"]["state"])


if __name__ == "__main__":
    door = Door([os.environ["DUBAN_WEBHOOK_SECRET"]], port=8088)
    Thread(target=door.serve_forever, daemon=True).start()
    told = (os.environ[name] for name in ("DUBAN", "DUBAN_CLIENT_ID", "DUBAN_CLIENT_SECRET"))
    run(work(*told, door, complaints={}))
