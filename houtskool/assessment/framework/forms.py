"""Forms for a framework and its parts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from houtskool.accounts.models import User
from houtskool.assessment.framework.shipped import SHIPPED
from houtskool.assessment.models import (
    Criterion,
    CriterionGround,
    Framework,
    FrameworkVersion,
)
from houtskool.assessment.models.cases import HANDLES
from houtskool.assessment.scale_text import number
from houtskool.inventory.models import Contribution
from houtskool.process.models import Decision, Process
from houtskool.records.edited_form import EditedForm
from houtskool.web.forms import DayField

_WORDS = forms.Textarea(attrs={"rows": 3})


class NewFrameworkForm(forms.Form):
    """A new framework: empty, from what comes with the house, or from a TOML file."""

    process = forms.ModelChoiceField(Process.objects.none(), label=_("Voor welk proces"), empty_label=None)
    begin = forms.ChoiceField(
        label=_("Begin met"),
        choices=[*SHIPPED.items(), ("leeg", _("Een leeg kader")), ("bestand", _("Een TOML-bestand"))],
        widget=forms.RadioSelect,
        initial="standaard",
    )
    title = forms.CharField(
        label=_("Titel"),
        max_length=200,
        required=False,
        help_text=_("Leeg: de titel van het kader waarmee u begint."),
    )
    file = forms.FileField(
        label=_("TOML-bestand"),
        required=False,
        help_text=_("Alleen als u met een bestand begint. Hoe het eruitziet, staat in de handleiding."),
        widget=forms.FileInput(attrs={"accept": ".toml"}),
    )

    def __init__(self, *args: Any, processes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["process"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = processes

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("file"):
            # Who chose a file means it, also where the choice above still says what it said at first.
            cleaned["begin"] = "bestand"
        begin = cleaned.get("begin")
        if begin == "bestand" and not cleaned.get("file") and "file" not in self.errors:
            self.add_error("file", gettext("Kies het bestand waarmee u begint."))
        if begin == "leeg" and not cleaned.get("title", "").strip():
            self.add_error("title", gettext("Geef het kader een titel."))
        return cleaned


class FrameworkForm(EditedForm):
    class Meta:
        model = Framework
        fields = ("title", "text", "threshold", "takes_cases", "contact")
        widgets = {"text": _WORDS}
        help_texts = {
            "threshold": _("Van 0 tot 1: vanaf deze waarde is een advies positief."),
            "takes_cases": _(
                "Het open formulier neemt hulpvragen aan onder de versie die het laatst is vastgesteld."
            ),
            "contact": _("Wie een nieuwe hulpvraag krijgt, tot iemand anders haar overneemt."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["threshold"].localize = True
        self.fields["threshold"].widget = forms.TextInput(attrs={"inputmode": "decimal"})
        self.initial["threshold"] = number(float(self.initial["threshold"]))
        contact = self.fields["contact"]
        assert isinstance(contact, forms.ModelChoiceField)
        handles = User.objects.filter(is_active=True, grants__role__in=HANDLES).distinct()
        contact.queryset = handles.order_by("name", "email")
        contact.empty_label = gettext("nog niemand")


class CriterionForm(EditedForm):
    class Meta:
        model = Criterion
        fields = (
            "question",
            "explanation",
            "scale",
            "weight",
            "importance",
            "knockout",
            "bound",
            "evidence",
            "key",
        )
        widgets = {
            "explanation": _WORDS,
            "scale": forms.Textarea(attrs={"rows": 6}),
            "evidence": forms.Textarea(attrs={"rows": 2}),
        }
        help_texts = {
            "scale": _(
                "Per regel: score; waarde van 0 tot 1; wat deze score betekent. "
                "Zo: “5; 0,6; Er is een plan met open vragen.” Tussen twee regels loopt de waarde recht door."
            ),
            "weight": _("Een aandeel; Houtskool deelt door de som. Geef alle criteria een gewicht, of geen."),
            "importance": _(
                "1 is het belangrijkst; gelijke plaatsen mogen. Kan in plaats van gewichten, of erbij."
            ),
            "knockout": _(
                "Wie hier niet aan voldoet, krijgt een negatief advies, hoe hoog de rest ook scoort."
            ),
            "bound": _("In de eenheid van de schaal."),
            "evidence": _("Wat de aanvrager laat zien."),
            "key": _("Waarmee bestanden dit criterium noemen. Leeg: Houtskool maakt er een van de vraag."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].required = self.instance.pk is not None
        for name in ("weight", "bound"):
            self.fields[name].localize = True
            self.fields[name].widget = forms.TextInput(attrs={"inputmode": "decimal"})
            if (value := self.initial.get(name)) is not None:
                self.initial[name] = number(float(value))


class GroundForm(forms.ModelForm[CriterionGround]):
    """One ground: of the three sources the one that fits the kind is read."""

    contribution = forms.IntegerField(
        label=_("Nummer van de inbreng"),
        required=False,
        min_value=1,
        max_value=2**63 - 1,
        help_text=_("Staat op de pagina van de inbreng, zoals “inbreng 12”."),
    )

    class Meta:
        model = CriterionGround
        fields = ("kind", "contribution", "law", "decision", "reason")
        widgets = {"kind": forms.RadioSelect, "reason": forms.Textarea(attrs={"rows": 2})}
        help_texts = {
            "law": _("Zoals “Algemene wet bestuursrecht art. 3:46”."),
            "reason": _("Waarom dit tot het criterium leidt. Mag leeg blijven."),
        }

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        process = self.instance.criterion.framework.process_id
        decision = self.fields["decision"]
        assert isinstance(decision, forms.ModelChoiceField)
        decision.queryset = Decision.objects.filter(process=process)
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = CriterionGround.Kind.choices
        self.initial["kind"] = self.initial.get("kind") or CriterionGround.Kind.CONTRIBUTION

    def clean_contribution(self) -> Contribution | None:
        asked = self.cleaned_data["contribution"]
        if asked is None:
            return None
        found = Contribution.objects.visible_to(self.user).filter(pk=asked).first()
        if found is None:
            raise forms.ValidationError(gettext("Er is geen inbreng %(number)s.") % {"number": asked})
        return found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        kind = cleaned.get("kind")
        wanted = {
            "contribution": gettext("Vul het nummer van de inbreng in."),
            "law": gettext("Noem de wet of de regel, met het artikel."),
            "decision": gettext("Kies het besluit."),
        }
        for name, message in wanted.items():
            if name != kind:
                cleaned[name] = "" if name == "law" else None
            elif not cleaned.get(name) and name not in self.errors:
                self.add_error(name, message)
        return cleaned


class PublishForm(forms.Form):
    stage = forms.ChoiceField(
        label=_("Leg vast als"),
        widget=forms.RadioSelect,
        initial=FrameworkVersion.Stage.CONCEPT,
    )
    body = forms.CharField(
        label=_("Wie stelde het vast"),
        max_length=100,
        required=False,
        help_text=_("Alleen bij ‘vastgesteld’: het college, de raad."),
    )
    decision_number = forms.CharField(label=_("Nummer van het besluit"), max_length=60, required=False)
    on = DayField(label=_("Op welke dag"))
    accepted = forms.CharField(
        label=_("Toch vaststellen zonder alle reacties te beantwoorden, omdat"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, adopts: bool, writes: bool, waiting: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: list[tuple[str, object]] = []
        if writes:
            choices.append((FrameworkVersion.Stage.CONCEPT, gettext("concept, om op te reageren")))
        if adopts:
            choices.append((FrameworkVersion.Stage.ADOPTED, gettext("vastgesteld, om mee te wegen")))
        stage = self.fields["stage"]
        assert isinstance(stage, forms.ChoiceField)
        stage.choices = choices
        if not writes:
            self.initial["stage"] = FrameworkVersion.Stage.ADOPTED
        if not adopts:
            del self.fields["body"], self.fields["decision_number"]
        if not adopts or not waiting:
            del self.fields["accepted"]
