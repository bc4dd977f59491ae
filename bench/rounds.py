"""Interleaved rounds: each visits every question and both servers in random order, and compares them within the round.

A machine's speed changes from minute to minute by more than what is to be found out; what was measured in the same few
seconds can be compared. The first round warms everything up and is thrown away.
"""

import random
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from bench.asking import Case, wire
from bench.load import Order, Outcome, ask
from bench.people import Person, token_of
from bench.processors import Division, spent_seconds
from bench.serving import Running
from bench.sizes import Sizes

SERVERS = ("duban", "bare")
_WARM_SECONDS = 1.0

Progress = Callable[[int, int, str], None]
"""Called with visits done, visits to do, and the case being visited."""


@dataclass(frozen=True)
class Visit:
    """One server loaded with one case for one round's seconds. `cpu_seconds`: what the server used meanwhile."""

    outcome: Outcome
    cpu_seconds: float | None

    @property
    def cpu_microseconds(self) -> float | None:
        """The server's processor time per request, those answered after the time included."""
        if self.cpu_seconds is None or not self.outcome.sent:
            return None
        return self.cpu_seconds * 1e6 / self.outcome.sent


@dataclass
class Measured:
    """Every counted round of one case, by server."""

    case: Case
    visits: dict[str, list[Visit]] = field(default_factory=lambda: {name: [] for name in SERVERS})

    @property
    def ratios(self) -> list[float]:
        """Duban's rate as a share of the bare one, round by round."""
        pairs = zip(self.visits["duban"], self.visits["bare"], strict=True)
        return [ours.outcome.rate / bare.outcome.rate for ours, bare in pairs if bare.outcome.rate]

    @property
    def quartiles(self) -> tuple[float, float, float]:
        """First quartile, median and third quartile of the ratios."""
        return quartiles(self.ratios)

    @property
    def meets_bar(self) -> bool:
        p99_bar = self.case.p99_bar_ms
        return self.quartiles[1] >= self.case.bar and (p99_bar is None or self.median("duban", p99) <= p99_bar)

    def median(self, server: str, of: "Callable[[Visit], float | None]") -> float:
        """The median over the rounds of a figure of one server; 0 where nobody could tell it."""
        found = [value for visit in self.visits[server] if (value := of(visit)) is not None]
        return statistics.median(found) if found else 0.0


def quartiles(values: Sequence[float]) -> tuple[float, float, float]:
    """First quartile, median and third quartile, ends included."""
    if len(values) < 2:
        return (values[0],) * 3 if values else (0.0,) * 3
    first, middle, third = statistics.quantiles(values, n=4, method="inclusive")
    return first, middle, third


def rate(visit: Visit) -> float:
    return visit.outcome.rate


def p50(visit: Visit) -> float:
    return visit.outcome.p50_ms


def p99(visit: Visit) -> float:
    return visit.outcome.p99_ms


def cpu(visit: Visit) -> float | None:
    return visit.cpu_microseconds


@dataclass
class Rounds:
    """The servers, who asks them, and how much was asked already of questions that are asked once."""

    servers: dict[str, Running]
    division: Division
    size: Sizes
    folder: Path
    tokens: dict[str, str] = field(default_factory=dict)
    used: dict[str, int] = field(default_factory=dict)

    async def run(self, cases: Sequence[Case], progress: Progress) -> list[Measured]:
        """All rounds of all cases. Raises RuntimeError where an answer was not what was asked for."""
        found = {case.name: Measured(case) for case in cases}
        chance = random.Random(self.size.seed)
        total, done = (self.size.rounds + 1) * len(cases) * len(SERVERS), 0
        for number in range(self.size.rounds + 1):
            await self.sign_in({a.person.username: a.person for case in cases for a in case.asks})
            for case in chance.sample(cases, len(cases)):
                for name in chance.sample(SERVERS, len(SERVERS)):
                    progress(done, total, case.name)
                    visit = await self.visit(case, name, chance.getrandbits(32), warming=number == 0)
                    done += 1
                    if number:
                        found[case.name].visits[name].append(visit)
        progress(total, total, "")
        return list(found.values())

    async def alone(self, cases: Sequence[Case]) -> dict[str, dict[str, float]]:
        """The median latency, in milliseconds, of each case and server with one connection: nobody waits in line."""
        return {
            case.name: {
                name: (await self.visit(case, name, 1, connections=1, warming=True)).outcome.p50_ms for name in SERVERS
            }
            for case in cases
        }

    async def sign_in(self, people: dict[str, Person]) -> None:
        """New tokens for everybody, by the server itself."""
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{self.servers['duban'].port}") as http:
            self.tokens = {name: await token_of(http, person) for name, person in people.items()}

    async def visit(
        self, case: Case, name: str, seed: int, *, connections: int | None = None, warming: bool = False
    ) -> Visit:
        """Load one server with one case."""
        server = self.servers[name]
        order = Order(
            port=server.port,
            requests=[wire(question, name, self.tokens[question.person.username]) for question in case.asks],
            seconds=_WARM_SECONDS if warming else self.size.seconds,
            connections=connections or self.size.connections,
            seed=seed,
            once=case.once,
            first=self.used.get(case.name, 0),
        )
        before = spent_seconds(server.process_id)
        outcome = await ask(order, self.folder / "order.json", cpus=self.division.others)
        after = spent_seconds(server.process_id)
        if case.once:
            self.used[case.name] = order.first + outcome.sent
        if outcome.wrong or not (outcome.answers or warming):
            raise RuntimeError(f"{case.name} at {name}: {outcome.statuses or 'nothing left to ask'}")
        return Visit(outcome, None if before is None or after is None else after - before)
