"""A hospital's own system and Duban: what is owed, reports, evidence, and what changed. Needs httpx and nothing else.

    DUBAN=http://127.0.0.1:8000 DUBAN_CLIENT_ID=… DUBAN_CLIENT_SECRET=… python examples/hospital_client.py

The feed's position is kept in duban-position.txt. docs/integrate/hospital.md explains it; a test walks through
all of it against the program itself.
"""

import os
from asyncio import run, sleep
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx

TRIES = 5
LATER = {429, 502, 503, 504}
"""Not now: the same request, with the same key, is right in a moment. `Retry-After` says in how many seconds."""


class Refused(Exception):
    """Duban said no: `problem["code"]` is for programs, `problem["detail"]` says what to do next."""

    def __init__(self, problem: dict[str, Any]) -> None:
        super().__init__(f"{problem['status']} {problem['code']}: {problem['detail']}")
        self.problem = problem


class Hospital:
    """One machine client of one hospital. `http` has the address of Duban's API (`…/api/v1/`) as its base."""

    def __init__(self, http: httpx.AsyncClient, client_id: str, secret: str) -> None:
        self.http, self.identity, self.token = http, (client_id, secret), ""

    async def sign_in(self) -> None:
        """A token for ten minutes by default; machines get no refresh token, they sign in again."""
        form = {"grant_type": "client_credentials"}
        self.token = ""  # the door wants the secret, not an old token
        self.token = (await self.send("POST", "auth/token", data=form, auth=self.identity)).json()["access_token"]

    async def send(
        self, method: str, path: str, *, headers: dict[str, str] | None = None, **more: Any
    ) -> httpx.Response:
        """One request until it is answered: again after a broken line, a busy server, a token that ran out."""
        for left in reversed(range(TRIES)):
            bearer = {"Authorization": f"Bearer {self.token}"} if self.token else {}
            try:
                answer = await self.http.request(method, path, headers={**bearer, **(headers or {})}, **more)
            except httpx.TransportError:
                if not left:
                    raise
                await sleep(2.0 ** (TRIES - left - 1))
                continue
            if answer.status_code == 401 and self.token and left:
                await self.sign_in()
            elif answer.status_code in LATER and left:
                await sleep(float(answer.headers.get("Retry-After", "1")))
            else:
                break
        if answer.headers.get("Content-Type", "").startswith("application/problem+json"):
            raise Refused(answer.json())
        answer.raise_for_status()  # a proxy's page: no word of Duban's
        return answer

    async def rows(self, path: str, **filters: Any) -> AsyncIterator[dict[str, Any]]:
        """Every row of a list, page by page."""
        cursor: dict[str, str] = {}
        while True:
            page = (await self.send("GET", path, params={**filters, **cursor})).json()
            for row in page["items"]:
                yield row
            if page["next_cursor"] is None:
                return
            cursor = {"cursor": page["next_cursor"]}

    def owed(self) -> AsyncIterator[dict[str, Any]]:
        """What is to be reported, the nearest day first; what was sent back or is missing already is among it."""
        return self.rows("duties", fact=["due", "missing"], sort="due_on")

    async def step(self, path: str, name: str, body: dict[str, Any], key: str) -> dict[str, Any]:
        """Take a step on the record at `path`. `key` is yours, one per step meant, kept until it is answered; with
        the same key and body nothing is done twice. 412: somebody was faster; read the record and decide anew."""
        tag = (await self.send("GET", path)).headers["ETag"]
        headers = {"If-Match": tag, "Idempotency-Key": key}
        taken: dict[str, Any] = (await self.send("POST", f"{path}/{name}", json=body, headers=headers)).json()
        return taken

    async def attach(
        self, matter: tuple[str, str], purpose: str, name: str, content: bytes, key: str
    ) -> dict[str, Any]:
        """Add a file to a matter, ("duty", id) or ("rectification_task", id)."""
        fields = {"subject_type": matter[0], "subject_id": matter[1], "purpose": purpose}
        headers, file = {"Idempotency-Key": key}, {"file": (name, content)}
        piece: dict[str, Any] = (
            await self.send("POST", "attachments", data=fields, files=file, headers=headers)
        ).json()
        return piece

    async def changes(self, after: int) -> AsyncIterator[tuple[int, list[dict[str, Any]]]]:
        """What happened since position `after`: pages of entries, each with the position to keep once they are done."""
        more = True
        while more:
            page = (await self.send("GET", "journal", params={"after": after})).json()
            after, more = page["next_position"], page["more"]
            yield after, page["items"]


async def tell(address: str, client_id: str, secret: str, after: int) -> int:
    """Print what the hospital owes, and what changed since position `after`; returns the position reached."""
    async with httpx.AsyncClient(base_url=f"{address}/api/v1/", timeout=30) as http:
        hospital = Hospital(http, client_id, secret)
        await hospital.sign_in()
        async for duty in hospital.owed():
            print(duty["due_on"], duty["number"], duty["proof"], duty["title"])
        async for task in hospital.rows("rectification-tasks", state=["issued", "rectifying", "returned"]):
            print(task["due_on"], task["number"], task["state"], task["title"])
        async for position, entries in hospital.changes(after):
            after = position
            for entry in entries:
                print(entry["position"], entry["at"], entry["action"], entry["subject_label"])
    return after


if __name__ == "__main__":
    kept = Path("duban-position.txt")
    address, client_id, secret = (os.environ[name] for name in ("DUBAN", "DUBAN_CLIENT_ID", "DUBAN_CLIENT_SECRET"))
    reached = run(tell(address, client_id, secret, int(kept.read_text()) if kept.exists() else 0))
    kept.write_text(str(reached))
