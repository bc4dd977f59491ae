"""The results: a table on the screen, and `docs/benchmarks.md` with the machine, the day, every bar met or missed."""

import os
import platform
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.bulk import PLAN, Journal, Launch, Recomputation
from bench.complaint_bulk import Batches, Month
from bench.handoff_model import HANDOFFS, STEPS, Explored
from bench.hooks import Webhooks
from bench.packages import Packed
from bench.processors import Division
from bench.rounds import Measured, cpu, p50, p99, rate
from bench.sizes import Sizes

DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "benchmarks.md"
PACKAGES = ("fastapi", "starlette", "uvicorn", "uvloop", "httptools", "sqlalchemy", "asyncpg", "pydantic", "orjson")
ENTRIES_PER_MINUTE_BAR = 1_000_000
RECOMPUTE_SECONDS_BAR = 60
GROWN_MIB_BAR = 64
"""A package may be of any size; the memory it takes may not grow with it."""
FLAT = 0.8
"""The last page counts as flat beside the first at this share of its rate: less is not told apart from noise."""


@dataclass(frozen=True)
class Machine:
    """What the figures belong to."""

    described: str
    database: Mapping[str, str]
    division: Division


@dataclass(frozen=True)
class Results:
    """Everything that was measured in one run. What was not measured is None or empty."""

    size: Sizes
    machine: Machine
    measured: Sequence[Measured] = ()
    alone: Mapping[str, Mapping[str, float]] | None = None
    batches: Batches | None = None
    month: Month | None = None
    launches: Sequence[Launch] = ()
    journal: Journal | None = None
    recomputation: Recomputation | None = None
    webhooks: Webhooks | None = None
    packed: Packed | None = None
    explored: Explored | None = None
    quick: bool = False


@dataclass(frozen=True)
class Line:
    """One bar of the design: what was reached beside it. `met` None: there is no bar. `why` is told of a missed one."""

    job: str
    reached: str
    bar: str
    met: bool | None
    why: str = ""

    @property
    def verdict(self) -> str:
        return {True: "met", False: "**missed**", None: "–"}[self.met]


def describe_machine() -> str:
    """Processor, memory and system, as far as they can be told."""
    model = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        models = [line.split(":", 1)[1].strip() for line in cpuinfo.read_text().splitlines() if "model name" in line]
        model = models[0] if models else model
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} × {model}, {memory:.0f} GB, {platform.system()}, Python {platform.python_version()}"


def lines(results: Results) -> list[Line]:
    """Every figure beside its bar."""
    found = []
    for one in results.measured:
        first, middle, third = one.quartiles
        reached = f"{middle:.2f} × bare ({first:.2f}–{third:.2f})"
        bar = f"≥ {one.case.bar:.2f} × bare"
        if one.case.p99_bar_ms is not None:
            reached += f"; p99 {one.median('duban', p99):.0f} ms"
            bar += f"; p99 ≤ {one.case.p99_bar_ms:.0f} ms"
        found.append(Line(one.case.title, reached, bar, one.meets_bar))
    if (flat := flatness(results.measured)) is not None:
        found.append(Line("last page beside the first", f"{flat:.2f} × its rate", "flat", flat >= FLAT))
    if results.batches:
        middle = statistics.median(results.batches.seconds)
        told = f"{middle:.1f} s, {results.batches.items / middle:,.0f} complaints/s"
        found.append(Line(f"batch of {results.batches.items} complaints in one request", told, "–", None))
    if results.month:
        found.append(_month(results.month))
    if results.launches:
        one_launch = min(results.launches, key=lambda launch: launch.launched)
        seconds = statistics.median(launch.launched for launch in results.launches)
        ratio = statistics.median(launch.ratio for launch in results.launches)
        found.append(
            Line(
                f"launch of plan {PLAN} over {one_launch.organisations:,} institutions: {one_launch.duties:,} duties "
                "with their clocks",
                f"{seconds:.1f} s, {one_launch.duties / seconds:,.0f} duties/s; {ratio:.2f} × COPY of the same rows",
                "seconds",
                None,
            )
        )
    if results.journal:
        entries = results.journal.entries
        sealed, verified = entries / results.journal.sealed * 60, entries / results.journal.verified * 60
        found.append(Line(f"journal: sealing {entries:,} entries", f"{sealed:,.0f} entries/min", "–", None))
        found.append(
            Line(
                f"journal: verifying {entries:,} entries",
                f"{verified:,.0f} entries/min",
                f"≥ {ENTRIES_PER_MINUTE_BAR:,} entries/min",
                verified >= ENTRIES_PER_MINUTE_BAR,
            )
        )
    if results.recomputation:
        done = results.recomputation
        per_million = done.seconds * 1_000_000 / max(done.clocks, 1)
        found.append(
            Line(
                f"calendar correction over {done.clocks:,} open clocks, {done.moved:,} of which move",
                f"{done.seconds:.1f} s ({per_million:.0f} s per million)",
                f"< {RECOMPUTE_SECONDS_BAR} s per million",
                per_million < RECOMPUTE_SECONDS_BAR,
                "Of every clock that moves the old dates are kept in a row of their own, and its own row is written "
                "anew with its indexes: nothing moves without a trace.",
            )
        )
    if results.webhooks:
        sent = results.webhooks
        found.append(
            Line(
                f"webhooks: {sent.messages:,} messages to one endpoint, one at a time",
                f"{sent.rate:,.0f} messages/s",
                "–",
                None,
            )
        )
    if results.packed:
        found += _package(results.packed)
    if results.explored:
        found.append(_stories(results.explored))
    return found


def _package(packed: Packed) -> list[Line]:
    job = f"sealed package of {packed.files} files, {packed.size / 2**20:,.0f} MiB"
    speeds = ", ".join(f"{step} {speed:,.0f} MB/s" for step, speed in packed.megabytes_per_second.items())
    grown = packed.grown / 2**20
    return [
        Line(job, speeds, "–", None),
        Line(
            f"{job}: memory", f"the process grew by {grown:,.0f} MiB", f"≤ {GROWN_MIB_BAR} MiB", grown <= GROWN_MIB_BAR
        ),
    ]


def _stories(explored: Explored) -> Line:
    told = ", ".join(f"{count:,} {name}" for name, count in sorted(explored.counts.items()) if name != "runs")
    return Line(
        f"two parties and up to {HANDOFFS} handoffs: {explored.runs:,} stories of up to {STEPS} events ({told})",
        "both sides hold the same words in the same state after each; no term was forgotten",
        "nothing lost, nothing doubled",
        True,
    )


def _month(month: Month) -> Line:
    sent = month.faults["sent"]
    told = ", ".join(f"{count:,} {fault}" for fault, count in month.faults.items() if fault != "sent")
    return Line(
        f"a month of {month.hospitals} hospitals' systems over a bad line: {month.complaints:,} complaints in {sent:,} "
        f"messages ({told})",
        f"both sides hold the same; {month.seconds:.0f} s, {sent / month.seconds:,.0f} messages/s",
        "the same set, nothing doubled",
        True,
    )


def flatness(measured: Sequence[Measured]) -> float | None:
    """The deep page's rate as a share of the first page's, median over the rounds."""
    by_name = {one.case.name: one for one in measured}
    if not {"first", "deep"} <= by_name.keys():
        return None
    pairs = zip(by_name["deep"].visits["duban"], by_name["first"].visits["duban"], strict=True)
    return statistics.median(rate(deep) / rate(first) for deep, first in pairs)


def show(results: Results, console: Console) -> None:
    """The bars and what was reached, on the screen."""
    table = Table("job", "reached", "bar", "", title="Duban beside its bars")
    for line in lines(results):
        colour = {True: "green", False: "red", None: "white"}[line.met]
        table.add_row(line.job, line.reached, line.bar, f"[{colour}]{line.verdict.strip('*')}[/]")
    console.print(table)


def write(results: Results, path: Path) -> None:
    """`results` as a page of the documentation."""
    path.write_text(page(results), encoding="utf-8")


def page(results: Results) -> str:
    """The page in Markdown."""
    told = lines(results)
    parts = [
        "# Benchmarks\n\nWritten by `make bench`; do not edit. "
        f"Measured {datetime.now(UTC):%Y-%m-%d %H:%M} UTC on {results.machine.described}.\n",
        _warning(results),
        "## Beside the bars\n\nA ratio is Duban's rate as a share of a bare route that does the same work, within the "
        "same round: the median over the rounds, first and third quartile in brackets. Only ratios can be compared "
        "with another machine or day.\n",
        _table(("Job", "Reached", "Bar", ""), [(line.job, line.reached, line.bar, line.verdict) for line in told]),
        _missed(results, told),
        _over_http(results),
        _how(results),
    ]
    return "\n".join(part for part in parts if part)


def _warning(results: Results) -> str:
    if not results.quick:
        return ""
    return "**A quick run**: small tables and short rounds. It shows that everything works, and measures nothing.\n"


def _missed(results: Results, told: Sequence[Line]) -> str:
    missed = {line.job: line.why for line in told if line.met is False}
    if not missed:
        return "Every bar is met.\n"
    text = ["### What is missed\n"]
    for one in results.measured:
        if one.case.title in missed:
            ours, bare = one.median("duban", cpu), one.median("bare", cpu)
            spent = f" It takes {ours:,.0f} µs of processor time, the bare route {bare:,.0f} µs." if ours else ""
            text.append(f"* **{one.case.title}.** Beyond the bare route Duban {one.case.beyond}.{spent}")
            del missed[one.case.title]
    text += [f"* **{job}.** {why}".rstrip() for job, why in sorted(missed.items())]
    return "\n".join(text) + "\n"


def _over_http(results: Results) -> str:
    if not results.measured:
        return ""
    rows = []
    for one in results.measured:
        for name in ("duban", "bare"):
            alone = (results.alone or {}).get(one.case.name, {}).get(name)
            rows.append(
                (
                    one.case.title if name == "duban" else "",
                    name,
                    f"{one.median(name, rate):,.0f}",
                    f"{one.median(name, p50):.1f}",
                    f"{one.median(name, p99):.0f}",
                    f"{one.median(name, cpu):,.0f}" if one.median(name, cpu) else "",
                    f"{alone:.1f}" if alone else "",
                )
            )
    head = ("Request", "Server", "answers/s", "p50 ms", "p99 ms", "server CPU µs", "one connection p50 ms")
    return (
        f"## Over HTTP\n\nMedians over {results.size.rounds} rounds of {results.size.seconds:g} s, "
        f"{results.size.connections} connections; latencies are those of a server that is full.\n\n{_table(head, rows)}"
    )


def _how(results: Results) -> str:
    size, division = results.size, results.machine.division
    pinned = (
        "The server under test had one processor for itself; PostgreSQL and the load generator shared the others."
        if division.servers
        else "Nothing was pinned to a processor: servers, PostgreSQL and load generator competed for all of them."
    )
    database = ", ".join(f"{name} {value}" for name, value in results.machine.database.items()) or "not asked"
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return f"""## How it is measured

* {size.rows:,} rectification tasks, as many open clocks and complaints with their full text over
  {size.institutions:,} institutions in {size.districts} districts of {size.cities} cities, {size.entries:,} journal
  entries, planted by COPY.
* Duban and a bare server (Starlette, a raw asyncpg pool of the same size, orjson) run over the same database, each as
  one uvicorn process with uvloop and httptools. The bare server sends the SQL texts that Duban gave the driver, and
  repeats the rows that Duban's transaction wrote, in one transaction, with new ids. It signs nobody in, validates
  nothing, and knows no rule.
* Duban is asked with real tokens of people in different parts of the tree, and logs every request.
* Each round visits every request and both servers in random order; a first round is thrown away. The load generator is
  a process of its own. Any answer that is no success ends the run.
* A page far down the list is asked for with its cursor, as somebody would who had read all pages before.
* A launch is timed from the request to the end of its job; COPY puts the same duties and clocks, ready in memory, into
  the same indexed tables. The calendar correction is timed from the notice to the last clock's new date.
* A package is random bytes in the object store on this disk; its memory is what this process grew by. The stories of
  two parties are played over the protocol, without a database, the same ones each time; the first that breaks a rule
  ends the run.
* {pinned}
* PostgreSQL: {database}.
* {packages}.
"""


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    found = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    found += [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join(found) + "\n"
