"""A merge keeps every link, each once, and can be explained from the journal."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.urls import reverse

from houtskool.accounts.roles import Role
from houtskool.records import guard, links, verification
from houtskool.records.models import JournalEntry
from houtskool.sector import actions
from houtskool.sector.merging import merge, move_row, preview
from houtskool.sector.models import Contact, EntryLink, Initiative, Noun, Organisation, Recognition, Theme
from houtskool.sector.nouns import NOUNS

pytestmark = pytest.mark.django_db
MERGEABLE = [noun.model for noun in NOUNS]


@pytest.fixture
def double(sector):
    return sector.add(Organisation(name="Restlab bv", website="https://restlab.example"))


def merged(world, dropped, into, **keep):
    merge(dropped, into=into, keep=keep, by=world.alice, at=world.at)
    dropped.refresh_from_db()
    into.refresh_from_db()
    return into


# --- every relation of the whole project


class Maker:
    """Makes a row of any model with what its fields ask for, so that no model can be forgotten."""

    def __init__(self, user: Any) -> None:
        self.user = user
        self.number = 0

    def make(self, model: type[models.Model], **given: Any) -> models.Model:
        self.number += 1
        values = {
            field.attname: given[field.name].pk if field.name in given else self.value(field)
            for field in model._meta.concrete_fields
            if not field.primary_key or field.is_relation
        }
        return model._base_manager.create(
            **{name: value for name, value in values.items() if value is not ...}
        )

    def value(self, field: Any) -> Any:
        if field.is_relation:
            if field.null:
                return None
            if field.related_model is type(self.user):
                return self.user.pk
            return self.make(field.related_model).pk
        if field.has_default() or field.null:
            return ...
        if field.choices:
            return "" if field.blank else field.choices[0][0]
        texts = {models.EmailField: f"a{self.number}@b.example", models.SlugField: f"sleutel-{self.number}"}
        for kind, value in texts.items():
            if isinstance(field, kind):
                return "" if field.blank else value
        kinds = [
            (
                models.CharField | models.TextField | models.FileField,
                "" if field.blank else f"tekst {self.number}",
            ),
            (models.BooleanField, False),
            (models.DateTimeField, datetime(2019, 1, 15, tzinfo=UTC)),
            (models.DateField, date(2019, 1, 15)),
            (models.JSONField, {}),
            (models.IntegerField, self.number),
        ]
        # Each number is higher than the one before: where something begins before it ends, it does here too.
        self.number += 1
        return next(value for kind, value in kinds if isinstance(field, kind))


def relations(model):
    """(model, field) of every foreign key that can point at the model, many-to-many tables included."""
    return sorted(
        (
            (other, field)
            for other in apps.get_models(include_auto_created=True)
            for field in other._meta.concrete_fields
            if field.is_relation and field.related_model is model
        ),
        key=lambda pair: (pair[0]._meta.label, pair[1].name),
    )


def generic_links():
    """(model, name) of every generic foreign key in the project."""
    return [
        (other, field.name)
        for other in apps.get_models()
        for field in other._meta.private_fields
        if isinstance(field, GenericForeignKey)
    ]


def generic_link(other, name, thing, maker):
    row = maker.make(other)
    setattr(row, name, thing)
    row.save()
    return row


@pytest.mark.parametrize("model", MERGEABLE, ids=lambda model: model.__name__)
def test_every_relation_in_the_whole_project_moves_to_the_kept_row(world, model):
    maker = Maker(world.alice)
    dropped, into = maker.make(model), maker.make(model)
    pointing = []
    for other, field in relations(model):
        row = maker.make(other, **{field.name: dropped})
        pointing.append((other, field, row.pk))
    assert pointing
    facts = [generic_link(other, name, dropped, maker) for other, name in generic_links()]
    merge(dropped, into=into, by=world.alice, at=world.at)
    for fact in facts:
        fact.refresh_from_db()
        assert all(getattr(fact, name) == into for other, name in generic_links() if type(fact) is other)
    for other, field, key in pointing:
        row = other._base_manager.get(pk=key)
        assert getattr(row, field.attname) == into.pk, f"{other._meta.label}.{field.name}"
    left = [
        f"{link.model._meta.label}.{link.field}"
        for link in links.pointing_at(dropped)
        if link.rows.exclude(pk=dropped.pk).exists()
    ]
    assert left == []
    assert not list(verification.journal_is_whole())


def test_the_walk_over_the_models_and_the_moving_know_the_same_relations(world):
    for model in MERGEABLE:
        moving = {
            (link.model._meta.label, link.field) for link in links.pointing_at(model()) if not link.generic
        }
        assert moving == {(other._meta.label, field.name) for other, field in relations(model)}


# --- what a merge promises


def test_links_move_and_each_stands_once(world, sector, double):
    other = sector.add(Initiative(name="Tuin"), organisations=[double])
    both = sector.add(Initiative(name="Samen"), organisations=[double, sector.organisation])
    contact = sector.add(Contact(name="Jan", organisation=double))
    kept = merged(world, double, sector.organisation)
    assert set(kept.initiatives.all()) == {sector.initiative, other, both}
    assert list(both.organisations.all()) == [kept]
    contact.refresh_from_db()
    assert contact.organisation == kept
    assert double.merged_into == kept
    assert double not in Organisation.objects.all().current()


def test_its_own_many_to_many_links_are_joined(world, sector, double):
    more = actions.add_group(name="makers", by=world.alice, at=world.at)
    double.groups.set([more, sector.group])
    assert set(merged(world, double, sector.organisation).groups.all()) == {more, sector.group}


def test_the_reader_chooses_per_field_what_to_keep(world, sector, double):
    kept = merged(world, double, sector.organisation, website=double.website, name="Restlab bv")
    assert (kept.name, kept.website) == ("Restlab bv", "https://restlab.example")
    assert kept.kvk_number == "34567890"


def test_the_kept_row_may_take_over_a_unique_number(world, sector):
    double = sector.add(Organisation(name="Restlab bv", kvk_number="45678901", external_id="A1"))
    kept = merged(world, double, sector.organisation, kvk_number="45678901", external_id="A1")
    assert (kept.kvk_number, kept.external_id) == ("45678901", "A1")


def test_each_moved_link_stands_in_the_journal_with_before_and_after(world, sector, double):
    contact = sector.add(Contact(name="Jan", organisation=double))
    tuin = sector.add(Initiative(name="Tuin"), organisations=[double])
    merged(world, double, sector.organisation)
    entries = {
        (entry.object_type, entry.object_id): entry.changes
        for entry in JournalEntry.objects.filter(verb__in=["merged", "moved"])
    }
    old, new = double.pk, sector.organisation.pk
    assert entries["sector.contact", str(contact.pk)] == {"organisation": [old, new]}
    assert entries["sector.initiative", str(tuin.pk)] == {"organisations": [[old], [new]]}
    assert entries["sector.organisation", str(old)] == {"merged_into": [None, new]}


def test_an_older_merge_leads_on_to_the_last_one(world, sector, double):
    third = sector.add(Organisation(name="Restlab Haarlem"))
    merged(world, double, third)
    merged(world, third, sector.organisation)
    double.refresh_from_db()
    assert double.merged_into == sector.organisation
    assert double.kept() == sector.organisation


def test_finding_by_the_old_name_gives_the_kept_row(world, sector, double):
    merged(world, double, sector.organisation)
    found = actions.add_organisation(name="restlab BV", by=world.alice, at=world.at)
    assert found == sector.organisation


def test_a_merged_theme_lives_on_as_a_label(world, sector):
    other = sector.add(Theme(name="aanschaf", alt_labels=["kopen"]))
    kept = merged(world, other, sector.theme)
    assert kept.alt_labels == ["aanbesteden", "aanschaf", "kopen"]
    assert Theme.objects.all().current().search("kopen").get() == kept


def test_a_theme_cannot_go_up_in_what_falls_under_it(world, sector):
    under = sector.add(Theme(name="lokaal inkopen", broader=sector.theme))
    with pytest.raises(ValidationError, match="valt onder"):
        merge(sector.theme, into=under, by=world.alice, at=world.at)
    kept = merged(world, under, sector.theme)
    assert kept.broader is None


def test_a_group_that_speaks_for_its_double_does_not_end_up_speaking_for_itself(world, sector):
    double = actions.add_group(name="werklozen", kind="target", by=world.alice, at=world.at)
    sector.target.represents.set([double])
    kept = merged(world, double, sector.target)
    assert not kept.represents.exists()


@pytest.mark.parametrize("wrong", ["itself", "gone", "other kind"])
def test_what_cannot_be_merged_is_refused_with_the_reason(world, sector, double, wrong):
    other: Noun = {"itself": double, "gone": sector.organisation, "other kind": sector.theme}[wrong]
    if wrong == "gone":
        merged(world, sector.organisation, sector.add(Organisation(name="Ander")))
    with pytest.raises(ValidationError):
        merge(double, into=other, by=world.alice, at=world.at)


def test_of_two_rows_that_may_stand_only_once_one_stays_and_the_other_is_explained(world):
    """As with the roles of two accounts of one person: a role stands once per user."""
    double = world.charlie.grants.create(role=Role.PROGRAMME_MANAGER)
    own = world.charlie.grants.get(role=Role.PARTICIPANT)
    with transaction.atomic():
        for grant in (double, own):
            move_row(grant, "user", world.charlie, world.alice, by=world.bob, at=world.at)
    assert sorted(world.alice.grants.values_list("role", flat=True)) == ["deelnemer", "programmamanager"]
    assert not world.charlie.grants.exists()
    gone = JournalEntry.objects.get(verb="deleted")
    assert gone.changes == {"user": [world.charlie.pk, None], "role": ["programmamanager", None]}


@pytest.fixture
def frozen_recognitions(world):
    """As rows of an adopted version are: the database refuses every change."""
    guard.freeze(Recognition)
    guard.install()
    yield
    guard.remove()
    guard._frozen.pop(Recognition._meta.db_table)
    guard.install()


def test_a_frozen_row_keeps_its_link_and_the_old_address_leads_on(world, sector, double, request):
    row = sector.add(Recognition(organisation=double, scheme="anbi"))
    request.getfixturevalue("frozen_recognitions")
    kept = merged(world, double, sector.organisation)
    row.refresh_from_db()
    assert row.organisation == double
    assert row.organisation.kept() == kept
    assert not JournalEntry.objects.about(row).filter(verb="moved").exists()


# --- the screens


def test_merging_on_screen_shows_what_moves_and_the_old_address_leads_on(world, sector, double):
    sector.add(Contact(name="Jan", organisation=double))
    client = world.as_(world.bob)
    choose = client.get(reverse("sector:organisation-merge", args=[double.pk]))
    url = reverse("sector:organisation-merge-with", args=[double.pk, sector.organisation.pk])
    assert f'href="{url}"' in choose.content.decode()
    html = client.get(url).content.decode()
    assert "contacten: 1" in html
    assert "Draai het om" in html
    response = client.post(url, {"name": "into", "website": "dropped"})
    assert response.url == sector.organisation.get_absolute_url()
    old = client.get(double.get_absolute_url())
    assert (old.status_code, old.url) == (302, sector.organisation.get_absolute_url())
    sector.organisation.refresh_from_db()
    assert sector.organisation.website == "https://restlab.example"


def test_where_nothing_looks_alike_everything_is_offered_to_merge_with(world, sector):
    other = sector.add(Organisation(name="Iets heel anders"))
    client = world.as_(world.bob)
    url = reverse("sector:organisation-merge", args=[other.pk])
    assert [one.name for one, _ in client.get(url).context["candidates"]] == ["Restlab"]
    assert list(client.get(url, {"q": "bestaat niet"}).context["candidates"]) == []


def test_the_preview_counts_every_link_that_would_move(world, sector):
    labels = {move.label: move.number for move in preview(sector.organisation)}
    assert labels["contacten"] == 1
    assert labels["initiatieven"] == 1
    assert labels["groepen"] == 1


def test_recognitions_and_links_for_the_own_entry_move_along(world, sector, double):
    recognition = sector.add(Recognition(organisation=double, scheme="anbi"))
    link = EntryLink.objects.create(
        organisation=double, sent_to="a@b.example", at=world.at, by=world.alice, expires_at=world.at
    )
    merged(world, double, sector.organisation)
    recognition.refresh_from_db()
    link.refresh_from_db()
    assert recognition.organisation == link.organisation == sector.organisation


def test_two_kvk_numbers_are_two_legal_persons_and_the_screen_says_so(world, sector, double):
    def screen():
        url = reverse("sector:organisation-merge-with", args=[double.pk, sector.organisation.pk])
        return world.as_(world.bob).get(url).content.decode()

    assert "Is dit echt dezelfde organisatie?" not in screen()
    double.kvk_number = "45678901"
    actions.change(double, by=world.bob, at=world.at)
    html = screen()
    assert "Is dit echt dezelfde organisatie?" in html
    assert "(45678901 en 34567890)" in html
    assert "KvK-nummer" in html
    assert "Kvk-nummer" not in html
