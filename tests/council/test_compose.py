"""A note says what the process knows on the day, and nothing that nobody knows."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from houtskool.council.models import Note
from houtskool.council.notes import actions
from houtskool.council.notes.compose import compose, document_of, title
from houtskool.council.notes.content import content_of
from houtskool.council.notes.gaps import Gap, gaps
from houtskool.documents import Document, Fields, Heading, List, Table, plain, read, write_docx
from houtskool.kernel.note import read_note
from houtskool.kernel.vaguedate import Period, parse
from houtskool.process import actions as process_actions
from houtskool.process.models import Commitment, Decision, Gathering, Involvement, Step
from houtskool.sector import actions as sector
from tests.council.conftest import adopt, write

TODAY = date(2019, 1, 15)


def add(part, world, **periods):
    for name, period in periods.items():
        setattr(part, name, period)
    return process_actions.add(part, by=world.alice, at=world.at)


def header(document: Document) -> dict[str, str]:
    """The labels of the header with their values as plain text."""
    fields = document.blocks[0]
    assert isinstance(fields, Fields)
    return {pair.label: "\n".join(map(_text, pair.value)) for pair in fields.fields}


def _text(block) -> str:
    if isinstance(block, List):
        return "\n".join(plain(item.text) for item in block.items)
    return plain(block.text)


def table(document: Document, caption: str) -> list[list[str]]:
    found = next(b for b in document.blocks if isinstance(b, Table) and b.caption.startswith(caption))
    return [[plain(cell) for cell in row] for row in found.rows]


def everything(document: Document) -> str:
    """All that a reader of the DOCX reads."""
    return read(write_docx(document), "nota.docx").text


def composed(note: Note, at: date) -> Document:
    """The note as the database has it now."""
    return compose(Note.objects.get(pk=note.pk), at)


def found_open(note: Note) -> list[Gap]:
    return gaps(Note.objects.get(pk=note.pk), TODAY)


def test_a_new_note_has_the_sections_of_an_information_note_filled_from_the_process(note, process):
    document = composed(note, TODAY)
    headings = [block.text for block in document.blocks if isinstance(block, Heading)]
    assert headings == [
        "1. Inleiding", "2. Kernboodschap", "3. Wie er meedoet", "4. Consequenties",
        "5. Aankondigingen en toezeggingen", "6. Vervolg", "7. Bijlagen",
    ]  # fmt: skip
    text = everything(document)
    assert process.title in text
    assert "“Samen Sterk”" in text
    assert "Werkplaats begeleidt het proces." in text
    assert "Hierna komt: Werksessie sociaal ondernemen in de Oude Fabriek" in text
    for goal in process.goals.all():
        assert goal.text in text


def test_the_header_has_the_labels_of_a_council_document_in_their_order(whole_note):
    labels = list(header(composed(whole_note, TODAY)))
    assert labels == [
        "Onderwerp", "Nummer", "Portefeuillehouder", "Programma/beleidsveld", "Afdeling", "Auteur",
        "Telefoonnummer", "E-mail", "Kernboodschap", "Behandelvoorstel voor commissie",
        "Relevante eerdere besluiten", "Besluit college", "Ondertekening",
    ]  # fmt: skip


def test_the_header_says_what_was_filled_in_and_leaves_open_what_was_not(world, note):
    note = write(
        note, world, subject="Stand van zaken", number="2019/1", key_message="Een.\n\n- twee\n- drie",
        treatment=Note.Treatment.ADVICE, committee="commissie Ontwikkeling", treatment_reason="Omdat.",
        decision_points="1. Het college stelt vast.\n2. En **stuurt**.",
    )  # fmt: skip
    said = header(composed(note, TODAY))
    assert said["Kernboodschap"] == "Een.\ntwee\ndrie"
    assert said["Besluit college"] == "Het college stelt vast.\nEn stuurt."
    assert said["Behandelvoorstel voor commissie"] == (
        "Het college stuurt deze informatienota ter advisering naar de commissie Ontwikkeling.\nOmdat."
    )
    assert said["Telefoonnummer"] == ""


def test_earlier_decisions_are_named_with_number_body_and_month(world, note, process):
    earlier = Decision(process=process, text="Sociaal ondernemen", body="raad", number="2016/1", earlier=True)
    add(earlier, world, period=parse("juni 2016"))
    later = Decision(process=process, text="Nog te nemen", body="raad")
    add(later, world, period=parse("juni 2019"))
    said = header(composed(note, TODAY))["Relevante eerdere besluiten"]
    assert "Sociaal ondernemen (2016/1), raad, juni 2016" in said
    assert "Nog te nemen" not in said


@pytest.mark.parametrize(
    "formula",
    [
        "Het college stelt de informatienota vast.",
        "Burgemeester en wethouders stellen deze collegenota vast",
        "De raad stelt het raadsvoorstel vast;",
    ],
)
def test_that_a_document_was_adopted_is_no_earlier_decision(world, note, process, formula):
    add(Decision(process=process, text=formula, body="college"), world, period=parse("juni 2018"))
    add(Decision(process=process, text="Het college stelt de subsidie vast", body="college"), world)
    said = header(composed(note, TODAY))["Relevante eerdere besluiten"]
    assert formula.rstrip(".;") not in said
    assert "Het college stelt de subsidie vast" in said


def test_every_section_holds_what_its_title_says(note):
    parts = {section["title"]: section["part"] for section in note.sections}
    assert parts["Kernboodschap"] == parts["Consequenties"] == ""
    assert parts["Wie er meedoet"] == Note.Part.WHO
    assert parts["Aankondigingen en toezeggingen"] == Note.Part.COMMITMENTS


@pytest.mark.parametrize(
    ("ambition", "told"),
    [
        ("Sociaal ondernemerschap te versterken", "De gemeente wil sociaal ondernemerschap versterken."),
        ("Duinstede groener te maken.", "De gemeente wil Duinstede groener maken."),
        ("Meer groen in de stad", "De ambitie van de gemeente: Meer groen in de stad."),
        ("", ""),
    ],
)
def test_the_ambition_is_told_as_people_say_it(world, process, ambition, told):
    process.ambition = ambition
    process_actions.change(process, by=world.alice, at=world.at)
    note = actions.begin(process, kind="informatienota", subject="", by=world.alice, at=world.at)
    assert note.key_message == told


@pytest.mark.parametrize(
    ("kind", "title", "told"),
    [
        ("informatienota", "Actieprogramma Water", "Deze nota gaat over het Actieprogramma Water."),
        ("raadsvoorstel", "Woonvisie 2030", "Dit raadsvoorstel gaat over de Woonvisie 2030."),
        ("collegebesluit", "Duurzaam Duinstede", "Dit collegebesluit gaat over Duurzaam Duinstede."),
    ],
)
def test_a_note_opens_with_what_it_is_about(world, process, kind, title, told):
    process.title = title
    process_actions.change(process, by=world.alice, at=world.at)
    note = actions.begin(process, kind=kind, subject="", by=world.alice, at=world.at)
    assert note.sections[0]["text"].startswith(told)


def test_the_planning_is_that_of_the_day_and_moves_with_the_process(world, note, process):
    step = add(Step(process=process, title="Houtskoolversie"), world, planned=parse("begin 2019"))
    rows = table(composed(note, TODAY), "Planning")
    assert ["begin 2019", "Houtskoolversie", "nu"] in rows
    assert ["begin 2019", "Houtskoolversie", "te laat"] in table(composed(note, date(2019, 5, 1)), "Planning")
    step.real = parse("20 mei 2019")
    process_actions.change(step, by=world.alice, at=world.at)
    late = composed(note, date(2019, 6, 1))
    assert ["20 mei 2019 (gepland: begin 2019)", "Houtskoolversie", "geweest"] in table(late, "Planning")


def test_what_is_not_certain_is_sketched_and_the_caption_says_so(world, note, process):
    add(Step(process=process, title="Komt nog"), world, planned=parse("najaar 2020"))
    add(Step(process=process, title="Gedaan"), world, real=parse("juni 2018"))
    planning = next(
        block for block in composed(note, TODAY).blocks
        if isinstance(block, Table) and block.caption.startswith("Planning")
    )  # fmt: skip
    by_title = {plain(row[1]): row for row in planning.rows}
    assert all(run.emphasis for run in by_title["Komt nog"][0])
    assert isinstance(by_title["Gedaan"][0], str)
    assert "Schuin gedrukt is wat nog niet zeker is." in planning.caption


def test_words_that_mean_something_else_next_year_get_their_year(world, note, process):
    july = Period("juli jl.", date(2018, 7, 1), date(2018, 7, 31))
    spring = Period("voorjaar", date(2019, 3, 1), date(2019, 5, 31))
    add(Gathering(process=process, title="Ronde tafel"), world, real=july)
    add(Step(process=process, title="Plan"), world, planned=spring)
    rows = {row[1]: row[0] for row in table(composed(note, TODAY), "Planning")}
    assert rows["Ronde tafel"] == "juli 2018"
    assert rows["Plan"] == "voorjaar (maart–mei 2019)"


def test_days_are_written_in_one_way_whatever_was_typed(world, note, process):
    digits = Period("06-11-2018", date(2018, 11, 6), date(2018, 11, 6))
    add(Gathering(process=process, title="Sessie na 2018-10-02"), world, real=digits)
    add(Step(process=process, title="Plan"), world, real=Period("Najaar 2018", date(2018, 9, 1), None))
    add(Step(process=process, title="Raar"), world, real=Period("31-02-2018", None, None))
    rows = {row[1]: row[0] for row in table(composed(note, TODAY), "Planning")}
    assert rows["Sessie na 2 oktober 2018"] == "6 november 2018"
    assert rows["Plan"] == "najaar 2018"
    assert rows["Raar"] == "31-02-2018"


def test_a_session_without_a_day_is_named_and_ends_in_one_full_stop(world, note, process):
    group = sector.add_group(name="inkopers", by=world.alice, at=world.at)
    session = Gathering(process=process, title="Ondernemers zijn uitgenodigd.")
    add(session, world, planned=Period("Juli jl.", None, None))
    add(Involvement(process=process, group=group, gathering=session, how=Involvement.How.INVITED), world)
    rows = dict(table(composed(note, TODAY), "Wie er meedoet"))
    assert rows["inkopers"].endswith("uitgenodigd voor Ondernemers zijn uitgenodigd")
    assert "jl." not in rows["inkopers"]
    add(Step(process=process, title="Iedereen is uitgenodigd."), world)
    assert "Nog niet gepland: Iedereen is uitgenodigd." in {gap.text for gap in found_open(note)}


def test_a_decision_without_a_body_leaves_no_loose_comma(world, note, process):
    decision = Decision(process=process, text="Beleid,", body=" ", number="2013/2", earlier=True)
    add(decision, world, period=parse("november 2013"))
    said = header(composed(note, TODAY))["Relevante eerdere besluiten"]
    assert "Beleid (2013/2), november 2013" in said


def test_the_treatment_stays_open_until_it_is_chosen(world, note):
    note = write(note, world, committee="commissie Ontwikkeling", treatment="")
    assert header(composed(note, TODAY))["Behandelvoorstel voor commissie"] == ""
    note = write(note, world, committee="", treatment=Note.Treatment.NOTICE)
    assert header(composed(note, TODAY))["Behandelvoorstel voor commissie"] == "Ter kennisname."


def test_a_proposal_to_the_council_says_how_the_council_treats_it(world, note):
    note = write(
        note, world, kind=Note.Kind.COUNCIL_PROPOSAL, treatment=Note.Treatment.DISCUSSION, committee="raad"
    )
    said = header(composed(note, TODAY))
    assert "Behandelvoorstel voor commissie" not in said
    told = said["Behandelvoorstel voor raad"]
    assert told == "Het college stuurt dit raadsvoorstel ter bespreking naar de raad."
    assert read_note(everything(composed(note, TODAY))).treatment == "ter bespreking"


def test_who_is_in_names_every_group_once_with_all_its_ways(world, note, process):
    group = sector.add_group(name="investeerders", by=world.alice, at=world.at)
    session = add(Gathering(process=process, title="Sessie"), world, planned=parse("29 november 2018"))
    add(Involvement(process=process, group=group, how=Involvement.How.INTERVIEWED), world)
    add(Involvement(process=process, group=group, gathering=session, how=Involvement.How.INVITED), world)
    assert ["investeerders", "geïnterviewd, uitgenodigd voor 29 november 2018"] in table(
        composed(note, TODAY), "Wie er meedoet"
    )


def test_commitments_stand_with_their_state_on_the_day(world, note, process):
    promised = add(Commitment(process=process, text="Wij komen terug."), world, due=parse("31 januari 2019"))
    add(Commitment(process=process, text="Ooit iets."), world)
    rows = table(composed(note, TODAY), "Aankondigingen")
    assert ["Wij komen terug.", "31 januari 2019", "open"] in rows
    assert ["Ooit iets.", "geen termijn afgesproken", "zonder termijn"] in rows
    late = table(composed(note, date(2019, 2, 1)), "Aankondigingen")
    assert ["Wij komen terug.", "31 januari 2019", "te laat"] in late
    process_actions.settle(promised, on=TODAY, outcome="Gedaan.", by=world.alice, at=world.at)
    rows = table(composed(note, TODAY), "Aankondigingen")
    assert ["Wij komen terug.", "31 januari 2019", "afgedaan"] in rows


def test_a_missing_annex_is_named_as_missing(world, note):
    annexes = [block for block in composed(note, TODAY).blocks if isinstance(block, List)][-1]
    assert _text(annexes) == "Bijlage 1: Plan van aanpak (niet bijgevoegd)"
    actions.attach(note, "Planning", None, by=world.alice, at=world.at)
    annexes = [block for block in composed(note, TODAY).blocks if isinstance(block, List)][-1]
    assert "Bijlage 2: Planning (niet bijgevoegd)" in _text(annexes)


def test_what_happened_since_the_last_note_is_proposed_out_of_the_data(world, adopted, process):
    session = Gathering(process=process, title="Werksessie inkoop", place="Oude Fabriek")
    add(session, world, real=parse("29 januari 2019"))
    at = datetime(2019, 2, 15, 10, 0, tzinfo=world.at.tzinfo)
    following = actions.begin(process, kind=Note.Kind.INFORMATION, subject="", by=world.alice, at=at)
    text = content_of(following).section(2).text
    assert text.startswith("Sinds de informatienota van 15 januari 2019 is dit gebeurd:")
    assert "- 29 januari 2019: Werksessie inkoop, Oude Fabriek" in text


def test_an_empty_process_gives_a_note_that_says_so_and_is_valid(world):
    from houtskool.process.models import Process

    process = add(Process(title="Leeg"), world)
    for kind in Note.Kind.values:
        note = actions.begin(process, kind=kind, subject="", by=world.alice, at=world.at)
        parts = enumerate(Note.Part.values)
        note.sections = [{"key": n, "title": f"Deel {n}", "text": "", "part": part} for n, part in parts]
        note.save()
        text = everything(composed(note, TODAY))
        assert "Er is nog niets gepland." in text, text
        assert "Er zijn geen eerdere besluiten vastgelegd." in text
        assert title(note) == kind.capitalize()


@pytest.mark.parametrize("kind", Note.Kind.values)
def test_every_kind_has_its_own_sections(world, process, kind):
    note = actions.begin(process, kind=kind, subject="x", by=world.alice, at=world.at)
    titles = [section["title"] for section in note.sections]
    assert titles[-1] == "Bijlagen"
    assert ("Argumenten" in titles) == (kind != Note.Kind.INFORMATION)


def test_what_is_unknown_is_listed_with_the_way_to_fill_it(world, note, process):
    add(Step(process=process, title="Ongepland"), world)
    found = {gap.text: gap for gap in found_open(note)}
    treatment = found["Er is nog niet gekozen hoe de raad dit stuk behandelt."]
    assert treatment.must
    assert treatment.url.endswith(f"/raad/notas/{note.pk}/bewerken/#id_treatment")
    number = next(gap for text, gap in found.items() if "nog geen nummer" in text)
    assert not number.must
    assert "/proces/stap/" in found["Nog niet gepland: Ongepland."].url
    assert any("Plan van aanpak” is nog niet bijgevoegd" in text for text in found)


def test_what_must_be_there_comes_first(world, note):
    note = write(note, world, subject="", key_message="", decision_points="\n- \n")
    musts = [gap.must for gap in found_open(note)]
    assert musts == sorted(musts, reverse=True)
    assert sum(musts) == 4


def test_a_concept_is_live_and_an_adopted_note_stands_still(world, adopted, process):
    before = document_of(adopted, TODAY)
    add(Step(process=process, title="Pas later bedacht"), world, planned=parse("najaar 2019"))
    later = TODAY + timedelta(days=400)
    assert document_of(Note.objects.get(pk=adopted.pk), later) == before
    assert "Pas later bedacht" in everything(composed(adopted, later))


def test_houtskool_reads_back_the_note_that_it_wrote(world, whole_note):
    whole_note = write(
        whole_note, world, holders="Jansen, J.", department="Economie", committee="commissie Ontwikkeling",
        treatment_reason="Zo kunnen raadsleden meedoen. Daarna volgt een plan.",
    )  # fmt: skip
    adopt(whole_note, world)
    whole_note.refresh_from_db()
    facts = read_note(everything(document_of(whole_note, TODAY)))
    assert (facts.kind, facts.subject, facts.number) == ("informatienota", "Stand van zaken", "2019/12345")
    assert (facts.body, facts.decided_on, facts.treatment) == ("college", TODAY, "ter kennisname")
    assert (facts.committee, facts.holders, facts.departments) == (
        "Ontwikkeling",
        ("Jansen, J.",),
        ("Economie",),
    )
    assert [section.title for section in facts.sections if section.title != "Ondertekening"] == [
        "Inleiding", "Kernboodschap", "Wie er meedoet", "Consequenties", "Aankondigingen en toezeggingen",
        "Vervolg", "Bijlagen",
    ]  # fmt: skip


@pytest.mark.parametrize("times", [1, 8])
def test_composing_asks_the_same_number_of_queries(world, note, process, times, django_assert_num_queries):
    for number in range(times):
        group = sector.add_group(name=f"groep {number}", by=world.alice, at=world.at)
        session = add(Gathering(process=process, title=f"S {number}"), world, planned=parse("mei 2019"))
        add(Involvement(process=process, group=group, gathering=session), world)
        add(Step(process=process, title=f"Stap {number}"), world)
        add(Commitment(process=process, text=f"Belofte {number}"), world)
        add(Decision(process=process, text=f"Besluit {number}"), world)
        actions.attach(note, f"Bijlage {number}", None, by=world.alice, at=world.at)
    fresh = Note.objects.select_related("process").get(pk=note.pk)
    with django_assert_num_queries(13):
        compose(fresh, TODAY)
        gaps(fresh, TODAY)
