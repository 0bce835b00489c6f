"""Counts per theme and group, each with the way to the contributions behind it."""

from __future__ import annotations

import re

import pytest

from houtskool.inventory.actions import codings, merging
from houtskool.inventory.theme_counts import theme_counts
from houtskool.process.models import Involvement

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(world, inbreng):
    """Entrepreneurs and buyers spoke, financiers take part and are silent."""
    ondernemers, inkopers, financiers = (
        inbreng.group(name) for name in ("ondernemers", "inkopers", "financiers")
    )
    for group in (ondernemers, inkopers, financiers):
        Involvement.objects.create(process=inbreng.process, group=group)
    inkoop, ruimte = inbreng.theme("inkoop"), inbreng.theme("ruimte")
    said = inbreng.many(3, group=ondernemers) + inbreng.many(1, group=inkopers) + inbreng.many(1)
    codings.give(said[:2] + said[3:4], inkoop, by=world.bob, at=world.at)
    codings.give(said[:1], ruimte, by=world.alice, at=world.at)
    codings.give(said[:1], ruimte, by=world.bob, at=world.at, passage=(0, 3))
    return said


def table(counts):
    names = [group.name if group else "?" for group in counts.groups]
    return {
        (line.theme.name if line.theme else "–"): dict(zip(names, line.counts, strict=True))
        | {"in all": line.total}
        for line in counts.lines
    }


def test_a_contribution_counts_once_per_theme_and_silent_groups_show(city, process):
    counts = theme_counts(process)
    assert table(counts) == {
        "inkoop": {"financiers": 0, "inkopers": 1, "ondernemers": 2, "?": 0, "in all": 3},
        "ruimte": {"financiers": 0, "inkopers": 0, "ondernemers": 1, "?": 0, "in all": 1},
        "–": {"financiers": 0, "inkopers": 0, "ondernemers": 1, "?": 1, "in all": 2},
    }
    assert (counts.totals, counts.total) == ((0, 1, 3, 1), 5)
    assert [group.name for group in counts.silent] == ["financiers"]


def test_what_another_group_said_too_is_heard_from_both_after_a_merge(city, process, world):
    kept, buyers = city[0], city[3]
    merging.merge([buyers, city[1]], into=kept, by=world.alice, at=world.at)
    counts = theme_counts(process)
    assert table(counts)["inkoop"] == {"financiers": 0, "inkopers": 1, "ondernemers": 1, "?": 0, "in all": 1}
    assert (counts.totals, counts.total) == ((0, 1, 2, 1), 3)


def test_each_number_leads_to_as_many_contributions(city, world):
    merging.merge([city[3]], into=city[0], by=world.alice, at=world.at)
    client = world.as_(world.bob)
    shown = client.get("/inbreng/themas/").content.decode()
    cells = re.findall(r'<a href="(/inbreng/\?[^"]+)">(\d+)</a>', shown)
    assert len(cells) > 6
    for address, number in cells:
        listed = client.get(address.replace("&amp;", "&")).context["page"].paginator.count
        assert listed == int(number), address


def test_the_silent_are_named_and_an_empty_process_says_what_comes(city, world, process, inbreng):
    client = world.as_(world.bob)
    shown = client.get("/inbreng/themas/").content.decode()
    assert "Van één groep is nog niets opgeschreven." in shown
    assert shown.count(">stil<") == 1
    process.contributions.all().delete()
    assert "Er is nog geen inbreng." in client.get("/inbreng/themas/").content.decode()


@pytest.mark.parametrize("format", ["csv", "xlsx", "ods"])
def test_the_numbers_go_out_as_a_spreadsheet(city, world, format):
    response = world.as_(world.bob).get(f"/inbreng/themas/als/{format}/")
    assert f"themas-en-groepen.{format}" in response["Content-Disposition"]
    if format == "csv":
        assert "inkoop;0;1;2;0;3" in response.content.decode("utf-8-sig").replace(",", ";")


def test_participants_do_not_see_the_numbers_and_no_process_is_no_page(world, inbreng):
    assert world.as_(world.charlie).get("/inbreng/themas/").status_code == 404


def test_the_queries_do_not_grow_with_contributions_themes_or_groups(
    city, world, process, inbreng, django_assert_num_queries
):
    with django_assert_num_queries(9):
        theme_counts(process)
    more = inbreng.many(40, group=inbreng.group("nog een groep"))
    for number in range(5):
        codings.give(more, inbreng.theme(f"thema {number}"), by=world.bob, at=world.at)
    with django_assert_num_queries(9):
        theme_counts(process)
