"""Pages for integrators and the programs in `examples/`, as tests load and run them."""

import ast
import importlib.util
import inspect
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"


def shell_of(page: Path) -> str:
    """The page's shell blocks as one script that stops at the first that fails; `>>>` before the output of each."""
    blocks = re.findall(r"```sh\n(.*?)```", page.read_text("utf-8"), re.S)
    return "\n".join(["set -euo pipefail", *(f"echo '>>>'\n{block}" for block in blocks)])


class Page:
    """The page's Python blocks, run one after the other in one namespace."""

    def __init__(self, path: Path, **names: Any) -> None:
        self.path, self.names = path, names
        self.blocks: Iterator[str] = iter(re.findall(r"```python\n(.*?)```", path.read_text("utf-8"), re.S))

    async def go_on(self) -> dict[str, Any]:
        code = compile(next(self.blocks), str(self.path), "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
        found = eval(code, self.names)  # noqa: S307 - our own page
        if inspect.isawaitable(found):
            await found
        return self.names


def loaded(name: str, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """A program of `examples/`; what it imports of its neighbours is forgotten with the test."""
    monkeypatch.syspath_prepend(str(EXAMPLES))
    monkeypatch.setitem(sys.modules, "hospital_client", _module("hospital_client"))
    return sys.modules[name] if name == "hospital_client" else _module(name)


def _module(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, EXAMPLES / f"{name}.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
