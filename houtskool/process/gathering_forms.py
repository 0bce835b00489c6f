"""Forms for inviting, answering, and who came."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from houtskool.process import inviting
from houtskool.process.models import Gathering, Invitation, Table
from houtskool.sector.models import Contact, StakeholderGroup, Theme


def _groups() -> Any:
    return StakeholderGroup.objects.all().current().stakeholders()


class InviteForm(forms.Form):
    """Whom to invite: everybody of these groups, and these contacts."""

    groups = forms.ModelMultipleChoiceField(
        StakeholderGroup.objects.all(),
        label=_("Groepen"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Iedereen van de groep die e-mail wil, krijgt een persoonlijke link."),
    )
    contacts = forms.CharField(
        label=_("Losse contacten"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Namen of e-mailadressen uit het overzicht, elk op een eigen regel."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = self.fields["groups"]
        assert isinstance(groups, forms.ModelMultipleChoiceField)
        groups.queryset = _groups()

    def clean_contacts(self) -> list[Contact]:
        found, wrong = [], []
        for line in filter(None, map(str.strip, self.cleaned_data["contacts"].splitlines())):
            people = Contact.objects.all().current()
            same = list(people.filter(email__iexact=line)[:2] if "@" in line else people.named(line)[:2])
            found += same[:1]
            if len(same) != 1:
                wrong.append(
                    (
                        _("‘%(name)s’ staat er meer dan eens; vul het e-mailadres in.")
                        if same
                        else _("‘%(name)s’ staat niet in het overzicht; nodig die hieronder uit.")
                    )
                    % {"name": line}
                )
        if wrong:
            raise forms.ValidationError(wrong)
        return found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not (cleaned.get("groups") or cleaned.get("contacts")):
            raise forms.ValidationError(_("Kies minstens één groep of één contact."))
        return cleaned

    def choice(self, gathering: Gathering) -> inviting.Choice:
        return inviting.choose(
            gathering, groups=self.cleaned_data["groups"], contacts=self.cleaned_data["contacts"]
        )


class SomebodyForm(forms.Form):
    """Somebody who is not in the overview."""

    name = forms.CharField(label=_("Naam"), max_length=120)
    email = forms.EmailField(
        label=_("E-mailadres"),
        required=False,
        help_text=_("Zonder adres gaat er geen e-mail uit; u geeft de link dan zelf door."),
    )
    group = forms.ModelChoiceField(
        StakeholderGroup.objects.all(), label=_("Groep"), required=False, empty_label=_("niet bekend")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        group = self.fields["group"]
        assert isinstance(group, forms.ModelChoiceField)
        group.queryset = _groups()


class InvitationForm(forms.ModelForm[Invitation]):
    """What a facilitator corrects of an invitation; of a contact the name stands in the overview."""

    class Meta:
        model = Invitation
        fields = ("name", "email", "group", "table")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.contact_id or self.instance.user_id:
            del self.fields["name"], self.fields["email"]
        group, table = self.fields["group"], self.fields["table"]
        assert isinstance(group, forms.ModelChoiceField)
        assert isinstance(table, forms.ModelChoiceField)
        group.queryset, table.queryset = _groups(), self.instance.gathering.tables.all()
        group.empty_label = table.empty_label = str(_("niet bekend"))


class WalkInForm(forms.Form):
    """Somebody at the door who was not invited."""

    name = forms.CharField(label=_("Naam"), max_length=120, required=False, help_text=_("Mag leeg blijven."))
    group = forms.ModelChoiceField(
        StakeholderGroup.objects.all(), label=_("Groep"), required=False, empty_label=_("anders of onbekend")
    )
    table = forms.ModelChoiceField(
        Table.objects.none(), label=_("Tafel"), required=False, empty_label=_("nog niet gekozen")
    )

    def __init__(self, *args: Any, gathering: Gathering, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        group, table = self.fields["group"], self.fields["table"]
        assert isinstance(group, forms.ModelChoiceField)
        assert isinstance(table, forms.ModelChoiceField)
        group.queryset, table.queryset = _groups(), gathering.tables.all()
        if not table.queryset.exists():
            del self.fields["table"]


class GuestForm(forms.Form):
    name = forms.CharField(
        label=_("Wie neemt u mee?"),
        max_length=120,
        required=False,
        help_text=_("De naam mag leeg blijven; dan staat er “gast van” met uw naam."),
    )


class InvitationFilter(forms.Form):
    """What to see of the invitations of a process; every field may be empty."""

    nothing_required = True
    bijeenkomst = forms.ModelChoiceField(
        Gathering.objects.none(), label=_("Bijeenkomst"), required=False, empty_label=_("alle")
    )
    groep = forms.ModelChoiceField(
        StakeholderGroup.objects.all(), label=_("Groep"), required=False, empty_label=_("alle")
    )
    antwoord = forms.ChoiceField(
        label=_("Antwoord"), required=False, choices=[("", _("alle")), *Invitation.Reply.choices]
    )
    aanwezig = forms.ChoiceField(
        label=_("Was er"),
        required=False,
        choices=[("", _("alle")), ("ja", _("ja")), ("nee", _("nee")), ("onbekend", _("niet bekend"))],
    )
    thema = forms.ModelChoiceField(
        Theme.objects.all(), label=_("Thema"), required=False, empty_label=_("alle")
    )

    def __init__(self, *args: Any, gatherings: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        gathering = self.fields["bijeenkomst"]
        assert isinstance(gathering, forms.ModelChoiceField)
        gathering.queryset = gatherings
        for name in ("groep", "thema"):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            assert field.queryset is not None
            field.queryset = field.queryset.filter(merged_into=None)
