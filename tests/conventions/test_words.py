"""Every act that the journal may hold has words on the screens: nobody reads `complaint · answer_message`."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import duban.main  # noqa: F401 - registers every workflow
from duban.kernel import term_registry

ROOT = Path(__file__).parents[2]
WORDS = [
    ROOT / "frontend" / "src" / "shared" / "i18n" / name
    for name in ("acts.ts", "clue-acts.ts", "dispute-acts.ts", "handoff-acts.ts", "enums.ts")
]
ACT = re.compile(r'"([a-z_]+:[a-z_]+)"')
NO_ACTS = {"journal:read"}
"""Written like an act, and none."""


def acts() -> Iterator[str]:
    source = "\n".join(path.read_text("utf-8") for path in (ROOT / "backend" / "duban").rglob("*.py"))
    yield from ACT.findall(source)
    for flow in term_registry.workflows():
        if f'name="{flow.name}"' in source:  # other tests register samples
            yield from (f"{flow.name}:{step.name}" for step in flow.steps)


@pytest.fixture(scope="module")
def known() -> tuple[set[str], set[str]]:
    """Acts with words of their own, and subjects and verbs that have words."""
    text = "\n".join(path.read_text("utf-8") for path in WORDS)
    return set(re.findall(r'"([a-z_]+:[a-z_]+)": \[', text)), set(re.findall(r"^  ([a-z_]+): \[", text, re.MULTILINE))


def test_every_act_has_words(known: tuple[set[str], set[str]]) -> None:
    whole, words = known
    nameless = {act for act in acts() if act not in whole and act.split(":")[1] not in words}
    assert nameless - NO_ACTS == set()


def test_every_subject_has_words(known: tuple[set[str], set[str]]) -> None:
    subjects = {act.split(":")[0] for act in acts() if act not in NO_ACTS}
    assert subjects - known[1] == set()
