"""The form with which people are asked to react to a concept."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from houtskool.sector.models import StakeholderGroup
from houtskool.web.forms import DayField


class AskReactionForm(forms.Form):
    groups = forms.ModelMultipleChoiceField(
        StakeholderGroup.objects.none(),
        label=_("Aan welke groepen?"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Iedereen van de groep die e-mail wil, krijgt een eigen link."),
    )
    addresses = forms.CharField(
        label=_("Aan welke adressen?"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("E-mailadressen van mensen die geen contact zijn, elk op een regel."),
    )
    question = forms.CharField(label=_("Uw vraag"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    closes_on = DayField(label=_("Reageren tot en met"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = self.fields["groups"]
        assert isinstance(groups, forms.ModelMultipleChoiceField)
        found = StakeholderGroup.objects.current().filter(contacts__may_be_mailed=True)
        groups.queryset = found.distinct()
