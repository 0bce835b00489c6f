"""The list of requests: narrowed, counted and in order, with the own ones first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import Case as Choose
from django.db.models import IntegerField, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from houtskool.accounts.models import User
from houtskool.assessment.cases import phase, term
from houtskool.assessment.cases.phase import Phase
from houtskool.assessment.models import Case, Framework
from houtskool.assessment.models.cases import READS_CASES

OPEN, ALL, MINE, NOBODY = "open", "alle", "ik", "niemand"


class FilterForm(forms.Form):
    """What the list is narrowed by; what does not fit is left out, as an address may be old."""

    nothing_required = True

    q = forms.CharField(label=_("Zoek op nummer of woord"), required=False, max_length=200)
    fase = forms.ChoiceField(
        label=_("Stand"),
        required=False,
        choices=[("", _("open")), *Phase.choices, (ALL, _("alle"))],
    )
    route = forms.ChoiceField(
        label=_("Route"),
        required=False,
        choices=[("", _("alle")), ("-", _("nog niet gekozen")), *Case.Route.choices],
    )
    contact = forms.ChoiceField(label=_("Contact"), required=False)
    kader = forms.ChoiceField(label=_("Afwegingskader"), required=False)
    laat = forms.BooleanField(label=_("alleen te laat"), required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        contacts = User.objects.filter(cases__in=Case.objects.visible_to(user)).distinct()
        frameworks = Framework.objects.filter(cases__in=Case.objects.visible_to(user)).distinct()
        _choose(
            self.fields["contact"],
            [("", _("iedereen")), (MINE, _("ik")), (NOBODY, _("nog niemand"))],
            ((str(one.pk), str(one)) for one in contacts),
        )
        _choose(self.fields["kader"], [("", _("alle"))], ((str(one.pk), str(one)) for one in frameworks))
        self.user = user

    @property
    def asked(self) -> dict[str, Any]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def narrowed(self, rows: Any, at: datetime) -> Any:
        """The cases, as phase.annotated gives them, that fit. A late one costs a query over those open."""
        asked = self.asked
        if words := asked.get("q"):
            for word in words.split():
                found = Q(number__icontains=word)
                if self.user.holds(*READS_CASES):
                    found |= Q(organisation_name__icontains=word) | Q(kvk=word)
                rows = rows.filter(found | Q(title__icontains=word))
        stands = asked.get("fase", "")
        if not stands and not asked.get("q"):
            rows = rows.exclude(phase_now__in=phase.OVER)
        elif stands in Phase.values:
            rows = rows.filter(phase_now=stands)
        if route := asked.get("route"):
            rows = rows.filter(route="" if route == "-" else route)
        if contact := asked.get("contact"):
            who: Any = {MINE: self.user.pk, NOBODY: None}.get(contact, contact)
            rows = rows.filter(contact=who)
        if framework := asked.get("kader"):
            rows = rows.filter(framework=framework)
        if asked.get("laat"):
            rows = rows.filter(
                pk__in=[one.pk for one in rows.select_related("supplement") if is_late(one, at)]
            )
        return rows


def _choose(field: forms.Field, first: list[Any], others: Iterable[tuple[str, str]]) -> None:
    assert isinstance(field, forms.ChoiceField)
    field.choices = [*first, *others]


def is_late(case: Case, at: datetime) -> bool:
    """Whether its answer, or the choice of its route, should have been there."""
    response = term.response(case, at)
    return term.of(case, at).is_late or (response.is_late and not response.given)


def in_order(rows: QuerySet[Case], user: User) -> QuerySet[Case]:
    """The own ones first, then what came in longest ago; what is over after that, the newest first."""
    mine = Choose(When(contact=user, then=Value(0)), default=Value(1), output_field=IntegerField())
    over = Choose(
        When(phase_now__in=phase.OVER, then=Value(1)), default=Value(0), output_field=IntegerField()
    )
    return rows.annotate(mine=mine, over=over).order_by("over", "mine", "received_at", "pk")


@dataclass(frozen=True)
class Counts:
    open: int
    mine: int
    waiting: int
    unrouted: int
    late: int


def counts(rows: Any, user: User, at: datetime) -> Counts:
    """How many are open, of whom, and how many need a hand. One query over those open."""
    open_now = list(rows.exclude(phase_now__in=phase.OVER).select_related("supplement"))
    return Counts(
        open=len(open_now),
        mine=sum(one.contact_id == user.pk for one in open_now),
        waiting=sum(one.phase_now == Phase.WAITING for one in open_now),
        unrouted=sum(not one.route for one in open_now),
        late=sum(is_late(one, at) for one in open_now),
    )
