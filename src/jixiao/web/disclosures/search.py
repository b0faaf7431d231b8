"""Full-text search in Chinese (全文检索), the same on SQLite and on PostgreSQL.

A text is kept as a line of tokens, made by :func:`text_for`: a run of Chinese characters becomes
its overlapping pairs and its last character (政务热线 → ``政务 务热 热线 线``), a latin word or a
number is a token as it is (``96.00`` is ``96``). The database only finds rows that hold all the
tokens of a question: FTS5 and GIN do that alike. What stands in quotation marks must stand
together, which is a question to the line of tokens itself. So nothing depends on how a database
cuts words, and both answer the same.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any, NamedTuple, TypeVar

from django.db import connections, models
from django.db.models import Case, QuerySet, Value, When
from django.db.models.expressions import Combinable, RawSQL

Row = TypeVar("Row", bound=models.Model)

LONGEST_QUESTION = 200  # characters; what is beyond is not looked at
LONGEST_WORD = 60  # of latin letters or digits
MOST_TOKENS = 60_000  # of one text
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»「」『』＂", '"'))
# Characters written without blanks between words: Chinese and kana, no punctuation.
_CHINESE = (
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3040-\u30fa\u30fc-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
)
_CHINESE += "\uf900-\ufaff\U00020000-\U0003ffff"
# Numbers with their fraction and their groups of three, latin words, Chinese runs.
_PIECES = re.compile(rf"\d+(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?|[{_CHINESE}]+|[^\W\d_{_CHINESE}]+")
_ONE_CHINESE = re.compile(f"[{_CHINESE}]")

# The tables with a line of tokens, and the index of each on SQLite.
INDEXES = {
    "disclosures_publishedtarget": "portal_target_search",
    "disclosures_publishedindicator": "portal_indicator_search",
}
# What PostgreSQL indexes: the tokens as they are, without a parser of its own.
VECTOR = "array_to_tsvector(array_remove(string_to_array({column}, ' '), ''))"


def text_for(*texts: str) -> str:
    """The line of tokens of one or more texts, for ``search_text``; empty where there is none."""
    tokens: list[str] = []
    for text in texts:
        tokens += _tokens(text)
    return f" {' '.join(tokens[:MOST_TOKENS])} " if tokens else ""


def _tokens(text: str) -> list[str]:
    found: list[str] = []
    for piece in _PIECES.findall(unicodedata.normalize("NFKC", text).casefold()):
        if piece[0].isdecimal():
            found.append(_number(piece))
        elif _is_chinese(piece[0]):
            found += [piece[i : i + 2] for i in range(len(piece))]
        else:
            found.append(piece[:LONGEST_WORD])
    return found


def _number(piece: str) -> str:
    piece = piece.replace(",", "")
    if "." in piece:
        piece = piece.rstrip("0").rstrip(".")
    return piece[:LONGEST_WORD]


def _is_chinese(character: str) -> bool:
    return _ONE_CHINESE.match(character) is not None


class Term(NamedTuple):
    """A part of a question: its words, its tokens, and whether they must stand together."""

    words: str
    tokens: tuple[str, ...]
    together: bool

    @property
    def line(self) -> str:
        """What the line of tokens holds where they stand together."""
        last = self.tokens[-1]
        open_end = len(last) == 1 and _is_chinese(last)
        return f" {' '.join(self.tokens)}" + ("" if open_end else " ")


class Question(NamedTuple):
    """What was asked (检索词), cut into terms; every one of them must be met."""

    terms: tuple[Term, ...]
    is_cut: bool = False

    def __bool__(self) -> bool:
        """There is something to look for."""
        return bool(self.terms)


def question(text: str) -> Question:
    """Any text as a question: words apart, “quoted ones” together; never an error."""
    whole = text.translate(_QUOTES)
    cut = whole[:LONGEST_QUESTION]
    terms = []
    for number, part in enumerate(cut.split('"')):
        for words in [part] if number % 2 else part.split():
            tokens = _tokens(words)
            # The last character of a run is a token only for questions of one character.
            kept = [
                token
                for i, token in enumerate(tokens)
                if not (
                    i == len(tokens) - 1
                    and len(tokens) > 1
                    and len(token) == 1
                    and _is_chinese(token)
                    and tokens[i - 1].endswith(token)
                )
            ]
            if kept:
                terms.append(Term(words.strip(), tuple(kept), together=number % 2 == 1))
    return Question(tuple(terms), len(whole) > LONGEST_QUESTION)


def found(rows: QuerySet[Row], asked: Question) -> QuerySet[Row]:
    """The rows (published targets or indicators) that hold all that was asked."""
    if not asked:
        return rows
    table = rows.model._meta.db_table
    if connections[rows.db].vendor == "postgresql":
        vector = VECTOR.format(column="search_text")
        sql = f"SELECT id FROM {table} WHERE {vector} @@ %s::tsquery"
        match = " & ".join(_lexeme(token) for token in _all_tokens(asked))
    else:
        index = INDEXES[table]
        sql = f"SELECT rowid FROM {index} WHERE {index} MATCH %s"
        match = " ".join(_string(token) for token in _all_tokens(asked))
    rows = rows.filter(pk__in=RawSQL(sql, [match]))
    for term in asked.terms:
        if term.together and len(term.tokens) > 1:
            rows = rows.filter(search_text__contains=term.line)
    return rows


def _all_tokens(asked: Question) -> list[str]:
    return list(dict.fromkeys(token for term in asked.terms for token in term.tokens))


def _lexeme(token: str) -> str:
    return f"'{token}':*" if _is_beginning(token) else f"'{token}'"


def _string(token: str) -> str:
    return f'"{token}"*' if _is_beginning(token) else f'"{token}"'


def _is_beginning(token: str) -> bool:
    """A single character is met by every token that begins with it."""
    return len(token) == 1 and _is_chinese(token)


def rank(asked: Question, name: str = "name") -> Combinable | Value:
    """How well a row answers, the same on every database: words in the name, words together."""
    score: Any = Value(0)
    for term in asked.terms[:8]:
        score = (
            score
            + Case(When(**{f"{name}__icontains": _plain(term.words)}, then=3), default=0)
            + Case(When(search_text__contains=term.line, then=1), default=0)
        )
    return score  # type: ignore[no-any-return]


def _plain(words: str) -> str:
    """Without what no database takes."""
    return words.encode("utf-8", "replace").decode().replace("\0", "")


def marked(text: str, asked: Question) -> list[tuple[str, bool]]:
    """``text`` in pieces, each with whether it is one of the words asked for."""
    words = sorted({term.words for term in asked.terms if term.words}, key=len, reverse=True)
    if not words:
        return [(text, False)]
    pattern = re.compile("|".join(re.escape(word) for word in words), re.IGNORECASE)
    pieces, end = [], 0
    for match in pattern.finditer(text):
        if match.start() > end:
            pieces.append((text[end : match.start()], False))
        pieces.append((match[0], True))
        end = match.end()
    return [*pieces, (text[end:], False)] if end < len(text) else pieces
