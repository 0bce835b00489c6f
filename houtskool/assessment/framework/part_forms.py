"""Forms for the questions, the kinds of support and their rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from houtskool.assessment.answers import Kind
from houtskool.assessment.eligibility import rules
from houtskool.assessment.framework.forms import CriterionForm
from houtskool.assessment.law.amounts import names
from houtskool.assessment.models import Condition, Question, SupportKind
from houtskool.records.edited_form import EditedForm

_WORDS = forms.Textarea(attrs={"rows": 3})


class QuestionForm(EditedForm):
    class Meta:
        model = Question
        fields = ("text", "help", "kind", "options", "asked_first", "key")
        widgets = {"help": forms.Textarea(attrs={"rows": 2}), "options": _WORDS, "kind": forms.RadioSelect}
        help_texts = {
            "text": _("In gewone woorden, zoals ‘Hebt u al een ruimte?’."),
            "help": _("Staat klein onder de vraag. Mag leeg blijven."),
            "options": _(
                "Alleen bij een keuze. Per regel: sleutel; woorden. Zo: “bv; Besloten vennootschap”."
            ),
            "asked_first": _("Dan staat de vraag ook op de pagina ‘Waarmee kan de gemeente mij helpen?’."),
            "key": _("Waarmee voorwaarden deze vraag noemen. Leeg: Houtskool maakt er een van de vraag."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].required = self.instance.pk is not None
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = Kind.choices


class SupportKindForm(EditedForm):
    class Meta:
        model = SupportKind
        fields = (
            "name",
            "text",
            "conditions",
            "route",
            "limit",
            "is_aid",
            "legal_effect",
            "legal_basis",
            "for_buyers",
            "key",
        )
        widgets = {"text": _WORDS, "conditions": _WORDS, "limit": forms.Select, "route": forms.RadioSelect}
        help_texts = {
            "conditions": _(
                "In woorden, voor wie leest. Wat Houtskool nakijkt, zet u straks als voorwaarde erbij."
            ),
            "route": _("Hoe een vraag hiernaar meestal gaat: snel, zonder scores, of met een afweging."),
            "limit": _("Het bedrag zelf wordt opgezocht op de dag van het advies."),
            "is_aid": _("Wat u geeft, gaat af van de ruimte van drie jaar."),
            "legal_effect": _("Dan hoort er een brief bij met de grondslag en hoe bezwaar te maken."),
            "legal_basis": _("Zoals “Algemene wet bestuursrecht art. 4:23”, of uw verordening."),
            "for_buyers": _("Een hulpvraag geeft nooit een opdracht; zij leidt naar de inkopers."),
            "key": _("Waarmee bestanden deze vorm noemen. Leeg: Houtskool maakt er een van de naam."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].required = self.instance.pk is not None
        route = self.fields["route"]
        assert isinstance(route, forms.ChoiceField)
        route.choices = SupportKind.Route.choices
        self.fields["limit"] = _choice(self.fields["limit"], names(), empty=gettext("geen"))


class RuleForm(EditedForm):
    """A rule reads as a sentence: what is known, how it is held, against what."""

    class Meta:
        model = Condition
        fields = (
            "field",
            "operator",
            "value",
            "parameter",
            "sentence",
            "consequence",
            "alternative",
            "legal_reference",
        )
        widgets = {"consequence": forms.RadioSelect}
        help_texts = {
            "field": _("Een vraag van dit kader, of wat Houtskool zelf uitrekent."),
            "value": _("Zoals ja, 25 of 5.000. Bij ‘is een van’: met een puntkomma ertussen."),
            "parameter": _(
                "In plaats van een waarde: het bedrag van de dag van het advies, of de ruimte die over is."
            ),
            "sentence": _("Zoals een aanvrager haar leest als hij eraan voldoet: “U bent een stichting.”"),
            "alternative": _("Wat iemand dan wel kan vragen."),
            "legal_reference": _("Zoals “Verordening (EU) 2023/2831 art. 3 lid 2”. Mag leeg blijven."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rule: Condition = self.instance
        self.known = rules.known(rule.support.framework)
        fields = {key: name for key, (name, _kind, _options) in self.known.fields.items()}
        kinds = {key: name for key, name in self.known.kinds.items() if key != rule.support.key}
        self.fields["field"] = _choice(self.fields["field"], fields, now=rule.field)
        self.fields["parameter"] = _choice(
            self.fields["parameter"],
            self.known.bounds,
            now=rule.parameter,
            empty=gettext("geen: ik vul een waarde in"),
        )
        self.fields["alternative"] = _choice(
            self.fields["alternative"], kinds, now=rule.alternative, empty=gettext("niets")
        )
        consequence = self.fields["consequence"]
        assert isinstance(consequence, forms.ChoiceField)
        consequence.choices = Condition.Consequence.choices

    def values(self) -> list[tuple[str, str]]:
        """The questions with a few answers, each with the words that fit as a value."""
        found = []
        for name, kind, options in self.known.fields.values():
            if kind == Kind.YES_NO:
                found.append((name, gettext("ja; nee")))
            elif kind == Kind.CHOICE:
                found.append((name, "; ".join(key for key, _words in options)))
        return found


def _choice(
    field: forms.Field, there: Mapping[str, str], *, now: str = "", empty: str = ""
) -> forms.ChoiceField:
    """A choice of what there is; what stands there now but is gone stays to be seen."""
    choices: list[tuple[str, str]] = sorted(there.items(), key=lambda one: one[1].lower())
    if now and now not in there:
        choices.insert(0, (now, gettext("%(key)s (bestaat niet meer)") % {"key": now}))
    if empty:
        choices.insert(0, ("", empty))
    return forms.ChoiceField(
        label=field.label, help_text=field.help_text, required=not empty, choices=choices
    )


# The word in the address → the form of that part of a framework.
PARTS: dict[str, type[EditedForm]] = {
    "criterium": CriterionForm,
    "vraag": QuestionForm,
    "vorm": SupportKindForm,
    "voorwaarde": RuleForm,
}
