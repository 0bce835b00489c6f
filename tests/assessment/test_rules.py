"""Questions and rules in the editor: what does not fit the framework is told, with what to do."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from houtskool.assessment.actions import frameworks
from houtskool.assessment.content import canonical, content_of, read
from houtskool.assessment.framework.completeness import gaps
from houtskool.assessment.framework.differences import difference
from houtskool.assessment.framework.reading import read_toml
from houtskool.assessment.framework.writing import write_toml
from houtskool.assessment.models import Condition, Framework, Question
from houtskool.records.models import JournalEntry
from tests.assessment.test_toml import WHOLE, refused

QUESTION = {"text": "Bent u een stichting?", "kind": "yes-no", "asked_first": "on"}
RULE = {
    "field": "bent-u-een-stichting",
    "operator": "equals",
    "value": "ja",
    "parameter": "",
    "sentence": "U bent een stichting.",
    "consequence": "rules-out",
    "alternative": "",
    "legal_reference": "",
}


@pytest.fixture
def framework(desk):
    made = desk.framework()
    desk.criterion(made)
    return made


@pytest.fixture
def browser(desk):
    return desk.world.as_(desk.world.alice)


@pytest.fixture
def subsidy(desk, framework, browser):
    browser.post(reverse("assessment:add-part", args=[framework.pk, "vraag"]), QUESTION)
    return desk.support(framework, "Subsidie")


def post(browser, kind, **changed):
    return browser.post(reverse("assessment:add-rule", args=[kind.pk]), {**RULE, **changed})


def told(response):
    return str(response.context["form"].errors)


def test_a_question_gets_its_key_from_its_words(framework, browser):
    response = browser.post(
        reverse("assessment:add-part", args=[framework.pk, "vraag"]),
        {"text": "Waar werkt u?", "kind": "choice", "options": "hier;In de stad\n elders ; Elders"},
        follow=True,
    )
    question = framework.questions.get()
    assert (question.key, question.options) == ("waar-werkt-u", "hier; In de stad\nelders; Elders")
    assert "In de stad, Elders" in response.text


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"kind": "choice", "options": "een; Eén"}, "minstens twee keuzes"),
        ({"kind": "choice", "options": "een; Eén\neen; Nog eens"}, "staat er twee keer"),
        ({"kind": "choice", "options": "Geen sleutel\ntwee; Twee"}, "Keuze 1 begint met een sleutel"),
        ({"options": "een; Eén"}, "Alleen een keuzevraag heeft keuzes"),
        ({"key": "bedrag"}, "gebruikt Houtskool zelf"),
        ({"key": "eerdere-steun"}, "telt mee in de steunruimte"),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused_and_stays_typed(framework, browser, fields, message):
    response = browser.post(
        reverse("assessment:add-part", args=[framework.pk, "vraag"]), {**QUESTION, **fields}
    )
    assert message in told(response)
    assert "Bent u een stichting?" in response.text
    assert not framework.questions.exists()


def test_a_rule_reads_as_a_sentence_on_the_page(subsidy, browser):
    response = post(browser, subsidy)
    assert response.status_code == 302
    page = browser.get(subsidy.framework.get_absolute_url()).text
    assert "U bent een stichting." in page
    assert "Bent u een stichting? is ja" in page


def test_an_amount_is_kept_in_one_way(subsidy, browser):
    post(browser, subsidy, field="bedrag", operator="at_most", value="€ 5.000,00")
    assert subsidy.rules.get().value == "5000"


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"field": "weg"}, "weg"),
        ({"value": "misschien"}, "Antwoord ja of nee"),
        ({"operator": "at_least"}, "kan alleen: is"),
        ({"field": "bedrag", "operator": "at_most", "value": "veel"}, "geen getal"),
        ({"value": "", "parameter": "de-minimis"}, "past alleen bij een aantal of een bedrag"),
        ({"field": "bedrag", "value": "", "parameter": "bedrag"}, "vergelijkt een gegeven met zichzelf"),
        ({"value": ""}, "Vul een waarde in"),
        ({"parameter": "de-minimis"}, "niet allebei"),
        ({"sentence": ""}, "sentence"),
    ],
)
def test_a_rule_that_does_not_fit_is_told_beside_its_field(subsidy, browser, changed, message):
    assert message in told(post(browser, subsidy, **changed))
    assert not subsidy.rules.exists()


def test_rules_are_moved_changed_and_removed_with_a_line_in_the_journal(desk, subsidy, browser):
    post(browser, subsidy)
    post(browser, subsidy, field="bedrag", operator="at_most", value="100", sentence="Niet te veel.")
    second = subsidy.rules.get(field="bedrag")
    browser.post(reverse("assessment:move-part", args=["voorwaarde", second.pk]), {"richting": "omhoog"})
    assert [rule.field for rule in subsidy.rules.all()] == ["bedrag", "bent-u-een-stichting"]
    url = reverse("assessment:change-part", args=["voorwaarde", second.pk])
    opened = browser.get(url).context["form"]["opened"].value()
    browser.post(url, {**RULE, "field": "bedrag", "operator": "below", "value": "50", "opened": opened})
    second.refresh_from_db()
    assert (second.operator, second.value) == ("below", "50")
    browser.post(reverse("assessment:remove-part", args=["voorwaarde", second.pk]))
    assert subsidy.rules.count() == 1
    verbs = JournalEntry.objects.filter(object_type="assessment.condition", object_id=str(second.pk))
    assert verbs.count() >= 3


def test_two_who_change_one_rule_are_told(subsidy, browser):
    post(browser, subsidy)
    rule = subsidy.rules.get()
    url = reverse("assessment:change-part", args=["voorwaarde", rule.pk])
    opened = browser.get(url).context["form"]["opened"].value()
    browser.post(url, {**RULE, "sentence": "Eerst.", "opened": opened})
    second = browser.post(url, {**RULE, "sentence": "Daarna.", "opened": opened})
    assert second.status_code == 200
    rule.refresh_from_db()
    assert rule.sentence == "Eerst."


def test_a_rule_on_a_question_that_went_is_a_gap_with_its_place(subsidy, browser):
    post(browser, subsidy)
    assert not gaps(subsidy.framework)
    question = subsidy.framework.questions.get()
    browser.post(reverse("assessment:remove-part", args=["vraag", question.pk]))
    (gap,) = gaps(subsidy.framework)
    assert "‘bent-u-een-stichting’ bestaat niet" in gap.text
    assert gap.url == subsidy.get_absolute_url()


def test_a_kind_that_one_can_object_to_names_its_basis(desk, framework):
    desk.support(framework, "Subsidie", legal_effect=True)
    assert [gap.text for gap in gaps(framework)] == [
        "Tegen ‘Subsidie’ kan bezwaar. Noem de wettelijke grondslag."
    ]


def test_what_is_bought_is_no_support(framework, browser):
    response = browser.post(
        reverse("assessment:add-part", args=[framework.pk, "vorm"]),
        {"name": "Opdracht", "route": "weighed", "for_buyers": "on", "is_aid": "on"},
    )
    assert "geeft een hulpvraag nooit" in told(response)


def test_who_takes_requests_has_a_contact(framework, browser):
    url = reverse("assessment:change", args=[framework.pk])
    opened = browser.get(url).context["form"]["opened"].value()
    given = {"title": framework.title, "threshold": "0,6", "takes_cases": "on", "opened": opened}
    assert "Kies wie een nieuwe hulpvraag krijgt" in told(browser.post(url, given))


def test_two_versions_differ_in_questions_and_rules(desk, subsidy, browser):
    before = read(canonical(content_of(subsidy.framework)))
    post(browser, subsidy, alternative="")
    question = subsidy.framework.questions.get()
    question.text = "Bent u een vereniging?"
    frameworks.change(question, by=desk.world.alice, at=desk.world.at)
    found = difference(before, content_of(subsidy.framework))
    assert [(part.title, part.fields[0].name) for part in found.questions] == [
        ("Bent u een vereniging?", "question.text")
    ]
    (change,) = found.support[0].fields
    assert change.name == "rules"
    assert "bent-u-een-stichting is ja" in "".join(piece.text for piece in change.pieces)


def test_the_page_costs_no_more_queries_with_more_rules(subsidy, browser):
    counts = []
    for _round in range(2):
        for _again in range(5):
            post(browser, subsidy)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            browser.get(subsidy.framework.get_absolute_url())
        counts.append(len(captured))
    assert counts[0] == counts[1]


SUPPORT = """
[[question]]
key = "rechtsvorm"
text = "Welke rechtsvorm?"
kind = "choice"
options = [["bv", "Bv"], ["vof", "Vof"]]
[[support]]
key = "subsidie"
name = "Subsidie"
[[support.rule]]
field = "rechtsvorm"
operator = "one_of"
value = "bv"
sentence = "U bent een bv."
"""


def test_questions_and_rules_come_in_and_go_out(desk):
    draft = read_toml((WHOLE + SUPPORT).encode(), "kader.toml")
    made = frameworks.add(_new(desk, draft), draft, by=desk.world.alice, at=desk.world.at)
    assert made.questions.get().options == "bv; Bv\nvof; Vof"
    assert Condition.objects.get().support.key == "subsidie"
    again = read_toml(write_toml(content_of(made)).encode(), "kader.toml")
    second = frameworks.add(_new(desk, again), again, by=desk.world.alice, at=desk.world.at)
    assert content_of(second) == content_of(made)


def _new(desk, draft):
    return Framework(process=desk.process, title=draft.title)


@pytest.mark.parametrize(
    ("was", "becomes", "message"),
    [
        ('value = "bv"', 'value = "nv"', "[[support.rule]] 1 van subsidie: ‘value’: Kies een van: bv, vof"),
        ('field = "rechtsvorm"', 'field = "weg"', "Het gegeven ‘weg’ bestaat niet"),
        ('"one_of"', '"ongeveer"', "‘operator’ is een van at_least"),
        ('sentence = "U bent een bv."', "", "‘sentence’ ontbreekt"),
        (
            'sentence = "U bent een bv."',
            'sentence = "x"\nalternative = "weg"',
            "‘weg’ bestaat niet in dit kader",
        ),
        ('text = "Welke rechtsvorm?"', "text = 3", "‘text’ moet een tekst zijn"),
        ("[[question]]", "[question]", "begin elke vraag met een regel [[question]]"),
        ("[[support.rule]]", "[support.rule]", "[[support]] 1: ‘rule’ moet een lijst zijn"),
        ('[["bv", "Bv"], ["vof", "Vof"]]', '["bv"]', "‘options’ heeft paren"),
        ('kind = "choice"', 'kind = "choice"\nasked_first = "ja"', "‘asked_first’ moet true of false zijn"),
    ],
)
def test_what_does_not_fit_in_a_file_is_told_with_its_place(was, becomes, message):
    assert any(message in problem for problem in refused(WHOLE + SUPPORT.replace(was, becomes)))


def test_a_legal_amount_that_is_not_there_is_told_when_it_is_kept(desk):
    text = WHOLE + SUPPORT.replace(
        'field = "rechtsvorm"\noperator = "one_of"\nvalue = "bv"',
        'field = "bedrag"\noperator = "at_most"\nparameter = "weg"',
    )
    draft = read_toml(text.encode(), "kader.toml")
    with pytest.raises(Exception, match="De wettelijke grens ‘weg’ staat niet in de lijst"):
        frameworks.add(_new(desk, draft), draft, by=desk.world.alice, at=desk.world.at)
    assert not Question.objects.exists()
