"""Chinese full-text search: one text column of character bigrams, searched the same way on SQLite and PostgreSQL.

A writer stores `index_text(text)` in the row's own transaction. SQLite indexes that column with FTS5 (`tokenize =
FTS5_TOKENIZE`) and asks `MATCH fts5_query(q)`; PostgreSQL indexes `to_tsvector('simple', column)` with GIN and asks
`@@ to_tsquery('simple', tsquery(q))`. Knows no table.

What matches: the query is split at blanks and every piece must be found (AND). A piece is found where its characters
stand next to each other in the text; signs between them are overlooked on both sides, and a run of letters or digits
counts only as a whole ("12" does not find "2012"). Width, case and variation selectors make no difference.

How: a run of Chinese (or Japanese, Korean) characters becomes its overlapping pairs and, last, its final character
alone; any other run of letters and digits is one token. A piece becomes a phrase of such tokens, so that two pairs
match only where they overlap in the text.
"""

import re
import unicodedata
from collections.abc import Iterator

FTS5_TOKENIZE = "unicode61 remove_diacritics 0"

MAX_POSITIONS = 16_000
"""Tokens indexed of one text. PostgreSQL counts positions to 16 383 only, and a phrase cannot be found beyond."""

MAX_QUERY_TOKENS = 100
_MAX_RUN = 64
"""Characters of a run of letters and digits that are told apart (PostgreSQL refuses words above 2046 bytes)."""

# SQLite's tokenizer knows the letters of Unicode 6.1 and PostgreSQL's those of the server's locale. Every character
# that is not certain to be a letter to both is written as this sign and six hexadecimal digits. The sign itself never
# occurs in a text: NFKC takes it apart.
_ESCAPE = "\u30ff"
_COMMON_CJK = "\u3041-\u3096\u30a1-\u30fa\u30fc-\u30fe\u3400-\u4db5\u4e00-\u9fcc\uac00-\ud7a3"
_CJK = f"\u3005\u3007\u3021-\u3029{_COMMON_CJK}\u4db6-\u4dbf\u9fcd-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_CJK_CHARACTER = re.compile(f"[{_CJK}]")
# Most texts are nothing but these characters; one expression then yields every pair, last character and word.
_ORDINARY = re.compile(f"[\\x00-\\x7f{_COMMON_CJK}\u00b7\u2010-\u2027\u3001-\u3004\u3008-\u3020]*")
_ORDINARY_TOKEN = re.compile(f"(?=([{_COMMON_CJK}]{{1,2}}))[{_COMMON_CJK}]|([0-9a-z]+)")
_UNCERTAIN = re.compile(f"[^0-9a-z{_COMMON_CJK}]")


def index_text(text: str) -> str:
    """The tokens of `text` with blanks between them, for the search column; at most the first `MAX_POSITIONS`."""
    folded = _folded(text)
    if _ORDINARY.fullmatch(folded):
        tokens = [pair or word[:_MAX_RUN] for pair, word in _ORDINARY_TOKEN.findall(folded)]
    else:
        tokens = [token for run in _runs(folded) for token in _tokens(run, closed=True)]
    return " ".join(tokens[:MAX_POSITIONS])


def fts5_query(q: str) -> str | None:
    """The FTS5 MATCH expression of what a person typed, safe for any input; None when there is nothing to look for.

    Looks for the first `MAX_QUERY_TOKENS` tokens only.
    """
    phrases = [f'"{" ".join(tokens)}"{" *" if prefix else ""}' for tokens, prefix in _phrases(q)]
    return " AND ".join(phrases) or None


def tsquery(q: str) -> str | None:
    """The argument for `to_tsquery('simple', …)`, as `fts5_query`."""
    phrases = []
    for tokens, prefix in _phrases(q):
        quoted = [f"'{token}'" for token in tokens]
        quoted[-1] += ":*" if prefix else ""
        phrases.append("(" + " <-> ".join(quoted) + ")")
    return " & ".join(phrases) or None


def _phrases(q: str) -> Iterator[tuple[list[str], bool]]:
    """Tokens of each piece of the query, and whether the last is only the beginning of a token."""
    left = MAX_QUERY_TOKENS
    for piece in _folded(q).split():
        runs = list(_runs(piece))
        if not runs or left <= 0:
            continue
        *before, last = runs
        tokens = [token for run in before for token in _tokens(run, closed=True)] + _tokens(last, closed=False)
        whole = len(tokens) <= left
        yield tokens[:left], whole and len(last) == 1 and _is_cjk(last)
        left -= len(tokens)


def _tokens(run: str, *, closed: bool) -> list[str]:
    """A run's tokens; `closed` when the run must end here, so that its final character stands alone."""
    if not _is_cjk(run):
        return [_spelt(run[:_MAX_RUN])]
    pairs = [_spelt(run[at : at + 2]) for at in range(len(run) - 1)]
    return [*pairs, _spelt(run[-1])] if closed or not pairs else pairs


def _runs(folded: str) -> Iterator[str]:
    """Longest stretches that are all CJK, or all other letters, digits and their marks."""
    run, kind = "", ""
    for character in folded:
        now = _kind(character)
        if now == kind:
            run += character
            continue
        if kind:
            yield run
        run, kind = character, now
    if kind:
        yield run


def _kind(character: str) -> str:
    if _is_cjk(character):
        return "cjk"
    return "word" if unicodedata.category(character)[0] in "LMN" else ""


def _is_cjk(run: str) -> bool:
    return _CJK_CHARACTER.match(run) is not None


def _spelt(run: str) -> str:
    return _UNCERTAIN.sub(lambda found: f"{_ESCAPE}{ord(found.group()):06x}", run)


def _folded(text: str) -> str:
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    if _ORDINARY.fullmatch(text):
        return text
    return "".join(character for character in text if not _is_invisible(character))


def _is_invisible(character: str) -> bool:
    """Format characters and variation selectors: 葛 with a selector is 葛, a pasted zero-width blank is nothing."""
    if character.isascii():
        return False
    return (
        unicodedata.category(character) == "Cf"
        or "\ufe00" <= character <= "\ufe0f"
        or "\U000e0100" <= character <= "\U000e01ef"
    )
