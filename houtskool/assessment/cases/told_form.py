"""What somebody of the city writes down of what an applicant told: the open questions, and what is there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from houtskool.assessment import answers
from houtskool.assessment.cases import gaps
from houtskool.assessment.cases.question_fields import QUESTION, MoneyField, question_field
from houtskool.assessment.cases.told import stands
from houtskool.assessment.content import Content
from houtskool.assessment.eligibility import facts
from houtskool.assessment.models import Case, ToldAnswer
from houtskool.web.forms import DayField


class ToldForm(forms.Form):
    """Every question is a field, with what is answered by now.

    `was` remembers that, so that nobody overwrites what came in meanwhile.
    """

    who = forms.CharField(
        label=_("Wie gaf het antwoord?"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    how = forms.ChoiceField(
        label=_("Hoe?"),
        widget=forms.RadioSelect,
        choices=[(one.value, one.label.capitalize()) for one in ToldAnswer.How],
    )
    told_on = DayField(label=_("Wanneer?"))
    words = forms.CharField(
        label=_("Wat er nog meer is verteld"),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("De aanvrager en de beoordelaars lezen dit."),
    )
    reason = forms.CharField(
        label=_("Waarom is een antwoord anders?"),
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Alleen nodig als u een antwoord wijzigt dat er al stond."),
    )
    completes = forms.BooleanField(
        label=_("Hiermee is onze vraag om aanvulling beantwoord; de termijn loopt weer"), required=False
    )
    was = forms.JSONField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, case: Case, content: Content, day: date, waits: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        there = stands(case)
        for one in content["questions"]:
            # Aid of others that was told row by row is not one number any more.
            if one["key"] != facts.DECLARED or not case.declared:
                self.fields[QUESTION + one["key"]] = question_field(one)
        self.fields[QUESTION + facts.AMOUNT] = MoneyField(
            label=_("Om hoeveel geld gaat het?"), required=False, help_text=_("In euro’s.")
        )
        if not waits:
            del self.fields["completes"]
        self.initial = {
            **{QUESTION + key: text for key, text in there.items()},
            "who": case.name,
            "told_on": day,
            "completes": True,
            "was": there,
        }
        keys = {one["key"] for one in gaps.unanswered(case, content)}
        keys |= {facts.AMOUNT} if gaps.amount_missing(case, content) else set()
        self._open = [QUESTION + key for key in keys]

    # --- the parts of the page

    def open(self) -> Iterator[BoundField]:
        """What the completeness check misses."""
        return (self[name] for name in self._questions() if name in self._open)

    def misses(self) -> bool:
        return any(name in self._open for name in self._questions())

    def there(self) -> Iterator[BoundField]:
        return (self[name] for name in self._questions() if name not in self._open)

    def told(self) -> Iterator[BoundField]:
        return (self[name] for name in ("who", "how", "told_on"))

    def rest(self) -> Iterator[BoundField]:
        return (self[name] for name in ("words", "reason", "completes") if name in self.fields)

    def _questions(self) -> list[str]:
        return [name for name in self.fields if name.startswith(QUESTION)]

    # --- what was filled in

    def clean_was(self) -> dict[str, str]:
        was = self.cleaned_data["was"]
        return was if isinstance(was, dict) else {}

    def changed(self) -> dict[str, str]:
        """Key of a question, or that of the amount → the new answer as it is kept; "" for unknown."""
        was = self.cleaned_data["was"]
        given = {
            name.removeprefix(QUESTION): value if isinstance(value, str) else answers.kept(value)
            for name, value in self.cleaned_data.items()
            if name.startswith(QUESTION)
        }
        return {key: text for key, text in given.items() if text != was.get(key, "")}

    def remember(self, case: Case) -> None:
        """Show the form again against what stands there by now."""
        posted = QueryDict(mutable=True)
        posted.update(self.data)
        posted["was"] = json.dumps(stands(case))
        self.data = posted
