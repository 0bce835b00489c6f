"""A framework goes out as TOML and comes in again; what is no framework is refused with its place."""

from __future__ import annotations

import tomllib

import pytest

from houtskool.assessment.actions import frameworks, grounds
from houtskool.assessment.content import content_of, reckoned
from houtskool.assessment.framework import shipped
from houtskool.assessment.framework.reading import Refused, read_toml
from houtskool.assessment.framework.writing import write_toml
from houtskool.assessment.models import CriterionGround, Framework
from houtskool.kernel.decision import read_framework, unread_keys

WHOLE = """
title = "Kader"
threshold = 0.6
[[criterion]]
key = "doel"
question = "Helpt het?"
weight = 1
scale = [[0, 0.0], [10, 1.0]]
"""


def refused(text: str | bytes) -> list[str]:
    with pytest.raises(Refused) as refusal:
        read_toml(text if isinstance(text, bytes) else text.encode(), "kader.toml")
    return refusal.value.problems


@pytest.mark.parametrize("name", shipped.SHIPPED)
def test_what_is_shipped_goes_round_without_a_change(desk, world, name):
    first = desk.shipped(name)
    text = write_toml(content_of(first))
    draft = read_toml(text.encode(), "kader.toml")
    second = frameworks.add(
        Framework(process=desk.process, title=draft.title), draft, by=world.alice, at=world.at
    )
    assert content_of(second) == content_of(first)
    assert read_framework(tomllib.loads(text)) == read_framework(reckoned(content_of(first)))
    assert unread_keys(tomllib.loads(text)) == []


def test_quotes_backslashes_and_odd_letters_survive(desk, world):
    framework = desk.framework('Een "kader" \\ met é en €')
    desk.criterion(
        framework, explanation="Twee\nregels\tmet 'aanhaling' en \\n.",
        preference={"type": "linear", "q": 1, "p": 2.5}, knockout="at_least", bound="2.5",
        importance=2,
    )  # fmt: skip
    draft = read_toml(write_toml(content_of(framework)).encode(), "kader.toml")
    again = frameworks.add(
        Framework(process=desk.process, title=draft.title), draft, by=world.alice, at=world.at
    )
    assert content_of(again) == content_of(framework)


def test_laws_go_along_and_what_belongs_to_one_installation_stays_behind(desk, world):
    framework = desk.framework()
    criterion = desk.criterion(framework)
    said = desk.contribution()
    for ground in (
        CriterionGround(criterion=criterion, kind="law", law="Awb art. 3:46"),
        CriterionGround(criterion=criterion, kind="contribution", contribution=said),
    ):
        grounds.lay(ground, by=world.alice, at=world.at)
    written = tomllib.loads(write_toml(content_of(framework)))
    assert written["criterion"][0]["law"] == ["Awb art. 3:46"]
    assert "contribution" not in str(written)


def test_every_problem_is_told_with_its_line_and_criterion():
    told = refused(
        WHOLE.replace("weight = 1", "weight = -1\nexplantion = 'uitleg'\nanchors = ['Nee.']")
        + "[[support]]\nkey = 'advies'\nprice = 3\n"
    )
    assert told == [
        "kader.toml, regel 4, criterium 1 (doel): ‘explantion’ bestaat niet. Bedoelde u ‘explanation’?",
        "kader.toml, regel 4, criterium 1 (doel): ‘weight’ mag niet onder 0 zijn; er staat -1.",
        "kader.toml, regel 4, criterium 1 (doel): ‘explantion’ wordt hier niet gebruikt.",
        "kader.toml, regel 4, criterium 1 (doel): "
        "‘anchors’ heeft 1 teksten; geef er één per punt van ‘scale’.",
        "kader.toml: [[support]] 1: ‘price’ bestaat niet. "
        "U kunt gebruiken: key, name, text, conditions, limit, route, legal_effect, legal_basis, is_aid, "
        "for_buyers, rule.",
        "kader.toml: [[support]] 1: ‘name’ ontbreekt.",
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("title = ?", "kader.toml, regel 1, teken 9: dit is geen geldige TOML"),
        (b"\xff\xfe", "geen tekst in UTF-8"),
        ("title = 'x'\nthreshold = 0.5", "er is geen criterium"),
        ("criterion = 'x'\nthreshold = 0.5", "er is geen criterium"),
        ("criterion = ['x', 3]\nthreshold = 0.5", "er is geen criterium"),
        ("criterion = 3\nthreshold = 0.5", "er is geen criterium"),
        (WHOLE.replace('question = "Helpt het?"\n', ""), "‘question’ ontbreekt"),
        (WHOLE + "law = 'Awb'", "‘law’ moet een lijst van teksten zijn"),
        (WHOLE + "evidence = 3", "‘evidence’ is geen tekst"),
        ("support = 3\n" + WHOLE, "begin elke vorm van steun"),
        ("colour = 'rood'\n" + WHOLE, "‘colour’ wordt hier niet gebruikt"),
    ],
)
def test_what_is_no_framework_is_refused(text, told):
    assert any(told in problem for problem in refused(text))


def test_nothing_is_kept_when_a_part_does_not_fit(desk, world):
    draft = read_toml((WHOLE + "[[support]]\nname = 'Geld'\nlimit = 'bestaat-niet'").encode(), "kader.toml")
    with pytest.raises(Exception, match="Geld: De wettelijke grens ‘bestaat-niet’ staat niet in de lijst"):
        frameworks.add(Framework(process=desk.process, title=draft.title), draft, by=world.alice, at=world.at)
    assert not Framework.objects.exists()
