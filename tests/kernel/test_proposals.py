"""A dozen invented reports, each laid out in another way, and what a reader would take from them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from houtskool.kernel.proposals import place, places, propose


def said(text: str, guide: tuple[str, ...] = ()) -> list[str]:
    """The words of each proposal, on one line."""
    return [" ".join(text[one.start : one.end].split()) for one in propose(text, guide)]


def by(text: str, guide: tuple[str, ...] = ()) -> list[str]:
    return [one.speaker for one in propose(text, guide)]


BULLETS = """Verslag ronde tafel inkoop

Datum: 12 december 2018
Plaats: Het Seinwezen

Knelpunten
- De gemeente koopt te groot in voor ons.
- Wij weten niet wie er over inkoop gaat
  en bij wie wij moeten zijn.
• Facturen worden laat betaald.

Ideeën
* Deel een opdracht op in kleine percelen.
"""


def test_each_point_of_a_list_is_one_proposal_under_its_head():
    found = propose(BULLETS)
    assert said(BULLETS) == [
        "De gemeente koopt te groot in voor ons.",
        "Wij weten niet wie er over inkoop gaat en bij wie wij moeten zijn.",
        "Facturen worden laat betaald.",
        "Deel een opdracht op in kleine percelen.",
    ]
    assert [one.context for one in found] == ["Knelpunten"] * 3 + ["Ideeën"]
    assert [one.kind for one in found] == ["obstacle"] * 3 + ["idea"]


PARAGRAPHS = """Wij zoeken al twee jaar een ruimte en komen steeds bij een ander loket terecht.
Niemand voelt zich eigenaar van de vraag.

Wat helpt is één vast gezicht bij de gemeente. Dat mag ook iemand van buiten zijn.

Dank voor het gesprek.
"""


def test_without_any_layout_a_paragraph_is_a_proposal():
    assert said(PARAGRAPHS) == [
        "Wij zoeken al twee jaar een ruimte en komen steeds bij een ander loket terecht.",
        "Niemand voelt zich eigenaar van de vraag.",
        "Wat helpt is één vast gezicht bij de gemeente. Dat mag ook iemand van buiten zijn.",
        "Dank voor het gesprek.",
    ]


WRAPPED = """In de eerste ronde zeiden de ondernemers dat zij de weg naar de juiste
afdeling niet vinden. Zij bellen vaak vier keer voordat iemand hun vraag
begrijpt. Dat kost tijd die zij liever in hun onderneming steken, en het
maakt de gemeente ook niet geliefd.

De financiers wezen erop dat er genoeg geld is. Het ontbreekt aan
plannen die goed zijn doorgerekend. Een vast model voor zo'n plan zou
volgens hen veel schelen, en dat model kan de gemeente samen met hen
maken.
"""


def test_lines_that_were_broken_at_a_fixed_width_are_one_paragraph():
    assert len(said(WRAPPED)) == 2
    assert said(WRAPPED)[0].endswith("niet geliefd.")


SPEAKERS = """Aanwezig: Anna de Vries (financier), Bo Smit (begeleider), Carla (inkoper)
Interviewer: Bo

Anna de Vries: Wij financieren vanaf vijftigduizend euro. Daaronder zijn de kosten te hoog.
Bo: Hoe lossen jullie dat nu op?
Anna: Niet. Wij verwijzen door.
En dan hoor je er nooit meer iets van.
Carla (inkoper): Ik mis een lijst van leveranciers.
"""


def test_a_label_says_who_speaks_and_whoever_interviews_asks():
    found = propose(SPEAKERS)
    assert said(SPEAKERS) == [
        "Wij financieren vanaf vijftigduizend euro. Daaronder zijn de kosten te hoog.",
        "Niet. Wij verwijzen door.",
        "En dan hoor je er nooit meer iets van.",
        "Ik mis een lijst van leveranciers.",
    ]
    assert [(one.speaker, one.role) for one in found] == [
        ("Anna de Vries", "financier"),
        ("Anna de Vries", "financier"),
        ("Anna de Vries", "financier"),
        ("Carla", "inkoper"),
    ]
    assert found[1].context == "Hoe lossen jullie dat nu op?"


INTERVIEW = """Interview met Fatima Bos (sociaal ondernemer)

1. Wat doet uw onderneming?

Wij repareren fietsen met mensen die lang thuis zaten.

2. Wat heeft u nodig van de gemeente?

Een pand waar wij langer dan een jaar mogen blijven.

Ook een vast contact zou helpen.
"""


def test_an_interview_gives_answers_with_their_question():
    found = propose(INTERVIEW)
    assert said(INTERVIEW) == [
        "Wij repareren fietsen met mensen die lang thuis zaten.",
        "Een pand waar wij langer dan een jaar mogen blijven.",
        "Ook een vast contact zou helpen.",
    ]
    assert {(one.speaker, one.role) for one in found} == {("Fatima Bos", "sociaal ondernemer")}
    assert found[2].context.endswith("Wat heeft u nodig van de gemeente?")


QA = """Geïnterviewde: Jan Jansen, lector
Vraag 1: Waar loopt u tegenaan?
Antwoord: Studenten willen wel, maar de vergoeding is niet rond te krijgen.
Vraag 2: Wat kunt u bieden?
Antwoord: Wij kunnen elk half jaar een groep studenten leveren.
"""


def test_questions_and_answers_by_label():
    found = propose(QA)
    assert said(QA) == [
        "Studenten willen wel, maar de vergoeding is niet rond te krijgen.",
        "Wij kunnen elk half jaar een groep studenten leveren.",
    ]
    assert [one.speaker for one in found] == ["Jan Jansen", "Jan Jansen"]
    assert [one.context for one in found] == ["Waar loopt u tegenaan?", "Wat kunt u bieden?"]
    assert [one.kind for one in found] == ["obstacle", "offer"]


GUIDED = """Gesprek op locatie

Wat is uw grootste zorg op dit moment
Dat de regels per wijk verschillen.
En wat zou u anders doen
Een regel voor de hele stad maken.
"""


def test_the_interview_guide_tells_which_lines_are_questions():
    guide = ("1. Wat is uw grootste zorg op dit moment?", "2. En wat zou u anders doen?")
    assert said(GUIDED, guide) == [
        "Dat de regels per wijk verschillen.",
        "Een regel voor de hele stad maken.",
    ]
    assert propose(GUIDED, guide)[1].context.endswith("En wat zou u anders doen")


QUOTES = """Opbrengst van de middag

“Wij willen best investeren, maar wij vinden de ondernemers niet”, aldus een financier.

“Geef ons een jaar de tijd om het te bewijzen.” – Fatima Bos, ondernemer

Een inkoper vertelde dat de regels ruimte laten: "er mag veel meer dan wij denken", en gaf voorbeelden.
"""


def test_a_quote_is_taken_without_its_marks_and_with_who_said_it():
    found = propose(QUOTES)
    assert said(QUOTES)[:2] == [
        "Wij willen best investeren, maar wij vinden de ondernemers niet",
        "Geef ons een jaar de tijd om het te bewijzen.",
    ]
    assert said(QUOTES)[2].startswith("Een inkoper vertelde")
    assert [(one.speaker, one.role) for one in found][:2] == [("", "financier"), ("Fatima Bos", "ondernemer")]


NUMBERED = """2. Financiering

De groep sprak lang over leningen.

1) Er is behoefte aan kleine leningen.
2) Banken vragen te veel papier.
a. Dat schrikt starters af.

3. Samenwerking

Ondernemers kennen elkaar nauwelijks.
"""


def test_numbered_points_are_proposals_and_numbered_heads_are_not():
    assert said(NUMBERED) == [
        "De groep sprak lang over leningen.",
        "Er is behoefte aan kleine leningen.",
        "Banken vragen te veel papier.",
        "Dat schrikt starters af.",
        "Ondernemers kennen elkaar nauwelijks.",
    ]
    assert [one.context for one in propose(NUMBERED)] == ["Financiering"] * 4 + ["Samenwerking"]


TRANSCRIPT = """[00:00:12] Interviewer: Kunt u zich kort voorstellen?
[00:00:20] Respondent: Ja, ik werk al tien jaar met mensen met een beperking.
[00:01:02] Interviewer: En wat is lastig?
[00:01:09] Respondent: De indicatie. Die laat soms een half jaar op zich wachten.
"""


def test_a_transcript_with_times():
    assert said(TRANSCRIPT) == [
        "Ja, ik werk al tien jaar met mensen met een beperking.",
        "De indicatie. Die laat soms een half jaar op zich wachten.",
    ]
    assert propose(TRANSCRIPT)[1].context == "En wat is lastig?"


FLAP = """FLAP 1: INKOOP
meer lokaal kopen
kleinere percelen
een keer per jaar een markt

FLAP 2: GELD
garantstelling door de gemeente
"""


def test_the_loose_words_of_a_flip_over():
    assert said(FLAP) == [
        "meer lokaal kopen",
        "kleinere percelen",
        "een keer per jaar een markt",
        "garantstelling door de gemeente",
    ]
    assert propose(FLAP)[0].context == "FLAP 1: INKOOP"


PAGED = "\n\n".join(
    "Verslag werksessie sociaal ondernemen\n\n"
    f"Opmerking nummer {word} gaat over de inkoop van de gemeente.\n\n"
    f"Pagina {number} van 4"
    for number, word in enumerate(("een", "twee", "drie", "vier"), 1)
)


def test_what_stands_on_every_page_is_no_contribution():
    assert len(said(PAGED)) == 4
    assert all(words.startswith("Opmerking nummer") for words in said(PAGED))


MARKDOWN = """# Werksessie

## Deelnemers
- Anna
- Bo

## Thema: netwerk
- [x] Een jaarlijks diner voor ondernemers en ambtenaren
- [ ] Een lijst met wie wat doet

Aanbod: wij kunnen onze zaal gratis openstellen.
"""


def test_markdown_with_who_was_there_left_out():
    found = propose(MARKDOWN)
    assert said(MARKDOWN) == [
        "Een jaarlijks diner voor ondernemers en ambtenaren",
        "Een lijst met wie wat doet",
        "wij kunnen onze zaal gratis openstellen.",
    ]
    assert found[0].context == "Thema: netwerk"
    assert found[2].kind == "offer"


def test_a_very_long_paragraph_comes_in_portions_of_whole_sentences():
    sentence = "De weg naar het juiste loket is lang en niemand wijst hem aan. "
    text = sentence * 60
    found = propose(text)
    assert len(found) > 3
    assert all(text[one.start : one.end].endswith(".") for one in found)
    assert " ".join(said(text)) == text.strip()


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Wij hebben een ruimte nodig.", "need"),
        ("De aanvraag duurt te lang.", "obstacle"),
        ("Zou de gemeente een fonds kunnen maken?", "idea"),
        ("Wij bieden graag onze werkplaats aan.", "offer"),
        ("Daar zijn wij voor.", "reaction"),
        ("Er zijn 40 ondernemingen in de stad.", "fact"),
        ("Het regende.", ""),
    ],
)
def test_the_kind_follows_the_words_that_people_use(words, kind):
    assert propose(words)[0].kind == kind


def test_a_carriage_return_is_refused_because_offsets_would_not_hold():
    with pytest.raises(ValueError, match="line ends"):
        propose("een\r\ntwee")


@pytest.mark.parametrize("text", ["", "\n\n", "   ", "---\n===", "3", "- ", "Pagina 2 van 3"])
def test_nothing_said_gives_no_proposals(text):
    assert propose(text) == ()


LAYOUTS = [
    BULLETS,
    PARAGRAPHS,
    WRAPPED,
    SPEAKERS,
    INTERVIEW,
    QA,
    GUIDED,
    QUOTES,
    NUMBERED,
    TRANSCRIPT,
    FLAP,
    PAGED,
    MARKDOWN,
]


@pytest.mark.parametrize("text", LAYOUTS)
def test_proposals_stand_in_order_without_overlap_and_hold_no_loose_white_space(text):
    end = 0
    for one in propose(text):
        assert end <= one.start < one.end <= len(text)
        assert text[one.start : one.end] == text[one.start : one.end].strip()
        end = one.end


@given(st.text(alphabet=st.sampled_from("aB 1.?:;-•“”()\n\tÉ#[]"), max_size=300))
def test_any_text_whatever_gives_proposals_within_it(text):
    end = 0
    for one in propose(text):
        assert end <= one.start < one.end <= len(text)
        end = one.end


def test_offsets_are_in_code_points():
    text = "- 🎉 Dit is het idee van é.\n- Nog een idee."
    assert said(text) == ["🎉 Dit is het idee van é.", "Nog een idee."]


def test_words_are_found_again_whatever_white_space_is_between_them():
    text = "Eerst dit.\nDe gemeente koopt\n   te groot in.\n\nDe gemeente koopt te groot in."
    assert place(text, "De gemeente koopt te groot in.", near=0) == (11, 44)
    assert place(text, "De gemeente koopt te groot in.", near=60) == (46, 76)
    assert place(text, "De gemeente verkoopt.") is None
    assert place(text, "  ") is None


def test_parts_between_empty_lines_are_found_one_after_the_other():
    text = "Wij zoeken ruimte. Wij zoeken geld. Wij zoeken ruimte."
    assert places(text, "Wij zoeken ruimte.\n\nWij zoeken geld.") == [(0, 18), (19, 35)]
    assert places(text, "Wij zoeken geld.\n\n\n Wij zoeken ruimte.") == [(19, 35), (36, 54)]
    assert places(text, "Wij zoeken geld.\n\nWij zoeken geld.") is None
    assert places(text, "\n\n") is None


@given(st.data())
def test_any_stretch_of_a_text_is_found_again(data):
    text = data.draw(st.text(alphabet="ab. \n", min_size=1, max_size=80))
    words = text.strip()
    found = place(text, words, near=0) if words else None
    if words:
        assert found is not None
        assert text[slice(*found)].split() == words.split()


def test_three_hundred_pages_are_read_in_one_go():
    page = "\n".join(f"Anna: Wij hebben {number} ruimtes nodig, en dat lukt niet." for number in range(40))
    text = "\n\n".join([page] * 300)
    found = propose(text)
    assert len(found) == 12_000
    assert not re.search(r"Anna", text[found[0].start : found[0].end])
