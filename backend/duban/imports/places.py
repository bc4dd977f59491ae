"""Organisations named in a sheet: by code, by name or by short name, inside the actor's subtree."""

from collections.abc import Iterable

from sqlalchemy import or_
from sqlmodel import col

from duban.kernel.access import visible
from duban.kernel.acts import Act
from duban.kernel.errors import Text
from duban.kernel.organisations import Organisation


class Places:
    """What some words mean here. One statement for all of them."""

    def __init__(self, found: dict[str, list[Organisation]]) -> None:
        self._found = found

    @classmethod
    async def of(cls, act: Act, words: Iterable[str | None]) -> "Places":
        """Look up `words`. Closed organisations are not found."""
        wanted = {word for word in words if word}
        found: dict[str, list[Organisation]] = {}
        if wanted:
            nodes = await act.db.scalars(
                visible(Organisation, act.me).where(
                    or_(
                        col(Organisation.code).in_(wanted),
                        col(Organisation.name).in_(wanted),
                        col(Organisation.short_name).in_(wanted),
                    ),
                    col(Organisation.closed_on).is_(None),
                )
            )
            for node in nodes:
                for word in {node.code, node.name, node.short_name} & wanted:
                    found.setdefault(str(word), []).append(node)
        return cls(found)

    def one(self, word: str) -> Organisation | tuple[str, Text]:
        """The one organisation that `word` means, or why there is not exactly one: code and text."""
        choices = self._found.get(word, [])
        exact = [node for node in choices if node.code == word]
        if len(exact) == 1:
            return exact[0]
        if len(choices) == 1:
            return choices[0]
        shown = word[:40]
        if choices:
            return "organisation_ambiguous", Text(
                f"有 {len(choices)} 个机构叫“{shown}”，请改填其代码。",
                f"{len(choices)} organisations are called that; give the code.",
            )
        return "organisation_unknown", Text(
            f"您的辖区内没有机构“{shown}”。", f"No organisation of yours is called {shown!r}."
        )
