"""A question as it is asked of both servers, and a case: questions of one kind with the bar they are held against."""

from dataclasses import dataclass
from typing import Any

import httpx

from bench.captures import Inside
from bench.load import FRESH
from bench.people import Person, token_of


@dataclass(frozen=True)
class Ask:
    """One question. `duban` and `bare` are targets or bodies of one and the same thing; `person` asks Duban."""

    person: Person
    duban: str
    bare: str
    method: str = "GET"
    body: bytes = b""
    headers: str = ""


@dataclass(frozen=True)
class Case:
    """Questions of one kind. `bar`: the least share of the bare rate; `once`: no question is asked twice."""

    name: str
    title: str
    asks: list[Ask]
    bar: float
    beyond: str
    p99_bar_ms: float | None = None
    once: bool = False
    statuses: frozenset[str] = frozenset({"200"})


SIGNS_IN = "checks the token and the session, reads the role's permissions (kept for five seconds), logs a line"
READS = f"{SIGNS_IN}, validates the query string, counts and times the request"


async def posted(app: Inside, ask: Ask, target: str, *, key: str) -> dict[str, Any]:
    """The answer to one question that writes, sent under `key`. Raises for an answer that is no success."""
    sent = {"Idempotency-Key": key, "If-Match": "*", "Content-Type": "application/json"}
    headers = sent | await bearer(app.http, ask.person)
    answer = await app.http.post(target, content=ask.body, headers=headers)
    answer.raise_for_status()
    found: dict[str, Any] = answer.json()
    return found


async def bearer(http: httpx.AsyncClient, person: Person) -> dict[str, str]:
    """The header that signs `person` in."""
    return {"Authorization": f"Bearer {await token_of(http, person)}"}


def wire(ask: Ask, server: str, token: str) -> str:
    """The question as it goes over the wire to `server`; `FRESH` stands where each sending has its own key."""
    lines = [
        f"{ask.method} {ask.duban if server == 'duban' else ask.bare} HTTP/1.1",
        "Host: duban.bench",
        "Accept: application/json",
    ]
    if server == "duban":
        lines.append(f"Authorization: Bearer {token}")
    if ask.method == "POST":
        lines += ["Content-Type: application/json", f"Content-Length: {len(ask.body)}", f"Idempotency-Key: {FRESH}"]
    head = "\r\n".join(lines) + "\r\n"
    return f"{head}{ask.headers}\r\n{ask.body.decode()}"
