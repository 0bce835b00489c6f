"""What the actions of the sector keep and refuse."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from houtskool.records import verification
from houtskool.records.models import JournalEntry
from houtskool.sector import actions
from houtskool.sector.models import (
    Contact,
    Department,
    District,
    Initiative,
    Organisation,
    Recognition,
    StakeholderGroup,
    Theme,
)

pytestmark = pytest.mark.django_db


def organisation(world, name="Restlab", **fields):
    return actions.add(Organisation(name=name, **fields), by=world.alice, at=world.at)


def refusal(thing, world):
    with pytest.raises(ValidationError) as caught:
        actions.add(thing, by=world.alice, at=world.at)
    return caught.value.message_dict


@pytest.mark.parametrize(
    ("number", "says"),
    [
        ("1234567", "hier staan er 7"),
        ("000012345678", "vestigingsnummer"),
        ("1234567A", "alleen cijfers"),
        ("00000000", "geen echt KvK-nummer"),
        ("123456789", "hier staan er 9"),
        ("١٢٣٤٥٦٧٨", "alleen cijfers"),
    ],
)
def test_a_kvk_number_that_cannot_be_right_is_refused_with_the_reason(world, number, says):
    messages = refusal(Organisation(name="Restlab", kvk_number=number), world)
    assert says in messages["kvk_number"][0]


@pytest.mark.parametrize(("given", "kept"), [("01234567", "01234567"), ("34 56.78-90", "34567890"), ("", "")])
def test_a_kvk_number_is_kept_with_its_leading_zero_and_without_spaces(world, given, kept):
    assert organisation(world, kvk_number=given).kvk_number == kept


def test_a_kvk_number_belongs_to_one_organisation_and_the_message_names_it(world):
    first = organisation(world, kvk_number="34567890")
    messages = refusal(Organisation(name="Anders", kvk_number="34567890"), world)
    assert f"‘Restlab’ (nummer {first.pk})" in messages["kvk_number"][0]


@pytest.mark.parametrize("same", ["restlab", "  RESTLAB ", "Réstlab", "Rest\u200blab".replace("\u200b", "")])
def test_a_name_is_taken_whatever_its_case_and_accents(world, same):
    organisation(world)
    assert "staat al in het overzicht" in refusal(Organisation(name=same), world)["name"][0]


def test_two_contacts_may_bear_the_same_name(world):
    for _ in range(2):
        actions.add(Contact(name="Jan Jansen"), by=world.alice, at=world.at)
    assert Contact.objects.current().named("jan jansen").count() == 2


def test_a_contact_belongs_to_an_organisation_or_a_department_not_to_both(world):
    department = actions.add_department(name="Inkoop", by=world.alice, at=world.at)
    both = Contact(name="Jan", organisation=organisation(world), department=department)
    assert "Maak een van beide leeg" in refusal(both, world)["department"][0]


def test_a_theme_cannot_fall_under_itself(world):
    work = actions.add_theme(name="werk", by=world.alice, at=world.at)
    skills = actions.add(Theme(name="scholing", broader=work), by=world.alice, at=world.at)
    work.broader = skills
    with pytest.raises(ValidationError, match="valt zelf onder dit thema"):
        actions.change(work, by=world.alice, at=world.at)


def test_only_pso_has_levels_and_an_end_comes_after_its_start(world):
    thing = Recognition(
        organisation=organisation(world),
        scheme="anbi",
        level="1",
        valid_from=world.at.date(),
        valid_until=world.at.date().replace(year=2018),
    )
    messages = refusal(thing, world)
    assert set(messages) == {"level", "valid_until"}


def test_the_sustainable_goals_are_numbered_1_to_17(world):
    assert "1 tot en met 17" in refusal(Initiative(name="Tuin", sdgs=[18]), world)["sdgs"][0]
    kept = actions.add(Initiative(name="Tuin", sdgs=[13, 8, 8]), by=world.alice, at=world.at)
    assert kept.sdgs == [8, 13]


@pytest.mark.parametrize(
    "add", ["add_organisation", "add_theme", "add_domain", "add_group", "add_department"]
)
def test_adding_by_name_finds_what_is_there_already(world, add):
    first = getattr(actions, add)(name="Café De Ĳsbreker", by=world.alice, at=world.at)
    entries = JournalEntry.objects.count()
    again = getattr(actions, add)(name=" cafe de ijsbreker ", by=world.bob, at=world.at)
    assert again == first
    assert again.name == "Café De Ĳsbreker"
    assert JournalEntry.objects.count() == entries


def test_adding_a_theme_finds_it_by_an_alternative_label(world):
    theme = actions.add_theme(name="inkoop", alt_labels=["Aanbesteden"], by=world.alice, at=world.at)
    assert actions.add_theme(name="aanbesteden", by=world.alice, at=world.at) == theme
    assert actions.add_theme(name="besteden", by=world.alice, at=world.at) != theme


def test_a_theme_is_found_by_its_own_name_before_the_label_of_another(world):
    own = actions.add_theme(name="werk", by=world.alice, at=world.at)
    actions.add(Theme(name="arbeid", alt_labels=["werk"]), by=world.alice, at=world.at)
    assert Theme.objects.all().find("Werk") == own


def test_a_group_has_a_key_of_its_own_that_stays(world):
    first = actions.add_group(name="Sociaal ondernemers", by=world.alice, at=world.at)
    other = actions.add_group(name="Sociaal-ondernemers!", by=world.alice, at=world.at)
    assert (first.key, other.key) == ("sociaal-ondernemers", "sociaal-ondernemers-2")
    first.name = "Ondernemers"
    actions.change(first, by=world.alice, at=world.at)
    assert StakeholderGroup.objects.get(pk=first.pk).key == "sociaal-ondernemers"


@pytest.mark.parametrize("text", ["RESTLAB", "réstlab 3456", "haarlem", "2011 ab"])
def test_searching_ignores_case_and_accents_and_takes_each_word(world, text):
    one = organisation(world, kvk_number="34567890", place="Haarlem", postcode="2011ab")
    organisation(world, "Iets anders")
    assert list(Organisation.objects.search(text)) == [one]


def test_a_percent_sign_is_searched_for_as_it_stands(world):
    one = organisation(world, "100% Haarlem")
    organisation(world, "1000 Haarlem")
    assert list(Organisation.objects.search("100%")) == [one]


def test_each_change_is_in_the_journal_with_what_was_before(world):
    one = organisation(world)
    one.place = "Haarlem"
    group = actions.add_group(name="makers", by=world.alice, at=world.at)
    actions.change(one, by=world.bob, at=world.at, links={"groups": [group]})
    entry = JournalEntry.objects.about(one).last()
    assert entry.by == world.bob
    assert entry.changes == {"place": ["", "Haarlem"], "groups": [[], [group.pk]]}
    assert not list(verification.journal_is_whole())


def test_changing_without_a_difference_leaves_no_entry(world):
    one = organisation(world)
    actions.change(one, by=world.bob, at=world.at)
    assert JournalEntry.objects.about(one).count() == 1


def test_what_others_depend_on_cannot_be_removed_and_the_message_says_what(world):
    one = organisation(world)
    actions.add(Contact(name="Jan", organisation=one), by=world.alice, at=world.at)
    actions.add(Initiative(name="Tuin"), by=world.alice, at=world.at, links={"organisations": [one]})
    with pytest.raises(ValidationError, match="1 contact en 1 initiatief verwijzen ernaar"):
        actions.remove(one, by=world.alice, at=world.at)
    assert Organisation.objects.filter(pk=one.pk).exists()


def test_removing_takes_the_parts_along_and_leaves_all_in_the_journal(world):
    one = organisation(world)
    part = actions.add(Recognition(organisation=one, scheme="anbi"), by=world.alice, at=world.at)
    key, part_key = one.pk, part.pk
    actions.remove(one, by=world.alice, at=world.at)
    assert not Organisation.objects.exists()
    removed = JournalEntry.objects.filter(verb="deleted").values_list("object_type", "object_id")
    assert set(removed) == {("sector.organisation", str(key)), ("sector.recognition", str(part_key))}


def test_text_is_kept_without_what_a_reader_cannot_see(world):
    one = organisation(world, " Rest\x00lab\n bv ", description="eerste\r\ntweede\x07 ")
    assert one.name == "Restlab bv"
    assert one.description == "eerste\ntweede"


def test_confirming_sets_the_day_of_the_reference_date(world):
    one = organisation(world)
    actions.confirm(one, by=None, at=world.at)
    one.refresh_from_db()
    assert one.last_verified == world.at.date()
    assert JournalEntry.objects.about(one).last().verb == "confirmed"


def test_a_recognition_counts_on_the_days_for_which_it_is_valid(world):
    one = organisation(world)
    day = world.at.date()
    actions.add(
        Recognition(organisation=one, scheme="pso", level="30+", valid_from=day, valid_until=day),
        by=world.alice,
        at=world.at,
    )
    assert list(Organisation.objects.recognised("pso", day)) == [one]
    assert not Organisation.objects.recognised("pso", day.replace(day=16)).exists()
    assert not Organisation.objects.recognised("anbi", day).exists()


@pytest.mark.parametrize("model", [Organisation, Initiative, Theme, Department, District])
def test_staff_and_councillors_see_the_sector_and_participants_do_not(world, model):
    model.objects.create(name="Iets")
    assert model.objects.visible_to(world.alice).count() == 1
    assert model.objects.visible_to(world.charlie).count() == 0
