"""Finding contributions by their words. The suite runs on SQLite and PostgreSQL: both find the same."""

from __future__ import annotations

import unicodedata

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from houtskool.inventory import search
from houtskool.inventory.actions import consent as consents
from houtskool.inventory.consent import Audience
from houtskool.inventory.models import Contribution
from houtskool.inventory.search_text import Query, excerpt, marked, parse, stems
from houtskool.records import erasure, guard

pytestmark = pytest.mark.django_db

CORPUS = [
    "Wij vinden de inkopers van de gemeente niet.",
    "Inkoop bij sociale ondernemingen kan veel vaker.",
    "Een sociaal ondernemer krijgt geen lening bij de bank.",
    "De huizen in de wijk staan leeg; geef ons ruimte.",
    "Café De Ĳsbreker wil co-creatie met scholen.",
    "Idee: een huis voor ideeën, met 25.000 euro garantie.",
    "Шумно на улице, zei een buurvrouw.",
    "De gemeente betaalt te laat. Betaalt de provincie op tijd?",
]


@pytest.fixture
def corpus(inbreng):
    return [inbreng.make(words, consent=Contribution.Consent.QUOTE) for words in CORPUS]


def found(text, to=Audience.INSIDE):
    rows = search.find(Contribution.objects.all(), parse(text), to)
    return [CORPUS.index(row.words) if row.words in CORPUS else row.words for row in rows.order_by("pk")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("inkoper", [0]),
        ("INKOPEN", [1]),
        ("sociaal", [1, 2]),
        ("sociale onderneming", [1]),
        ("huis", [3, 5]),
        ("idee", [5]),
        ("ideeën", [5]),
        ("cafe", [4]),
        ("ijsbreker", [4]),
        ("co-creatie", [4]),
        ("creatie", [4]),
        ("25.000", [5]),
        ("улице", [6]),
        ("gemeente", [0, 7]),
        ("gemeente -inkopers", [7]),
        ("-gemeente", [1, 2, 3, 4, 5, 6]),
        ('"betaalt te laat"', [7]),
        ('"te betaalt laat"', []),
        ("“op tijd”", [7]),
        ('-"te laat" gemeente', [0]),
        ('gemeente "te laat', [7]),
        ("bank lening", [2]),
        ("bank gemeente", []),
        ("buurvrouw straat", []),
    ],
)
def test_words_phrases_and_what_is_left_out(corpus, text, expected):
    assert found(text) == expected


def test_a_phrase_does_not_run_from_the_title_into_the_words(inbreng):
    inbreng.make("Laat het zo.", title="De gemeente betaalt te")
    assert found('"te laat"') == []
    assert len(found("betaalt laat")) == 1


HOSTILE = [
    "",
    "   ",
    "-",
    '"',
    '""',
    '-"',
    "'",
    "';--",
    "\x00",
    "ge\x00meente\x00",
    "😀",
    "👩‍👩‍👧",
    "NEAR(a b) OR NOT *",
    "stems:x AND ^y",
    "a & b | !c <-> d",
    "%_\\",
    "(" * 50,
    "x" * 10_000,
    "é" * 10_000,
    "woord " * 2_000,
    '"' + "woord " * 2_000,
    "\ud800",
    "٣٤ Ⅷ ½ ﬁ",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_that_is_typed_is_an_error(corpus, text):
    assert isinstance(found(text), list)


@given(text=st.text(max_size=60))
def test_every_text_finds_itself_again(text):
    kept = f" {' '.join(stems(text))} "
    query = parse(text.replace('"', " ").replace("-", " "))
    assert all(f" {word} " in kept for word in query.words)


@given(text=st.text(max_size=80), asked=st.text(max_size=20))
def test_marking_leaves_the_text_as_it_was(text, asked):
    assert "".join(piece for piece, _ in marked(text, parse(asked))) == unicodedata.normalize("NFC", text)


def test_the_words_that_were_asked_for_are_marked_in_every_form():
    pieces = list(marked("Inkopers en de inkoop: sociale inkoper.", parse("inkoper sociaal")))
    assert [piece for piece, hit in pieces if hit] == ["Inkopers", "sociale", "inkoper"]


def test_an_excerpt_lies_around_the_first_hit():
    text = "voor " * 200 + "de lening van de bank " + "na " * 200
    short = excerpt(text, parse("lening"))
    assert "lening" in short
    assert len(short) < 280
    assert short.startswith("… ")
    assert short.endswith(" …")
    assert excerpt("kort", parse("x")) == "kort"
    assert excerpt("woord " * 100, Query()).startswith("woord")


# --- what may not be read is not found


def test_outside_does_not_find_what_counts_only(inbreng):
    inbreng.make("Het geheim van de smid.", consent=Contribution.Consent.AGGREGATE)
    assert len(found("smid", Audience.INSIDE)) == 1
    assert found("smid", Audience.OUTSIDE) == []
    assert found("-gemeente", Audience.OUTSIDE) == []


def test_nobody_finds_withdrawn_words(world, inbreng):
    one = inbreng.make("Het geheim van de smid.", consent=Contribution.Consent.QUOTE)
    consents.withdraw(one, by=world.bob, at=world.at)
    assert found("smid", Audience.INSIDE) == []
    assert found("-gemeente", Audience.INSIDE) == []
    consents.restore(one, by=world.bob, at=world.at)
    assert len(found("smid", Audience.OUTSIDE)) == 1


def test_erased_words_leave_no_stems(world, inbreng):
    one = inbreng.make("Het geheim van de smid.")
    erasure.erase(one, by=world.alice, at=world.at)
    assert Contribution.objects.values_list("stems", flat=True).get() == ""
    assert found("smid") == []


# --- the index follows the rows


def test_a_change_and_a_removal_are_found_at_once(inbreng):
    one = inbreng.make("Een oude zin.")
    one.words = "Een nieuwe tekst."
    one.save()
    assert found("zin") == []
    assert found("tekst") == ["Een nieuwe tekst."]
    one.delete()
    assert found("tekst") == []
    assert list(search.stands()) == []


def test_bulk_creating_is_found_too(world, inbreng, process):
    rows = [
        Contribution(process=process, words=f"Regel {number} over fietsen", at=world.at)
        for number in range(5)
    ]
    Contribution.objects.bulk_create(rows)
    assert len(found("fiets")) == 5


def test_what_the_search_stands_on_is_there():
    assert search.missing() == []


@pytest.mark.django_db(transaction=True)
def test_the_search_stays_true_when_a_table_is_rebuilt(inbreng, request):
    """Django rebuilds tables on SQLite to change them, and their triggers are gone then."""
    # The database is emptied afterwards, the journal too, and everything is laid anew.
    request.addfinalizer(guard.remove)
    inbreng.make("Eerst over fietsen.")
    with connection.schema_editor() as editor:
        if connection.vendor == "sqlite":
            editor._remake_table(Contribution)
        else:
            editor.execute("DROP INDEX inventory_search")
    assert search.missing() != []
    inbreng.make("Daarna ook over fietsen.")
    assert [finding.row for finding in search.stands()] == search.missing()
    search.install_after_migrate()
    assert search.missing() == []
    assert found("fiets") == ["Eerst over fietsen.", "Daarna ook over fietsen."]
    assert list(search.stands()) == []


def test_verify_finds_an_index_that_went_astray(inbreng):
    """SQLite keeps a copy of the stems, which could differ; PostgreSQL keeps none, but can lack the index."""
    inbreng.make("Over fietsen.")
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("INSERT INTO inventory_search(rowid, stems) VALUES (999999, ' fiet ')")
        else:
            cursor.execute("DROP INDEX inventory_search")
    assert [finding.row for finding in search.stands()] == ["inventory_search"]
