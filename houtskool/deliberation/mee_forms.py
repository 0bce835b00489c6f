"""What a participant fills in."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from houtskool.deliberation.actions.voting import Cast
from houtskool.deliberation.forms import groups
from houtskool.deliberation.models import Vote
from houtskool.deliberation.models.statements import MOST_CHARACTERS
from houtskool.sector.models import StakeholderGroup


class CodeForm(forms.Form):
    nothing_required = True

    code = forms.CharField(
        label=_("Code van het gesprek"),
        max_length=20,
        help_text=_("Acht letters en cijfers, van het scherm of de poster."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        error_messages={"required": _("Vul de code in.")},
    )

    def clean_code(self) -> str:
        """As the doors have it: "k7qf 2m9r" is read too."""
        typed: str = self.cleaned_data["code"]
        return "".join(one for one in typed.upper() if one.isalnum())


class GroupForm(forms.Form):
    """To which group one says to belong; none is an answer too."""

    nothing_required = True

    group = forms.ModelChoiceField(
        StakeholderGroup.objects.none(),
        label=_("Bij welke groep hoort u?"),
        required=False,
        empty_label=_("geen van deze, of dat zeg ik liever niet"),
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["group"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = groups()


class VoteForm(forms.Form):
    """One press on a button, without JavaScript."""

    number = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    draft = forms.UUIDField(widget=forms.HiddenInput)
    value = forms.TypedChoiceField(choices=Vote.Value.choices, coerce=int)

    def cast(self) -> Cast:
        given = self.cleaned_data
        return Cast(given["draft"], given["number"], given["value"])


class OwnStatementForm(forms.Form):
    """`asks`: the writer said that what was pointed out may stay."""

    nothing_required = True

    words = forms.CharField(
        label=_("Uw stelling"),
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Eén zin waar iemand het mee eens of oneens kan zijn. Noem geen namen van mensen."),
        error_messages={"required": _("Schrijf eerst uw stelling op.")},
    )
    sure = forms.BooleanField(required=False, widget=forms.HiddenInput)


def fresh() -> str:
    return str(uuid.uuid4())
