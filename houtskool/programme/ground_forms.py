"""What was ticked and what is done with it; and the searches for statements and requests to tick."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from houtskool.accounts.models import User
from houtskool.assessment.models import Case
from houtskool.deliberation.models import Conversation, Statement
from houtskool.inventory.models import Contribution
from houtskool.process.models import Process
from houtskool.programme.models import Ground, Measure, Source
from houtskool.programme.sources import CASES, CONTRIBUTIONS, STATEMENTS


class GroundForm(forms.Form):
    """What was done with what was ticked, and why."""

    contributions = forms.ModelMultipleChoiceField(Contribution.objects.none(), required=False)
    statements = forms.ModelMultipleChoiceField(Statement.objects.none(), required=False)
    cases = forms.ModelMultipleChoiceField(Case.objects.none(), required=False)
    measure = forms.ModelChoiceField(Measure.objects.none(), label=gettext_lazy("Maatregel"), required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("Wat gebeurt ermee?"),
        choices=Ground.Kind.choices,
        widget=forms.RadioSelect,
        initial=Ground.Kind.ADOPTED,
    )
    reason = forms.CharField(
        label=gettext_lazy("Omdat"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy(
            "Wie dit inbracht, leest het. Gaat het om een hulpvraag, dan lezen alleen collega’s die haar "
            "behandelen het. Alleen bij ‘overgenomen’ mag het leeg blijven."
        ),
    )

    def __init__(
        self, *args: Any, user: User, process: Process, measure: Measure | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offered: dict[str, QuerySet[Any]] = {
            CONTRIBUTIONS: Contribution.objects.filter(process=process),
            STATEMENTS: statements_of(process, user),
            CASES: cases_of(process, user),
        }
        for name, rows in offered.items():
            ticked = self.fields[name]
            assert isinstance(ticked, forms.ModelMultipleChoiceField)
            ticked.queryset = rows
        if measure is not None:
            del self.fields["measure"]
            return
        # What led to no measure is said of contributions only.
        del self.fields[STATEMENTS], self.fields[CASES]
        chosen = self.fields["measure"]
        assert isinstance(chosen, forms.ModelChoiceField)
        chosen.queryset = Measure.objects.filter(process=process)
        chosen.empty_label = _("geen: dit leidde niet tot een maatregel")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        wrong = any(name in self.errors for name in (CONTRIBUTIONS, STATEMENTS, CASES))
        if not self.sources and not wrong:
            raise ValidationError(_("Kies eerst een of meer dingen uit de lijst."))
        return cleaned

    @property
    def sources(self) -> list[Source]:
        """What was ticked."""
        return [row for name in (CONTRIBUTIONS, STATEMENTS, CASES) for row in self.cleaned_data.get(name, ())]


def statements_of(process: Process, user: User) -> QuerySet[Statement]:
    """What a measure of the process can rest on, or rests on already though it was taken out."""
    rows = Statement.objects.visible_to(user).filter(conversation__process=process)
    rows = rows.exclude(state=Statement.State.WAITING).exclude(words="")
    return rows.select_related("conversation")


def cases_of(process: Process, user: User) -> QuerySet[Case]:
    """Requests that were weighed or are finished, as far as this reader may see them."""
    rows = Case.objects.visible_to(user).filter(framework__process=process)
    rows = rows.filter(Q(closed_at__isnull=False) | Q(route=Case.Route.WEIGHED))
    return rows.select_related("framework")


class StatementSearch(forms.Form):
    """Statements per conversation, and by their words; what does not fit is left out."""

    nothing_required = True
    q = forms.CharField(label=gettext_lazy("Zoek in de stellingen"), required=False, max_length=200)
    conversation = forms.ModelChoiceField(
        Conversation.objects.none(),
        label=gettext_lazy("Gesprek"),
        required=False,
        empty_label=gettext_lazy("alle gesprekken"),
    )

    def __init__(self, *args: Any, user: User, process: Process, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["conversation"]
        assert isinstance(chosen, forms.ModelChoiceField)
        chosen.queryset = Conversation.objects.all().visible_to(user).filter(process=process)

    @property
    def asked(self) -> dict[str, Any]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def narrowed(self, rows: QuerySet[Statement]) -> QuerySet[Statement]:
        asked = self.asked
        for word in asked.get("q", "").split():
            rows = rows.filter(words__icontains=word)
        if conversation := asked.get("conversation"):
            rows = rows.filter(conversation=conversation)
        return rows.filter(state=Statement.State.SHOWN).order_by("conversation", "number")


class CaseSearch(forms.Form):
    """Requests by number or by what they are about."""

    nothing_required = True
    q = forms.CharField(label=gettext_lazy("Zoek op nummer of woord"), required=False, max_length=200)

    @property
    def asked(self) -> dict[str, Any]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def narrowed(self, rows: QuerySet[Case]) -> QuerySet[Case]:
        for word in self.asked.get("q", "").split():
            rows = rows.filter(Q(number__icontains=word) | Q(title__icontains=word))
        return rows.order_by("-received_at", "-pk")
