"""Words of a text as they are searched: folded, stemmed in Dutch, written so that no database splits them.

The stems stand in one column, between spaces; titles and words are kept apart by a bar. Both databases search
in that column only, so that they find the same; see docs/decisions/search.md.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import snowballstemmer
from django.db import models

from houtskool.records.folding import FoldedField, fold

# What no reader types; it only keeps a longer text or question from asking too much.
LONGEST_WORD = 40
MOST_WORDS = 20_000
LONGEST_QUESTION = 500
MOST_TERMS = 20

_WORD = re.compile(r"[^\W_]+")
# A quote that is not closed runs to the end.
_TERM = re.compile(r'(-?)"([^"]*)"?|(\S+)')
_QUOTES = str.maketrans(dict.fromkeys("“”„«»", '"'))
_stemmer = snowballstemmer.stemmer("dutch")
_DOUBLE_VOWEL = re.compile(r"([aeou])\1([bcdfghjklmnpqrstvwxz])$")

Stems = tuple[str, ...]


@dataclass(frozen=True)
class Query:
    """What is asked: every word, every phrase, and none of what is left out. All of them are stems."""

    words: Stems = ()
    phrases: tuple[Stems, ...] = ()
    without: tuple[Stems, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.words or self.without)


def parse(text: str) -> Query:
    """`words "a phrase" -not` as a question; nothing that is typed is an error."""
    words: list[str] = []
    phrases: list[Stems] = []
    without: list[Stems] = []
    terms = _TERM.finditer(text[:LONGEST_QUESTION].translate(_QUOTES))
    for term in list(terms)[:MOST_TERMS]:
        minus, quoted, plain = term[1], term[2], term[3]
        if plain is not None and plain.startswith("-"):
            minus, plain = "-", plain[1:]
        asked = tuple(stems(quoted if plain is None else plain))[:MOST_TERMS]
        if not asked:
            continue
        if minus:
            without.append(asked)
            continue
        words += asked
        if len(asked) > 1:  # "co-creatie" is one word to a reader
            phrases.append(asked)
    return Query(tuple(dict.fromkeys(words)), tuple(dict.fromkeys(phrases)), tuple(dict.fromkeys(without)))


def stems(text: str) -> list[str]:
    """The stems of a text in their order."""
    return [stem for word in _WORD.findall(unicodedata.normalize("NFC", text)) for stem in _stems_of(word)]


def marked(text: str, query: Query) -> Iterator[tuple[str, bool]]:
    """The text in pieces, each with whether it is a word that was asked for."""
    asked, done = set(query.words), 0
    text = unicodedata.normalize("NFC", text)
    for word in _WORD.finditer(text) if asked else ():
        if not asked.isdisjoint(_stems_of(word[0])):
            if word.start() > done:
                yield text[done : word.start()], False
            yield word[0], True
            done = word.end()
    if done < len(text):
        yield text[done:], False


def excerpt(text: str, query: Query, length: int = 240) -> str:
    """About `length` characters around the first word that was asked for, else from the start."""
    text = " ".join(unicodedata.normalize("NFC", text).split())
    if len(text) <= length:
        return text
    asked = set(query.words)
    hits = (word.start() for word in _WORD.finditer(text) if not asked.isdisjoint(_stems_of(word[0])))
    begin = max(0, (next(hits, 0) if asked else 0) - length // 3)
    if begin:
        begin = text.find(" ", begin) + 1 or begin
    end = begin + length
    if end < len(text):
        end = max(text.rfind(" ", begin + length // 2, end), begin + length // 2)
    return f"{'… ' if begin else ''}{text[begin:end].strip()}{' …' if end < len(text) else ''}"


@lru_cache(maxsize=100_000)
def _stems_of(word: str) -> Stems:
    """Folding may take a word apart: "½" becomes 1 and 2."""
    return tuple(_written(part[:LONGEST_WORD]) for part in _WORD.findall(fold(word)))


def _written(folded: str) -> str:
    """A stem in letters and digits of ASCII, which every tokenizer keeps whole."""
    stem = _stem(folded)
    return stem if stem.isascii() else f"u{stem.encode().hex()}"


def _stem(word: str) -> str:
    """Snowball's stem, taken twice (mensen, mens); then what it leaves apart: sociaal, sociale."""
    stem: str = _stemmer.stemWord(
        _stemmer.stemWord(word.removesuffix("en") if word.endswith("eeen") else word)
    )
    if len(stem) >= 4 and stem.endswith("e") and not stem.endswith("ee"):
        stem = stem[:-1]
    return _DOUBLE_VOWEL.sub(r"\1\2", stem) if len(stem) >= 6 else stem


class StemmedField(FoldedField):
    """The stems of other fields, refreshed whenever the row is saved: " stem stem | stem stem ".

    As with its parent, `QuerySet.update()` and `bulk_update()` pass it by, and the journal leaves it out.
    """

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        texts = [" ".join(stems(getattr(model_instance, name))[:MOST_WORDS]) for name in self.of]
        kept = " | ".join(filter(None, texts))
        column = f" {kept} " if kept else ""
        setattr(model_instance, self.attname, column)
        return column
