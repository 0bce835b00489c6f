"""The open form: what somebody asks, in the parts that the page shows. Files stand in files_in.py."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from houtskool.assessment import answers
from houtskool.assessment.cases import intake
from houtskool.assessment.cases.files_in import FilesField
from houtskool.assessment.cases.question_fields import NO, QUESTION, UNKNOWN, YES, MoneyField, question_field
from houtskool.assessment.content import Content
from houtskool.assessment.eligibility import aid, facts
from houtskool.assessment.models import Case, Framework
from houtskool.sector.checks import kvk_problem, tidy_kvk_number
from houtskool.web.forms import DayField

FILES = "f-"
AID_ROWS = 3


class AidForm(forms.Form):
    """One time that somebody else helped with money."""

    giver = forms.CharField(label=_("Van wie"), max_length=200, required=False)
    amount = MoneyField(label=_("Bedrag in euro’s"), required=False)
    on = DayField(label=_("Toegekend op"), required=False)

    nothing_required = True

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if any(cleaned.get(name) not in (None, "") for name in self.fields):
            for name, words in (
                ("giver", gettext("Vul in van wie de steun was.")),
                ("on", gettext("Vul in wanneer de steun is toegekend.")),
            ):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, words)
        return cleaned


class AskForm(forms.Form):
    """`asked` gives the questions of the framework as fields; `aid` the rows of earlier support."""

    title = forms.CharField(
        label=_("Waar gaat het over?"),
        max_length=200,
        help_text=_("In één zin, zoals ‘ruimte voor een repaircafé in Oost’."),
    )
    what = forms.CharField(
        label=_("Wat hebt u nodig, en waarom?"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Schrijf zoals u het zou vertellen. U hoeft niet te weten bij welke afdeling dit hoort."),
    )
    amount = MoneyField(
        label=_("Om hoeveel geld gaat het?"),
        required=False,
        help_text=_("In euro’s. Laat leeg als het niet om geld gaat, of als u het nog niet weet."),
    )
    when = forms.CharField(
        label=_("Wanneer hebt u het nodig?"),
        max_length=200,
        required=False,
        help_text=_("Bijvoorbeeld: vanaf mei."),
    )
    wanted = forms.MultipleChoiceField(
        label=_("Welke hulp past volgens u?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Weet u het niet? Laat dit leeg; wij denken mee."),
    )
    had_aid = forms.ChoiceField(
        label=_("Kreeg uw organisatie in de afgelopen drie jaar steun van een overheid?"),
        required=False,
        widget=forms.RadioSelect,
        choices=[YES, NO, UNKNOWN],
        help_text=_(
            "Subsidie, een goedkope lening of een lage huur. Samen mag dat niet meer zijn dan een grens van "
            "de Europese Unie (de-minimissteun); daarom vragen wij het."
        ),
    )
    organisation_name = forms.CharField(
        label=_("Organisatie"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        help_text=_("Bent u nog niet begonnen? Laat dit dan leeg."),
    )
    kvk = forms.CharField(
        label=_("KvK-nummer"),
        required=False,
        help_text=_("8 cijfers, ook als het met een 0 begint."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    name = forms.CharField(
        label=_("Uw naam"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(
        label=_("Uw e-mailadres"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("Hierop krijgt u uw nummer en de link waarmee u uw vraag volgt."),
    )
    phone = forms.CharField(
        label=_("Telefoon"),
        max_length=40,
        required=False,
        widget=forms.TelInput(attrs={"autocomplete": "tel"}),
    )
    # No person sees this field; what fills in every field of a page does.
    bijnaam = forms.CharField(label=_("Laat dit veld leeg"), required=False, max_length=200)
    draft = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        content: Content,
        framework: Framework,
        day: date,
        carried: Mapping[str, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"draft": uuid.uuid4(), **_carried(content, carried)}
        self.content, self.framework, self.day = content, framework, day
        wanted = self.fields["wanted"]
        assert isinstance(wanted, forms.MultipleChoiceField)
        wanted.choices = [(one["key"], one["name"]) for one in content["support"]]
        for one in content["questions"]:
            if one["key"] != facts.DECLARED:
                self.fields[QUESTION + one["key"]] = question_field(one)
        for one in intake.asking_evidence(content):
            self.fields[FILES + one["key"]] = FilesField(label=one["evidence"], help_text=evidence_for(one))
        self.fields[FILES] = FilesField(label=_("Iets anders dat helpt"))
        data = self.data if self.is_bound else None
        self.rows = [AidForm(data, prefix=f"aid-{number}") for number in range(AID_ROWS)]

    # --- the parts of the page

    def part(self, *names: str) -> Iterator[BoundField]:
        return (self[name] for name in names)

    def request(self) -> Iterator[BoundField]:
        return self.part("title", "what", "amount", "when")

    def asked(self) -> Iterator[BoundField]:
        return (self[name] for name in self.fields if name.startswith(QUESTION))

    def asks(self) -> bool:
        return any(name.startswith(QUESTION) for name in self.fields)

    def aid(self) -> Iterator[BoundField]:
        return self.part("had_aid")

    def support(self) -> Iterator[BoundField]:
        return self.part("wanted")

    def evidence(self) -> Iterator[BoundField]:
        return (self[name] for name in self.fields if name.startswith(FILES))

    def who(self) -> Iterator[BoundField]:
        return self.part("organisation_name", "kvk", "name", "email", "phone")

    # --- what was filled in

    def clean_kvk(self) -> str:
        number = tidy_kvk_number(self.cleaned_data["kvk"])
        if number and (problem := kvk_problem(number)):
            raise ValidationError(problem)
        return number

    def clean_bijnaam(self) -> str:
        if self.cleaned_data["bijnaam"]:
            raise ValidationError(
                gettext("Dit veld is bedoeld om robots te herkennen. Maak het leeg en verstuur opnieuw.")
            )
        return ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if any([not row.is_valid() for row in self.rows]):  # noqa: C419  # every row, so that each is told
            self.add_error("had_aid", gettext("Kijk de steun van anderen na; er klopt iets niet."))
        elif cleaned.get("had_aid") == "ja" and not self.declared():
            self.add_error("had_aid", gettext("Vul hieronder in van wie de steun was, en wanneer."))
        elif cleaned.get("had_aid") == "nee" and self.declared():
            self.add_error("had_aid", gettext("U vulde steun in. Kies ja, of maak die regels leeg."))
        return cleaned

    def declared(self) -> list[dict[str, str]]:
        return [
            {
                "giver": row.cleaned_data["giver"],
                "amount": ""
                if row.cleaned_data["amount"] is None
                else answers.plain(row.cleaned_data["amount"]),
                "on": row.cleaned_data["on"].isoformat(),
            }
            for row in self.rows
            if row.is_valid() and row.cleaned_data.get("giver") and row.cleaned_data.get("on")
        ]

    def answered(self) -> dict[str, str]:
        """Key of a question → the answer as it is kept; absent where nobody knows."""
        given = {
            name.removeprefix(QUESTION): answers.kept(value) if not isinstance(value, str) else value
            for name, value in self.cleaned_data.items()
            if name.startswith(QUESTION) and value not in (None, "")
        }
        if (earlier := self._earlier_aid()) is not None:
            given[facts.DECLARED] = answers.plain(earlier)
        return given

    def _earlier_aid(self) -> Decimal | None:
        """All aid of the three years together; None where it is not known."""
        if self.cleaned_data["had_aid"] == "nee":
            return Decimal(0)
        since = aid.three_years_before(self.day)
        rows = [row for row in self.declared() if date.fromisoformat(row["on"]) > since]
        if self.cleaned_data["had_aid"] != "ja" or any(not row["amount"] for row in rows):
            return None
        return sum((Decimal(row["amount"]) for row in rows), Decimal(0))

    def case(self) -> Case:
        """The request, not saved yet."""
        fields = (
            "title",
            "what",
            "amount",
            "when",
            "wanted",
            "organisation_name",
            "kvk",
            "name",
            "email",
            "phone",
        )
        return Case(
            framework=self.framework,
            answers=self.answered(),
            declared=self.declared(),
            **{name: self.cleaned_data[name] for name in fields},
        )


def evidence_for(criterion: Content) -> str:
    """What the city looks at with evidence that a criterion asks for."""
    return gettext("Wij kijken ermee naar: %(question)s") % {"question": criterion["question"]}


def _carried(content: Content, given: Mapping[str, str]) -> dict[str, Any]:
    """What was answered before the form was opened, as far as it can be read."""
    found: dict[str, Any] = {}
    for one in content["questions"]:
        key = one["key"]
        text = given.get(QUESTION + key) or given.get(key) or ""
        try:
            value = answers.parsed(one["kind"], text, one["options"])
        except ValidationError:
            continue
        if value is not None:
            found[QUESTION + key] = answers.kept(value)
    if (declared := found.pop(QUESTION + facts.DECLARED, None)) is not None:
        found["had_aid"] = "nee" if declared == "0" else "ja"
    kinds = {one["key"] for one in content["support"]}
    wanted = [key for key in given.get("vormen", "").split(",") if key in kinds]
    return {**found, "wanted": wanted, "amount": given.get(facts.AMOUNT, "")}
