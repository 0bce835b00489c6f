from __future__ import annotations

from typing import Any

from django import forms
from django.apps import apps
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from houtskool.accounts.models import User
from houtskool.accounts.roles import Role
from houtskool.records.models.journal import JournalEntryQuerySet
from houtskool.records.verbs import Verb


class UserForm(forms.Form):
    """A user's name, roles and whether they may sign in; the address too for somebody new."""

    email = forms.EmailField(label=_("E-mailadres"), help_text=_("Hiermee meldt deze persoon zich aan."))
    name = forms.CharField(label=_("Naam"), max_length=200)
    roles = forms.MultipleChoiceField(
        label=_("Rollen"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=Role.choices,
        help_text=_("Zonder rol kan iemand zich aanmelden, maar niets zien of doen."),
    )
    is_active = forms.BooleanField(
        label=_("Kan zich aanmelden"),
        required=False,
        help_text=_("Haal het vinkje weg om iemand buiten te sluiten. Het journaal blijft."),
    )

    def __init__(self, *args: Any, user: User | None = None, **kwargs: Any) -> None:
        if user is not None:
            kwargs["initial"] = {"name": user.name, "roles": list(user.roles), "is_active": user.is_active}
        super().__init__(*args, **kwargs)
        del self.fields["is_active" if user is None else "email"]


class JournalFilter(forms.Form):
    """What to see of the journal; every field may be empty."""

    by = forms.ModelChoiceField(
        User.objects.all(), label=_("Door"), required=False, empty_label=_("iedereen")
    )
    verb = forms.ChoiceField(label=_("Handeling"), required=False, choices=[("", _("alles")), *Verb.choices])
    kind = forms.ChoiceField(label=_("Soort"), required=False)
    number = forms.CharField(label=_("Nummer"), required=False, max_length=40)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = sorted(
            (capfirst(str(model._meta.verbose_name)), model._meta.label_lower)
            for model in apps.get_models()
            if model._meta.app_config.name.startswith("houtskool.")
        )
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", gettext("alles")), *((label, name) for name, label in kinds)]

    def narrow(self, entries: JournalEntryQuerySet) -> JournalEntryQuerySet:
        """The entries that fit; a choice that cannot be read is left out."""
        columns = {"by": "by", "verb": "verb", "kind": "object_type", "number": "object_id"}
        asked = self.cleaned_data if self.is_valid() else {}
        chosen = {columns[name]: value for name, value in asked.items() if value}
        return entries.filter(**chosen)
