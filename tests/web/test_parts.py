"""The parts that pages are made of, and how a form is drawn."""

import re

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import RequestContext, Template
from django.template.loader import render_to_string

from houtskool.web.forms import DayField


class Example(forms.Form):
    name = forms.CharField(label="Naam", help_text="Zoals zij zichzelf noemt.")
    note = forms.CharField(label="Toelichting", required=False, widget=forms.Textarea)
    day = DayField(label="Dag", required=False)
    legal_form = forms.ChoiceField(label="Rechtsvorm", choices=[("s", "stichting")])
    agrees = forms.BooleanField(label="Akkoord", required=False)
    group = forms.ChoiceField(label="Groep", choices=[("f", "financiers")], widget=forms.RadioSelect)
    file = forms.FileField(label="Bestand", required=False)
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


def attributes(html, name):
    (found,) = re.findall(rf"<(?:input|select|textarea)[^>]*name=\"{name}\"[^>]*>", html)
    return dict(re.findall(r"([\w-]+)=\"([^\"]*)\"", found))


def test_help_and_error_are_tied_to_their_input():
    html = str(Example({}))
    name = attributes(html, "name")
    assert name["aria-invalid"] == "true"
    for target in name["aria-describedby"].split():
        assert f'id="{target}"' in html
    assert name["aria-describedby"].split() == ["id_name_helptext", "id_name_error"]


def test_what_is_wrong_stands_above_the_form_with_a_link_to_each_field():
    html = str(Example({}))
    summary = html[: html.index("utrecht-form-field")]
    assert 'role="alert"' in summary
    assert '<a href="#id_name">Naam</a>: Dit veld is verplicht.' in summary


def test_an_untouched_form_has_no_errors():
    html = str(Example())
    assert "aria-invalid" not in html
    assert "alert" not in html


def test_every_input_has_the_name_that_the_design_system_gives_it():
    html = str(Example())
    assert attributes(html, "name")["class"] == "utrecht-textbox utrecht-textbox--html-input"
    assert attributes(html, "note")["class"].startswith("utrecht-textarea ")
    assert attributes(html, "legal_form")["class"].startswith("utrecht-select ")
    assert attributes(html, "agrees")["class"].startswith("utrecht-checkbox ")
    assert attributes(html, "group")["class"].startswith("utrecht-radio-button ")
    assert attributes(html, "day")["type"] == "date"
    assert "class" not in attributes(html, "secret")


def test_radio_buttons_share_a_legend():
    html = str(Example({}))
    group = html[html.index("<fieldset") : html.index("</fieldset>")]
    assert re.search(r"<legend[^>]*>Groep", group)
    assert 'aria-describedby="id_group_error"' in group


def test_what_is_not_required_says_so():
    html = str(Example())
    assert re.search(r"Toelichting <span class=\"optional\">\(niet verplicht\)", html)
    assert not re.search(r"Naam <span", html)


def test_an_empty_choice_has_words():
    class Blank(forms.Form):
        legal_form = forms.ChoiceField(choices=[("", "---------"), ("s", "stichting")])

    assert '<option value="" selected>Maak een keuze</option>' in str(Blank())


def test_error_text_is_never_markup():
    form = Example({})
    form.add_error(None, "<script>alert(1)</script>")
    assert "<script>" not in str(form)


def part(name, **context):
    return re.sub(r"\s+", " ", render_to_string(f"parts/{name}.html", context))


def text(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()


def test_a_timeline_tells_in_words_what_its_lines_show():
    html = part(
        "timeline",
        steps=[
            {"label": "Nota", "when": "november 2018", "state": "done"},
            {"label": "Schets", "when": "begin 2019", "state": "now", "url": "/x/"},
            {"label": "Raad", "when": "", "state": "later"},
        ],
    )
    assert "gedaan" in html
    assert "begin 2019 · nu" in html
    assert "nog niet begonnen" in html
    assert html.count("aria-current") == 1


@pytest.mark.parametrize("value", [None, ""])
def test_unknown_is_never_shown_as_nothing_or_as_zero(value):
    assert text(part("facts", facts=[{"label": "Meting", "value": value}])) == "Meting onbekend"
    assert text(part("figures", figures=[{"label": "banen", "value": value}])) == "onbekend banen"


def test_zero_is_a_number():
    assert text(part("facts", facts=[{"label": "Meting", "value": 0}])) == "Meting 0"
    assert text(part("figures", figures=[{"label": "banen", "value": 0}])) == "0 banen"


def test_a_list_that_fits_on_one_page_has_nothing_to_page_through(rf):
    page = Paginator(range(10), 20).page(1)
    assert part("pagination", page=page, request=rf.get("/")).strip() == ""


def test_paging_keeps_the_filters(rf):
    page = Paginator(range(50), 20).page(2)
    template = Template('{% include "parts/pagination.html" with page=page only %}')
    html = template.render(RequestContext(rf.get("/?q=a%26b&page=2"), {"page": page}))
    assert "?q=a%26b&amp;page=3" in html
    assert "Pagina 2 van 3 (50 in totaal)" in text(html)


def test_a_question_before_the_deed_carries_its_token():
    html = part("confirm", question="Weet u het zeker?", button="Wis", back="/", csrf_token="abc")
    assert 'name="csrfmiddlewaretoken" value="abc"' in html
