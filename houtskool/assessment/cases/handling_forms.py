"""The forms with which a request is handled, filled in as far as can be known."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from houtskool.accounts.models import User
from houtskool.assessment.actions import routing
from houtskool.assessment.actions.support import suggestions
from houtskool.assessment.cases import files_in
from houtskool.assessment.content import Content
from houtskool.assessment.models import Case, FollowUp
from houtskool.assessment.models.cases import HANDLES
from houtskool.sector.models import Contact, Initiative, Organisation, StakeholderGroup
from houtskool.web.forms import DayField

NEW, OTHER = "nieuw", "ander"
TO_ANSWER = timedelta(days=14)


def _text(label: Any, *, rows: int = 4, help_text: Any = "", required: bool = True) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(
        label=label, max_length=20_000, widget=area, help_text=help_text, required=required
    )


class ContactForm(forms.Form):
    to = forms.ModelChoiceField(User.objects.none(), label=_("Wie wordt het contact?"), empty_label=None)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = User.objects.filter(is_active=True, grants__role__in=HANDLES).distinct()


class RouteForm(forms.Form):
    route = forms.ChoiceField(
        label=_("Hoe behandelen wij deze vraag?"),
        widget=forms.RadioSelect,
        choices=[
            (Case.Route.QUICK, _("Snel: advies, een contact of een doorverwijzing, zonder scores")),
            (Case.Route.WEIGHED, _("Afwegen: beoordelaars, een advies en een besluit")),
        ],
    )
    reason = _text(_("Waarom"), help_text=_("De aanvrager leest dit."))
    was = forms.CharField(widget=forms.HiddenInput, required=False)


class QuickForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("Wat deed u voor de aanvrager?"),
        widget=forms.RadioSelect,
        choices=[(one.value, one.label.capitalize()) for one in routing.QUICK_ENDS],
    )
    words = _text(
        _("Bericht aan de aanvrager"), rows=6, help_text=_("Schrijf erbij wie of wat verder helpt.")
    )
    reason = _text(_("Waarom dit snel kan"), rows=2)


class BuyersForm(forms.Form):
    to = forms.ModelMultipleChoiceField(
        Contact.objects.none(), label=_("Aan welke inkopers?"), widget=forms.CheckboxSelectMultiple
    )
    reason = _text(
        _("Waarom dit bij inkoop hoort"), rows=3, help_text=_("De inkopers en de aanvrager lezen dit.")
    )
    words = _text(_("Bericht aan de aanvrager"), rows=4)
    share = forms.BooleanField(
        label=_("Geef naam, e-mailadres en telefoon van de aanvrager mee"), required=False, initial=True
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = buyers()


def buyers() -> Any:
    """Contacts of the groups that buy, also by their organisation, who want e-mail."""
    kind = StakeholderGroup.Kind.PURCHASING
    mailable = Contact.objects.all().mailable()
    return (mailable.filter(groups__kind=kind) | mailable.filter(organisation__groups__kind=kind)).distinct()


class SupplementForm(forms.Form):
    missing = _text(
        _("Wat ontbreekt"),
        rows=10,
        help_text=_("U vraagt dit één keer. Haal weg wat u niet nodig hebt, en vul aan wat u mist."),
    )
    answer_by = DayField(label=_("Antwoord tot en met"), help_text=_("Zolang staat de termijn stil."))


class UnhandledForm(forms.Form):
    reason = _text(_("Waarom wij de vraag niet behandelen"), help_text=_("De aanvrager leest dit."))


class ExtendForm(forms.Form):
    weeks = forms.IntegerField(
        label=_("Met hoeveel weken?"), min_value=1, max_value=routing.MOST_EXTENDED, initial=4
    )
    reason = _text(_("Waarom"), help_text=_("De aanvrager leest dit."))


class LegalEffectForm(forms.Form):
    legal_effect = forms.TypedChoiceField(
        label=_("Eindigt dit in een besluit waartegen bezwaar kan?"),
        widget=forms.RadioSelect,
        choices=[("ja", _("Ja, het is een aanvraag")), ("nee", _("Nee"))],
        coerce=lambda value: value == "ja",
    )
    because = _text(_("Waarom"), rows=3)


class OrganisationForm(forms.Form):
    """Who it is in the overview: one that seems to be it, another by its name, or a new one."""

    nothing_required = True

    organisation = forms.ChoiceField(
        label=_("Welke organisatie is dit?"), required=False, widget=forms.RadioSelect
    )
    other = forms.CharField(
        label=_("Een andere, bij naam"),
        required=False,
        max_length=200,
        help_text=_("De naam zoals zij in het overzicht staat."),
    )
    initiative = forms.ModelChoiceField(
        Initiative.objects.none(), label=_("Voor welk initiatief?"), required=False, empty_label=_("geen")
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = {one.pk: one for one in suggestions(case)}
        if case.organisation is not None:
            found = {case.organisation.pk: case.organisation, **found}
        choices = [(str(pk), _label(one)) for pk, one in found.items()]
        if case.organisation_name and not any(_is_same(one, case) for one in found.values()):
            new = gettext("Zet ‘%(name)s’ in het overzicht") % {"name": case.organisation_name}
            choices.append((NEW, new))
        choices += [(OTHER, gettext("Een andere")), ("", gettext("Niet in het overzicht"))]
        field, initiative = self.fields["organisation"], self.fields["initiative"]
        assert isinstance(field, forms.ChoiceField)
        assert isinstance(initiative, forms.ModelChoiceField)
        field.choices = choices
        of = Initiative.objects.filter(organisations__in=found, merged_into=None)
        initiative.queryset = of.distinct()
        if not of.exists():
            del self.fields["initiative"]
        self.initial = {"organisation": str(case.organisation_id or ""), "initiative": case.initiative_id}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        choice, name = cleaned.get("organisation", ""), cleaned.get("other", "")
        if name and choice in ("", OTHER):
            found = Organisation.objects.all().find(name)
            if found is None:
                self.add_error(
                    "other", gettext("Niet in het overzicht. Kijk of de naam klopt, of voeg die eerst toe.")
                )
            cleaned["found"] = found
        elif choice == OTHER:
            self.add_error("other", gettext("Vul de naam in."))
        elif choice.isdecimal():
            cleaned["found"] = Organisation.objects.filter(pk=choice).first()
        return cleaned


class EvidenceForm(files_in.FilesForm):
    """A file that who handles the request adds."""

    field_order = ("sent", "title", "criterion")
    title = forms.CharField(
        label=_("Wat het is"), max_length=200, required=False, help_text=_("Leeg: de naam van het bestand.")
    )
    criterion = forms.ChoiceField(label=_("Bij welk criterium"), required=False)

    def __init__(self, *args: Any, content: Content, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["criterion"] = _criterion_field(content, forms.Select())


class CriterionForm(forms.Form):
    """At which criterion a file belongs that somebody sent without saying so."""

    nothing_required = True

    def __init__(self, *args: Any, content: Content, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["criterion"] = _criterion_field(content, forms.RadioSelect())


class FollowUpForm(forms.Form):
    """How it goes, as somebody told it by telephone."""

    state = forms.ChoiceField(
        label=_("Hoe gaat het?"),
        widget=forms.RadioSelect,
        choices=[(one.value, one.label) for one in (FollowUp.State.ON_TRACK, FollowUp.State.OFF_TRACK)],
    )
    sentence = forms.CharField(
        label=_("In één zin"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


def _criterion_field(content: Content, widget: forms.widgets.ChoiceWidget) -> forms.ChoiceField:
    choices = [("", gettext("geen")), *((one["key"], one["question"]) for one in content["criteria"])]
    return forms.ChoiceField(label=_("Bij welk criterium"), required=False, choices=choices, widget=widget)


def usual_day(today: date) -> date:
    """By when an applicant usually answers."""
    return today + TO_ANSWER


def _label(one: Organisation) -> str:
    return f"{one.name} ({one.kvk_number})" if one.kvk_number else one.name


def _is_same(one: Organisation, case: Case) -> bool:
    same_name = one.name.casefold() == case.organisation_name.casefold()
    return same_name or bool(case.kvk and one.kvk_number == case.kvk)
