"""Code lists that ship with a module: code → Chinese and English name, with other names in use as aliases.

Each is a file `data/catalogues/<name>.yaml` of the package that owns it. This module must not know what anybody does
with a code.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field

from duban.kernel.errors import Text


class _Item(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    code: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    zh: Annotated[str, Field(min_length=1)]
    en: Annotated[str, Field(min_length=1)]
    aliases: tuple[str, ...] = ()


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    catalogue: str
    zh: str
    en: str
    items: tuple[_Item, ...]


@dataclass(frozen=True)
class Entry:
    """One code with its names; `aliases` are other Chinese names in use."""

    code: str
    name: Text
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Catalogue:
    """A list of codes in the order in which a form offers them."""

    code: str
    name: Text
    entries: tuple[Entry, ...]

    def codes(self) -> tuple[str, ...]:
        return tuple(entry.code for entry in self.entries)

    def get(self, code: str) -> Entry | None:
        return next((entry for entry in self.entries if entry.code == code), None)

    def called(self, word: str) -> Entry | None:
        """The entry that `word` means: its code, one of its names or an alias, whatever the case."""
        wanted = word.strip().casefold()
        for entry in self.entries:
            names = (entry.code, entry.name.zh, entry.name.en, *entry.aliases)
            if any(wanted == name.casefold() for name in names):
                return entry
        return None


@cache
def shipped(package: str, name: str) -> Catalogue:
    """The catalogue `name` that `package` ships. Raises FileNotFoundError where there is none."""
    source = files(package).joinpath("data", "catalogues", f"{name}.yaml").read_text(encoding="utf-8")
    read = _File.model_validate(yaml.safe_load(source))
    entries = tuple(Entry(item.code, Text(item.zh, item.en), item.aliases) for item in read.items)
    return Catalogue(read.catalogue, Text(read.zh, read.en), entries)
