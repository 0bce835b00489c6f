"""The stored form of a document: stable, strict, and the same after a round trip."""

import hashlib
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from houtskool.documents import (
    Document,
    DocumentError,
    Field,
    Fields,
    Figure,
    Heading,
    Item,
    List,
    PageBreak,
    Paragraph,
    Quote,
    Run,
    Table,
    bullets,
    clean,
    content_hash,
    from_json,
    strong,
    to_json,
)
from tests.documents.examples import SVG, note, png

texts = st.text(max_size=30).map(clean).filter(lambda text: text.strip() != "")
lines = texts.map(lambda text: text.replace("\n", " ")).filter(lambda text: text.strip() != "")
hrefs = st.sampled_from(["", "", "https://waterrijk.example/a?b=c", "mailto:a@b.nl"])
run_lists = st.lists(st.builds(Run, texts, st.booleans(), st.booleans(), hrefs), min_size=1, max_size=4)
inlines = texts | run_lists.map(tuple)
items = st.builds(Item, inlines)
lists = st.recursive(
    st.builds(List, st.lists(items, min_size=1, max_size=3).map(tuple), st.booleans()),
    lambda inner: st.builds(
        List,
        st.lists(st.builds(Item, inlines, st.none() | inner), min_size=1, max_size=2).map(tuple),
        st.booleans(),
    ),
    max_leaves=3,
)
paragraphs = st.builds(Paragraph, inlines)
sides = st.sampled_from(["left", "center", "right"])


@st.composite
def tables(draw: st.DrawFn) -> Table:
    columns = draw(st.integers(1, 4))
    row = st.lists(inlines, min_size=columns, max_size=columns).map(tuple)
    return Table(
        draw(lines),
        tuple(draw(st.lists(lines, min_size=columns, max_size=columns))),
        tuple(draw(st.lists(row, min_size=1, max_size=3))),
        tuple(draw(st.just([]) | st.lists(sides, min_size=columns, max_size=columns))),
        draw(st.booleans()),
    )


fields = st.builds(Field, lines, st.lists(paragraphs | lists, max_size=2).map(tuple))
blocks = st.one_of(
    st.builds(Heading, st.just(1), lines),
    paragraphs,
    lists,
    tables(),
    st.builds(Figure, st.sampled_from([SVG, png()]), lines, st.just("") | lines),
    st.builds(Fields, st.lists(fields, min_size=1, max_size=3).map(tuple)),
    st.builds(Quote, lines, st.just("") | lines),
    st.just(PageBreak()),
)
documents = st.builds(
    Document,
    lines,
    st.lists(blocks, max_size=5).map(tuple),
    st.sampled_from(["concept", "final"]),
    st.sampled_from(["nl", "en", "fy"]),
    st.just("") | lines,
    st.just("") | lines,
    st.none() | st.dates(),
    st.just("") | lines,
)


@settings(max_examples=60, deadline=None)
@given(documents)
def test_what_is_stored_comes_back_equal_and_with_the_same_hash(document: Document) -> None:
    stored = to_json(document)
    again = from_json(stored)
    assert again == document
    assert to_json(again) == stored
    assert from_json(stored.encode()) == document
    assert content_hash(again) == hashlib.sha256(stored.encode()).hexdigest()


def test_the_whole_note_comes_back() -> None:
    assert from_json(to_json(note(state="concept"))) == note(state="concept")


def test_the_stored_form_never_changes() -> None:
    """What was frozen under format 1 must have this hash for ever."""
    document = Document("Titel", (Heading(1, "Eén"), Paragraph((Run("a "), strong("b"))), bullets("c")))
    assert to_json(document) == (
        '{"blocks":[{"kind":"heading","level":1,"text":"Eén"},'
        '{"kind":"paragraph","text":[{"text":"a "},{"strong":true,"text":"b"}]},'
        '{"items":[{"text":"c"}],"kind":"list","ordered":false}],'
        '"format":1,"language":"nl","state":"final","title":"Titel"}'
    )
    assert content_hash(document) == "aba01d1a96fc7e97e2805236a6789c81adfa6522a64c7cf1ef8da3b92f172249"


def test_the_stored_form_is_plain_sorted_utf8() -> None:
    stored = to_json(note())
    assert stored == json.dumps(json.loads(stored), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert "€ 4.500" in stored


def test_composed_and_decomposed_text_have_the_same_hash() -> None:
    assert content_hash(Document("Cafe\u0301", ())) == content_hash(Document("Café", ()))


def test_a_changed_state_is_a_changed_document() -> None:
    assert content_hash(note(state="concept")) != content_hash(note(state="final"))


def stored(**changes: Any) -> dict[str, Any]:
    return {**json.loads(to_json(Document("Titel", (Paragraph("a"),)))), **changes}


@pytest.mark.parametrize(
    "damaged",
    [
        "",
        "{",
        "[]",
        "null",
        '"tekst"',
        "[" * 100_000,
        '{"title":"a","title":"b"}',
        json.dumps(stored(format=2)),
        json.dumps(stored(extra=1)),
        json.dumps(stored(title=None)),
        json.dumps(stored(title="")),
        json.dumps(stored(blocks="abc")),
        json.dumps(stored(blocks=[1])),
        json.dumps(stored(blocks=[{"kind": "onbekend"}])),
        json.dumps(stored(blocks=[{"kind": "paragraph"}])),
        json.dumps(stored(blocks=[{"kind": "paragraph", "text": 3}])),
        json.dumps(stored(blocks=[{"kind": "paragraph", "text": [{"text": "a", "strong": 1}]}])),
        json.dumps(stored(blocks=[{"kind": "paragraph", "text": [{"text": "a", "href": "javascript:x"}]}])),
        json.dumps(stored(blocks=[{"kind": "heading", "level": True, "text": "a"}])),
        json.dumps(stored(blocks=[{"kind": "table", "caption": "T", "heads": "ab", "rows": [["1", "2"]]}])),
        json.dumps(stored(blocks=[{"kind": "table", "caption": "T", "heads": ["a"], "rows": ["1"]}])),
        json.dumps(stored(blocks=[{"kind": "figure", "data": "§", "alt": "a"}])),
        json.dumps(stored(blocks=[{"kind": "figure", "data": "YQ==", "alt": "a"}])),
        json.dumps(stored(blocks=[{"kind": "fields", "fields": [{"label": "a", "value": ["tekst"]}]}])),
        json.dumps(stored(date="gisteren")),
        json.dumps(stored(date=3)),
    ],
)
def test_damaged_json_is_refused_in_dutch(damaged: str) -> None:
    with pytest.raises(DocumentError) as caught:
        from_json(damaged)
    assert caught.value.problems[0].endswith(".")


def test_bytes_that_are_no_utf8_are_refused() -> None:
    with pytest.raises(DocumentError, match="beschadigd"):
        from_json(b"\xff\xfe{")
