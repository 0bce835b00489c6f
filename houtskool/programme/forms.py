"""Forms for the programme and its parts. Periods are typed in words and read as seen from the day `at`."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from houtskool.kernel.vaguedate import Period
from houtskool.process.models import Goal, Process
from houtskool.programme.agreements import sides
from houtskool.programme.fields import AmountField, PercentField, YearField
from houtskool.programme.models import ActionLine, BudgetLine, Measure, Milestone
from houtskool.records.edited_form import EditedForm
from houtskool.sector.forms import NamesField
from houtskool.sector.models import Contact, Noun, Organisation
from houtskool.web.forms import DayField
from houtskool.web.periods import PeriodField

_WEIGHT = _("Hoe zwaar dit meetelt in de voortgang. Telt alles even zwaar, laat dan 1 staan.")


class PartForm(EditedForm):
    """A form of a part of the programme; `periods` names the fields that are vague periods."""

    periods: tuple[str, ...] = ()

    def __init__(self, *args: Any, at: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.at = at
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField) and (rows := field.queryset) is not None:
                field.queryset = rows.filter(merged_into=None) if issubclass(rows.model, Noun) else rows
        for name in self.periods:
            period = self.fields[name]
            assert isinstance(period, PeriodField)
            period.at, period.known = at, getattr(self.instance, name)
            self.initial.setdefault(name, period.known)

    def remembered(self) -> list[str]:
        columns = [f"{name}_{part}" for name in self.periods for part in ("words", "start", "end")]
        return [*self.fields, *columns]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name in self.periods:
            if name in cleaned:
                period: Period | None = cleaned[name]
                setattr(self.instance, name, period)
                if name == "real" and period is not None and _is_ahead(period, self.at):
                    told = gettext("Dit moet nog komen. Vul het pas in als het gebeurd is.")
                    self.add_error(name, told)
        return cleaned

    def refuse(self, refusal: ValidationError) -> None:
        """A period is one field to the reader and three columns to the row: told once, beside the field."""
        if hasattr(refusal, "error_dict"):
            for name in self.periods:
                told = [refusal.error_dict.pop(f"{name}_{part}", None) for part in ("words", "start", "end")]
                if first := next((problems for problems in told if problems), None):
                    refusal.error_dict.setdefault(name, first)
        super().refuse(refusal)


def _is_ahead(period: Period, at: date) -> bool:
    first = period.start or period.end
    return first is not None and first > at


class MeasureForm(PartForm):
    periods = ("planned", "real")
    planned = PeriodField(
        label=_("Termijn"), required=False, help_text=_("Zoals u het zegt: “voorjaar 2020”, “eind 2021”.")
    )
    real = PeriodField(
        label=_("Werkelijk"), required=False, help_text=_("Vul dit pas in als het gebeurde of begon.")
    )
    partners = NamesField(
        Organisation,
        label=_("Partners"),
        required=False,
        help_text=_("De naam van een organisatie per regel."),
    )
    city_signed_on = DayField(label=_("Gemeente akkoord op"), required=False)
    counterpart_signed_on = DayField(label=_("Partner akkoord op"), required=False)

    class Meta:
        model = Measure
        fields = (
            "kind", "number", "title", "text", "result", "action_line", "owner", "owner_words", "planned",
            "real", "portfolio_holder", "department", "goal", "counterpart", "city_signed_on",
            "counterpart_signed_on", "partners", "themes", "domains", "part_of", "depends_on",
            "started_ahead", "started_ahead_because", "weight",
        )  # fmt: skip
        widgets = {
            "text": forms.Textarea(attrs={"rows": 5}),
            "result": forms.Textarea(attrs={"rows": 2}),
            "started_ahead_because": forms.Textarea(attrs={"rows": 2}),
            "themes": forms.CheckboxSelectMultiple,
            "domains": forms.CheckboxSelectMultiple,
        }
        help_texts = {"weight": _WEIGHT}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        process: Process = self.instance.process
        others = Measure.objects.filter(process=process).exclude(pk=self.instance.pk)
        choices = {
            "action_line": ActionLine.objects.filter(process=process),
            "goal": Goal.objects.filter(process=process),
            "part_of": others,
            "depends_on": others,
            "owner": Contact.objects.current(),
        }
        for name, rows in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = rows
        if not others.exists():
            del self.fields["part_of"], self.fields["depends_on"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("started_ahead") and not cleaned.get("started_ahead_because", "").strip():
            self.add_error(
                "started_ahead_because", gettext("Schrijf waarom dit al begon voor de vaststelling.")
            )
        return cleaned


class QuickMeasureForm(PartForm):
    """One row of serial entry: what most lists of measures have."""

    periods = ("planned",)
    planned = PeriodField(label=_("Termijn"), required=False)

    class Meta:
        model = Measure
        fields = ("kind", "title", "result", "owner_words", "planned", "action_line")
        widgets = {"result": forms.TextInput()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["action_line"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = ActionLine.objects.filter(process=self.instance.process)


_AGAIN = "again_"


class SignForm(PartForm):
    """Who said yes to an agreement, of its two sides, and when."""

    nothing_required = True
    city_signed_on = DayField(label=_("Gemeente akkoord op"), required=False)
    counterpart_signed_on = DayField(label=_("Partner akkoord op"), required=False)

    class Meta:
        model = Measure
        fields = ("counterpart", "counterpart_signed_by", "counterpart_signed_on", "city_signed_on")
        labels = {
            "counterpart": _("Afspraakpartner"),
            "counterpart_signed_by": _("Wie zei ja namens de partner"),
        }

    def __init__(self, *args: Any, at: date, **kwargs: Any) -> None:
        super().__init__(*args, at=at, **kwargs)
        self.at = at
        for side in sides(self.instance):
            if side.is_stale:
                self.fields[f"{_AGAIN}{side.name}"] = forms.BooleanField(
                    label=gettext("%(side)s is ook akkoord met de tekst zoals zij nu is")
                    % {"side": side.label.capitalize()},
                    required=False,
                )

    def remembered(self) -> list[str]:
        return [name for name in super().remembered() if not name.startswith(_AGAIN)]

    def again(self) -> list[str]:
        """The sides that said yes once more, to what changed since."""
        names = (name for name in self.fields if name.startswith(_AGAIN))
        return [name.removeprefix(_AGAIN) for name in names if self.cleaned_data[name]]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name in ("counterpart_signed_on", "city_signed_on"):
            day = cleaned.get(name)
            if day and day > self.at:
                self.add_error(name, gettext("Deze dag moet nog komen. Kies de dag waarop het gebeurde."))
        if cleaned.get("counterpart_signed_on"):
            if not cleaned.get("counterpart"):
                self.add_error("counterpart", gettext("Kies met wie de afspraak is."))
            if not cleaned.get("counterpart_signed_by", "").strip():
                self.add_error("counterpart_signed_by", gettext("Vul in wie ja zei namens de partner."))
        return cleaned


class StateForm(EditedForm):
    """How a measure stands, in its owner's words."""

    progress = PercentField(
        label=_("Voortgang in procenten"), help_text=_("Van 0 tot en met 100. Leeg betekent: onbekend.")
    )

    class Meta:
        model = Measure
        fields = ("state", "state_words", "progress")
        widgets = {"state": forms.RadioSelect, "state_words": forms.Textarea(attrs={"rows": 2})}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("state") == Measure.State.DONE and cleaned.get("progress") not in (None, 100):
            told = gettext("Wat klaar is, is 100%. Kies een andere stand, of laat dit leeg.")
            self.add_error("progress", told)
        return cleaned


class ActionLineForm(PartForm):
    class Meta:
        model = ActionLine
        fields = ("title", "text", "weight")
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"weight": _WEIGHT}


class MilestoneForm(PartForm):
    periods = ("planned", "real")
    planned = PeriodField(label=_("Gepland"), required=False)
    real = PeriodField(label=_("Gehaald"), required=False, help_text=_("Vul dit pas in als het gebeurd is."))

    class Meta:
        model = Milestone
        fields = ("title", "planned", "real", "critical")
        help_texts = {"critical": _("Hiervan hangt de rest af.")}


class BudgetLineForm(PartForm):
    year = YearField(label=_("Jaar"))
    amount = AmountField(
        label=_("Bedrag"),
        help_text=_("In euro’s. Kost het niets extra’s, vul dan 0 in; leeg betekent: onbekend."),
    )
    committed = AmountField(label=_("Verplicht"))
    spent = AmountField(label=_("Uitgegeven"))

    class Meta:
        model = BudgetLine
        fields = ("title", "year", "amount", "recurrence", "cover", "committed", "spent")
        help_texts = {
            "cover": _("Waar het geld vandaan komt: begroting, reserve, subsidie van het Rijk …"),
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        told = ("title", "year", "amount", "cover", "committed", "spent")
        if not self.errors and all(cleaned.get(name) in (None, "") for name in told):
            self.add_error("amount", gettext("Vul een bedrag in, of schrijf waarvoor of waaruit het is."))
        return cleaned


# The word in the address → the form of that part of a measure.
PARTS: dict[str, type[PartForm]] = {"mijlpaal": MilestoneForm, "geld": BudgetLineForm}
