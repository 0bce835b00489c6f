"""Forms for a budget round."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from houtskool.accounts.models import User
from houtskool.assessment import answers
from houtskool.assessment.cases.question_fields import MoneyField
from houtskool.assessment.models import BudgetRound, Case, FrameworkVersion
from houtskool.assessment.rounds import reckoning


class RoundForm(forms.ModelForm[BudgetRound]):
    budget = MoneyField(label=_("Budget in euro’s"))

    class Meta:
        model = BudgetRound
        fields = ("title", "version", "budget")
        help_texts = {
            "title": _("Zoals “Subsidies voorjaar 2019”."),
            "version": _("Alle hulpvragen van de ronde vallen onder deze versie."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is not None:
            del self.fields["version"]
            self.initial["budget"] = answers.plain(self.instance.budget)
            return
        version = self.fields["version"]
        assert isinstance(version, forms.ModelChoiceField)
        adopted = FrameworkVersion.objects.adopted().defer("content").order_by("-on", "-number")
        version.queryset, version.empty_label = adopted, None


class EntriesForm(forms.Form):
    """Per case that is ready a cost; an empty one leaves the case out."""

    nothing_required = True

    def __init__(self, *args: Any, round: BudgetRound, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there = {one.case_id: one for one in round.entries.select_related("case")}
        cases = {one.pk: one for one in reckoning.ready_cases(round)} | {
            pk: one.case for pk, one in there.items()
        }
        seen = set(Case.objects.visible_to(user).filter(pk__in=cases).values_list("pk", flat=True))
        self.cases = sorted((one for pk, one in cases.items() if pk in seen), key=lambda one: one.number)
        for case in self.cases:
            asked = gettext("gevraagd: %(amount)s") % {
                "amount": answers.shown("amount", case.amount) or gettext("geen bedrag")
            }
            entry = there.get(case.pk)
            cost = entry.cost if entry else case.amount if not there else None
            self.fields[f"cost-{case.pk}"] = MoneyField(
                label=f"{case.number}: {case.title}",
                required=False,
                help_text=asked,
                initial="" if cost is None else answers.plain(cost),
            )

    def costs(self) -> dict[int, Decimal]:
        return {
            int(name.removeprefix("cost-")): value
            for name, value in self.cleaned_data.items()
            if value is not None
        }
