"""A month of hospitals' systems that push complaints over a line that loses, doubles and delays what is sent.

Each hospital keeps its own book; a message says what stands in it now. Whoever gets no answer sends again. In the end
the ledger must hold what the books hold. Used by a test at small size and by the benchmark at full size.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

Send = Callable[[str, str, Any], Awaitable[tuple[int, Any]]]
"""Method, path and body → status and answer, as one hospital's system sends."""

LOST, ANSWER_LOST, DOUBLED, ASTRAY = 0.08, 0.12, 0.10, 0.10
"""How often a message never arrives, its answer never does, it arrives twice, or long after the sender gave up."""

FAULTS = ("sent", "lost", "answer lost", "doubled", "late")

ARRIVES_AFTER_ALL = 0.1
"""How often, with each message, one given up for lost arrives."""

RECENT = 3
"""Only a hospital's newest entries are corrected, and these again and again."""

MATTERS = ("waiting", "attitude", "fees", "process", "communication")


@dataclass
class Line:
    """What lies between a hospital and the ledger. `tally` counts what went wrong."""

    send: Send
    chance: Random
    astray: list[tuple[str, str, Any]] = field(default_factory=list)
    tally: dict[str, int] = field(
        default_factory=lambda: {"sent": 0, "lost": 0, "answer lost": 0, "doubled": 0, "late": 0}
    )

    async def carry(self, method: str, path: str, body: Any) -> tuple[int, Any] | None:
        """The answer; None where the sender waits in vain."""
        self.tally["sent"] += 1
        if self.astray and self.chance.random() < ARRIVES_AFTER_ALL:
            await self.arrive_late()
        fate = self.chance.random()
        if fate < LOST:
            self.tally["lost"] += 1
            return None
        if fate < LOST + ASTRAY:
            self.astray.append((method, path, body))
            return None
        answer = await self.send(method, path, body)
        if fate < LOST + ASTRAY + DOUBLED:
            self.tally["doubled"] += 1
            answer = await self.send(method, path, body)
        if fate > 1 - ANSWER_LOST:
            self.tally["answer lost"] += 1
            return None
        return answer

    async def arrive_late(self) -> None:
        """One of the messages given up for lost arrives after all, whatever has been sent since."""
        self.tally["late"] += 1
        status, answer = await self.send(*self.astray.pop(self.chance.randrange(len(self.astray))))
        assert status in (200, 201), answer

    async def clear(self) -> None:
        while self.astray:
            await self.arrive_late()


@dataclass
class HospitalSystem:
    """One hospital's book of complaints: what it wrote, and how often it corrected each entry."""

    organisation_id: str
    system: str
    line: Line
    chance: Random
    book: dict[str, dict[str, Any]] = field(default_factory=dict)
    owed: list[str] = field(default_factory=list)

    def write(self, at: datetime) -> None:
        """A new entry, received at `at`."""
        external_id = f"TS-{len(self.book) + 1:05}"
        anonymous = self.chance.random() < 0.2
        person = {} if anonymous else {"complainant_name": "王某某", "complainant_phone": self._phone()}
        self.book[external_id] = {
            "organisation_id": self.organisation_id,
            "received_at": at.isoformat(),
            "channel": "window",
            "is_real_name": not anonymous,
            **person,
            "first_receiver": "投诉窗口",
            "first_department": "医患办",
            "matter": self.chance.choice(MATTERS),
            "title": f"{external_id} 第 0 稿",
            "facts": "上午取号后等候多时，窗口未作说明，患者𠮷某家属反映。",
            "departments": self.chance.sample(["超声科", "门诊部", "收费处", "药房"], 2),
            "source_updated_at": at.isoformat(),
        }
        self.owed.append(external_id)

    def _phone(self) -> str:
        return f"138{self.chance.randrange(10**8):08}"

    def correct(self, at: datetime) -> None:
        """One entry becomes otherwise."""
        external_id = self.chance.choice(sorted(self.book)[-RECENT:])
        entry = dict(self.book[external_id])
        draft = int(entry["title"].split()[2]) + 1
        entry |= {"title": f"{external_id} 第 {draft} 稿", "source_updated_at": at.isoformat()}
        self.book[external_id] = entry
        if external_id not in self.owed:
            self.owed.append(external_id)

    async def push(self) -> None:
        """Send what is owed, in any order, alone or many at once, until every entry was answered."""
        while self.owed:
            if len(self.owed) > 3 and self.chance.random() < 0.3:
                await self._push_many(self.chance.sample(self.owed, 3))
            else:
                await self._push_one(self.chance.choice(self.owed))

    async def _push_one(self, external_id: str) -> None:
        path = f"/complaints/by-source/{self.system}/{external_id}"
        answer = await self.line.carry("PUT", path, self.book[external_id])
        if answer is not None:
            status, told = answer
            assert status in (200, 201), told
            self.owed.remove(external_id)

    async def _push_many(self, names: list[str]) -> None:
        items = [{**self.book[name], "source_system": self.system, "external_id": name} for name in names]
        answer = await self.line.carry("POST", "/complaints/batch", {"items": items})
        if answer is not None:
            status, told = answer
            assert status == 200 and told["refused"] == 0, told
            for name in names:
                self.owed.remove(name)

    async def pull(self, since: str | None = None) -> dict[str, str]:
        """What the ledger holds of this system: title by the system's own number. No number may come twice."""
        found: dict[str, str] = {}
        query = f"?source_system={self.system}&limit=200" + (f"&updated_since={since}" if since else "")
        cursor = ""
        while cursor is not None:
            _, page = await self.line.send("GET", f"/complaints{query}{cursor and f'&cursor={cursor}'}", None)
            for item in page["items"]:
                assert item["external_id"] not in found, item
                found[item["external_id"]] = item["title"]
            cursor = page["next_cursor"]
        return found

    @property
    def titles(self) -> dict[str, str]:
        return {name: entry["title"] for name, entry in self.book.items()}


def days(until: datetime, count: int = 30) -> Iterator[datetime]:
    """The last `count` days up to `until`, at the same time of day, the oldest first."""
    for back in reversed(range(count)):
        yield until - timedelta(days=back, hours=1)


async def live_through(
    hospitals: list[HospitalSystem],
    until: datetime,
    *,
    a_day: float,
    together: int = 8,
    say: Callable[[str], None] = lambda told: None,
) -> None:
    """A month: each day each hospital writes and corrects about `a_day` entries and pushes them, `together` at once."""
    gate = asyncio.Semaphore(together)

    async def one_day(hospital: HospitalSystem, day: datetime) -> None:
        async with gate:
            for _ in range(int(a_day) + (hospital.chance.random() < a_day % 1)):
                hospital.write(day)
            for hour in range(int(hospital.chance.random() * 3)):
                if hospital.book:
                    hospital.correct(day + timedelta(minutes=hour + 1))
            await hospital.push()

    for day in days(until):
        await asyncio.gather(*(one_day(hospital, day) for hospital in hospitals))
        say(f"{day:%d %B}: {sum(len(hospital.book) for hospital in hospitals):,} complaints written")
    await asyncio.gather(*(hospital.line.clear() for hospital in hospitals))
