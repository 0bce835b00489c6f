"""Publishing a framework: what must be whole, what freezes, what differs."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from houtskool.assessment.actions import frameworks, grounds, versions
from houtskool.assessment.advice import checks
from houtskool.assessment.content import content_of, read
from houtskool.assessment.framework.completeness import gaps
from houtskool.assessment.framework.differences import difference, shown
from houtskool.assessment.models import CriterionGround, FrameworkVersion
from houtskool.records import guard
from houtskool.records.models import JournalEntry

DAY = date(2019, 1, 10)


def publish(desk, framework, stage="concept", body="", on=DAY):
    return versions.publish(framework, stage, body=body, on=on, by=desk.world.alice, at=desk.world.at)


def texts(framework):
    return [gap.text for gap in gaps(framework)]


def test_a_version_keeps_what_the_framework_said(desk):
    framework = desk.shipped()
    version = publish(desk, framework)
    criterion = framework.criteria.first()
    criterion.question = "Iets heel anders?"
    frameworks.change(criterion, by=desk.world.alice, at=desk.world.at)
    assert version.is_whole
    assert read(version.content)["criteria"][0]["question"] == "Mag de gemeente dit volgens de wet?"
    assert versions.is_changed_since(framework, version)
    second = publish(desk, framework, "adopted", body="college")
    assert (second.number, second.stage, second.body) == (2, "adopted", "college")
    assert not versions.is_changed_since(framework, second)


@pytest.mark.parametrize("name", ["standaard", "eu-sociale-onderneming", "impact-dimensies"])
def test_what_is_shipped_is_whole(desk, name):
    assert texts(desk.shipped(name)) == []


def test_what_lacks_is_named_with_what_to_do(desk):
    framework = desk.framework()
    assert texts(framework) == ["Er is nog geen criterium. Voeg er minstens één toe."]
    idle = desk.criterion(framework, "Telt dit?", weight=None)
    assert texts(framework)[0].startswith("‘Telt dit?’ telt nog niet mee.")
    assert "Geen enkel criterium weegt mee" in texts(framework)[1]
    assert gaps(framework)[0].url == idle.get_absolute_url()
    idle.weight, idle.scale = 1, ""
    frameworks.change(idle, by=desk.world.alice, at=desk.world.at)
    assert "maar heeft nog geen schaal" in texts(framework)[0]


def test_weights_are_given_to_all_or_to_none(desk):
    framework = desk.framework()
    desk.criterion(framework, "Met gewicht?")
    desk.criterion(framework, "Met plaats?", weight=None, importance=1)
    (told,) = texts(framework)
    assert "‘Met plaats?’" in told
    assert "allemaal een gewicht" in told


def test_weights_of_nought_do_not_weigh(desk):
    framework = desk.framework()
    desk.criterion(framework, weight=0)
    assert texts(framework) == ["Alle gewichten zijn 0. Geef minstens één criterium een gewicht boven 0."]


def test_an_order_of_importance_alone_is_enough_and_so_is_a_knockout_beside_it(desk):
    framework = desk.framework()
    desk.criterion(framework, "Eerst?", weight=None, importance=1)
    desk.criterion(framework, "Ook?", weight=None, importance=1)
    desk.criterion(framework, "Mag het?", weight=None, scale="", knockout="equals", bound=1)
    assert texts(framework) == []


def test_publishing_what_lacks_something_is_refused(desk):
    framework = desk.framework()
    with pytest.raises(ValidationError, match="nog geen criterium"):
        publish(desk, framework)
    assert not FrameworkVersion.objects.exists()


def test_an_adoption_names_its_body_and_a_day_that_was(desk):
    framework = desk.shipped()
    with pytest.raises(ValidationError, match="wie het kader vaststelde"):
        publish(desk, framework, "adopted", body="  ")
    with pytest.raises(ValidationError, match="Deze dag moet nog komen"):
        publish(desk, framework, on=desk.world.at.date() + timedelta(days=1))
    with pytest.raises(ValidationError, match="Kies concept of vastgesteld"):
        publish(desk, framework, "klaar")


def test_the_same_again_is_no_new_version_but_adopting_a_concept_is(desk):
    framework = desk.shipped()
    publish(desk, framework)
    with pytest.raises(ValidationError, match="niets veranderd sinds versie 1"):
        publish(desk, framework)
    assert publish(desk, framework, "adopted", body="raad").content == publish_content(framework)


def publish_content(framework):
    return FrameworkVersion.objects.get(framework=framework, number=1).content


def test_a_version_can_no_longer_change_in_the_database_itself(desk):
    version = publish(desk, desk.shipped())
    for change in ({"content": "{}"}, {"stage": "adopted", "body": "raad"}, {"sha256": "0" * 64}):
        with pytest.raises(IntegrityError), transaction.atomic():
            FrameworkVersion.objects.filter(pk=version.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        FrameworkVersion.objects.filter(pk=version.pk).delete()
    assert list(checks.versions_are_whole()) == []


def test_the_journal_tells_of_a_version_by_its_hash(desk):
    version = publish(desk, desk.shipped(), "adopted", body="raad")
    entry = JournalEntry.objects.get(object_type="assessment.frameworkversion")
    assert entry.verb == "adopted"
    assert entry.changes["sha256"] == [None, version.sha256]
    assert "content" not in entry.changes


def test_verify_names_what_was_tampered_with(desk):
    framework = desk.shipped()
    first, second = publish(desk, framework), publish(desk, framework, "adopted", body="raad")
    guard.remove()
    rows = FrameworkVersion.objects
    rows.filter(pk=first.pk).update(content=first.content.replace("wet", "wens"))
    rows.filter(pk=second.pk).update(body="college")
    found = {(finding.row, finding.sentence) for finding in checks.versions_are_whole()}
    name = f"van afwegingskader {framework.pk}"
    assert found == {
        (
            f"versie 1 {name} (rij {first.pk})",
            "de vastgelegde tekst is veranderd: zij past niet bij haar hash.",
        ),
        (f"versie 2 {name} (rij {second.pk})", "staat anders in het journaal: body."),
    }
    rows.filter(pk=first.pk).delete()
    assert any(finding.sentence.endswith("maar is weg.") for finding in checks.versions_are_whole())


def test_a_framework_with_versions_stays(desk):
    framework = desk.shipped()
    publish(desk, framework)
    with pytest.raises(ValidationError, match="liggen versies vast"):
        frameworks.remove(framework, by=desk.world.alice, at=desk.world.at)


def test_the_difference_tells_what_came_went_changed_and_moved(desk):
    by = {"by": desk.world.alice, "at": desk.world.at}
    framework = desk.framework()
    first, second, third = (desk.criterion(framework, f"Vraag {name}?") for name in "ABC")
    kind = desk.support(framework)
    before = content_of(framework)
    assert difference(before, before).is_empty
    first.scale = "0; 0; Nee.\n10; 1; Ja, helemaal."
    frameworks.change(first, **by)
    frameworks.remove(second, **by)
    desk.criterion(framework, "Vraag D?")
    kind.conditions = "Geen."
    frameworks.change(kind, **by)
    grounds.lay(CriterionGround(criterion=third, kind="law", law="Awb art. 3:46"), **by)
    found = difference(before, content_of(framework))
    assert [(part.title, part.how) for part in found.criteria] == [
        ("Vraag A?", "changed"), ("Vraag C?", "changed"), ("Vraag D?", "new"), ("Vraag B?", "gone"),
    ]  # fmt: skip
    assert [field.name for part in found.criteria[:2] for field in part.fields] == ["scale", "grounds"]
    assert "".join(piece.text for piece in found.criteria[0].fields[0].pieces if piece.how == "new") == (
        ", helemaal"
    )
    assert [(part.title, part.how) for part in found.support] == [("Advies", "changed")]


def test_a_new_order_alone_is_a_difference(desk):
    framework = desk.framework()
    desk.criterion(framework, "Vraag A?")
    last = desk.criterion(framework, "Vraag B?")
    before = content_of(framework)
    frameworks.move(last, up=True, by=desk.world.alice, at=desk.world.at)
    assert {part.how for part in difference(before, content_of(framework)).criteria} == {"moved"}


def test_a_hard_condition_is_written_out():
    assert shown("knockout", {"at_least": 3.0}) == "minstens 3"
    assert shown("knockout", {}) == ""
    assert shown("weight", 0.0) == "0"


def test_the_body_that_adopted_stands_in_a_sentence_with_its_article(world, desk):
    framework = desk.shipped()
    versions.publish(framework, "adopted", on=date(2019, 1, 10), body="college", by=world.alice, at=world.at)
    made = framework.versions.get()
    for page in (framework, made):
        assert "vastgesteld door het college" in (
            world.as_(world.alice).get(page.get_absolute_url()).content.decode()
        )
