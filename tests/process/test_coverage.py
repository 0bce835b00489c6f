"""Who is heard, invited and silent, per process and per theme."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from houtskool.process import actions, attending, gatherings, inviting, status, voices
from houtskool.process.coverage import coverage, gaps, themes
from houtskool.process.models import Gathering, Involvement, Table
from houtskool.sector import actions as sector
from houtskool.sector.models import StakeholderGroup
from tests.conftest import AT

THE_DAY = datetime(2019, 2, 12, 12, 0, tzinfo=AT.tzinfo)
Kind = StakeholderGroup.Kind


@pytest.fixture
def financiers(world):
    return sector.add_group(name="financiers", kind=Kind.FINANCE, by=world.alice, at=world.at)


@pytest.fixture
def newcomers(world):
    return sector.add_group(name="nieuwkomers", kind=Kind.TARGET, by=world.alice, at=world.at)


@pytest.fixture(autouse=True)
def no_voices(monkeypatch):
    """What higher rooms count is registered by the tests that are about it."""
    monkeypatch.setattr(voices, "_voices", {})


def states(process, theme=None) -> dict[str, str]:
    return {line.group.name: line.state for line in coverage(process, theme).lines}


def test_a_group_is_silent_then_invited_then_heard(world, process, buyers, financiers, invite):
    assert states(process) == {"inkopers": "silent", "financiers": "silent"}
    invitation = invite()
    assert states(process) == {"inkopers": "invited", "financiers": "silent"}
    attending.mark(invitation, True, by=world.bob, at=THE_DAY)
    assert states(process) == {"inkopers": "heard", "financiers": "silent"}
    assert coverage(process).lines[0].group == financiers


def test_a_group_that_a_note_names_is_invited_until_somebody_is_known_to_have_come(
    world, process, session, buyers, financiers
):
    for group, how in ((buyers, Involvement.How.INVITED), (financiers, Involvement.How.INTERVIEWED)):
        one = Involvement(process=process, gathering=session, group=group, how=how)
        actions.add(one, by=world.alice, at=world.at)
    found = {line.group.name: (line.state, line.why) for line in coverage(process).lines}
    assert found["inkopers"] == ("invited", "als groep genoemd; niet bekend wie er was")
    assert found["financiers"] == ("heard", "geïnterviewd, zonder presentielijst")


def test_a_target_group_is_heard_through_who_speaks_for_it(world, process, buyers, newcomers, invite):
    target = coverage(process).targets[0]
    assert (target.state, target.through) == ("silent", ())
    sector.change(buyers, by=world.alice, at=world.at, links={"represents": [newcomers]})
    attending.mark(invite(), True, by=world.bob, at=THE_DAY)
    target = coverage(process).targets[0]
    assert (target.state, [line.group for line in target.through]) == ("heard", [buyers])


def test_a_theme_counts_the_tables_and_gatherings_that_are_about_it(world, process, session, buyers, invite):
    buying, money = (sector.add_theme(name=name, by=world.alice, at=world.at) for name in ("inkoop", "geld"))
    tables = [
        gatherings.add_table(
            Table(gathering=session, name=theme.name, theme=theme), by=world.bob, at=world.at
        )
        for theme in (buying, money)
    ]
    assert {theme.name for theme in themes(process)} == {"inkoop", "geld"}
    invitation = invite()
    assert states(process, buying.pk)["inkopers"] == "invited"
    attending.mark(invitation, True, by=world.bob, at=THE_DAY)
    attending.seat(invitation, tables[1], by=world.bob, at=THE_DAY)
    assert states(process, money.pk)["inkopers"] == "heard"
    assert states(process, buying.pk)["inkopers"] == "silent"
    assert coverage(process, money.pk).lines[0].present == 1


def test_somebody_counts_once_where_gathering_and_table_are_about_the_same(
    world, process, session, buyers, invite
):
    buying = sector.add_theme(name="inkoop", by=world.alice, at=world.at)
    session.themes.set([buying])
    for name in ("een", "twee"):
        table = Table(gathering=session, name=name, theme=buying)
        gatherings.add_table(table, by=world.bob, at=world.at)
    invite()
    assert coverage(process, buying.pk).lines[0].invited == 1


def test_a_higher_room_tells_how_often_a_group_spoke(world, process, session, buyers, financiers):
    theme = sector.add_theme(name="inkoop", by=world.alice, at=world.at)
    session.themes.set([theme])
    voice = voices.Voice(
        "keer inbreng",
        totals=lambda process: {buyers.pk: 3, None: 2},
        by_theme=lambda process: {(buyers.pk, theme.pk): 1},
        url=lambda process, group, theme, user: f"/lijst/?groep={group}&thema={theme or ''}",
    )
    voices.register("proef", voice)
    assert states(process) == {"inkopers": "heard", "financiers": "silent"}
    assert coverage(process).unknown.said == (2,)
    assert coverage(process, theme.pk).unknown is None
    page = world.as_(world.bob).get(reverse("process:coverage", args=[process.pk])).content.decode()
    assert "keer inbreng" in page
    assert f'<a href="/lijst/?groep={buyers.pk}&amp;thema=">3</a>' in page
    assert "groep niet bekend" in page


def test_each_silent_group_has_a_way_to_invite_it(world, process, session, financiers):
    client = world.as_(world.bob)
    page = client.get(reverse("process:coverage", args=[process.pk])).content.decode()
    assert "Nodig financiers uit" in page
    url = reverse("process:invite-group", args=[process.pk, financiers.pk])
    assert url in page
    there = client.get(url, follow=True)
    assert (
        there.redirect_chain[-1][0]
        == reverse("process:invite", args=[session.pk]) + f"?groep={financiers.pk}"
    )
    assert there.context["form"]["groups"].value() == [str(financiers.pk)]
    gatherings.cancel(session, because="Storm", by=world.bob, at=world.at)
    assert "Plan er eerst een" in client.get(url).content.decode()


def test_with_more_gatherings_to_come_one_chooses(world, process, session, financiers):
    gatherings.plan(Gathering(process=process, title="Tweede sessie"), {}, by=world.bob, at=world.at)
    url = reverse("process:invite-group", args=[process.pk, financiers.pk])
    page = world.as_(world.bob).get(url).content.decode()
    assert "Tweede sessie" in page
    assert "Werksessie inkoop" in page


def test_the_process_page_tells_who_is_missing(world, process, session, financiers, newcomers):
    found = [gap.text for gap in gaps(process, AT.date())]
    assert "Nog niet gehoord en niet uitgenodigd: financiers." in found
    assert "Nog geen belangenorganisatie die spreekt voor: nieuwkomers." in found
    assert set(status.gap_sources()) >= {"wie is gehoord"}
    page = world.as_(world.bob).get(process.get_absolute_url()).content.decode()
    assert reverse("process:coverage", args=[process.pk]) in page


def test_what_is_on_the_screen_is_saved_as_a_spreadsheet(world, process, financiers, newcomers):
    url = reverse("process:coverage-export", args=[process.pk, "csv"])
    text = world.as_(world.bob).get(url).content.decode("utf-8-sig")
    assert "financiers" in text
    assert "niet gevraagd" in text
    assert "nieuwkomers" in text
    nothing = reverse("process:coverage-export", args=[process.pk, "doc"])
    assert world.as_(world.bob).get(nothing).status_code == 404


def test_the_page_asks_as_many_queries_for_many_groups_as_for_few(world, process, session, make_contact):
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            page = world.as_(world.bob).get(reverse("process:coverage", args=[process.pk]))
        assert page.status_code == 200
        return len(asked)

    def add(numbers):
        for number in numbers:
            group = sector.add_group(name=f"groep {number}", by=world.alice, at=world.at)
            target = sector.add_group(name=f"doel {number}", kind=Kind.TARGET, by=world.alice, at=world.at)
            sector.change(group, by=world.alice, at=world.at, links={"represents": [target]})
            contact = make_contact(f"Mens{number} X", groups=[group])
            inviting.invite(session, contacts=[contact], by=world.bob, at=world.at)

    add(range(1))
    queries()
    few = queries()
    add(range(1, 12))
    assert queries() == few


def test_the_page_tells_per_theme_who_is_heard_and_who_is_not(
    world, process, session, buyers, financiers, invite
):
    theme = sector.add_theme(name="inkoop", by=world.alice, at=world.at)
    session.themes.set([theme])
    attending.mark(invite(), True, by=world.bob, at=THE_DAY)
    row = world.as_(world.bob).get(reverse("process:coverage", args=[process.pk])).context["per_theme"][0]
    assert (row["theme"], row["heard"], row["silent"]) == (theme, ["inkopers"], ["financiers"])


def test_the_list_behind_a_theme_has_as_many_people_as_the_number(world, process, session, buyers, invite):
    buying, money = (sector.add_theme(name=name, by=world.alice, at=world.at) for name in ("inkoop", "geld"))
    session.themes.set([buying])
    table = gatherings.add_table(
        Table(gathering=session, name="Geld", theme=money), by=world.bob, at=world.at
    )
    seated = invite("Noor Vink")
    attending.seat(seated, table, by=world.bob, at=world.at)
    invite("Sam de Wit")
    for theme, number in ((buying, 1), (money, 2)):
        url = reverse("process:invitations", args=[process.pk])
        page = world.as_(world.bob).get(url, {"thema": theme.pk, "groep": buyers.pk})
        assert page.context["page"].paginator.count == number
        assert coverage(process, theme.pk).lines[0].invited == number
