"""Reading council documents: invented ones in the layouts of real kinds, and any text whatever."""

import json
import re
import unicodedata
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from houtskool.kernel.note import read_note

NOTES = Path(__file__).resolve().parents[1] / "fixtures" / "notes"
NAMES = sorted(path.stem for path in NOTES.glob("*.txt"))
LISTS = (
    "decisions", "meetings", "earlier_decisions", "references", "schedule", "commitments", "amounts",
    "goals", "organisations", "groups", "themes", "domains", "attachments", "sections", "warnings",
)  # fmt: skip
# Where two columns share their lines, the place of a fact in one column holds some words of the other.
SIDE_BY_SIDE = {"lindehaven-collegebesluit-kolommen"}
SINGLES = ("treatment_reason", "coalition_period", "process_title", "ambition")
KEYS = {
    "text", "kind", "subject", "number", "dated", "holders", "author", "departments", "programme",
    "signatories", "body", "decided_on", "committee", "treatment", "coalition_agreement", "anchors",
    *LISTS, *SINGLES,
}  # fmt: skip


def note(name: str) -> str:
    # Line ends as they are: one of the documents has those of Windows.
    with open(NOTES / f"{name}.txt", encoding="utf-8", newline="") as file:
        return file.read()


def expected(name: str) -> dict:
    return json.loads((NOTES / f"{name}.json").read_text(encoding="utf-8"))


def without_places(value):
    if isinstance(value, dict):
        return {
            key: without_places(item)
            for key, item in value.items()
            if key not in ("at", "anchors", "text_as_read")
        }
    return [without_places(item) for item in value] if isinstance(value, list) else value


def facts(text: str) -> dict:
    shape = read_note(text).as_json()
    del shape["text"]
    return without_places(shape)


def bare(words: str) -> str:
    """Letters and digits without accents: what stays when a line is broken or a word hyphenated."""
    plain = unicodedata.normalize("NFKD", words.casefold())
    return "".join(char for char in plain if char.isalnum())


def places(shape: dict):
    """Every place in the answer, with the words it should show where the fact is verbatim."""
    for key in LISTS:
        for item in shape[key]:
            verbatim = (
                item.get("text")
                if key in ("decisions", "references", "commitments", "amounts", "goals")
                else None
            )
            yield key, item["at"], verbatim or (item.get("title") if key in ("sections",) else None)
    for key in SINGLES:
        if shape[key]:
            yield key, shape[key]["at"], shape[key]["text"]
    for key, spans in shape["anchors"].items():
        value = shape[key]
        words = value if isinstance(value, list) else [value]
        for word, span in zip(words, spans, strict=True):
            yield key, span, word if key not in ("dated", "decided_on") else None


def test_there_are_a_dozen_layouts_and_more():
    assert len(NAMES) >= 12


@pytest.mark.parametrize("name", NAMES)
def test_each_layout_gives_its_facts(name):
    found, wanted = facts(note(name)), expected(name)
    for key in wanted:
        assert found[key] == wanted[key], key
    assert found.keys() == wanted.keys()


@pytest.mark.parametrize("name", NAMES)
def test_each_fact_leads_to_its_words(name):
    text = note(name)
    for key, (start, end), words in places(read_note(text).as_json()):
        assert 0 <= start < end <= len(text)
        if words is None:
            continue
        if name in SIDE_BY_SIDE:
            rest = iter(bare(text[start:end]))
            assert all(char in rest for char in bare(words)), key
        else:
            assert bare(text[start:end]) == bare(words), key


@pytest.mark.parametrize("name", NAMES)
def test_line_ends_of_windows_change_no_fact(name):
    unix = note(name).replace("\r\n", "\n")
    assert facts(unix.replace("\n", "\r\n")) == facts(unix)


@pytest.mark.parametrize("name", NAMES)
def test_blank_lines_before_the_document_only_shift_the_places(name):
    text = note(name)
    plain, shifted = read_note(text).as_json(), read_note("\n \n\n" + text).as_json()
    assert [(key, [start + 4, end + 4]) for key, (start, end), _ in places(plain)] == [
        (key, list(at)) for key, at, _ in places(shifted)
    ]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_hard_spaces_soft_hyphens_and_straight_quotes_change_no_fact(name):
    text = note(name)
    dressed = re.sub(r"(?<=[a-z]{4})(?=[a-z]{4})", "\u00ad", text).replace(" de ", "\u00a0de ")
    assert facts(dressed) == facts(text)
    assert facts(text.translate(str.maketrans("“”‘’", "\"\"''"))) == facts(text)


@pytest.mark.parametrize("name", NAMES)
def test_decomposed_letters_and_a_byte_order_mark_change_no_fact(name):
    text = note(name)
    assert facts("\ufeff" + unicodedata.normalize("NFD", text)) == facts(text)


def test_the_answer_has_every_key_of_the_contract():
    shape = read_note("").as_json()
    assert shape.keys() >= KEYS
    assert all(shape[key] == [] for key in LISTS)
    assert shape["kind"] is None
    assert shape["decided_on"] is None
    assert shape["warnings"] == []
    json.dumps(shape)


def warnings(text: str) -> dict[str, str]:
    return {one.kind: one.text for one in read_note(text).warnings}


NOTE = (
    "Informatienota\n\nOnderwerp: Zwemles\nNummer: 2020/1234\nPortefeuillehouder: A. Bos\nDatum: 4 mei "
    "2020\n\nInleiding\n\n"
)


def test_a_note_in_which_all_is_well_gives_no_warnings():
    assert warnings(NOTE + "De zwemles begint in september.\n") == {}


def test_an_annex_that_is_named_but_absent_is_counted():
    text = (
        NOTE
        + "De planning staat in bijlage 1. In bijlage 1 staan ook de kosten.\n\nBijlagen\nBijlage 1: Plan "
        "zwemles\n"
    )
    assert warnings(text)["annex-absent"] == "Bijlage 1 wordt twee keer genoemd maar is niet bijgevoegd."


def test_an_annex_whose_text_follows_is_present():
    text = (
        NOTE
        + "Zie bijlage 1.\n\nBijlagen\nBijlage 1: Plan zwemles\n\nBijlage 1: Plan zwemles\n\n"
        + "Elke school krijgt een uur. " * 12
    )
    (annex,) = read_note(text).attachments
    assert annex.present
    assert "annex-absent" not in warnings(text)


def test_a_higher_number_with_an_earlier_month_is_told_and_left_as_it_is():
    text = (
        NOTE + "\nRelevante eerdere besluiten\n- Zwemles op school (2019/500) raad 3 maart 2019\n- Zwembad "
        "(2019/400) raad 9 juni 2019\n"
    )
    read = read_note(text)
    assert [one.number for one in read.earlier_decisions] == ["2019/500", "2019/400"]
    assert "2019/500 is hoger dan 2019/400" in warnings(text)["number-order"]


def test_numbers_that_run_with_the_months_give_no_warning():
    text = (
        NOTE + "\nRelevante eerdere besluiten\n- Zwemles op school (2019/400) raad 3 maart 2019\n- Zwembad "
        "(2019/500) raad 9 juni 2019\n"
    )
    assert "number-order" not in warnings(text)


def test_an_empty_label_is_told_where_it_stands():
    text = NOTE.replace(" A. Bos", "")
    doubt = next(one for one in read_note(text).warnings if one.kind == "label-empty")
    assert text[slice(*doubt.at)] == "Portefeuillehouder"


def test_an_announcement_without_a_term_is_told_and_one_with_a_term_is_not():
    text = NOTE + "Wij houden de raad op de hoogte. In het najaar ontvangt de raad een evaluatie.\n"
    terms = [one.period for one in read_note(text).commitments]
    assert [period and (period.start, period.end) for period in terms] == [
        None,
        (date(2020, 9, 1), date(2020, 11, 30)),
    ]
    assert "Wij houden de raad op de hoogte." in warnings(text)["no-term"]


def test_what_the_document_does_itself_is_no_announcement():
    text = (
        NOTE
        + "Met deze informatienota informeert het college de raad over de zwemles. Wij hebben de raad in "
        "maart geïnformeerd.\n"
    )
    assert read_note(text).commitments == ()


def test_a_weekday_that_does_not_fit_its_date_is_told():
    assert (
        warnings(NOTE + "De start is op maandag 9 september 2020.\n")["weekday"]
        == "9 september 2020 is een woensdag, geen maandag."
    )


def test_a_day_that_does_not_exist_gets_no_date():
    text = NOTE + "Planning\n\n31 september 2020: werksessie met scholen.\n"
    (item,) = read_note(text).schedule
    assert (item.period.start, item.period.end, item.past) == (None, None, None)
    assert "31 september 2020 bestaat niet" in warnings(text)["no-such-day"]


def test_a_past_day_told_as_still_to_come_is_told():
    assert (
        "voorbij"
        in warnings(NOTE + "Planning\n\n3 maart 2020: de werksessie vindt plaats in het stadhuis.\n")["tense"]
    )


def test_a_section_that_stands_twice_with_other_words_is_told():
    words = "Kernboodschap\n\nElk kind leert zwemmen voordat het naar de brugklas gaat.\n\n"
    other = "Kernboodschap\n\nElk kind leert zwemmen voordat het naar groep acht gaat.\n\n"
    assert "section-differs" in warnings(NOTE + words + other)
    assert "section-differs" not in warnings(NOTE + words + words)


def test_two_numbers_in_the_head_are_told():
    assert (
        "2020/1234 en 2020/1243"
        in warnings(NOTE.replace("Datum", "Kenmerk: 2020/1243\nDatum"))["number-differs"]
    )


def test_a_note_whose_lines_were_lost_keeps_its_facts():
    text = note("duinstede-informatienota")
    apart, together = read_note(text), read_note(" ".join(text.split()))
    for key in (
        "kind",
        "decided_on",
        "committee",
        "treatment",
        "coalition_agreement",
        "signatories",
        "subject",
    ):
        assert getattr(together, key) == getattr(apart, key), key
    for key in ("earlier_decisions", "schedule", "commitments"):
        assert [one.period for one in getattr(together, key)] == [
            one.period for one in getattr(apart, key)
        ], key
    assert [one.text for one in together.decisions] == [one.text for one in apart.decisions]
    assert [one.name for one in together.themes] == [one.name for one in apart.themes]


def test_a_blank_line_more_between_all_lines_changes_little():
    text = note("duinstede-informatienota")
    close, wide = facts(text), facts(text.replace("\n", "\n\n"))
    for key in (
        "earlier_decisions",
        "schedule",
        "commitments",
        "goals",
        "domains",
        "coalition_agreement",
        "decided_on",
    ):
        assert wide[key] == close[key], key


def test_a_lone_date_in_running_text_does_not_date_the_document():
    read = read_note("Op 3 mei 2019 was het druk in het zwembad. Op 18 juni komt er een bijeenkomst.\n")
    assert read.dated is None
    assert read.decided_on is None
    assert [item.period.start for item in read.schedule] == [None]


def test_a_document_without_a_date_can_be_read_from_a_given_day():
    read = read_note("Planning\n\nVoorjaar: werksessie met ouders.\n", at=date(2020, 11, 1))
    assert read.schedule[0].period.start == date(2021, 3, 1)
    assert read.schedule[0].past is False


def test_the_subject_of_an_earlier_decision_is_not_the_subject_of_the_note():
    text = (
        "Relevante eerdere besluiten\n- Onderwerp: Zwemles (2019/400) in commissie Sport juni "
        "2019\n\n1. Inleiding\n\nDe zwemles begint.\n"
    )
    read = read_note(text)
    assert read.subject is None
    assert read.number is None


def test_groups_are_told_by_the_way_they_took_part():
    read = read_note(
        NOTE + "Wij hebben gesproken met ouders en docenten. Voor de werksessie worden scholen en "
        "sportverenigingen uitgenodigd.\n"
    )
    assert {(one.name, one.how) for one in read.groups} == {
        ("ouders", "geïnterviewd"), ("docenten", "geïnterviewd"), ("scholen", "uitgenodigd"),
        ("sportverenigingen", "uitgenodigd"),
    }  # fmt: skip


def check(text: str) -> None:
    shape = read_note(text).as_json()
    json.dumps(shape)
    assert shape["text"] == text
    for _, (start, end), _ in places(shape):
        assert 0 <= start < end <= len(text)
    for key in ("schedule", "commitments", "earlier_decisions"):
        for item in shape[key]:
            period = item["period"]
            assert not period or not period["start"] or not period["end"] or period["start"] <= period["end"]


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_read_without_complaint(text):
    check(text)


WORDS = (
    "Onderwerp", "Nummer:", "Portefeuillehouder", "\n", "\n\n", "\r\n", "\t", " ", "  ", "1. ", "1.1 ",
    "- ", "• ", "|", ":", ".", ",", "\x0c", "\u00ad", "\u00a0", "-\n", "Besluit College d.d. ",
    "6 november 2018", "31 februari 2019", "begin 2019", "Voorjaar:", "jl.", "commissie Sport",
    "ter kennisname ", "Bijlage 1: Plan", "zie bijlage", "zodat scholen kunnen groeien",
    "thema's: a, b en c", "snijvlak van a en b", "wordt de raad geïnformeerd",
    "interviews met ouders, docenten en makers", "begeleid door Aap Noot", "motie M1 van mei 2018",
    "€ 1.000", "2016/546930", "de secretaris,", "İ", "ﬁ", "Relevante eerdere", "besluiten",
    "Kernboodschap", "Pagina 1 van 2", "het college", "INLEIDING", "e\u0301", "“", "‘s", "(", ")",
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=60).map("".join))
def test_any_mixture_of_civic_words_is_read_without_complaint(text):
    check(text)


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(NAMES),
    st.integers(0, 4000),
    st.integers(0, 800),
    st.sampled_from(["", "\n", " ", "\x0c", "|", "“"]),
)
def test_a_damaged_document_is_read_without_complaint(name, start, length, patch):
    text = note(name)
    check(text[:start] + patch + text[start + length :])


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(NAMES), st.sampled_from(["\n\n", " ", "\r", "\u2028", "\t", "\n\n\n"]))
def test_a_document_with_other_line_ends_is_read_without_complaint(name, end):
    check(note(name).replace("\r\n", "\n").replace("\n", end))
    check(note(name).upper().replace("\n", end))


def test_a_long_document_takes_time_in_proportion_to_its_length():
    # Counted in steps of the reader, not in seconds: a clock on a shared machine says little.
    assert steps(note("duinstede-informatienota") * 8) < 5 * steps(note("duinstede-informatienota") * 2)


def steps(text: str) -> int:
    import sys

    count = 0

    def trace(frame, event, arg):
        nonlocal count
        count += 1
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        read_note(text)
    finally:
        sys.settrace(before)
    return count


FORM = """Informatienota
Onderwerp: Zwemles
Nummer: niet ingevuld
Portefeuillehouder\tnog in te vullen
Programma: [nog niet bekend]
Kernboodschap\tDe zwemles wordt beter
Behandelvoorstel voor commissie {treatment}
Relevante eerdere besluiten – Zwemles op school (2018/400123), commissie Sport, maart 2018
– Zwembad (2018/500123), raad, juni 2018
Besluit college d.d. 4 mei 2020 1. Het college stelt de nota vast.
2. Het college stuurt de nota naar de raad.
Ondertekening\tde secretaris, de burgemeester
1. Inleiding
Deze nota gaat over zwemles.
2. Vervolg
Toezeggingen, stand op 1 mei 2020.
Wat\tTermijn\tStand
De wethouder bespreekt de kosten met het bad.\t1 juni 2020\topen
De ouders krijgen een brief.\tgeen termijn afgesproken\topen
Planning, peildatum 1 mei 2020
Wanneer\tWat\tStand
juni 2020 (gepland: mei 2020)\tProefles\tgeweest
najaar 2020\tStart van de lessen\tte laat
3. Bijlagen
- Bijlage 1: Rooster van het hele jaar, met de tijden van alle scholen (niet bijgevoegd)
Vaststelling
Vastgesteld\t4 mei 2020, college
Bladzijde 1 van 1
"""


def test_a_form_gives_what_was_filled_in_and_leaves_the_rest_unknown():
    told = read_note(FORM.format(treatment="Ter kennisname."))
    assert (told.number, told.holders, told.programme, told.domains) == (None, (), None, ())
    assert {one.text for one in told.warnings if one.kind == "label-empty"} == {
        "Achter “Nummer” staat niets.", "Achter “Portefeuillehouder” staat niets.",
    }  # fmt: skip
    assert [(one.title, one.body) for one in told.earlier_decisions] == [
        ("Zwemles op school", "commissie Sport"), ("Zwembad", "raad"),
    ]  # fmt: skip
    assert len(told.decisions) == 2
    assert told.signatories == ("de secretaris", "de burgemeester")
    assert [one.title for one in told.attachments] == [
        "Bijlage 1: Rooster van het hele jaar, met de tijden van alle scholen"
    ]


def test_the_head_of_a_table_says_what_is_promised_and_what_is_planned():
    told = read_note(FORM.format(treatment="Ter kennisname."))
    assert [(one.text, one.period and one.period.text) for one in told.commitments] == [
        ("De wethouder bespreekt de kosten met het bad.", "1 juni 2020"),
        ("De ouders krijgen een brief.", None),
    ]  # fmt: skip
    assert [(one.period.text, one.what) for one in told.schedule] == [
        ("juni 2020", "Proefles"), ("najaar 2020", "Start van de lessen"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("treatment", "committee"),
    [
        ("Ter kennisname.", None),
        ("Het college stuurt deze nota ter kennisname naar de raad.", None),
        ("Om de raad te informeren: ter kennisname.", None),
        ("Ter kennisname naar de commissie Sport en Bewegen.", "Sport en Bewegen"),
    ],
)
def test_the_word_behind_the_label_of_a_treatment_is_no_committee(treatment, committee):
    told = read_note(FORM.format(treatment=treatment))
    assert (told.treatment, told.committee) == ("ter kennisname", committee)


def test_who_decided_is_no_part_of_a_title_without_a_number():
    told = read_note(
        "Relevante eerdere besluiten\n- Startnotitie zwemmen, college, 6 maart 2018\n\n1. Inleiding\nDit."
    )
    assert [(one.title, one.number, one.body) for one in told.earlier_decisions] == [
        ("Startnotitie zwemmen", None, "college")
    ]
