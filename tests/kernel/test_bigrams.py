import asyncio
import re
import sqlite3
import sys
import unicodedata

import asyncpg
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from duban.kernel import bigrams
from duban.kernel.bigrams import FTS5_TOKENIZE, MAX_POSITIONS, fts5_query, index_text, tsquery


class Sqlite:
    def __init__(self) -> None:
        self._db = sqlite3.connect(":memory:")
        self._db.execute(f"CREATE VIRTUAL TABLE document USING fts5(words, tokenize = '{FTS5_TOKENIZE}')")

    def find(self, texts: list[str], q: str) -> set[int]:
        """The places in `texts` that `q` finds; nothing when nothing can be looked for."""
        wanted = fts5_query(q)
        if wanted is None:
            return set()
        self._db.execute("DELETE FROM document")
        rows = [(place, index_text(text)) for place, text in enumerate(texts)]
        self._db.executemany("INSERT INTO document (rowid, words) VALUES (?, ?)", rows)
        return {row[0] for row in self._db.execute("SELECT rowid FROM document WHERE document MATCH ?", [wanted])}

    def close(self) -> None:
        self._db.close()


class Postgres:
    def __init__(self, url: str) -> None:
        self._loop = asyncio.Runner()
        self._db = self._loop.run(asyncpg.connect(re.sub(r"^postgresql\+\w+", "postgresql", url)))

    def find(self, texts: list[str], q: str) -> set[int]:
        wanted = tsquery(q)
        if wanted is None:
            return set()
        rows = self._loop.run(
            self._db.fetch(
                "SELECT place - 1 AS place FROM unnest($1::text[]) WITH ORDINALITY AS document (words, place)"
                " WHERE to_tsvector('simple', words) @@ to_tsquery('simple', $2)",
                [index_text(text) for text in texts],
                wanted,
            )
        )
        return {row["place"] for row in rows}

    def close(self) -> None:
        self._loop.run(self._db.close())
        self._loop.close()


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def engine(request):
    made = Sqlite() if request.param == "sqlite" else Postgres(request.getfixturevalue("postgresql_url"))
    yield made
    made.close()


CORPUS = [
    "加强安全生产管理，防范粉尘爆炸",
    "人民至上、生命至上",
    "南京市长江大桥",
    "三丰化工厂安全检查",
    "依法执业，生产法规培训",
    "安全，生产两不误",
    "生产安全事故报告",
    "法",
    "执法人员在安全产法条",
    "大桥长",
    "江大桥长",
    "",
]


@pytest.mark.parametrize(
    "q",
    [
        "安全",
        "粉尘",
        "生命",
        "三丰",
        "安全生产",
        "市长",
        "法",
        "产法",
        "大桥长江",
        "长江大桥",
        "生产",
        "南京市长江大桥",
    ],
)
def test_the_twelve_kinds_of_query_find_exactly_what_contains_them(engine, q):
    assert engine.find(CORPUS, q) == {place for place, text in enumerate(CORPUS) if q in text}


@pytest.mark.parametrize(
    ("q", "text", "found"),
    [
        ("𠮷野", "患者𠮷野家", True),
        ("𠮷", "患者𠮷野家", True),
        ("野", "患者𠮷野家", True),
        ("𠮷家", "患者𠮷野家", False),
        ("\U00031350", "罕见字\U00031350在内", True),  # extension H, Unicode 15
        ("\U00031351", "罕见字\U00031350在内", False),
        ("鿰", "元素鿰", True),  # Unicode 11: unknown to SQLite's tokenizer
        ("葛城", "葛\U000e0100城市", True),
        ("安全生产", "安全\u200b生产", True),
        ("ＣＴ", "做了ct检查", True),
        ("CT检查", "做了CT检查两次", True),
        ("CT检查", "检查CT", False),
        ("检查CT", "先检查CT后", True),
        ("CT检", "做了CT检查", True),
        ("号12", "文号12", True),
        ("12", "2012年", False),
        ("2012", "2012年", True),
        ("卫办发〔2026〕12号", "印发卫办发[2026]12号文件", True),
        ("卫办发〔2026〕12号", "卫办发〔2025〕12号、〔2026〕13号", False),
        ("TS-2026-000123", "投诉 TS-2026-000123 已办结", True),
        ("TS-2026-000123", "投诉 TS-2025-000123 于2026年", False),
        ("安全 粉尘", "粉尘与安全", True),
        ("安全 粉尘", "粉尘", False),
        ("安全，生产", "安全、生产", True),
        ("ｶﾀｶﾅ", "カタカナ表記", True),
        ("café", "Un CAFÉ noir", True),
        ("cafe", "Un CAFÉ noir", False),
        ("ᠮᠣᠩᠭᠣᠯ", "ᠮᠣᠩᠭᠣᠯ ᠬᠡᠯᠡ", True),
        ("ཡིག", "བོད་ཡིག", True),
        ("ཡ", "ཡིག", False),  # the vowel sign belongs to the word
        ("strasse", "Hauptstr. Straße 5", True),
        ("1e5", "1e5 0x1f", True),
        ("3.14", "圆周率3.14", True),
        ("u20bb7", "患者𠮷野家", False),
        ("コト", "という\u30ff", True),
    ],
)
def test_mixed_and_rare_writing(engine, q, text, found):
    assert engine.find([text], q) == ({0} if found else set())


ALPHABET = "安全生产法长江𠮷ABab12ＡⅣ，。-'\"*():&|!<>^\\%_ \n\t\x00😀é\u200b"
TEXTS = st.text(ALPHABET, max_size=30)


def truth(text: str, q: str) -> bool:
    """What the module promises, said again with plain strings: | stands where one run ends and the next begins."""

    def runs(written: str) -> list[str]:
        plain = unicodedata.normalize("NFKC", written).casefold().replace("\u200b", "")
        return re.findall(r"[安全生产法长江𠮷]+|[a-z0-9é]+", plain)

    whole = "|" + "|".join(runs(text)) + "|"
    found = []
    for piece in q.replace("\u200b", "").split():
        wanted = runs(piece)
        if not wanted:
            continue
        first = "|" if re.match("[a-z0-9é]", wanted[0]) else ""
        last = "|" if re.match("[a-z0-9é]", wanted[-1]) else ""
        found.append(first + "|".join(wanted) + last in whole)
    return bool(found) and all(found)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(TEXTS, min_size=1, max_size=8), q=st.text(ALPHABET, max_size=6))
@example(texts=["a法全b", "a法b", "a b"], q="a法b")
def test_any_query_on_any_texts_equals_the_truth(engine, texts, q):
    assert engine.find(texts, q) == {place for place, text in enumerate(texts) if truth(text, q)}


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXTS, data=st.data())
def test_every_part_of_a_text_of_chinese_characters_finds_it(engine, text, data):
    text = re.sub("[^安全生产法长江𠮷]", "", text)
    if text:
        start = data.draw(st.integers(0, len(text) - 1))
        end = data.draw(st.integers(start + 1, len(text)))
        assert engine.find([text], text[start:end]) == {0}


INJECTIONS = [
    '"', "'", "''", '"" OR "a"', "a OR b", "NOT a", "NEAR(a b, 1)", "words:a", "a*", "^a", "{words} : a", "a AND", "-a",
    "a & b", "a | b", "!a", "a <-> b", "a:*", "a:A", "'a' & 'b", "\\", "\\'", "$$", "a;DROP TABLE document;--", "\x00",
    "a\x00b", "\ud800", "(", ")", "((((", "%", "_", "\u2028", "😀", "👨\u200d👩\u200d👧", "\ufeff", "\u0000安全",
]  # fmt: skip


@pytest.mark.parametrize("q", INJECTIONS)
def test_no_sign_of_a_query_language_has_a_meaning(engine, q):
    assert engine.find(["unrelated", "or", "words", "near"], q) <= {1, 2, 3}
    assert 0 not in engine.find(["unrelated"], q)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(), max_size=60), q=st.text(st.characters(), max_size=30))
def test_any_unicode_is_taken_and_a_text_finds_itself(engine, text, q):
    engine.find([text], q)
    if fts5_query(text) is not None:
        assert engine.find([text], text) == {0}


@pytest.mark.parametrize("q", ["", " ", "，。！？", "😀", "\x00", "\u200b", '"*"', "'&|!"])
def test_there_is_nothing_to_look_for_in_signs(q):
    assert fts5_query(q) is None
    assert tsquery(q) is None
    assert index_text(q) == ""


def test_the_tokens_of_one_sentence():
    assert index_text("安全生产，CT 2次") == "安全 全生 生产 产 ct 2 次"
    assert fts5_query("安全生产 法") == '"安全 全生 生产" AND "法" *'
    assert tsquery("安全生产 法") == "('安全' <-> '全生' <-> '生产') & ('法':*)"


@given(TEXTS)
def test_the_quick_way_through_ordinary_text_gives_the_same_tokens_as_the_careful_one(text):
    careful = [token for run in bigrams._runs(bigrams._folded(text)) for token in bigrams._tokens(run, closed=True)]
    assert index_text(text) == " ".join(careful)


def test_every_sign_of_ordinary_text_is_a_separator_or_a_token():
    for code in range(sys.maxunicode + 1):
        character = chr(code)
        if bigrams._ORDINARY.fullmatch(character) and not bigrams._ORDINARY_TOKEN.search(character.casefold()):
            assert unicodedata.category(character)[0] not in "LMN", hex(code)
            assert unicodedata.category(character) != "Cf", hex(code)


def test_the_escape_sign_never_survives_in_a_text():
    assert bigrams._ESCAPE not in bigrams._folded(bigrams._ESCAPE)


def test_a_long_text_is_indexed_to_the_last_position_that_postgresql_can_count(engine):
    text = "安" * (MAX_POSITIONS - 2) + "法规" + "江"
    assert len(index_text(text).split()) == MAX_POSITIONS
    assert engine.find([text], "法规") == {0}


def test_a_word_of_a_thousand_letters_is_indexed_and_found(engine):
    assert engine.find(["é" * 1000], "é" * 1000) == {0}


def test_a_query_of_any_length_is_answered(engine):
    text = "安全生产法长江" * 50
    assert engine.find([text, "安全"], text) == {0}
    assert engine.find([text, "安全"], "安全 " * 5000) == {0, 1}
