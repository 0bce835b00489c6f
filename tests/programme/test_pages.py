"""The pages of the programme, for each role: what they show and refuse, and how many queries they take."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from houtskool.accounts.roles import Role
from houtskool.inventory.models import Coding, Contribution
from houtskool.programme import overview
from houtskool.programme.actions import reactions, rounds, versions
from houtskool.programme.completeness import gaps
from houtskool.programme.models import (
    ActionLine,
    BudgetLine,
    Ground,
    Measure,
    Milestone,
    Motion,
    ReactionLink,
    Version,
)
from houtskool.records.models import JournalEntry
from houtskool.sector.models import Department, Initiative, StakeholderGroup, Theme
from tests.conftest import make_user


def page(client, name, *args, **data):
    return client.get(reverse(f"programme:{name}", args=args), data).content.decode()


def post(client, name, *args, **data):
    return client.post(reverse(f"programme:{name}", args=args), data)


def measure_form(**fields):
    return {"kind": "measure", "title": "Eén loket", "weight": "1", **fields}


@pytest.fixture
def alice(world):
    return world.as_(world.alice)


@pytest.fixture
def councillor(db):
    return make_user("raad@stad.example", Role.COUNCILLOR, name="Raadslid")


def test_a_measure_is_added_with_its_vague_term_and_read_back(alice, plan):
    line = plan.line("Minder loketten")
    post(alice, "add-measure", plan.process.pk, **measure_form(planned="voorjaar 2020", action_line=line.pk))
    measure = Measure.objects.get()
    assert measure.planned_words == "voorjaar 2020"
    assert str(measure.planned_start) == "2020-03-01"
    text = page(alice, "programme", plan.process.pk)
    assert "Eén loket" in text
    assert "Minder loketten" in text


def test_what_cannot_be_read_comes_back_with_what_was_typed(alice, plan):
    answer = post(
        alice, "add-measure", plan.process.pk, **measure_form(planned="ooit misschien", started_ahead="on")
    ).content.decode()
    assert "ooit misschien" in answer
    assert "Schrijf waarom dit al begon" in answer
    assert not Measure.objects.exists()


def test_serial_entry_stands_ready_for_the_next_under_the_same_line(alice, plan):
    line = plan.line()
    answer = post(alice, "add-quick", plan.process.pk, kind="activity", title="Open dag", action_line=line.pk)
    assert answer.status_code == 302
    assert f"action_line={line.pk}" in answer["Location"]
    text = alice.get(answer["Location"].split("#")[0]).content.decode()
    assert "‘Open dag’ is toegevoegd. Typ de volgende." in text
    assert f'<option value="{line.pk}" selected>' in text


def test_many_are_changed_at_once_and_what_stays_empty_changes_nothing(alice, plan):
    many = [plan.measure(f"Maatregel {index}", owner_words="Economie") for index in range(3)]
    post(
        alice, "change-many", plan.process.pk,
        measures=[one.pk for one in many[:2]], planned="eind 2020", portfolio_holder="Bakker, J.",
    )  # fmt: skip
    found = Measure.objects.order_by("pk")
    assert [one.planned_words for one in found] == ["eind 2020", "eind 2020", ""]
    assert {one.owner_words for one in found} == {"Economie"}


def test_many_get_a_department_and_themes_beside_or_in_place_of_what_stood_there(alice, plan):
    old, new = (Theme.objects.create(name=name) for name in ("inkoop", "werk"))
    department = Department.objects.create(name="Economie")
    many = [plan.measure(f"Maatregel {index}") for index in range(2)]
    many[0].themes.add(old)

    def named():
        return [sorted(theme.name for theme in one.themes.all()) for one in Measure.objects.order_by("pk")]

    ticked = [one.pk for one in many]
    post(
        alice, "change-many", plan.process.pk,
        measures=ticked, department=department.pk, themes=[new.pk], how="add",
    )  # fmt: skip
    assert named() == [["inkoop", "werk"], ["werk"]]
    assert {one.department for one in Measure.objects.all()} == {department}
    post(alice, "change-many", plan.process.pk, measures=ticked, themes=[old.pk], how="replace")
    assert named() == [["inkoop"], ["inkoop"]]
    post(alice, "change-many", plan.process.pk, measures=ticked, owner_words="Groen", how="replace")
    assert named() == [["inkoop"], ["inkoop"]]


def test_changing_many_without_a_tick_or_a_value_says_what_to_do(alice, plan):
    measure = plan.measure()
    assert "Kies eerst" in post(alice, "change-many", plan.process.pk, state="done").content.decode()
    answer = post(alice, "change-many", plan.process.pk, measures=[measure.pk])
    assert "Vul minstens één veld in" in answer.content.decode()


def test_two_people_editing_one_measure_are_told_of_each_other(world, alice, plan):
    measure = plan.measure("Eén loket")
    url = reverse("programme:change-measure", args=[measure.pk])
    opened = alice.get(url).context["form"].initial["opened"]
    post(world.as_(world.bob), "change-measure", measure.pk, **measure_form(title="Eén balie"))
    answer = alice.post(url, measure_form(title="Eén punt", opened=opened))
    assert "intussen gewijzigd in ‘Eén balie’" in answer.content.decode()
    assert Measure.objects.get().title == "Eén balie"
    again = answer.context["form"].data["opened"]
    alice.post(url, measure_form(title="Eén punt", opened=again))
    assert Measure.objects.get().title == "Eén punt"


def test_two_people_who_change_the_term_at_once_are_told_beside_the_field(world, alice, plan):
    measure = plan.measure("Eén loket")
    url = reverse("programme:change-measure", args=[measure.pk])
    opened = alice.get(url).context["form"].initial["opened"]
    post(world.as_(world.bob), "change-measure", measure.pk, **measure_form(planned="voorjaar 2020"))
    answer = alice.post(url, measure_form(planned="najaar 2020", opened=opened))
    assert "voorjaar 2020" in str(answer.context["form"].errors["planned"])
    assert Measure.objects.get().planned_words == "voorjaar 2020"


def test_milestones_and_money_are_added_changed_and_taken_away(alice, plan):
    measure = plan.measure()
    post(alice, "add-part", measure.pk, "mijlpaal", title="Open", planned="mei 2020", critical="on")
    post(
        alice, "add-part", measure.pk, "geld", amount="12500", year="2020", recurrence="once", cover="reserve"
    )
    text = page(alice, "measure", measure.pk)
    assert "kritiek: hiervan hangt de rest af" in text
    assert "€ 12.500" in text
    milestone = Milestone.objects.get()
    post(alice, "change-part", "mijlpaal", milestone.pk, title="Loket open")
    assert Milestone.objects.get().title == "Loket open"
    post(alice, "remove-part", "geld", BudgetLine.objects.get().pk)
    assert not BudgetLine.objects.exists()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("12.000,50", "12000.50"), ("€ 12.000", "12000.00"), ("12000.50", "12000.50"), ("0", "0.00")],
)
def test_an_amount_goes_in_as_people_write_it_and_comes_back_so(alice, plan, typed, kept):
    post(alice, "add-part", plan.measure().pk, "geld", amount=typed, recurrence="once")
    line = BudgetLine.objects.get()
    assert str(line.amount) == kept
    shown = page(alice, "change-part", "geld", line.pk)
    assert f'value="{kept.removesuffix(".00").replace(".", ",")}"' in shown


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"amount": "-5"}, "‘-5’ is geen bedrag. Schrijf het als 12500 of 12.500,50."),
        ({"amount": "twaalf"}, "‘twaalf’ is geen bedrag."),
        ({"amount": "5", "year": "19"}, "‘19’ is geen jaar. Schrijf het met vier cijfers, zoals 2020."),
        ({"amount": "5", "year": "20199"}, "‘20199’ is geen jaar."),
        ({}, "Vul een bedrag in, of schrijf waarvoor of waaruit het is."),
    ],
)
def test_money_that_makes_no_sense_is_told_with_what_to_write(alice, plan, wrong, told):
    answer = post(alice, "add-part", plan.measure().pk, "geld", recurrence="once", **wrong)
    assert told in answer.content.decode()
    assert not BudgetLine.objects.exists()


def test_what_must_still_come_is_not_yet_reached(alice, plan):
    measure = plan.measure()
    answer = post(alice, "add-part", measure.pk, "mijlpaal", title="Open", real="mei 2090")
    assert "Dit moet nog komen." in answer.content.decode()
    answer = post(alice, "change-measure", measure.pk, **measure_form(real="2090"))
    assert "Dit moet nog komen." in answer.content.decode()


def test_before_adoption_no_page_says_that_a_measure_runs(alice, plan):
    measure = plan.measure()
    assert 'id="meer_state"' not in page(alice, "programme", plan.process.pk)
    post(alice, "change-many", plan.process.pk, measures=[measure.pk], state="running", owner_words="Groen")
    post(alice, "change-state", measure.pk, state="running", state_words="Wij zijn begonnen.")
    measure.refresh_from_db()
    assert (measure.state, measure.owner_words) == (Measure.State.UNKNOWN, "Groen")


def test_progress_fits_the_state_and_stays_between_nought_and_a_hundred(alice, plan):
    measure = plan.measure(started_ahead=True, started_ahead_because="Het kon al.")
    for state, progress, told in (
        ("running", "150", "Vul een getal in van 0 tot en met 100."),
        ("done", "40", "Wat klaar is, is 100%."),
    ):
        answer = post(alice, "change-state", measure.pk, state=state, progress=progress)
        assert told in answer.content.decode()


def test_a_weight_that_is_the_same_is_no_change(alice, plan):
    measure = plan.measure()
    post(alice, "change-measure", measure.pk, **measure_form(text="Aan de markt."))
    assert "weight" not in JournalEntry.objects.about(measure).get().changes


def test_an_action_line_goes_and_its_measures_stay(alice, plan):
    line = plan.line()
    plan.measure(action_line=line)
    assert "blijven staan" in page(alice, "remove-line", line.pk)
    post(alice, "remove-line", line.pk)
    assert (ActionLine.objects.count(), Measure.objects.count()) == (0, 1)


def test_grounds_are_laid_for_many_at_once_and_show_on_the_measure(alice, plan):
    measure = plan.measure("Eén loket")
    many = [plan.contribution(f"Wij zoeken loket {index}.") for index in range(3)]
    post(alice, "lay", measure.pk, contributions=[one.pk for one in many], kind="adopted")
    assert Ground.objects.filter(measure=measure).count() == 3
    text = page(alice, "measure", measure.pk)
    assert "3 stukken inbreng" in text
    assert "Wij zoeken loket 0." in text
    found = page(alice, "grounds", measure.pk, q="loket")
    assert "Niets gevonden dat nog niet verbonden is." in found


def test_what_is_done_with_a_contribution_is_said_otherwise_or_taken_away_and_its_history_stays(alice, plan):
    measure, piece = plan.measure(), plan.contribution()
    lay = {"contributions": [piece.pk], "kind": "adopted", "reason": ""}
    post(alice, "lay", measure.pk, **lay)
    ground = Ground.objects.get()
    text = page(alice, "change-ground", ground.pk)
    assert reverse("programme:lay", args=[measure.pk]) in text
    assert "Haal de verbinding weg" in text
    post(alice, "lay", measure.pk, **{**lay, "kind": "partly", "reason": "Het geld is er nog niet."})
    post(alice, "take-ground", ground.pk)
    plain = " ".join(re.sub("<[^>]*>", " ", page(alice, "grounds", measure.pk)).split())
    history = plain.partition("Wat er veranderde")[2]
    assert "de verbinding is weggehaald" in history
    assert "overgenomen → deels overgenomen, omdat: Het geld is er nog niet." in history
    assert history.count(f"Inbreng {piece.pk}") == 3


def test_what_led_to_no_measure_stands_below_with_why_and_can_be_said_otherwise(alice, plan):
    piece = plan.contribution("Ik wil gratis parkeren.")
    answer = post(
        alice, "lay-unused", plan.process.pk,
        contributions=[piece.pk], measure="", kind="not", reason="Parkeren is al besloten.",
    )  # fmt: skip
    text = alice.get(answer["Location"]).content.decode()
    assert "Bij 1 stuk inbreng staat nu waarom het niet tot een maatregel leidde." in text
    assert "Wat niet tot een maatregel leidde" in text
    assert "Parkeren is al besloten." in text
    assert reverse("programme:change-ground", args=[Ground.objects.get().pk]) in text


def test_words_that_were_taken_back_wait_for_nothing(alice, world, plan):
    plan.contribution("Dit trok iemand in.", withdrawn_at=world.at)
    assert "Met alle inbreng is iets gedaan." in page(alice, "unused", plan.process.pk)


def test_a_refusal_without_a_reason_keeps_the_ticks(alice, plan):
    measure, contribution = plan.measure(), plan.contribution()
    answer = post(alice, "lay", measure.pk, contributions=[contribution.pk], kind="not")
    text = answer.content.decode()
    assert "Schrijf waarom" in text
    assert "checked" in text
    assert not Ground.objects.exists()


def test_a_councillor_reads_no_words_that_only_count_on_the_measure(world, plan, councillor):
    measure = plan.whole("Eén loket")
    secret = plan.contribution("Dit mag u niet citeren.", consent=Contribution.Consent.AGGREGATE)
    plan.ground(measure, secret)
    versions.present(plan.process, to="raad", on=world.at.date(), accepted={}, by=world.alice, at=world.at)
    text = page(world.as_(councillor), "measure", measure.pk)
    assert "Wij zoeken één loket." in text
    assert "Dit mag u niet citeren." not in text
    assert "2 stukken inbreng" in text


def test_a_councillor_sees_nothing_of_a_draft_and_cannot_write(world, plan, councillor):
    measure = plan.measure()
    client = world.as_(councillor)
    assert client.get(measure.get_absolute_url()).status_code == 404
    assert "Eén loket" not in page(client, "programme", plan.process.pk)
    assert post(client, "add-quick", plan.process.pk, kind="measure", title="Van mij").status_code == 403
    assert world.as_(world.charlie).get(reverse("programme:home")).status_code == 403


def test_the_whole_way_from_sketch_to_adopted_goes_by_the_pages(world, alice, plan):
    measure = plan.whole("Eén loket")
    bare = plan.measure("Kaal")
    post(alice, "freeze", plan.process.pk, stage="sketch")
    day = "2019-01-10"
    refused = post(alice, "present", plan.process.pk, to="raad", on=day).content.decode()
    assert "Kaal: geen trekker" in refused
    assert "Vul aan wat ontbreekt, of schrijf waarom het mag openblijven." in refused
    open_gaps = {f"gap-{number}": "Dat volgt." for number, _ in enumerate(gaps(plan.process))}
    post(alice, "present", plan.process.pk, to="raad", on=day, **open_gaps)
    assert versions.latest(plan.process).stage == "presented"
    post(alice, "change-measure", measure.pk, **measure_form(
        title="Eén loket, ook op zaterdag", result="Open op zaterdag.", owner_words="Economie",
        planned="voorjaar 2020",
    ))  # fmt: skip
    post(alice, "amend", plan.process.pk, amendment="Ook op zaterdag.", number="A1", body="raad", on=day)
    post(alice, "adopt", plan.process.pk, body="raad", on=day, number="2019/7")
    post(
        alice,
        "motion",
        plan.process.pk,
        title="Meet het",
        text="Meet het elk jaar.",
        body="raad",
        on=day,
        carried="ja",
    )
    stages = list(Version.objects.order_by("number").values_list("stage", flat=True))
    assert stages == ["sketch", "presented", "presented", "adopted"]
    first, *_rest, last = Version.objects.order_by("number")
    text = page(alice, "compare", last.pk, first.pk)
    assert "<ins>" in text
    assert ", ook op zaterdag" in text
    assert "Meet het" in page(alice, "versions", plan.process.pk)
    for extension in ("pdf", "odt", "docx"):
        answer = alice.get(reverse("programme:version-file", args=[last.pk, extension]))
        assert answer.status_code == 200
        assert "no-store" in answer["Cache-Control"]
    assert "Vastgesteld door de raad" in page(alice, "measure", bare.pk)


@pytest.mark.parametrize(("name", "most"), [("programme", 40), ("unused", 20), ("bare", 20)])
def test_lists_ask_the_same_number_of_queries_at_any_size(alice, plan, name, most):
    counts = []
    for size in (2, 25):
        for index in range(size):
            plan.whole(f"Maatregel {size} {index}", action_line=plan.line() if index % 5 == 0 else None)
            plan.contribution()
        with CaptureQueriesContext(connection) as queries:
            page(alice, name, plan.process.pk)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= most


def test_a_page_of_a_measure_asks_the_same_number_of_queries_at_any_size(alice, plan):
    measure, counts = plan.measure(), []
    for size in (2, 30):
        for _index in range(size):
            plan.ground(measure)
        with CaptureQueriesContext(connection) as queries:
            page(alice, "measure", measure.pk)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_without_versions_the_page_says_what_to_do_first(alice, plan):
    assert "Leg het programma vast als houtskoolschets" in page(alice, "versions", plan.process.pk)


def test_of_a_draft_a_councillor_reads_nothing_on_any_page(world, plan, councillor):
    measure = plan.whole("Eén loket", started_ahead=True, action_line=plan.line("Minder loketten"))
    link = ReactionLink.objects.create(process=plan.process, at=world.at)
    link.measures.add(measure)
    reactions.react(link, measure, words="Te duur.", consent="quote", at=world.at)
    one = rounds.open_round(plan.process, title="Ronde", due_on=world.at.date(), by=world.alice, at=world.at)
    pages = [
        *((name, plan.process.pk) for name in ("programme", "bare", "reactions", "rounds", "execution")),
        ("versions", plan.process.pk),
        ("round", one.pk),
    ]
    client = world.as_(councillor)
    for name, key in pages:
        text = page(client, name, key)
        for secret in ("Eén loket", "Minder loketten", "Te duur.", "12.500"):
            assert secret not in text, (name, secret)
    assert "Eén loket" in page(world.as_(world.alice), "round", one.pk)


def test_a_group_has_the_same_dot_at_every_measure_and_the_list_says_whose_it_is(alice, plan):
    groups = [StakeholderGroup.objects.create(name=name, key=name) for name in ("makers", "inkopers")]
    first, second = plan.measure("Eén loket"), plan.measure("Minder regels")
    for measure, group in ((first, groups[0]), (second, groups[0]), (second, groups[1])):
        plan.ground(measure, plan.contribution(group=group))
    voices = overview.voices_of([first, second])
    dots = {
        measure.pk: {one.name: one.dot for one in voices[measure.pk].groups} for measure in (first, second)
    }
    assert dots == {first.pk: {"makers": 1}, second.pk: {"makers": 1, "inkopers": 2}}
    text = page(alice, "programme", plan.process.pk)
    assert "Wie erom vroeg:" in text


def test_after_serial_entry_the_next_title_has_the_focus_and_says_what_was_kept(alice, plan):
    answer = post(alice, "add-quick", plan.process.pk, kind="measure", title="Eén loket")
    assert "#" not in answer.url
    text = " ".join(alice.get(answer.url).content.decode().split())
    assert "autofocus" in text
    assert "‘Eén loket’ is toegevoegd." in text


def test_the_page_warns_of_target_groups_for_whom_nobody_spoke(alice, plan):
    theme = Theme.objects.create(name="werk")
    target = StakeholderGroup.objects.create(name="nieuwkomers", key="n", kind="target")
    initiative = Initiative.objects.create(name="Fietsenstalling")
    initiative.themes.add(theme)
    initiative.target_groups.add(target)
    measure = plan.measure("Leerwerkplekken")
    plan.measure("Minder regels")
    assert "nieuwkomers" not in page(alice, "programme", plan.process.pk)
    measure.themes.add(theme)
    text = page(alice, "programme", plan.process.pk)
    assert "Nog niet gehoord: nieuwkomers." in text
    assert "1 maatregel raakt nieuwkomers; voor hen sprak nog niemand." in text
    plan.contribution(group=target)
    assert "Nog niet gehoord" not in page(alice, "programme", plan.process.pk)


def test_adopting_and_amending_ask_nothing_before_anything_was_offered(alice, plan):
    plan.whole()
    for name in ("adopt", "amend"):
        text = page(alice, name, plan.process.pk)
        assert "Het programma is nog niet aangeboden." in text
        assert 'name="body"' not in text
    versions.present(
        plan.process, to="gemeenteraad", on=plan.world.at.date(), accepted={},
        by=plan.world.alice, at=plan.world.at,
    )  # fmt: skip
    assert 'value="gemeenteraad"' in page(alice, "adopt", plan.process.pk)


def test_a_motion_says_whether_it_was_carried(alice, plan):
    given = {"title": "Meet het", "text": "Elk jaar.", "body": "raad", "on": "2019-01-10"}
    answer = post(alice, "motion", plan.process.pk, **given)
    assert Motion.objects.count() == 0, answer
    post(alice, "motion", plan.process.pk, **given, carried="nee")
    assert "verworpen" in page(alice, "versions", plan.process.pk)


def test_a_theme_that_two_colleagues_gave_stands_once_beside_what_was_said(alice, world, plan):
    said = plan.contribution("Wij zoeken één loket.")
    theme = Theme.objects.create(name="samenwerking")
    for coder in (world.alice, world.bob):
        Coding.objects.create(contribution=said, theme=theme, coder=coder, at=world.at)
    assert page(alice, "unused", plan.process.pk).count("samenwerking") == 1


def test_an_empty_list_of_bare_measures_does_not_ask_to_become_short(alice, plan):
    measure = plan.measure("Eén loket")
    assert "Deze lijst moet kort worden." in page(alice, "bare", plan.process.pk)
    plan.ground(measure)
    text = page(alice, "bare", plan.process.pk)
    assert "Elke maatregel heeft een onderbouwing." in text
    assert "Deze lijst moet kort worden." not in text
