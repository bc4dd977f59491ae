"""The code lists that plans speak in: institution types, agencies, sections, stages, kinds of report, fields, units.

Each is a file under `data/catalogues/`: code → Chinese and English name, with other names in use (卫计局, 卫健委 …) as
aliases. It must not know what a plan does with a code.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from duban.campaigns.validation import DocumentError, read
from duban.kernel.errors import Text

NAMES = (
    "institution_type",
    "agency",
    "section",
    "campaign_stage",
    "report_kind",
    "accountability_kind",
    "focus_field",
    "unit",
)


class CatalogueError(DocumentError):
    """A catalogue file that cannot be used."""

    subject = Text("目录", "catalogue")


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


@cache
def catalogue(name: str) -> Catalogue:
    """The shipped catalogue `name` (one of `NAMES`). Raises `KeyError` for another name."""
    if name not in NAMES:
        raise KeyError(name)
    source = files("duban.campaigns").joinpath("data", "catalogues", f"{name}.yaml").read_bytes()
    read_file = read(_File, source, file=f"{name}.yaml", error=CatalogueError)
    entries = tuple(Entry(item.code, Text(item.zh, item.en), item.aliases) for item in read_file.items)
    return Catalogue(read_file.catalogue, Text(read_file.zh, read_file.en), entries)
