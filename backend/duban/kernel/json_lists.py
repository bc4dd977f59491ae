"""Membership in a JSON list of words, said once for both engines."""

from typing import Any

from sqlalchemy import Boolean, ColumnElement
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class json_has(FunctionElement[bool]):
    """`json_has(column, word)`: the JSON list in `column` holds the text `word`. A GIN index on it is used."""

    type = Boolean()
    inherit_cache = True
    name = "json_has"


def _parts(element: json_has) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    column, word = element.clauses
    return column, word


@compiles(json_has, "postgresql")
def _on_postgresql(element: json_has, compiler: Any, **given: Any) -> str:
    column, word = _parts(element)
    return (
        f"({compiler.process(column, **given)} @> jsonb_build_array(CAST({compiler.process(word, **given)} AS text)))"
    )


@compiles(json_has, "sqlite")
def _on_sqlite(element: json_has, compiler: Any, **given: Any) -> str:
    column, word = _parts(element)
    listed, sought = compiler.process(column, **given), compiler.process(word, **given)
    return f"EXISTS (SELECT 1 FROM json_each({listed}) AS listed WHERE listed.value = {sought})"  # noqa: S608
