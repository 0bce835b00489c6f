"""The pages of a framework, for each role: what they show, keep and refuse, and what they cost."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from houtskool.accounts.roles import Role
from houtskool.assessment.actions import versions
from houtskool.assessment.models import Criterion, CriterionGround, Framework, FrameworkVersion, SupportKind
from houtskool.inventory.actions import consent
from tests.conftest import make_user


def page(client, name, /, *args):
    return client.get(reverse(f"assessment:{name}", args=args)).content.decode()


def post(client, name, /, *args, **data):
    return client.post(reverse(f"assessment:{name}", args=args), data)


def opened(client, name, *args):
    """What the form was opened with, as the browser sends it back."""
    return client.get(reverse(f"assessment:{name}", args=args)).context["form"]["opened"].value()


@pytest.fixture
def alice(world):
    return world.as_(world.alice)


@pytest.fixture
def councillor(world):
    return world.as_(make_user("raad@stad.example", Role.COUNCILLOR, name="Raadslid"))


@pytest.fixture
def assessor(world):
    """Works for the municipality, and does not write the framework."""
    return world.as_(make_user("kern@stad.example", Role.CORE_GROUP, name="Kerngroep"))


@pytest.mark.parametrize(
    ("begin", "criteria"), [("standaard", 9), ("eu-sociale-onderneming", 3), ("impact-dimensies", 5)]
)
def test_a_framework_begins_with_what_is_shipped(alice, process, begin, criteria):
    post(alice, "add", process=process.pk, begin=begin, title="")
    framework = Framework.objects.get()
    assert framework.criteria.count() == criteria
    text = page(alice, "framework", framework.pk)
    assert framework.title in text
    assert "er ligt nog geen versie vast" in text


def test_a_file_that_was_chosen_counts_also_while_another_beginning_is_ticked(alice, process):
    file = SimpleUploadedFile("kapot.toml", b"title = 'x'\nthreshold = 2\n[[criterion]]\nkey = 'a'")
    answer = post(alice, "add", process=process.pk, begin="standaard", title="", file=file)
    assert "kapot.toml" in answer.content.decode()
    assert not Framework.objects.exists()


def test_the_list_says_which_version_holds_while_a_later_one_is_a_concept(alice, desk):
    framework = desk.framework()
    desk.criterion(framework, "Helpt het de stad?", key="stad", weight=3)
    by, at = desk.world.alice, desk.world.at
    versions.publish(framework, "adopted", body="college", on=date(2019, 1, 8), by=by, at=at)
    assert "versie 1 geldt" not in page(alice, "home")
    desk.criterion(framework, "Houdt het stand?", key="stand", weight=1)
    versions.publish(framework, "concept", body="", on=date(2019, 1, 9), by=by, at=at)
    assert "versie 1 geldt" in page(alice, "home")


def test_the_criteria_in_short_show_their_shares_and_lead_to_their_grounds(alice, desk):
    framework = desk.framework()
    heavy = desk.criterion(framework, "Helpt het de stad?", key="stad", weight=3)
    desk.criterion(framework, "Houdt het stand?", key="stand", weight=1)
    short = page(alice, "framework", framework.pk).split(" in-short")[1].split("</table>")[0]
    for words in ("75%", "25%", f"#criterium-{heavy.pk}", reverse("assessment:grounds", args=[heavy.pk])):
        assert words in short


def test_an_empty_framework_needs_a_title_and_a_file_a_file(alice, process):
    assert "Geef het kader een titel" in post(alice, "add", process=process.pk, begin="leeg").content.decode()
    answer = post(alice, "add", process=process.pk, begin="bestand", title="Mijn titel").content.decode()
    assert "Kies het bestand" in answer
    assert "Mijn titel" in answer
    post(alice, "add", process=process.pk, begin="leeg", title="Eigen kader")
    assert "Nog geen criteria" in page(alice, "framework", Framework.objects.get().pk)


def test_a_file_goes_in_and_comes_out_the_same(alice, desk):
    framework = desk.shipped()
    text = alice.get(reverse("assessment:toml", args=[framework.pk])).content
    file = SimpleUploadedFile("kader.toml", text)
    post(alice, "add", process=desk.process.pk, begin="bestand", title="Kopie", file=file)
    copy = Framework.objects.get(title="Kopie")
    again = alice.get(reverse("assessment:toml", args=[copy.pk])).content
    assert again == text.replace(framework.title.encode(), b"Kopie")


def test_a_file_that_is_no_framework_is_refused_with_its_place(alice, process):
    file = SimpleUploadedFile("kapot.toml", b"title = 'x'\nthreshold = 2\n[[criterion]]\nkey = 'a'")
    answer = post(alice, "add", process=process.pk, begin="bestand", file=file).content.decode()
    assert "‘threshold’ moet tussen 0 en 1 liggen" in answer
    assert "kapot.toml, regel 3, criterium 1 (a)" in answer
    assert not Framework.objects.exists()


def test_a_criterion_is_added_with_a_key_of_its_own_and_shown(alice, desk):
    framework = desk.framework()
    fields = {"question": "Helpt het de hele stad vooruit?", "scale": "10;1;Ja.\n0;0;Nee.", "weight": "1,5"}
    post(alice, "add-part", framework.pk, "criterium", **fields)
    post(alice, "add-part", framework.pk, "criterium", **fields)
    assert [one.key for one in framework.criteria.all()] == ["helpt-het-de-hele", "helpt-het-de-hele-2"]
    assert framework.criteria.first().scale == "0; 0; Nee.\n10; 1; Ja."
    text = page(alice, "framework", framework.pk)
    assert "gewicht 1,5, 50% van het geheel" in text


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"scale": "0;0\nveel;1"}, "Regel 2: zet er een score"),
        ({"knockout": "at_least"}, "Vul de grens in"),
        ({"bound": "3"}, "Kies minstens, hoogstens of precies"),
        (
            {"scale": "0;0\n5;1", "knockout": "at_least", "bound": "6"},
            "Geen score op de schaal, 0 tot en met 5",
        ),
        ({"key": "Geen Sleutel"}, "Gebruik alleen kleine letters"),
        ({"weight": "-1"}, "0"),
    ],
)
def test_what_does_not_fit_comes_back_beside_its_field_with_what_was_typed(alice, desk, fields, told):
    framework = desk.framework()
    answer = post(alice, "add-part", framework.pk, "criterium", question="Mijn vraag?", **fields)
    assert told in answer.content.decode()
    assert "Mijn vraag?" in answer.content.decode()
    assert not Criterion.objects.exists()


def test_a_key_that_is_used_already_is_refused(alice, desk):
    framework = desk.framework()
    taken = desk.criterion(framework)
    answer = post(alice, "add-part", framework.pk, "criterium", question="Nog een?", key=taken.key)
    assert "Deze sleutel is al gebruikt" in answer.content.decode()


def test_of_two_editors_the_second_is_told_and_nothing_is_lost(alice, world, desk):
    criterion = desk.criterion(desk.framework(), evidence="Een plan.")
    bob = world.as_(world.bob)
    mine = opened(alice, "change-part", "criterium", criterion.pk)
    theirs = opened(bob, "change-part", "criterium", criterion.pk)
    fields = {"question": criterion.question, "scale": criterion.scale, "weight": "1", "key": criterion.key}
    post(bob, "change-part", "criterium", criterion.pk, **fields, evidence="Een begroting.", opened=theirs)
    answer = post(
        alice, "change-part", "criterium", criterion.pk, **fields, evidence="Statuten.", opened=mine
    ).content.decode()
    assert "intussen gewijzigd in ‘Een begroting.’" in answer
    assert "Statuten." in answer
    criterion.refresh_from_db()
    assert criterion.evidence == "Een begroting."
    # Another field than theirs goes in beside it, and a weight that nobody changed is no difference.
    changed = {**fields, "question": "Anders?", "evidence": "Een plan."}
    post(alice, "change-part", "criterium", criterion.pk, **changed, opened=mine)
    criterion.refresh_from_db()
    assert (criterion.question, criterion.evidence) == ("Anders?", "Een begroting.")


def test_criteria_and_kinds_of_support_are_put_higher_and_lower(alice, desk):
    framework = desk.framework()
    for name in "ABC":
        desk.criterion(framework, f"Vraag {name}?")
        desk.support(framework, f"Vorm {name}")
    last, kind = framework.criteria.last(), framework.support.first()
    post(alice, "move-part", "criterium", last.pk, richting="omhoog")
    post(alice, "move-part", "vorm", kind.pk, richting="omlaag")
    post(alice, "move-part", "vorm", framework.support.last().pk, richting="omlaag")
    assert [one.question[6] for one in framework.criteria.all()] == ["A", "C", "B"]
    assert [one.name[5] for one in framework.support.all()] == ["B", "A", "C"]
    assert post(alice, "move-part", "kader", kind.pk, richting="omlaag").status_code == 404


def test_a_kind_of_support_names_a_limit_that_is_looked_up_on_the_day(alice, desk, settings):
    settings.REFERENCE_DATE = date(2019, 1, 15)
    framework = desk.framework()
    post(alice, "add-part", framework.pk, "vorm", name="Subsidie", route="weighed", limit="de-minimis")
    assert SupportKind.objects.get().key == "subsidie"
    assert "€&nbsp;200.000" in page(alice, "framework", framework.pk)
    answer = post(alice, "add-part", framework.pk, "vorm", name="Geld", route="weighed", limit="verzonnen")
    assert SupportKind.objects.count() == 1
    assert "verzonnen" in answer.content.decode()


def test_the_threshold_is_changed_and_shown_as_people_write_it(alice, desk):
    framework = desk.framework()
    assert 'value="0,6"' in page(alice, "change", framework.pk)
    fields = {"title": "Nieuw", "threshold": "0,75", "opened": opened(alice, "change", framework.pk)}
    post(alice, "change", framework.pk, **fields)
    assert "0,75" in page(alice, "framework", framework.pk)
    fields = {"title": "Nieuw", "threshold": "2", "opened": opened(alice, "change", framework.pk)}
    assert "threshold" in post(alice, "change", framework.pk, **fields).context["form"].errors


def test_a_part_is_removed_after_a_question(alice, desk):
    criterion = desk.criterion(desk.framework())
    assert "Wilt u" in page(alice, "remove-part", "criterium", criterion.pk)
    post(alice, "remove-part", "criterium", criterion.pk)
    assert not Criterion.objects.exists()


def test_grounds_of_three_kinds_are_laid_shown_and_taken_away(alice, desk):
    criterion = desk.criterion(desk.framework())
    said = desk.contribution("Let op het doel, niet op de vorm.")
    post(alice, "grounds", criterion.pk, kind="contribution", contribution=said.pk, reason="Vaak gezegd.")
    post(alice, "grounds", criterion.pk, kind="law", law="Awb art. 3:46", contribution=said.pk)
    text = page(alice, "grounds", criterion.pk)
    for words in ("Let op het doel, niet op de vorm.", "Vaak gezegd.", "Awb art. 3:46"):
        assert words in text
    law = CriterionGround.objects.get(kind="law")
    assert law.contribution is None
    post(alice, "take-ground", law.pk)
    assert "Awb art. 3:46" not in page(alice, "grounds", criterion.pk)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"kind": "contribution"}, "Vul het nummer van de inbreng in"),
        ({"kind": "contribution", "contribution": "99999"}, "Er is geen inbreng 99999"),
        ({"kind": "law"}, "Noem de wet of de regel"),
        ({"kind": "decision"}, "Kies het besluit"),
    ],
)
def test_a_ground_that_says_nothing_is_refused(alice, desk, fields, told):
    criterion = desk.criterion(desk.framework())
    assert told in post(alice, "grounds", criterion.pk, **fields).content.decode()
    assert not CriterionGround.objects.exists()


def test_the_same_ground_is_not_laid_twice(alice, desk):
    criterion = desk.criterion(desk.framework())
    post(alice, "grounds", criterion.pk, kind="law", law="Awb art. 3:46")
    answer = post(alice, "grounds", criterion.pk, kind="law", law="Awb  art. 3:46")
    assert "Deze onderbouwing staat er al" in answer.content.decode()


def test_words_that_were_withdrawn_are_gone_from_the_grounds_and_never_stood_in_a_version(alice, world, desk):
    framework = desk.shipped()
    said = desk.contribution("Dit zeg ik u in vertrouwen.")
    post(alice, "grounds", framework.criteria.first().pk, kind="contribution", contribution=said.pk)
    version = versions.publish(framework, "concept", on=world.at.date(), by=world.alice, at=world.at)
    assert "in vertrouwen" not in version.content
    consent.withdraw(said, by=world.alice, at=world.at)
    assert "in vertrouwen" not in page(alice, "grounds", framework.criteria.first().pk)
    assert f"inbreng {said.pk}" in page(alice, "version", version.pk)


def test_publishing_shows_what_lacks_and_then_keeps_a_version(alice, desk):
    framework = desk.framework()
    criterion = desk.criterion(framework, scale="")
    assert "maar heeft nog geen schaal" in page(alice, "publish", framework.pk)
    criterion.scale = "0; 0\n10; 1"
    criterion.save()
    fields = {"stage": "adopted", "body": "college", "on": "2019-01-14", "decision_number": "2019/7"}
    answer = post(alice, "publish", framework.pk, **fields)
    version = FrameworkVersion.objects.get()
    assert answer.url == version.get_absolute_url()
    assert "vastgesteld door het college op 14 januari 2019" in page(alice, "version", version.pk)
    assert "2019/7" in page(alice, "versions", framework.pk)


def test_two_versions_are_compared_word_by_word(alice, world, desk):
    framework = desk.shipped()
    for stage, body in (("concept", ""), ("adopted", "raad")):
        versions.publish(framework, stage, body=body, on=world.at.date(), by=world.alice, at=world.at)
        framework.criteria.filter(key="lokaal").update(question="Hoe sterk is dit geworteld in de wijk?")
    versions.publish(framework, "concept", on=world.at.date(), by=world.alice, at=world.at)
    first, second, third = FrameworkVersion.objects.order_by("number")
    text = page(alice, "compare", second.pk, first.pk)
    assert "<del>" in text
    assert "wijk" in text
    assert "Deze versies zeggen hetzelfde" in page(alice, "compare", third.pk, second.pk)


def test_the_toml_of_a_version_is_that_of_the_framework_then(alice, world, desk):
    framework = desk.shipped()
    then = alice.get(reverse("assessment:toml", args=[framework.pk]))
    version = versions.publish(framework, "concept", on=world.at.date(), by=world.alice, at=world.at)
    desk.criterion(framework)
    kept = alice.get(reverse("assessment:version-toml", args=[version.pk]))
    assert kept.content == then.content
    assert kept["Content-Disposition"].endswith('versie-1.toml"')


def test_a_councillor_reads_what_was_adopted_and_no_draft(councillor, world, desk):
    framework = desk.shipped()
    concept = versions.publish(framework, "concept", on=world.at.date(), by=world.alice, at=world.at)
    assert "nog geen afwegingskader dat u kunt lezen" in page(councillor, "home")
    for name, pk in (("framework", framework.pk), ("version", concept.pk), ("versions", framework.pk)):
        assert councillor.get(reverse(f"assessment:{name}", args=[pk])).status_code == 404
    adopted = versions.publish(
        framework, "adopted", body="raad", on=world.at.date(), by=world.alice, at=world.at
    )
    answer = councillor.get(reverse("assessment:framework", args=[framework.pk]))
    assert answer.url == adopted.get_absolute_url()
    assert "vastgesteld door de raad" in page(councillor, "version", adopted.pk)
    assert councillor.get(reverse("assessment:compare", args=[adopted.pk, concept.pk])).status_code == 404
    assert councillor.get(reverse("assessment:toml", args=[framework.pk])).status_code == 403


def test_a_participant_sees_none_of_it(world, desk):
    charlie, framework = world.as_(world.charlie), desk.shipped()
    for name, *args in (("home",), ("amounts",), ("framework", framework.pk), ("toml", framework.pk)):
        assert charlie.get(reverse(f"assessment:{name}", args=args)).status_code == 403
    assert "/afwegen/" not in charlie.get("/").content.decode()


def test_who_only_reads_gets_no_buttons_and_is_refused(assessor, desk):
    framework = desk.shipped()
    criterion, kind = framework.criteria.first(), framework.support.first()
    text = page(assessor, "framework", framework.pk)
    assert "Voeg een criterium toe" not in text
    assert "Zet hoger" not in text
    for name, *args in (
        ("add",), ("change", framework.pk), ("remove", framework.pk), ("publish", framework.pk),
        ("add-part", framework.pk, "criterium"), ("change-part", "criterium", criterion.pk),
        ("remove-part", "vorm", kind.pk), ("move-part", "vorm", kind.pk),
    ):  # fmt: skip
        answer = assessor.post(reverse(f"assessment:{name}", args=args))
        assert answer.status_code == 403, name
        assert "Alleen een" in answer.content.decode()


def test_an_official_gives_a_concept_and_a_clerk_registers_an_adoption(world, desk):
    framework = desk.shipped()
    official = world.as_(make_user("ambt@stad.example", Role.OFFICIAL, name="Ambtenaar"))
    clerk = world.as_(make_user("griffie@stad.example", Role.CLERK, name="Griffier"))
    fields = {"body": "raad", "on": "2019-01-14"}
    assert (
        "geldige keuze" in post(official, "publish", framework.pk, stage="adopted", **fields).content.decode()
    )
    post(official, "publish", framework.pk, stage="concept", **fields)
    post(clerk, "publish", framework.pk, stage="adopted", **fields)
    assert [one.stage for one in FrameworkVersion.objects.order_by("number")] == ["concept", "adopted"]


def test_a_framework_without_versions_goes_after_a_question(alice, desk):
    framework = desk.shipped()
    assert "Wilt u" in page(alice, "remove", framework.pk)
    post(alice, "remove", framework.pk)
    assert not Framework.objects.exists()


def test_the_amounts_that_hold_follow_the_day(alice):
    text = page(alice, "amounts")
    assert "€&nbsp;200.000" in text
    assert "€&nbsp;5.404.000" in text
    assert "nog niet bij de bron nagekeken" in text


def test_lists_and_pages_ask_the_same_number_of_queries_at_any_size(alice, world, desk):
    counts = {"home": [], "framework": [], "grounds": [], "versions": []}
    framework = desk.framework()
    first = desk.criterion(framework)
    for size in (2, 12):
        for _number in range(size):
            desk.criterion(framework)
            desk.support(framework)
            CriterionGround.objects.create(
                criterion=first, kind="contribution", contribution=desk.contribution()
            )
            desk.framework()
            first.explanation += "x"
            first.save()
            versions.publish(framework, "concept", on=world.at.date(), by=world.alice, at=world.at)
        for name, found in counts.items():
            args = {"home": [], "grounds": [first.pk]}.get(name, [framework.pk])
            with CaptureQueriesContext(connection) as queries:
                page(alice, name, *args)
            found.append(len(queries))
    assert all(small == large <= 30 for small, large in counts.values()), counts
