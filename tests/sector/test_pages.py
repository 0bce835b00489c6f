"""The pages of the sector: who sees what, finding, adding, changing and removing."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from houtskool.accounts.roles import Role
from houtskool.records.models import JournalEntry
from houtskool.sector import panels
from houtskool.sector.models import Contact, Initiative, Organisation, Theme
from houtskool.sector.nouns import NOUNS
from tests.conftest import make_user

pytestmark = pytest.mark.django_db
KEYS = [noun.key for noun in NOUNS]
LISTS = [noun.list_key for noun in NOUNS]


def get(world, user, name, *args, **query):
    return world.as_(user).get(reverse(f"sector:{name}", args=args), query)


def page(world, user, name, *args, **query):
    response = get(world, user, name, *args, **query)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("name", LISTS)
def test_a_list_shows_its_rows_with_a_link_to_each(world, sector, name):
    html = page(world, world.bob, name)
    one = next(thing for thing, key in zip(sector.everything(), LISTS, strict=True) if key == name)
    assert one.get_absolute_url() in html


@pytest.mark.parametrize("name", LISTS)
def test_a_list_without_rows_says_what_to_do_first(world, name):
    assert "Voeg" in page(world, world.bob, name)


@pytest.mark.parametrize("key", KEYS)
def test_a_page_shows_a_thing_and_what_can_be_done_with_it(world, sector, key):
    one = next(thing for thing, known in zip(sector.everything(), KEYS, strict=True) if known == key)
    html = page(world, world.bob, key, one.pk)
    for action in ("change", "merge", "remove"):
        assert reverse(f"sector:{key}-{action}", args=[one.pk]) in html
    assert "Toegevoegd" in html


def test_a_page_links_both_ways(world, sector):
    html = page(world, world.bob, "organisation", sector.organisation.pk)
    for other in (
        sector.initiative,
        sector.contact,
        sector.district,
        sector.group,
        sector.theme,
        sector.domain,
    ):
        assert f'href="{other.get_absolute_url()}"' in html
        back = page(world, world.bob, other._meta.model_name, other.pk)
        assert f'href="{sector.organisation.get_absolute_url()}"' in back


def test_a_councillor_reads_organisations_and_finds_no_button_to_change_them(world, sector, councillor):
    html = page(world, councillor, "organisation", sector.organisation.pk)
    assert "/wijzigen/" not in html
    assert "Noor de Vries" not in html
    assert "Contacten" not in html


@pytest.mark.parametrize("role", [Role.COUNCILLOR, Role.OFFICIAL, Role.CLERK, Role.PARTICIPANT])
def test_contacts_are_not_there_for_those_who_may_not_see_them(world, sector, role):
    user = make_user("ander@stad.example", role)
    assert get(world, user, "contacts").status_code == 404
    assert get(world, user, "contact", sector.contact.pk).status_code == 404
    assert get(world, user, "contacts-export", "csv").status_code == 404


def test_the_core_group_reads_contacts(world, sector):
    user = make_user("kern@stad.example", Role.CORE_GROUP)
    assert "Noor de Vries" in page(world, user, "contacts")


@pytest.mark.parametrize("name", ["overview", "map", *LISTS])
def test_a_participant_finds_nothing_of_the_sector(world, sector, name):
    assert get(world, world.charlie, name).status_code == 404


@pytest.mark.parametrize("key", KEYS)
def test_only_who_keeps_the_sector_may_write_and_others_read_why(world, sector, councillor, key):
    one = next(thing for thing, known in zip(sector.everything(), KEYS, strict=True) if known == key)
    for action, args in (("add", []), ("change", [one.pk]), ("remove", [one.pk]), ("merge", [one.pk])):
        response = get(world, councillor, f"{key}-{action}", *args)
        assert response.status_code == 403
        assert "procesbegeleider kan" in response.content.decode()


def test_the_overview_counts_and_says_what_is_missing(world, sector):
    sector.add(Organisation(name="Onbekend"))
    response = get(world, world.bob, "overview")
    gaps = {gap["words"]: gap["number"] for gap in response.context["gaps"]}
    assert gaps == {
        "zonder groep": 1, "zonder wijk": 1, "zonder KvK-nummer": 1, "een jaar niet nagekeken": 2
    }  # fmt: skip
    counts = {figure["label"]: figure["value"] for figure in response.context["figures"]}
    assert counts["organisaties"] == 2
    assert counts["initiatief"] == 1


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("organisations", {"q": "RÉSTLAB"}),
        ("organisations", {"q": "34567890"}),
        ("organisations", {"groups": "group"}),
        ("organisations", {"domains": "domain"}),
        ("organisations", {"themes": "theme"}),
        ("organisations", {"district": "district"}),
        ("organisations", {"target_groups": "target"}),
        ("organisations", {"missing": "verified"}),
        ("initiatives", {"stage": "running"}),
        ("initiatives", {"themes": "theme", "district": "district"}),
        ("themes", {"q": "aanbesteden"}),
        ("contacts", {"groups": "group", "may_be_mailed": "nee"}),
        ("departments", {"domain": "domain"}),
        ("groups", {"kind": "enterprise"}),
    ],
)
def test_a_filter_keeps_what_fits_and_leaves_out_the_rest(world, sector, name, query):
    sector.add(Organisation(name="Anders", last_verified=world.at.date()))
    sector.add(Initiative(name="Anders", stage="idea"))
    sector.add(Theme(name="Anders"))
    sector.add(Contact(name="Anders", may_be_mailed=True))
    query = {key: getattr(getattr(sector, value, None), "pk", value) for key, value in query.items()}
    response = get(world, world.bob, name, **query)
    assert response.context["page"].paginator.count == 1
    assert "Anders" not in [str(row) for row in response.context["page"].object_list]


def test_a_recognition_filters_only_while_it_is_valid(world, sector):
    world.as_(world.bob).post(
        reverse("sector:recognition-add", args=[sector.organisation.pk]),
        {"scheme": "pso", "level": "2", "valid_from": "2018-01-01", "valid_until": "2018-12-31"},
    )
    assert "PSO Trede 2" in page(world, world.bob, "organisation", sector.organisation.pk)
    assert "niet geldig" in page(world, world.bob, "organisation", sector.organisation.pk)
    assert "Niets gevonden" in page(world, world.bob, "organisations", recognition="pso")


@pytest.mark.parametrize(
    "query", [{"district": "9" * 30}, {"groups": "x"}, {"sort": "password"}, {"page": "x"}]
)
def test_a_question_that_makes_no_sense_shows_the_whole_list(world, sector, query):
    assert "Restlab" in page(world, world.bob, "organisations", **query)


def test_a_list_can_be_sorted_both_ways(world, sector):
    sector.add(Organisation(name="Aarde", kvk_number="99567890"))

    def names(sort):
        rows = get(world, world.bob, "organisations", sort=sort).context["page"].object_list
        return [row.name for row in rows]

    assert names("name") == ["Aarde", "Restlab"]
    assert names("-name") == ["Restlab", "Aarde"]
    assert names("kvk_number") == ["Restlab", "Aarde"]


def test_a_long_list_comes_in_pages_that_keep_the_question(world):
    Organisation.objects.bulk_create(Organisation(name=f"Maker {number:03}") for number in range(60))
    html = page(world, world.bob, "organisations", q="maker")
    assert "60 organisaties gevonden" in html
    assert "q=maker&amp;page=2" in html
    assert "Maker 059" in page(world, world.bob, "organisations", q="maker", page=2)


@pytest.mark.parametrize("name", [*LISTS, "overview", "map"])
def test_a_list_asks_as_many_queries_for_many_rows_as_for_few(world, sector, name):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            page(world, world.bob, name)
        return len(asked)

    page(world, world.bob, name)  # signing in asks some of its own
    few = queries()
    for number in range(8):
        sector.add(type(sector.domain)(name=f"domein {number}"))
        sector.add(Theme(name=f"thema {number}"), domains=[sector.domain])
        sector.add(type(sector.district)(name=f"wijk {number}"))
        one = sector.add(
            Organisation(name=f"organisatie {number}", district=sector.district),
            groups=[sector.group],
            themes=[sector.theme],
        )
        sector.add(Initiative(name=f"initiatief {number}"), organisations=[one], themes=[sector.theme])
        sector.add(Contact(name=f"contact {number}", organisation=one), groups=[sector.group])
        sector.add(type(sector.department)(name=f"afdeling {number}", domain=sector.domain))
        sector.add(type(sector.group)(name=f"groep {number}"))
    assert queries() == few <= 20


def test_adding_an_organisation_leads_to_its_page_and_into_the_journal(world, sector):
    response = world.as_(world.bob).post(
        reverse("sector:organisation-add"),
        {
            "name": "De Oude Keuken",
            "kvk_number": "01 23 45 67",
            "website": "oudekeuken.example",
            "groups": [sector.group.pk],
            "district": sector.district.pk,
        },
    )
    added = Organisation.objects.get(name="De Oude Keuken")
    assert response.url == added.get_absolute_url()
    assert added.kvk_number == "01234567"
    assert added.website == "https://oudekeuken.example"
    assert list(added.groups.all()) == [sector.group]
    assert JournalEntry.objects.about(added).get().by == world.bob


def test_a_wrong_kvk_number_is_refused_beside_its_field(world, sector):
    response = world.as_(world.bob).post(
        reverse("sector:organisation-add"), {"name": "Nieuw", "kvk_number": "1234567"}
    )
    assert response.status_code == 200
    assert (
        response.context["form"]
        .errors["kvk_number"][0]
        .startswith("Het KvK-nummer heeft 8 cijfers; hier staan er 7.")
    )
    assert not Organisation.objects.filter(name="Nieuw").exists()


def test_a_name_that_is_taken_is_refused_beside_its_field(world, sector):
    response = world.as_(world.bob).post(reverse("sector:organisation-add"), {"name": "restlab"})
    assert "staat al in het overzicht" in response.context["form"].errors["name"][0]


def test_changing_an_initiative_names_its_organisations_one_a_line(world, sector):
    other = sector.add(Organisation(name='Tweede; "de beste"'))
    url = reverse("sector:initiative-change", args=[sector.initiative.pk])
    html = world.as_(world.bob).get(url).content.decode()
    assert "Restlab" in html
    data = {"name": "Meubels", "organisations": 'restlab\r\nTweede; "de beste"', "sdgs": ["12", "1"]}
    assert world.as_(world.bob).post(url, data).status_code == 302
    sector.initiative.refresh_from_db()
    assert set(sector.initiative.organisations.all()) == {sector.organisation, other}
    assert sector.initiative.sdgs == [1, 12]
    response = world.as_(world.bob).post(url, {"name": "Meubels", "organisations": "Bestaat niet"})
    assert "Niet in het overzicht: ‘Bestaat niet’" in response.context["form"].errors["organisations"][0]


@pytest.mark.parametrize("noun", NOUNS, ids=KEYS)
def test_saving_a_form_as_it_came_changes_nothing(world, sector, noun):
    """Every field of the form holds what is kept: nothing is lost by opening and saving."""
    one = next(thing for thing, known in zip(sector.everything(), KEYS, strict=True) if known == noun.key)
    url = reverse(f"sector:{noun.key}-change", args=[one.pk])
    form = world.as_(world.bob).get(url).context["form"]
    data = {}
    for field in form:
        value = field.value()
        if value not in (None, "", False, []):
            data[field.html_name] = [getattr(v, "pk", v) for v in value] if isinstance(value, list) else value
    before = JournalEntry.objects.count()
    assert world.as_(world.bob).post(url, data).status_code == 302
    assert JournalEntry.objects.count() == before


def test_what_others_depend_on_offers_merging_instead_of_removal(world, sector):
    html = page(world, world.bob, "organisation-remove", sector.organisation.pk)
    assert "1 initiatief" in html
    assert reverse("sector:organisation-merge", args=[sector.organisation.pk]) in html
    world.as_(world.bob).post(reverse("sector:organisation-remove", args=[sector.organisation.pk]))
    assert Organisation.objects.filter(pk=sector.organisation.pk).exists()


def test_removing_asks_first_and_then_does_it(world, sector):
    alone = sector.add(Organisation(name="Alleen"))
    url = reverse("sector:organisation-remove", args=[alone.pk])
    assert "Wilt u ‘Alleen’ verwijderen?" in world.as_(world.bob).get(url).content.decode()
    assert world.as_(world.bob).post(url).status_code == 302
    assert not Organisation.objects.filter(name="Alleen").exists()


def test_the_history_shows_names_instead_of_numbers(world, sector):
    html = page(world, world.bob, "organisation", sector.organisation.pk)
    assert "Groepen: sociaal ondernemers" in html
    assert "Wijk: Binnenstad" in html


def test_a_panel_of_a_room_above_is_drawn_on_the_page(world, sector, monkeypatch):
    monkeypatch.setattr(panels, "_sources", {})
    shown = panels.Panel("Uit welke nota", "parts/status.html", {})
    panels.register("nota", lambda thing, user: shown if thing == sector.theme else None)
    assert "Uit welke nota" in page(world, world.bob, "theme", sector.theme.pk)
    assert "Uit welke nota" not in page(world, world.bob, "domain", sector.domain.pk)


def test_the_map_draws_each_district_and_says_the_same_in_a_table(world, sector, outlines):
    response = world.as_(world.bob).post(
        reverse("sector:outlines"), {"file": SimpleUploadedFile("wijken.geojson", outlines)}, follow=True
    )
    html = response.content.decode()
    assert "1 toegevoegd, 1 gewijzigd, 0 ongewijzigd" in html
    assert html.count('<path class="map__district ') == 2
    assert "<title" in html
    assert "<desc" in html
    assert "Verzonnen omtrekken" in html
    assert [str(district) for district in response.context["districts"]] == ["Binnenstad", "Oost"]
    assert 'class="map__number map__number--4"' in html


def test_the_legend_of_the_map_names_the_numbers_of_each_shade(world, sector):
    for number in range(1, 10):
        sector.add(Organisation(name=f"Maker {number}", district=sector.district))
    legend = world.as_(world.alice).get(reverse("sector:map")).context["legend"]
    assert legend == [(0, "0"), (1, "1–2"), (2, "3–5"), (3, "6–7"), (4, "8–10")]
