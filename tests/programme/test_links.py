"""What people do with a link and no account: say how a measure stands, react to a draft, follow, and stop."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse

from houtskool.inventory.actions import answers
from houtskool.programme.actions import following, measures, reactions, rounds, versions
from houtskool.programme.completeness import gaps
from houtskool.programme.models import Follower, Measure, ProgressReport, ProgressRound, Reaction
from houtskool.programme.standing import standing
from houtskool.records.models import JournalEntry
from houtskool.sector.models import Contact, StakeholderGroup

DAY = date(2019, 1, 10)


@pytest.fixture
def finished(django_capture_on_commit_callbacks):
    """Does something and what waits for the end of its transaction; gives what it gave."""

    def run(act):
        with django_capture_on_commit_callbacks(execute=True):
            return act()

    return run


@pytest.fixture
def adopted(plan):
    """An adopted programme of two measures with owners who can be mailed, and one without an address."""
    made = []
    for name in ("Ben", "Ben", ""):
        owner = Contact.objects.get_or_create(name=name, email="ben@stad.example")[0] if name else None
        made.append(
            plan.whole(f"Maatregel {len(made)}", owner=owner, owner_words="" if owner else "Economie")
        )
    by, at = plan.world.alice, plan.world.at
    versions.present(plan.process, to="raad", on=DAY, accepted={}, by=by, at=at)
    versions.adopt(plan.process, body="raad", on=DAY, number="", by=by, at=at)
    return made


def begin(plan, days=14):
    return rounds.open_round(
        plan.process, title="Voorjaar", due_on=plan.world.at.date() + timedelta(days=days),
        by=plan.world.alice, at=plan.world.at,
    )  # fmt: skip


def link_in(message):
    return re.search(r"http://[^/\s]+(/\S+)", message.body)[1]


# --- rounds


def test_an_owner_gets_one_message_for_all_measures_and_answers_them_on_one_page(
    plan, adopted, client, finished
):
    finished(lambda: begin(plan))
    assert [message.to for message in mail.outbox] == [["ben@stad.example"]]
    path = link_in(mail.outbox[0])
    text = client.get(path).content.decode()
    assert "Maatregel 0" in text
    assert "Maatregel 1" in text
    assert "Maatregel 2" not in text
    first, second = ProgressReport.objects.filter(asked="ben@stad.example").order_by("pk")
    said = {"state": "running", "sentence": "Het loket is ingericht.", "progress": "40"}
    client.post(path, {f"m{first.pk}-{name}": value for name, value in said.items()})
    measure = Measure.objects.get(title="Maatregel 0")
    assert (measure.state, measure.state_words, measure.progress) == (
        "running",
        "Het loket is ingericht.",
        40,
    )
    assert JournalEntry.objects.about(measure).latest("number").via.startswith("de trekker")
    second.refresh_from_db()
    assert second.reported_at is None


def test_who_says_nothing_leaves_the_state_unknown(plan, adopted):
    one = begin(plan)
    measures.change_many([adopted[0]], {"state": "running"}, by=plan.world.alice, at=plan.world.at)
    assert rounds.close(one, by=plan.world.alice, at=plan.world.at) == 3
    measure = Measure.objects.get(pk=adopted[0].pk)
    measure.planned_start = measure.planned_end = None
    measure.planned_words = ""
    assert measure.state == Measure.State.UNKNOWN
    measure.planned_start = date(2018, 1, 1)
    measure.planned_end = date(2022, 1, 1)
    measure.planned_words = "2018–2022"
    assert standing(measure, adopted=True, at=DAY).label == "onbekend"


def test_running_without_a_sentence_is_refused_and_what_was_typed_stays(plan, adopted, client):
    begin(plan)
    report = ProgressReport.objects.filter(asked="ben@stad.example").first()
    answer = client.post(
        rounds.path(report), {f"m{report.pk}-state": "running", f"m{report.pk}-progress": "40"}
    )
    text = answer.content.decode()
    assert "Schrijf in één zin hoe het gaat." in text
    assert 'value="40"' in text


def test_a_closed_round_takes_no_answers_and_says_so(plan, adopted, client):
    one = begin(plan)
    report = one.reports.first()
    rounds.close(one, by=plan.world.alice, at=plan.world.at)
    assert "Deze ronde is gesloten" in client.get(rounds.path(report)).content.decode()
    with pytest.raises(ValidationError, match="gesloten"):
        rounds.report(report, state="done", sentence="", progress=None, at=plan.world.at)


def test_before_adoption_only_what_was_started_ahead_is_asked_about(plan):
    plan.whole("Gewoon")
    with pytest.raises(ValidationError, match="geen maatregel die loopt"):
        begin(plan)
    plan.whole("Vooruit", started_ahead=True)
    assert [one.measure.title for one in begin(plan).reports.all()] == ["Vooruit"]
    with pytest.raises(ValidationError, match="al een ronde"):
        begin(plan)


def test_a_round_is_read_by_staff_and_run_by_who_steers(plan, adopted, world):
    one = begin(plan)
    url = one.get_absolute_url()
    assert "geen adres bekend" in world.as_(world.alice).get(url).content.decode()
    assert "ben@stad.example" not in world.as_(world.bob).get(url).content.decode()
    assert world.as_(world.bob).post(reverse("programme:close-round", args=[one.pk])).status_code == 403
    world.as_(world.alice).post(reverse("programme:close-round", args=[one.pk]))
    assert ProgressRound.objects.get().closed_at is not None


# --- reactions


@pytest.fixture
def asked(plan, settings):
    """A draft measure on which one person of a group was asked to react."""
    settings.REFERENCE_DATE = date(2019, 1, 15)
    measure = plan.measure("Eén loket")
    group = StakeholderGroup.objects.create(name="sociaal ondernemers", key="so")
    contact = Contact.objects.create(name="Fatima", email="fatima@stad.example", may_be_mailed=True)
    contact.groups.add(group)
    (link,) = reactions.ask(
        plan.process, [measure], groups=[group], question="Werkt dit?", closes_on=date(2019, 2, 1),
        by=plan.world.alice, at=plan.world.at,
    )  # fmt: skip
    return measure, link


def path_of(link):
    from houtskool.records import secret_links

    return reverse("programme:react", args=[secret_links.token(link, reactions.REACT)])


def test_a_reaction_by_link_is_a_contribution_that_waits_for_an_answer(plan, asked, client, world):
    measure, link = asked
    assert "Werkt dit?" in client.get(path_of(link)).content.decode()
    said = {"words": "Eén loket is te weinig.", "consent": "pseudonym"}
    prefixed = {f"m{measure.pk}-{name}": value for name, value in said.items()}
    for _click in range(2):
        client.post(path_of(link), {"measure": measure.pk, **prefixed})
    reaction = Reaction.objects.get()
    assert reaction.contribution.words == "Eén loket is te weinig."
    assert reaction.contribution.kind == "reaction"
    assert str(reaction.contribution.contributor) == "Fatima"
    assert "reactions" in {gap.name for gap in gaps(plan.process)}
    answers.answer(
        [reaction.contribution], outcome="taken", reason="Er komen er twee.", by=world.alice, at=world.at
    )
    assert "reactions" not in {gap.name for gap in gaps(plan.process)}


def test_what_looks_like_personal_data_is_asked_about_before_a_reaction_is_kept(asked, client):
    measure, link = asked
    prefix = f"m{measure.pk}-"
    said = {f"{prefix}words": "Bel 06-12345678 of vraag Fatima.", f"{prefix}consent": "quote"}
    text = client.post(path_of(link), {"measure": measure.pk, **said}).content.decode()
    assert "Mag dit erin blijven staan?" in text
    assert "<mark>06-12345678</mark>" in text
    assert "<mark>Fatima</mark>" not in text  # whoever names oneself is no third person
    assert not Reaction.objects.exists()
    (choice,) = set(re.findall(rf'name="({prefix}hint-[0-9a-f]+)"', text))
    client.post(path_of(link), {"measure": measure.pk, **said, choice: "weg"})
    assert Reaction.objects.get().contribution.words == "Bel [telefoonnummer weggelaten] of vraag Fatima."


def test_reacting_after_the_last_day_or_with_nothing_says_what_to_do(plan, asked, client, settings):
    measure, link = asked
    answer = client.post(path_of(link), {"measure": measure.pk, f"m{measure.pk}-words": " "})
    assert "verplicht" in answer.content.decode()
    settings.REFERENCE_DATE = date(2019, 3, 1)
    assert "Reageren kan niet meer" in client.get(path_of(link)).content.decode()
    client.post(path_of(link), {"measure": measure.pk, f"m{measure.pk}-words": "Te laat."})
    assert not Reaction.objects.exists()


def test_asking_groups_of_which_nobody_can_be_mailed_is_refused(plan):
    group = StakeholderGroup.objects.create(name="financiers", key="f")
    with pytest.raises(ValidationError, match="wil of kan niemand"):
        reactions.ask(
            plan.process, [plan.measure()], groups=[group], question="", closes_on=None,
            by=plan.world.alice, at=plan.world.at,
        )  # fmt: skip


# --- following


def test_following_is_confirmed_first_then_told_once_per_move_and_stopped_with_one_click(
    plan, adopted, client, finished
):
    measure = adopted[0]
    finished(
        lambda: client.post(reverse("programme:follow", args=[measure.key]), {"email": "Volger@stad.example"})
    )
    (message,) = mail.outbox
    client.get(link_in(message))
    assert Follower.objects.get().confirmed_at is None
    client.post(link_in(message))
    assert Follower.objects.get().confirmed_at is not None
    later = plan.world.at + timedelta(days=3)
    assert finished(lambda: following.tell(later)) == 0
    measures.change_many([measure], {"state": "done", "state_words": "Klaar."}, by=plan.world.alice, at=later)
    mail.outbox.clear()
    assert finished(lambda: following.tell(later + timedelta(days=1))) == 1
    assert finished(lambda: following.tell(later + timedelta(days=2))) == 0
    (message,) = mail.outbox
    assert message.to == ["volger@stad.example"]
    assert "klaar" in message.body
    stop = re.search(r"https?://[^/\s]+(/volgen/\S+/stoppen/)", message.body)[1]
    client.post(stop)
    assert not Follower.objects.exists()
    assert client.post(stop).status_code == 200


def test_a_draft_that_nobody_may_read_cannot_be_followed(plan, client):
    measure = plan.measure()
    assert client.get(reverse("programme:follow", args=[measure.key])).status_code == 404


def test_an_address_that_never_confirms_is_forgotten(plan, adopted):
    following.ask(adopted[0], email="iemand@stad.example", at=plan.world.at)
    assert following.purge(plan.world.at + timedelta(days=29)) == 0
    assert following.purge(plan.world.at + timedelta(days=31)) == 1
    assert not Follower.objects.exists()


@pytest.mark.parametrize("name", ["react", "tell", "confirm-follow"])
def test_a_link_that_is_not_ours_says_what_to_do(client, db, name):
    answer = client.get(reverse(f"programme:{name}", args=["1-onzin"]))
    assert answer.status_code == 404
    assert "kopieer de hele regel" in answer.content.decode()
