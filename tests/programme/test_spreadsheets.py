"""Measures in and out as a spreadsheet: a municipality's own columns, states and themes, and the way back."""

from __future__ import annotations

import csv
import io
from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from houtskool.accounts.roles import Role
from houtskool.kernel import vaguedate
from houtskool.process.models import Goal, Process
from houtskool.programme import part_columns, spreadsheets
from houtskool.programme.actions import measures as actions
from houtskool.programme.actions import versions
from houtskool.programme.completeness import gaps
from houtskool.programme.content import read
from houtskool.programme.models import ActionLine, BudgetLine, Measure, Milestone
from houtskool.records import importing, spreadsheet, undoing
from houtskool.records.folding import tidy
from houtskool.records.models import ImportBatch, JournalEntry
from houtskool.records.verbs import Verb
from houtskool.sector.models import Contact, Domain, Organisation, Theme
from tests.conftest import make_user

pytestmark = pytest.mark.django_db

TITLES = (
    "Nr", "Afspraak", "Toelichting", "Pijler", "Trekker", "Wethouder", "Categorie", "Deadline", "Status",
    "Kosten", "Kenmerk", "Raadslid dat erom vroeg", "Kleur", "Begrotingspost",
)  # fmt: skip
STATES = ("Niet gestart", "In uitvoering", "op schema", "Gerealiseerd", "vervallen", "", "AFGEROND")
TERMS = ("eind 2020", "voorjaar 2021", "1 mei 2021", "vierde kwartaal van 2022", "", "2023")
COSTS = ("€ 12.500", "4500,50", "", "2000", "€ 1.250.000,-", "2021 | 15000 | reserve | jaarlijks")
PILLARS = ("Inkoop", "Ruimte", "Geld en leningen", "Netwerk", "")
MANY = 140


def agreements(number=MANY):
    """An invented list as a municipality keeps it: its own words, gaps, quotes, line breaks and formulas."""
    rows = [
        (
            f"{n // 10 + 1}.{n % 10 + 1}",
            f"Afspraak {n} over {('een loket', 'panden; leeg', 'het “netwerk”', '=SOM(geld)')[n % 4]}",
            f"Eerste regel {n}\nTweede regel, met komma" if n % 3 else "",
            PILLARS[n % 5],
            ("Economie", "Vastgoed", "")[n % 3],
            f"Wethouder {n % 4}",
            "; ".join(("Sociaal ondernemen", "Werk", "Duurzaam")[: n % 4]),
            TERMS[n % 6],
            STATES[n % 7],
            COSTS[n % 6],
            f"DZ-{n:04}",
            f"Raadslid {n % 9}" if n % 2 else "",
            ("groen", "oranje", "rood")[n % 3],
            f"0{n % 7}.{n}",
        )
        for n in range(number)
    ]
    return [TITLES, *rows]


def as_csv(table):
    file = io.StringIO()
    csv.writer(file, delimiter=";").writerows(table)
    return file.getvalue()


def upload(world, data, name="afspraken.csv", **choices):
    """Through the screens: the file, the columns as they are offered with these choices, and in."""
    client = world.as_(world.bob)
    file = SimpleUploadedFile(name, data.encode() if isinstance(data, str) else data)
    columns = client.post(reverse("records:import-new", args=["measures"]), {"file": file}).headers[
        "Location"
    ]
    form = client.get(columns).context["form"]
    chosen = {name: field.initial or "" for name, field in form.fields.items()} | choices
    check = client.post(columns, chosen).headers["Location"]
    html = client.get(check).content.decode()
    client.post(check)
    return html, ImportBatch.objects.latest("pk")


def take(world, text, **choices):
    """Through the machinery; gives the report and the batch."""
    kind, source = importing.kind("measures"), io.BytesIO(text.encode())
    batch, _ = importing.start(kind, source, "lijst.csv", by=world.bob, at=world.at, limit=10**8)
    batch.choices = choices
    batch.save()
    return importing.finish(batch, by=world.bob, at=world.at), batch


def exported(world, format="csv"):
    """All measures, as the page of the programme offers them."""
    process = Process.objects.first()
    page = world.as_(world.bob).get(reverse("programme:programme", args=[process.pk])).content.decode()
    url = reverse("programme:export", args=[process.pk, format])
    assert url in page
    return b"".join(world.as_(world.bob).get(url))


def table_of(data):
    sheet = spreadsheet.read(data)
    return [dict(zip(sheet.titles, cells, strict=True)) for _, cells in sheet.rows]


def refusals(report):
    return [sentence for outcome in report.refused for sentence in outcome.sentences()]


def test_a_list_of_a_municipality_goes_in_is_adopted_and_comes_back_unchanged(world, plan):
    html, batch = upload(world, as_csv(agreements()), **{"choice-themes": "add"})
    assert (batch.created, batch.refused) == (MANY, 0), html
    assert Measure.objects.filter(process=plan.process).count() == MANY
    assert set(ActionLine.objects.values_list("title", flat=True)) == set(PILLARS) - {""}
    assert set(Theme.objects.values_list("name", flat=True)) == {"Sociaal ondernemen", "Werk", "Duurzaam"}
    states = Counter(Measure.objects.values_list("state", flat=True))
    known = dict(
        zip(STATES, ("not-begun", "running", "running", "done", "stopped", "unknown", "done"), strict=True)
    )
    assert states == Counter(known[STATES[n % 7]] for n in range(MANY))
    one = Measure.objects.get(external_id="DZ-0003")
    assert one.title == "Afspraak 3 over =SOM(geld)"
    assert one.own_columns == {
        "Raadslid dat erom vroeg": "Raadslid 3",
        "Kleur": "groen",
        "Begrotingspost": "03.3",
    }
    assert (one.budget_lines.get().amount, one.planned_end) == (2000, date(2022, 12, 31))

    reasons = {gap.key: "Dat staat in de lijst van de stad nog open." for gap in gaps(plan.process)}
    day = date(2019, 1, 10)
    versions.present(plan.process, to="raad", on=day, accepted=reasons, by=world.alice, at=world.at)
    adopted = versions.adopt(plan.process, body="raad", on=day, number="7", by=world.alice, at=world.at)
    assert len(read(adopted.content)["measures"]) == MANY

    entries = JournalEntry.objects.filter(object_type="programme.measure").count()
    for name in ("afspraken.csv", "afspraken.xlsx"):
        data = exported(world, name.rsplit(".", 1)[1])
        _, again = upload(world, data, name)
        assert (again.unchanged, again.changed, again.created, again.refused) == (MANY, 0, 0, 0), name
    _, own = upload(world, as_csv(agreements()))
    assert (own.unchanged, own.changed, own.created, own.refused) == (MANY, 0, 0, 0)
    assert JournalEntry.objects.filter(object_type="programme.measure").count() == entries


def test_what_a_municipality_keeps_of_its_own_comes_out_under_its_own_titles(world, plan):
    table = agreements(12)
    upload(world, as_csv(table), **{"choice-themes": "add"})
    out_of = {row["Eigen nummer"]: row for row in table_of(exported(world))}
    for cells in table[1:]:
        row = dict(zip(TITLES, cells, strict=True))
        out = out_of[row["Kenmerk"]]
        for title in ("Raadslid dat erom vroeg", "Kleur", "Begrotingspost"):
            assert out[title] == row[title]
        assert (out["Titel"], out["Omschrijving"], out["Termijn"]) == (
            row["Afspraak"], row["Toelichting"], row["Deadline"],
        )  # fmt: skip


def test_a_state_in_words_of_their_own_is_refused_or_stays_a_column_of_their_own(world, plan):
    text = "afspraak;status\nEen loket;wacht op de raad\n"
    html, batch = upload(world, text)
    assert batch.refused == 1
    assert "Regel 2" in html
    assert "Zet deze kolom dan op ‘bewaar als eigen kolom’" in html
    _, batch = upload(world, text, **{"column-1": importing.OWN})
    assert batch.created == 1
    kept = Measure.objects.get()
    assert (kept.state, kept.own_columns) == ("unknown", {"status": "wacht op de raad"})


def test_a_new_theme_refuses_its_row_unless_it_may_be_added(world, plan):
    text = "afspraak;thema\nEen loket;Water\n"
    report, _ = take(world, text)
    assert "Regel 2: er is geen thema ‘Water’" in refusals(report)[0]
    assert not Theme.objects.exists()
    report, _ = take(world, text, themes="add")
    assert len(report.added) == 1
    assert Measure.objects.get().themes.get().name == "Water"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("titel;nummer\n;3\n", "titel ontbreekt"),
        ("titel;termijn\nLoket;ooit eens misschien\n", "herkennen wij niet als periode"),
        ("titel;soort\nLoket;wens\n", "‘wens’ kan niet. Kies uit: maatregel, afspraak, activiteit"),
        ("titel;afdeling\nLoket;Nergens\n", "geen afdeling ‘Nergens’"),
        ("titel;partners\nLoket;Niemand\n", "geen organisatie ‘Niemand’"),
        ("titel;percentage\nLoket;101\n", "‘101’ kan niet. Vul een getal in van 0 tot en met 100"),
        ("titel;percentage\nLoket;half\n", "‘half’ kan niet"),
        ("titel;geld\nLoket;veel\n", "‘veel’ is geen bedrag"),
        ("titel;geld\nLoket;-5\n", "‘-5’ is geen bedrag"),
        ("titel;geld\nLoket;20x0 | 5\n", "‘20x0’ is geen jaar"),
        ("titel;geld\nLoket;2020 | 5 | reserve | soms\n", "‘soms’ kan niet. Kies uit: eenmalig, jaarlijks"),
        ("titel;geld\nLoket;2020|1|2|3|4|5|6|7\n", "heeft meer dan 7 delen"),
        ("titel;mijlpalen\nLoket;Open | morgen misschien\n", "herkennen wij niet als periode"),
        ("titel;mijlpalen\nLoket;Open | 2020 | | heel\n", "‘heel’ kan niet. Schrijf ‘kritiek’"),
        ("titel;mijlpalen\nLoket;| 2020\n", "heeft geen titel"),
        ("titel;proces\nLoket;Ander plan\n", "geen proces ‘Ander plan’"),
        (f"titel\n{'lang ' * 80}\n", "300 tekens"),
        ("kenmerk;titel\nA;Een\nA;Twee\n", "‘Een’ staat ook op regel 2"),
    ],
)
def test_a_bad_row_is_refused_with_its_number_and_what_to_do(world, plan, text, reason):
    report, _ = take(world, text)
    (sentence,) = refusals(report)
    assert sentence.startswith("Regel ")
    assert reason in sentence
    assert Measure.objects.count() == len(report.added)


def test_a_refused_row_leaves_nothing_and_the_good_ones_go_in(world, plan):
    rows = "Goed;Inkoop;Werk;Klaar | 2020;5\nFout;Ruimte;Water;Klaar;veel\n"
    report, _ = take(world, f"titel;actielijn;thema;mijlpalen;geld\n{rows}", themes="add")
    assert [outcome.row for outcome in report.refused] == [3]
    assert ActionLine.objects.get().title == "Inkoop"
    assert Theme.objects.get().name == "Werk"
    assert Milestone.objects.get().planned_end == date(2020, 12, 31)


def test_milestones_and_money_that_stay_keep_their_rows_and_the_others_come_and_go(world, plan):
    titles = "kenmerk;titel;mijlpalen;geld"
    take(world, f'{titles}\nA;Loket;"Open | 1 mei 2020\nDicht | 2021 | | kritiek";2020 | 5 | reserve\n')
    stays = Milestone.objects.get(title="Open")
    rows = 'A;Loket;"Later | 2022\nOpen | 1 mei 2020";2020 | 7 | reserve\n'
    report, changed = take(world, f"{titles}\n{rows}")
    assert [change.title for change in report.changed[0].changes] == ["Mijlpalen", "Geld"]
    assert Milestone.objects.get(title="Open").pk == stays.pk
    assert set(Milestone.objects.values_list("title", flat=True)) == {"Open", "Later"}
    assert BudgetLine.objects.get().amount == 7
    undoing.undo(changed, by=world.bob, at=world.at)
    assert set(Milestone.objects.values_list("title", "critical")) == {("Open", False), ("Dicht", True)}
    assert BudgetLine.objects.get().amount == 5


def test_the_order_of_the_lines_in_a_cell_means_nothing(world, plan):
    lines = ["Dicht | 2021 | | kritiek", "Open | 1 mei 2020", "Zonder dag"]
    for order in (lines, lines[::-1]):
        report, _ = take(world, 'kenmerk;titel;mijlpalen\nA;Loket;"{}"\n'.format("\n".join(order)))
    assert len(report.unchanged) == 1


def test_an_import_is_undone_with_all_that_came_along(world, plan):
    _, batch = upload(world, as_csv(agreements(30)), **{"choice-themes": "add"})
    assert BudgetLine.objects.exists()
    undone = undoing.undo(batch, by=world.bob, at=world.at)
    assert undone.kept == []
    for model in (Measure, ActionLine, BudgetLine, Milestone, Theme):
        assert not model.objects.exists()


def test_a_changed_measure_gets_its_old_values_back(world, plan):
    theme = Theme.objects.create(name="Werk")
    measure = plan.measure("Loket", external_id="A", text="Oud", state="running")
    measure.themes.add(theme)
    report, batch = take(world, "kenmerk;titel;omschrijving;status;thema\nA;Loket;Nieuw;gereed;\n")
    assert len(report.changed) == 1
    measure.refresh_from_db()
    assert (measure.state, measure.state_on, measure.themes.count()) == ("done", date(2019, 1, 15), 0)
    undoing.undo(batch, by=world.bob, at=world.at)
    measure.refresh_from_db()
    assert (measure.text, measure.state, measure.state_on) == ("Oud", "running", None)
    assert list(measure.themes.all()) == [theme]


def test_a_period_that_reads_the_same_keeps_its_days(world, plan):
    measure = plan.measure("Loket", external_id="A")
    measure.planned = vaguedate.parse("juli jl.", at=date(2018, 9, 1))
    measure.save()
    take(world, "kenmerk;titel;termijn\nA;Loket 2;juli jl.\n")
    measure.refresh_from_db()
    assert (measure.title, measure.planned_start) == ("Loket 2", date(2018, 7, 1))


def test_a_measure_does_not_move_to_another_programme(world, plan, process):
    other = type(process).objects.create(title="Ander plan")
    measure = plan.measure("Loket")
    report, _ = take(world, f"id;titel;proces\n{measure.pk};Loket;{other.title}\n")
    assert "verhuist niet naar een ander proces" in refusals(report)[0]
    report, _ = take(world, "titel\nLoket\n")
    assert "Kies een proces" in refusals(report)[0]
    _, batch = upload(world, "titel\nLoket\n", **{"choice-process": str(other.pk)})
    assert batch.created == 1
    assert Measure.objects.filter(process=other).count() == 1


def test_everything_that_a_measure_holds_goes_out_and_comes_in(world, plan):
    organisation = Organisation.objects.create(name="Werkplaats; Duin")
    measure = plan.whole(
        "Loket", kind="agreement", external_id="A", counterpart=organisation, city_signed_on=date(2019, 1, 2),
        counterpart_signed_on=date(2019, 1, 3), counterpart_signed_by="Nadia",
        state="running", state_words="Twee\nregels", progress=40, own_columns={"Kleur": "rood"},
        action_line=plan.line(), portfolio_holder="Wethouder", number="1.1",
    )  # fmt: skip
    measure.partners.add(organisation)
    measure.themes.add(Theme.objects.create(name="Werk"))
    measure.domains.add(Domain.objects.create(name="Economie"))
    Milestone.objects.create(measure=measure, title="Open | of dicht", critical=True)
    data = exported(world)
    (row,) = table_of(data)
    assert row["Mijlpalen"] == "Open / of dicht |  |  | kritiek"
    assert row["Geld"] == "2020 | 12500 | begroting | eenmalig"
    report, _ = take(world, data.decode("utf-8-sig"))
    assert len(report.unchanged) == 1
    # On another machine, where it is not there yet, the same row makes the same measure.
    report, _ = take(
        world,
        data.decode("utf-8-sig").replace(f"{measure.pk},A,", ",B,", 1).replace(f"{measure.pk};A;", ";B;", 1),
    )
    assert len(report.added) == 1, refusals(report)
    (_, copy) = table_of(exported(world))
    assert {title: cell for title, cell in copy.items() if title not in ("id", "Eigen nummer")} == {
        title: cell for title, cell in row.items() if title not in ("id", "Eigen nummer")
    }


def test_goal_parent_order_weight_and_early_start_go_out_and_come_in(world, plan):
    goal = Goal.objects.create(process=plan.process, text="Minder afstand")
    first = plan.measure("Pand", number="1", external_id="A")
    second = plan.measure(
        "Loket", number="2", external_id="B", goal=goal, part_of=first, weight="2.50",
        started_ahead=True, started_ahead_because="Het pand was er al.",
    )  # fmt: skip
    second.depends_on.add(first)
    data = exported(world).decode("utf-8-sig")
    row = next(row for row in table_of(data.encode()) if row["Eigen nummer"] == "B")
    assert {title: row[title] for title in ("Doel", "Onderdeel van", "Wacht op", "Gewicht")} == {
        "Doel": "Minder afstand", "Onderdeel van": "1 Pand", "Wacht op": "1 Pand", "Gewicht": "2,5",
    }  # fmt: skip
    assert row["Waarom vooruitlopend"] == "Het pand was er al."
    report, _ = take(world, data)
    assert len(report.unchanged) == 2, refusals(report)
    take(world, "kenmerk;titel;doel;onderdeel van;wacht op;gewicht;waarom vooruitlopend\nB;Loket;;;;;\n")
    second.refresh_from_db()
    assert (second.goal, second.part_of, second.weight, second.started_ahead) == (None, None, 1, False)
    assert not second.depends_on.exists()
    take(world, "kenmerk;titel;onderdeel van;wacht op;gewicht\nB;Loket;pand;1 Pand;3\n")
    second.refresh_from_db()
    assert (second.part_of, second.weight) == (first, 3)
    assert list(second.depends_on.all()) == [first]


@pytest.mark.parametrize(
    ("column", "cell", "told"),
    [
        ("onderdeel van", "Kade", "er is geen maatregel ‘Kade’."),
        ("wacht op", "Pand", "er zijn meer maatregelen ‘Pand’."),
        ("onderdeel van", "Loket", "onderdeel van zichzelf"),
        ("doel", "Meer stenen", "het proces heeft geen doel ‘Meer stenen’."),
        ("gewicht", "veel", "gewicht: ‘veel’ kan niet."),
    ],
)
def test_what_a_row_points_at_and_is_not_there_refuses_it_with_what_to_do(world, plan, column, cell, told):
    plan.measure("Loket", external_id="B")
    plan.measure("Pand", number="1")
    plan.measure("Pand", number="2")
    report, _ = take(world, f"kenmerk;titel;{column}\nB;Loket;{cell}\n")
    assert told in " ".join(refusals(report))


def test_an_owner_from_the_contacts_goes_out_by_name_and_stays_who_it_is(world, plan):
    fatima = Contact.objects.create(name="Fatima")
    measure = plan.measure("Loket", external_id="A", owner=fatima, owner_words="Economie")
    data = exported(world).decode("utf-8-sig")
    assert table_of(data.encode())[0]["Trekker"] == "Fatima"
    report, _ = take(world, data)
    assert len(report.unchanged) == 1
    take(world, "kenmerk;titel;trekker\nA;Loket;Vastgoed\n")
    measure.refresh_from_db()
    assert (measure.shown_owner, measure.owner) == ("Vastgoed", None)


def test_only_who_works_for_the_city_takes_the_spreadsheet_along(world, plan):
    plan.measure("Loket", own_columns={"intern": "niet voor buiten"})
    url = reverse("programme:export", args=[plan.process.pk, "csv"])
    councillor = make_user("rachid@raad.example", Role.COUNCILLOR)
    assert world.as_(councillor).get(url).status_code == 403
    assert world.as_(world.charlie).get(url).status_code == 403
    assert world.as_(world.bob).get(url.replace("csv", "docx")).status_code == 404


def test_a_removed_measure_tells_the_journal_what_it_held(world, plan):
    measure = plan.whole("Loket")
    measure.grounds.all().delete()
    actions.remove(measure, by=world.bob, at=world.at)
    kinds = JournalEntry.objects.filter(verb=Verb.DELETED).values_list("object_type", flat=True)
    assert sorted(kinds) == ["programme.budgetline", "programme.measure"]


def test_what_a_row_asks_of_the_database_does_not_grow_with_the_file(world, plan):
    def asked(number, start):
        rows = "".join(f"{start + n};Afspraak {n};Werk;2020 | {n};Open | 2020\n" for n in range(number))
        with CaptureQueriesContext(connection) as captured:
            report, _ = take(world, f"kenmerk;titel;thema;geld;mijlpalen\n{rows}", themes="add")
        assert len(report.added) == number
        return len(captured) / number

    asked(5, 0)
    assert asked(60, 1000) <= asked(20, 2000)


WORDS = st.text(max_size=20).map(tidy)
WHEN = st.sampled_from(["", "voorjaar 2020", "1 mei 2021", "eind 2019", "juli jl.", "uiterlijk 1 oktober"])
AMOUNT = st.none() | st.decimals(min_value=0, max_value=10**9, places=2)


@hypothesis_settings(max_examples=60)
@given(rows=st.lists(st.tuples(WORDS.filter(bool), WHEN, WHEN, st.booleans()), max_size=4))
def test_milestones_that_are_written_are_read_the_same(rows):
    column = part_columns.milestones()
    made = [
        Milestone(title=title, planned_words=planned, real_words=real, critical=critical)
        for title, planned, real, critical in rows
        if title.strip(" |")
    ]
    same_both_ways(column, sorted_by(column, map(part_columns.milestone_parts, made)))


@hypothesis_settings(max_examples=60)
@given(
    rows=st.lists(
        st.tuples(
            st.none() | st.integers(1900, 2199),
            AMOUNT,
            WORDS,
            st.sampled_from(["once", "yearly"]),
            WORDS,
            AMOUNT,
            AMOUNT,
        ),
        max_size=4,
    )
)
def test_money_that_is_written_is_read_the_same(rows):
    names = ("year", "amount", "cover", "recurrence", "title", "committed", "spent")
    made = [BudgetLine(**dict(zip(names, row, strict=True))) for row in rows]
    column = part_columns.money()
    parts = sorted(map(part_columns.money_parts, made))
    same_both_ways(column, parts)
    for one in parts:
        assert part_columns.money_parts(part_columns.budget_line(Measure(), one)) == one


def sorted_by(column, parts):
    return column.read(column.write(list(parts)))


def same_both_ways(column, value):
    written = column.write(value)
    assert column.read(written) == value
    assert column.write(column.read(written)) == written


@pytest.mark.parametrize(
    ("words", "amount"),
    [
        ("€ 12.500,50", "12500.50"), ("12500.50", "12500.50"), ("12.500", "12500"), ("1.250.000", "1250000"),
        ("12 500,-", "12500"), ("€\u00a05,--", "5"), ("0", "0"), ("12500,5", "12500.5"),
    ],
)  # fmt: skip
def test_an_amount_is_read_as_people_write_it(words, amount):
    assert part_columns.read_amount(words) == Decimal(amount)


@pytest.mark.parametrize("words", ["nan", "1e5", "-1", "٣ euro", "1" * 13, "1.2.3,4,5"])
def test_what_is_no_amount_is_refused(words):
    with pytest.raises(ValidationError):
        part_columns.read_amount(words)


def test_every_plain_column_writes_what_it_reads(world, plan):
    measure = plan.whole("Loket", kind="activity", state="done", progress=0)
    for column in spreadsheets.columns(lambda name: name):
        assert column.write(column.read(column.cell(measure))) == column.cell(measure), column.name
