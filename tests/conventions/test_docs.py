"""The pages for people agree with the program: commands, targets, calls and files that they name exist; both READMEs
say the same."""

import json
import re
import subprocess
from pathlib import Path

import pytest
import typer.main

from duban.cli import app

ROOT = Path(__file__).resolve().parents[2]
ENGLISH, CHINESE = ROOT / "README.md", ROOT / "README.zh-CN.md"
LISTED = subprocess.run(
    ["git", "ls-files", "--cached", "--others", "--exclude-standard", "README*", "CONTRIBUTING.md", "docs/*.md"],
    cwd=ROOT, capture_output=True, check=True, text=True,
).stdout.splitlines()  # fmt: skip
PAGES = [ROOT / name for name in sorted(set(LISTED)) if (ROOT / name).is_file()]
DUBAN = re.compile(r"\bduban ((?:[a-z]+(?:-[a-z]+)*)(?: [a-z]+(?:-[a-z]+)*)?)")
MAKE = re.compile(r"\bmake ([a-z]+)\b")
CALL = re.compile(r"\b(GET|POST|PUT|PATCH|DELETE) (/[\w/{}.-]+)")
FILE = re.compile(r"^[\w.-]+/[\w./-]+\.(?:py|md|json|sh|ts|tsx|yml|toml)$")
LINK = re.compile(r"(?<!\\)\]\(([^)\s]+)\)")


def code_of(page: Path) -> list[str]:
    """What stands as code in a page: fenced blocks and words between backticks."""
    text = page.read_text(encoding="utf-8")
    fenced = re.findall(r"^```.*?^```", text, re.S | re.M)
    fenced = [re.sub(r"(?m)#.*$", "", block) for block in fenced]  # comments are prose
    return [*fenced, *re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.S | re.M))]


def commands_of(page: Path) -> set[str]:
    """Every `duban …` that the page names, a command of a group with its group."""
    groups, found = commands(), set()
    for code in code_of(page):
        for words in DUBAN.findall(code):
            first, _, second = words.partition(" ")
            found.add(words if groups.get(first) and second else first)
    return found


def commands() -> dict[str, set[str]]:
    """Every command of the program, with those below it."""
    below = vars(typer.main.get_command(app))["commands"]
    return {name: set(vars(command).get("commands", {})) for name, command in below.items()}


def targets_of(page: Path) -> set[str]:
    return {name for code in code_of(page) for name in MAKE.findall(code)}


def shape(path: str) -> str:
    """A path without the API's own prefix, its parameters without their names."""
    return re.sub(r"\{\w+\}", "{}", path.removeprefix("/api/v1"))


def headings(page: Path) -> list[int]:
    """The levels of the page's headings, in order."""
    text = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.S | re.M)
    return [len(marks) for marks in re.findall(r"^(#+) ", text, re.M)]


def test_both_readmes_have_the_same_sections_and_name_the_same_commands() -> None:
    assert headings(ENGLISH) == headings(CHINESE)
    assert commands_of(ENGLISH) == commands_of(CHINESE)
    assert targets_of(ENGLISH) == targets_of(CHINESE)


def test_the_readmes_name_every_command_there_is() -> None:
    every = {f"{name} {below}" if below else name for name, group in commands().items() for below in group or {""}}
    assert every - commands_of(ENGLISH) == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_what_a_page_names_exists(page: Path) -> None:
    known = commands()
    every = {*known, *(f"{name} {below}" for name, group in known.items() for below in group)}
    assert commands_of(page) - every == set()
    made = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    assert targets_of(page) - made == set()
    contract = json.loads((ROOT / "openapi" / "openapi.json").read_text(encoding="utf-8"))["paths"]
    offered = {(method.upper(), shape(path)) for path, item in contract.items() for method in item}
    called = {(method, shape(path)) for code in code_of(page) for method, path in CALL.findall(code)}
    assert called - offered == set()
    homes = (ROOT, ROOT / "backend" / "duban", ROOT / "frontend", ROOT / "frontend" / "src", page.parent)
    missing = [
        file
        for code in code_of(page)
        for file in FILE.findall(code)
        if not any((home / file).exists() for home in homes)
    ]
    for link in LINK.findall(page.read_text(encoding="utf-8")):
        path = link.partition("#")[0]
        if path and ":" not in path and not (page.parent / path).exists():
            missing.append(link)
    assert missing == []


def test_every_decision_has_one_shape_and_stands_in_the_index() -> None:
    folder = ROOT / "docs" / "decisions"
    index = (folder / "README.md").read_text(encoding="utf-8")
    decisions = [page for page in PAGES if page.parent == folder and page.name != "README.md"]
    wrong = []
    for page in decisions:
        text = page.read_text(encoding="utf-8")
        title = text.splitlines()[0].removeprefix("# ")
        parts = re.findall(r"^\*\*(\w+)\.\*\*", text, re.M)
        table = "| Package | Why |" in text  # one line per package: each is its own decision
        if f"[{title}]({page.name})" not in index or not title.startswith(page.name[:5].rstrip("-")):
            wrong.append((page.name, "index"))
        if parts != ["Context", "Decision", "Cost"] and not table:
            wrong.append((page.name, "shape"))
    assert len(decisions) > 5
    assert wrong == []
