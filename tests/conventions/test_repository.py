"""The repository itself: nothing in it ties it to one machine or registry, and its files stay small and explained."""

import ast
import json
import re
import subprocess
import tomllib
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINES = 450
"""A file reaches this length when it has become two."""

REGISTRIES = re.compile(
    r"pypi\.(?:org|tuna)|files\.pythonhosted|registry\.npm|registry\.yarnpkg|npmmirror|\.npmrc:_auth|mirrors?\.[a-z]+\.[a-z]+",
    re.IGNORECASE,
)
MACHINE_PATHS = re.compile(r"(?:file://|(?<![\w.:/-]))/(?:work|root|home|Users|mnt|opt/(?!duban))/[A-Za-z0-9_.-]*")
BINARY = {".png", ".jpg", ".ico", ".woff2", ".xlsx", ".docx", ".pdf", ".zip", ".gz"}
EXPLAINED = ("backend", "scripts", "bench")


@cache
def files() -> tuple[Path, ...]:
    """Every file under version control or about to be, deleted ones left out."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT, capture_output=True, check=True, text=True,
    ).stdout.split("\0")  # fmt: skip
    return tuple(sorted(ROOT / name for name in set(listed) if name and (ROOT / name).is_file()))


def python_files() -> list[Path]:
    return [file for file in files() if file.suffix == ".py"]


def shown(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def text_of(file: Path) -> str:
    return "" if file.suffix in BINARY else file.read_text(encoding="utf-8")


def test_there_is_something_to_look_at() -> None:
    assert len(python_files()) > 20
    assert ROOT / "pyproject.toml" in files()


def test_no_file_names_a_package_registry() -> None:
    here = Path(__file__).resolve()
    named = [
        f"{shown(file)}:{number}"
        for file in files()
        if file != here
        for number, line in enumerate(text_of(file).splitlines(), 1)
        if REGISTRIES.search(line)
    ]
    assert named == []


def test_no_file_names_a_path_of_somebodys_machine() -> None:
    here = Path(__file__).resolve()
    named = [
        f"{shown(file)}:{number}: {found[0]}"
        for file in files()
        if file != here
        for number, line in enumerate(text_of(file).splitlines(), 1)
        if (found := MACHINE_PATHS.search(line))
    ]
    assert named == []


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_python_packages_are_pinned_by_hash_and_by_nothing_else(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "://" not in text
    assert " @ " not in text
    entries = re.split(r"\n(?=[a-z0-9])", re.sub(r"^#.*\n", "", text, flags=re.M).strip())
    loose = [
        entry.split()[0]
        for entry in entries
        if not re.match(r"[a-z0-9.-]+(\[[a-z,-]+\])?==\S+ ", entry) or "--hash=sha256:" not in entry
    ]
    assert loose == []
    options = [line for line in text.splitlines() if line.lstrip().startswith("-") and "--hash=" not in line]
    assert options == []


def test_the_running_server_and_the_tests_use_the_same_versions() -> None:
    def pins(name: str) -> dict[str, str]:
        return dict(re.findall(r"^([a-z0-9.-]+)(?:\[[^]]*\])?==(\S+)", (ROOT / name).read_text(encoding="utf-8"), re.M))

    everything = pins("requirements-dev.txt")
    assert {name: everything.get(name) for name in pins("requirements.txt")} == pins("requirements.txt")


def test_every_dependency_of_the_project_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for name, asked in (
        ("requirements.txt", project["dependencies"]),
        ("requirements-dev.txt", project["dependencies"] + project["optional-dependencies"]["dev"]),
    ):
        pinned = set(re.findall(r"^([a-z0-9.-]+)", (ROOT / name).read_text(encoding="utf-8"), re.M))
        names = {re.split(r"[\[<>=~! ]", line)[0].lower().replace("_", "-") for line in asked}
        assert names - pinned == set(), f"{name} is older than pyproject.toml: run `make lock`"


def test_web_packages_are_pinned_by_digest_and_without_addresses() -> None:
    text = (ROOT / "frontend" / "package-lock.json").read_text(encoding="utf-8")
    assert "://" not in text, "run `make lock`"
    packages = json.loads(text)["packages"]
    assert [name for name, package in packages.items() if name and not package.get("integrity")] == []
    asked = json.loads((ROOT / "frontend" / "package.json").read_text(encoding="utf-8"))
    for kind in ("dependencies", "devDependencies"):
        assert packages[""][kind] == asked[kind], "the lock is older than package.json: run `make lock`"


def test_the_web_lock_holds_the_packages_of_every_machine() -> None:
    packages = json.loads((ROOT / "frontend" / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    locked = {name.rpartition("node_modules/")[2] for name in packages}
    wanted = {name for package in packages.values() for name in package.get("optionalDependencies", {})}
    assert wanted - locked == set(), "written beside installed packages: run `make lock`"


def test_no_python_file_has_become_two() -> None:
    read = [file for file in python_files() if "migrations/versions" not in file.as_posix()]
    lengths = {shown(file): len(text_of(file).splitlines()) for file in read}
    assert {name: length for name, length in lengths.items() if length >= LINES} == {}


def test_no_file_is_a_drawer_for_leftovers() -> None:
    drawers = {"utils", "util", "helpers", "helper", "misc", "common"}
    assert [shown(file) for file in python_files() if file.stem in drawers] == []


def test_every_package_says_what_it_is_for() -> None:
    silent = [
        shown(file)
        for file in python_files()
        if file.name == "__init__.py"
        and file.is_relative_to(ROOT / "backend")
        and not ast.get_docstring(ast.parse(text_of(file)))
    ]
    assert silent == []


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        shown(file)
        for file in python_files()
        if file.name != "__init__.py"
        and shown(file).split("/")[0] in EXPLAINED
        and not ast.get_docstring(ast.parse(text_of(file)))
    ]
    assert silent == []


def test_no_test_is_switched_off() -> None:
    switched_off = re.compile(r"@pytest\.mark\.(skip|xfail)\b|^\s*(?:#\s*)?TODO\b", re.M)
    assert [
        shown(file)
        for file in python_files()
        if file != Path(__file__).resolve() and switched_off.search(text_of(file))
    ] == []
