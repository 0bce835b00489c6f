from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from houtskool.kernel.vaguedate import Period
from houtskool.process import actions, status
from houtskool.process.models import Annex, Commitment, Fact, Gathering, Goal, Involvement, Process
from houtskool.process.phases import phases
from houtskool.records.models import JournalEntry
from houtskool.records.verbs import Verb
from houtskool.sector import actions as sector
from houtskool.sector import merging
from houtskool.web.reference_date import SESSION_KEY


def page(client, process) -> str:
    response = client.get(process.get_absolute_url())
    assert response.status_code == 200
    return response.content.decode()


def look_from(client, settings, day: date) -> None:
    settings.REFERENCE_DATE = date(2019, 1, 15)
    session = client.session
    session[SESSION_KEY] = day.isoformat()
    session.save()


def test_lateness_follows_the_reference_date(world, process, make_commitment, settings):
    make_commitment()
    client = world.as_(world.alice)
    look_from(client, settings, date(2019, 5, 31))
    assert "te laat</span>" not in page(client, process)
    look_from(client, settings, date(2019, 6, 1))
    assert "te laat</span>" in page(client, process)


def test_phases_run_from_note_to_execution(world, process, make_step):
    at = date(2019, 1, 15)
    document = actions.receive_document("x", name="nota", upload=None, by=world.alice, at=world.at)
    document.process, document.dated, document.kind = process, date(2018, 11, 6), "informatienota"
    document.save()
    session = Gathering(process=process, title="Werksessie")
    session.real = Period("18 oktober 2018", date(2018, 10, 18), date(2018, 10, 18))
    actions.add(session, by=world.alice, at=world.at)
    make_step("Houtskoolversie", "begin 2019", date(2019, 1, 1), date(2019, 3, 31))
    make_step("Uitvoering", "deze coalitieperiode")
    assert [(phase.label, phase.when, phase.state) for phase in phases(process, at)] == [
        ("Gesprekken en sessies", "oktober 2018", "done"),
        ("Informatienota", "6 november 2018", "done"),
        ("Houtskoolversie", "begin 2019", "now"),
        ("Uitvoering", "deze coalitieperiode", "later"),
    ]


def test_a_group_without_anyone_is_shown_as_missing(world, process):
    group = sector.add_group(name="financiers", by=world.alice, at=world.at)
    invited = Involvement(process=process, group=group, how=Involvement.How.INVITED)
    actions.add(invited, by=world.alice, at=world.at)
    assert any("financiers" in gap.text for gap in status.gaps(process, date(2019, 1, 15), world.alice))
    assert "nog niemand" in page(world.as_(world.alice), process)


def test_a_planned_gathering_that_nobody_saw_happen_is_late(world, process):
    gathering = Gathering(process=process, title="Werksessie")
    gathering.planned = Period("29 november 2018", date(2018, 11, 29), date(2018, 11, 29))
    actions.add(gathering, by=world.alice, at=world.at)
    assert [
        gap.urgent for gap in status.own_gaps(process, date(2018, 11, 29)) if "Werksessie" in gap.text
    ] == []
    assert [
        gap.urgent for gap in status.own_gaps(process, date(2018, 11, 30)) if "Werksessie" in gap.text
    ] == [True]


PARTS = {
    "doel": {"text": "Opschalen"},
    "stap": {"title": "Presenteren", "planned": "voorjaar 2019"},
    "bijeenkomst": {"title": "Ronde tafel", "kind": "round-table", "planned": "18 oktober 2018"},
    "besluit": {"text": "Vastgesteld", "period": "juni 2016"},
    "toezegging": {"text": "Plan in het voorjaar", "kind": "announced", "due": "voorjaar 2019"},
}


@pytest.mark.parametrize(("part", "data"), PARTS.items(), ids=PARTS)
def test_a_part_is_added_changed_and_taken_away(world, process, part, data):
    client = world.as_(world.alice)
    added = client.post(reverse("process:add", args=[process.pk, part]), data)
    assert added.status_code == 302, added.context["form"].errors
    words = next(iter(data.values()))
    assert words in page(client, process)
    model = added.wsgi_request.resolver_match and _model(part)
    row = model.objects.get()
    name = next(iter(data))
    assert (
        client.post(reverse("process:change", args=[part, row.pk]), {**data, name: "Anders"}).status_code
        == 302
    )
    assert "Anders" in page(client, process)
    assert client.get(reverse("process:remove", args=[part, row.pk])).status_code == 200
    client.post(reverse("process:remove", args=[part, row.pk]))
    assert "Anders" not in page(client, process).split('aria-label="Gegevens')[0].split("is weggehaald.")[-1]


def _model(part):
    from houtskool.process.forms import PARTS as forms

    return forms[part]._meta.model


def test_a_period_that_cannot_be_read_gets_a_helpful_message(world, process):
    answer = world.as_(world.alice).post(
        reverse("process:add", args=[process.pk, "stap"]), {"title": "Presenteren", "planned": "ooit eens"}
    )
    assert "herkennen wij niet als periode" in answer.content.decode()
    assert "ooit eens" in answer.content.decode()


def test_an_involvement_is_of_exactly_one(world, process):
    answer = world.as_(world.alice).post(
        reverse("process:add", args=[process.pk, "betrokkene"]), {"how": "invited"}
    )
    assert "Kies één van drie" in answer.content.decode()


def test_what_was_merged_away_cannot_be_chosen(world, process):
    kept, double = (
        sector.add_group(name=name, by=world.alice, at=world.at) for name in ("inkopers", "koper")
    )
    merging.merge(double, into=kept, keep={}, by=world.alice, at=world.at)
    answer = world.as_(world.alice).get(reverse("process:add", args=[process.pk, "betrokkene"]))
    assert "inkopers</option>" in answer.content.decode()
    assert "koper</option>" not in answer.content.decode()


def test_words_that_nobody_changed_keep_the_days_that_they_meant(world, process):
    session = Gathering(process=process, title="Ronde tafel")
    session.planned = Period("juli jl.", date(2018, 7, 1), date(2018, 7, 31))
    actions.add(session, by=world.alice, at=world.at)
    url = reverse("process:change", args=["bijeenkomst", session.pk])
    given = {"title": "Ronde tafel", "kind": "round-table", "planned": "juli jl.", "place": "Stadhuis"}
    world.as_(world.alice).post(url, given)
    session.refresh_from_db()
    assert (session.place, session.planned_start) == ("Stadhuis", date(2018, 7, 1))
    world.as_(world.alice).post(url, {**given, "planned": "augustus 2018"})
    session.refresh_from_db()
    assert session.planned_start == date(2018, 8, 1)


def test_a_document_asks_as_many_queries_for_many_facts_as_for_few(world, process):
    document = actions.receive_document("Opschalen.", name="nota", upload=None, by=world.alice, at=world.at)
    document.process = process
    document.save()
    client = world.as_(world.alice)
    counts = []
    for number in (1, 20):
        for _ in range(number):
            goal = actions.add(Goal(process=process, text="Opschalen"), by=world.alice, at=world.at)
            Fact.objects.create(document=document, kind="goal", start=0, end=9, target=goal, state="kept")
        with CaptureQueriesContext(connection) as queries:
            client.get(document.get_absolute_url())
        counts.append(len(queries))
    assert counts[1] <= counts[0]


def test_an_outsider_finds_no_process(world, process):
    client = world.as_(world.charlie)
    assert client.get(process.get_absolute_url()).status_code == 404
    assert client.get("/").status_code == 200
    assert "Vraag de programmamanager" in client.get("/").content.decode()


def test_a_facilitator_may_not_settle_a_promise_and_reads_who_may(world, make_commitment):
    answer = world.as_(world.bob).get(reverse("process:settle", args=[make_commitment().pk]))
    assert answer.status_code == 403
    assert "Alleen een beheerder of programmamanager kan een toezegging afdoen." in answer.content.decode()


def test_a_promise_is_registered_settled_and_reopened_on_screen(world, process, make_commitment):
    commitment, client = make_commitment(), world.as_(world.alice)
    client.post(reverse("process:register", args=[commitment.pk]), {"to": "raad"})
    client.post(reverse("process:settle", args=[commitment.pk]), {"on": "2019-01-10", "outcome": "Gedaan."})
    commitment.refresh_from_db()
    assert (commitment.kind, commitment.to, commitment.outcome) == (
        Commitment.Kind.PROMISED,
        "raad",
        "Gedaan.",
    )
    client.post(reverse("process:reopen", args=[commitment.pk]))
    commitment.refresh_from_db()
    assert commitment.is_open


def test_the_process_page_asks_as_many_queries_for_much_as_for_little(
    world, process, make_commitment, make_step
):
    client = world.as_(world.alice)
    page(client, process)
    counts = []
    for number in range(12):
        make_commitment(f"Belofte {number}")
        make_step(f"Stap {number}")
        actions.add(Goal(process=process, text=f"Doel {number}"), by=world.alice, at=world.at)
        group = sector.add_group(name=f"groep {number}", by=world.alice, at=world.at)
        gathering = actions.add(
            Gathering(process=process, title=f"Sessie {number}"), by=world.alice, at=world.at
        )
        invited = Involvement(process=process, group=group, gathering=gathering)
        actions.add(invited, by=world.alice, at=world.at)
        if number in (0, 11):
            with CaptureQueriesContext(connection) as queries:
                page(client, process)
            counts.append(len(queries))
    assert counts[0] == counts[1] <= 50


def test_a_group_on_its_own_page_leads_to_the_sentence_that_it_came_from(world, process):
    group = sector.add_group(name="financiers", by=world.alice, at=world.at)
    document = actions.receive_document(
        "Wij nodigen financiers uit.", name="nota", upload=None, by=world.alice, at=world.at
    )
    document.process = process
    document.save()
    fact = Fact.objects.create(document=document, kind="group", start=12, end=22, target=group, state="kept")
    shown = world.as_(world.alice).get(group.get_absolute_url()).content.decode()
    assert "“financiers”" in shown
    assert fact.get_absolute_url() in shown


def test_a_step_that_should_be_over_is_late_on_the_line_too(process, make_step):
    make_step("Houtskoolversie", "begin 2019", date(2019, 1, 1), date(2019, 3, 31))
    make_step("Presenteren", "voorjaar 2019", date(2019, 3, 1), date(2019, 5, 31))
    assert [phase.state for phase in phases(process, date(2019, 4, 1))] == ["late", "now"]


def test_who_may_not_act_reads_what_is_missing_without_a_way_to_a_refusal(world, process, make_commitment):
    make_commitment("Binnenkort meer.", words="binnenkort", end=None)
    bob = [
        gap for gap in status.gaps(process, date(2019, 1, 15), world.bob) if "procesbegeleider" in gap.text
    ]
    assert [gap.remedy for gap in bob] == [""]
    alice = status.gaps(process, date(2019, 1, 15), world.alice)
    assert {gap.remedy for gap in alice} == {"Kies een procesbegeleider", "Spreek een einddag af"}


def test_what_really_happened_cannot_lie_ahead(world, process, settings):
    settings.REFERENCE_DATE = date(2019, 1, 15)
    answer = world.as_(world.alice).post(
        reverse("process:add", args=[process.pk, "stap"]), {"title": "Presenteren", "real": "16 januari 2019"}
    )
    assert "moet nog komen" in answer.content.decode()


def test_a_whole_process_is_undone_and_its_note_waits_again(world, process, make_commitment, make_step):
    commitment = make_commitment()
    document = actions.receive_document("Een plan.", name="nota", upload=None, by=world.alice, at=world.at)
    document.process = process
    document.save()
    fact = Fact.objects.create(
        document=document, kind="commitment", start=0, end=9, target=commitment, state="kept"
    )
    address = reverse("process:remove-process", args=[process.pk])
    assert world.as_(world.bob).post(address).status_code == 403
    assert world.as_(world.alice).get(address).status_code == 200
    world.as_(world.alice).post(address)
    assert not Process.objects.exists()
    fact.refresh_from_db()
    assert (fact.target, fact.document.process) == (None, None)
    gone = JournalEntry.objects.filter(verb=Verb.DELETED).values_list("object_type", flat=True)
    assert {"process.commitment", "process.process"} <= set(gone)


def test_an_annex_that_is_there_is_fetched_by_who_reads_the_document(world, process):
    document = actions.receive_document("Nota.", name="nota", upload=None, by=world.alice, at=world.at)
    document.process = process
    document.save()
    annex = Annex.objects.create(document=document, title="Plan van aanpak")
    address = reverse("process:annex", args=[annex.pk])
    client = world.as_(world.alice)
    assert client.get(address).status_code == 404
    client.post(reverse("process:attach", args=[annex.pk]), {"file": SimpleUploadedFile("plan.pdf", b"%PDF")})
    answer = client.get(address)
    assert b"".join(answer.streaming_content) == b"%PDF"
    assert "attachment" in answer["Content-Disposition"]
    assert world.as_(world.charlie).get(address).status_code == 404


def test_who_steers_finds_the_way_to_a_new_process_from_the_first_one_too(world, process):
    steers = world.as_(world.alice)
    new, every = reverse("process:new"), f"{reverse('process:home')}?alle=ja"
    text = page(steers, process)
    assert f'href="{new}"' in text
    assert f'href="{every}"' in text
    assert f'href="{new}"' in steers.get(every).content.decode()
    reads = world.as_(world.bob)
    assert f'href="{new}"' not in page(reads, process)
    assert f'href="{new}"' not in reads.get(every).content.decode()
    assert reads.get(reverse("process:home")).status_code == 302
