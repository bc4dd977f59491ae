"""Full text over everything a person may see: one document per subject, written in the subject's transaction.

The text is kept as character bigrams (`bigrams.py`): FTS5 on SQLite, `tsvector('simple')` with GIN on PostgreSQL.
Protected values never become searchable text; whoever calls `index` passes only what every reader of the row may see.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint, bindparam, event, func, literal_column, select, text, update
from sqlalchemy.sql.selectable import Select
from sqlmodel import Field, SQLModel, col

from duban.kernel.acts import Act
from duban.kernel.bigrams import FTS5_TOKENIZE, fts5_query, index_text, tsquery
from duban.kernel.db import LEVELS, Database, Scoped, ddl, level_indexes, text_field
from duban.kernel.errors import FieldError, Invalid, Text
from duban.kernel.ids import new_id


class SearchDocument(Scoped, table=True):
    """What one subject can be found by. `title` and `subtitle` are shown in the result list."""

    __tablename__ = "search_document"
    __table_args__ = (
        UniqueConstraint("subject_type", "subject_id"),
        Index(
            "ix_search_document_terms",
            func.to_tsvector(literal_column("'simple'::regconfig"), literal_column("terms")),
            postgresql_using="gin",
        ).ddl_if(dialect="postgresql"),
        *level_indexes("search_document", "id"),
    )

    subject_type: str = Field(max_length=40)
    subject_id: UUID
    permission: str = Field(max_length=60)
    title: str = Field(max_length=200)
    subtitle: str = Field(default="", max_length=200)
    terms: str = text_field(nullable=False)
    reach: int = Field(default=1, sa_column_kwargs={"server_default": "1"})


async def index(
    act: Act,
    subject: Any,
    *,
    permission: str,
    title: str,
    subtitle: str = "",
    texts: list[str | None],
    new: bool = False,
) -> None:
    """Make `subject` findable by `title` and `texts` for whoever sees it and has `permission`.

    `new` spares the look for an earlier document; only for a subject made in this very act.
    """
    terms = index_text("\n".join([title, *(t for t in texts if t)]))
    document = None
    if not new:
        document = await act.db.scalar(
            select(SearchDocument).where(
                col(SearchDocument.subject_type) == type(subject).word(), col(SearchDocument.subject_id) == subject.id
            )
        )
    if document is None:
        document = SearchDocument(
            id=new_id(),
            created_at=act.now,
            updated_at=act.now,
            subject_type=type(subject).word(),
            subject_id=subject.id,
            permission=permission,
            title="",
            terms="",
        )
    document.title, document.subtitle, document.terms = title[:200], subtitle[:200], terms
    document.permission, document.updated_at = permission, act.now
    document.reach = getattr(subject, "reach", 1)
    for level in range(1, LEVELS + 1):
        setattr(document, f"org_l{level}", getattr(subject, f"org_l{level}"))
    act.db.add(document)


async def let_find(act: Act, subject: Any, reach: int) -> None:
    """Let organisations at level `reach` of the tree find `subject`, too (`db.Reached`). Its text stays as it is."""
    document = SearchDocument
    changed = update(document).where(
        col(document.subject_type) == type(subject).word(), col(document.subject_id) == subject.id
    )
    await act.db.execute(changed.values(reach=reach).execution_options(synchronize_session=False))


def require_searchable(query: str) -> None:
    """Raise Invalid where nothing of `query` can be searched (punctuation only)."""
    if fts5_query(query) is None:
        told = Text("请输入至少一个汉字、字母或数字。", "Type at least one letter, digit or Chinese character.")
        raise Invalid("nothing_to_search", told, [FieldError("/q", "nothing_to_search", told)])


def condition(database: Database, name: str) -> Any:
    """The condition on `search_document` that the text of parameter `name` matches.

    The parameter is bound to `engine_query(…)`, never to the person's own words.
    """
    if database.is_sqlite:
        hits = text(f"SELECT rowid FROM search_fts WHERE search_fts MATCH :{name}").bindparams(  # noqa: S608 - a fixed word
            bindparam(name)
        )
        return literal_column("search_document.rowid").in_(hits.columns(literal_column("rowid")).scalar_subquery())
    vector = func.to_tsvector(literal_column("'simple'::regconfig"), col(SearchDocument.terms))
    return vector.op("@@")(func.to_tsquery(literal_column("'simple'::regconfig"), bindparam(name)))


def matching(database: Database, subject_type: str, name: str, *, level: int | None = None) -> Select[Any]:
    """The ids of subjects of `subject_type` whose text matches the parameter `name`.

    `level`: of those below the organisation of the parameter `_scope` at that level of the tree. Whoever looks at the
    subjects' own scope as well finds the same; but of a common word no other document is fetched.
    """
    found = select(col(SearchDocument.subject_id)).where(
        col(SearchDocument.subject_type) == subject_type, condition(database, name)
    )
    if level is None:
        return found
    place = SearchDocument.__table__.c[f"org_l{level}"]  # type: ignore[attr-defined]
    return found.where(place == bindparam("_scope", type_=place.type))


def engine_query(database: Database, words: str) -> str:
    """A person's words as the engine's query (both forms quote everything)."""
    found = fts5_query(words) if database.is_sqlite else tsquery(words)
    require_searchable(words)
    return found or ""


_FTS = (
    f"CREATE VIRTUAL TABLE search_fts USING fts5(terms, content='search_document', tokenize='{FTS5_TOKENIZE}')",
    "CREATE TRIGGER search_document_fts_insert AFTER INSERT ON search_document BEGIN "
    "INSERT INTO search_fts(rowid, terms) VALUES (new.rowid, new.terms); END",
    "CREATE TRIGGER search_document_fts_update AFTER UPDATE OF terms ON search_document BEGIN "
    "INSERT INTO search_fts(search_fts, rowid, terms) VALUES ('delete', old.rowid, old.terms); "
    "INSERT INTO search_fts(rowid, terms) VALUES (new.rowid, new.terms); END",
    "CREATE TRIGGER search_document_fts_delete AFTER DELETE ON search_document BEGIN "
    "INSERT INTO search_fts(search_fts, rowid, terms) VALUES ('delete', old.rowid, old.terms); END",
)
"""SQLite's index over `search_document`, kept by triggers so that no writer can forget it."""

for _statement in _FTS:
    event.listen(
        SQLModel.metadata.tables["search_document"],
        "after_create",
        ddl(_statement, "sqlite"),
    )
