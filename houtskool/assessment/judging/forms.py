"""What is asked of who asks assessors, and of an assessor per criterion."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from houtskool.accounts.models import User
from houtskool.assessment.judging.asked import Asked
from houtskool.assessment.models import Assignment, Judgement
from houtskool.assessment.scale_text import number
from houtskool.sector.models import Domain
from houtskool.web.forms import DayField

BETWEEN = "between"
_SCORE = "score:"


class ScoreField(forms.CharField):
    """A number with a comma or a point; None where nothing was given."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            required=False, max_length=20, widget=forms.TextInput(attrs={"inputmode": "decimal"}), **kwargs
        )

    def clean(self, value: Any) -> Decimal | None:
        words = super().clean(value).replace(",", ".")
        if not words:
            return None
        try:
            found = Decimal(words)
        except InvalidOperation:
            found = Decimal("nan")
        if not found.is_finite():
            raise forms.ValidationError(_("Schrijf de score als getal, zoals 7 of 7,5."))
        if found != round(found, 4):
            raise forms.ValidationError(_("Schrijf de score met ten hoogste vier cijfers achter de komma."))
        return found


class JudgementForm(forms.Form):
    """What an assessor gives on one criterion. `given` is mark and score; an empty form is a fine draft."""

    nothing_required = True
    choice = forms.ChoiceField(label=gettext_lazy("Uw oordeel"), required=False, widget=forms.RadioSelect)
    between = ScoreField(label=gettext_lazy("Score ertussen"))
    reason = forms.CharField(
        label=gettext_lazy("Reden"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    evidence = forms.CharField(
        label=gettext_lazy("Waaruit dat blijkt"),
        required=False,
        max_length=10_000,
        help_text=gettext_lazy("Bijvoorbeeld het bewijsstuk en de bladzijde, of een gesprek."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(
        self, data: Any = None, *, asked: Asked, given: Judgement | None = None, prefix: str | None = None
    ) -> None:
        self.asked = asked
        super().__init__(
            data, prefix=prefix or asked.key, initial=_initial(asked, given), use_required_attribute=False
        )
        choices = [(f"{_SCORE}{score.normalize():f}", words) for score, words in _worded(asked)]
        if asked.between:
            last = _("een score ertussen") if asked.anchors else _("een score")
            choices.append((BETWEEN, last))
            field = self.fields["between"]
            field.label = _("Score ertussen") if asked.anchors else _("Score")
            if asked.anchors:
                first, last_score = asked.anchors[0][0], asked.anchors[-1][0]
                field.help_text = _("Een getal tussen %(first)s en %(last)s.") % {
                    "first": number(float(first)),
                    "last": number(float(last_score)),
                }
        else:
            del self.fields["between"]
        marks = (Judgement.Mark.UNKNOWN, Judgement.Mark.NOT_APPLICABLE)
        choices += [(mark.value, str(mark.label)) for mark in marks]
        self.fields["choice"].choices = choices  # type: ignore[attr-defined]  # it is a ChoiceField

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        choice, between = cleaned.get("choice", ""), cleaned.get("between")
        if not choice and between is not None:
            choice = cleaned["choice"] = BETWEEN
        if choice == BETWEEN:
            if between is None and "between" not in self.errors:
                self.add_error("between", _("Vul de score in, of kies een van de andere mogelijkheden."))
            elif between is not None and (problem := self.asked.problem(between)):
                self.add_error("between", problem)
        return cleaned

    @property
    def given(self) -> tuple[str, Decimal | None]:
        """Mark and score; "" and None while nothing was chosen."""
        choice = self.cleaned_data.get("choice", "")
        if choice == BETWEEN:
            return Judgement.Mark.SCORE.value, self.cleaned_data["between"]
        if choice.startswith(_SCORE):
            return Judgement.Mark.SCORE.value, Decimal(choice.removeprefix(_SCORE))
        return choice, None


def _worded(asked: Asked) -> list[tuple[Decimal, str]]:
    return [
        (score, f"{number(float(score))}: {words}" if words else number(float(score)))
        for score, words in asked.anchors
    ]


def _initial(asked: Asked, given: Judgement | None) -> dict[str, Any]:
    if given is None:
        return {}
    initial: dict[str, Any] = {"reason": given.reason, "evidence": given.evidence, "choice": given.mark}
    if given.score is not None:
        if any(score == given.score for score, _words in asked.anchors):
            initial["choice"] = f"{_SCORE}{given.score.normalize():f}"
        else:
            initial["choice"], initial["between"] = BETWEEN, number(float(given.score))
    return initial


class ModerationForm(JudgementForm):
    """What an assessor gives after the talk; left as it was, nothing is added."""

    def __init__(self, data: Any = None, *, asked: Asked, given: Judgement | None, prefix: str) -> None:
        super().__init__(data, asked=asked, given=given, prefix=prefix)
        del self.fields["evidence"]
        self.fields["choice"].label = _("Oordeel na overleg")
        self.fields["reason"].label = _("Waarom na overleg zo")
        if given is None or not given.moderated:
            self.initial["reason"] = ""


class InterestForm(forms.Form):
    nothing_required = True
    interest = forms.CharField(
        label=gettext_lazy("Welk belang heeft u, of waarom treedt u terug?"),
        help_text=gettext_lazy(
            "Bijvoorbeeld: ik zit in het bestuur van de aanvrager. Wie de hulpvraag behandelt, leest dit."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
    )


class DueForm(forms.Form):
    nothing_required = True
    due_on = DayField(label=gettext_lazy("Inleveren tot en met"))


class AskForm(DueForm):
    """Whom to ask: a tick and a domain per person; and until when."""

    def __init__(self, *args: Any, people: Iterable[User], domains: Iterable[Domain], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = list(people)
        self.domains = {str(one.pk): one for one in domains}
        choices = [("", _("geen")), *((key, str(one)) for key, one in self.domains.items())]
        for user in self.people:
            self.fields[f"ask-{user.pk}"] = forms.BooleanField(
                label=_("Vraag %(name)s") % {"name": user}, required=False
            )
            self.fields[f"domain-{user.pk}"] = forms.ChoiceField(
                label=_("Vanuit welk beleidsdomein vraagt u %(name)s?") % {"name": user},
                choices=choices,
                required=False,
            )

    @property
    def chosen(self) -> list[tuple[User, Domain | None]]:
        data = self.cleaned_data
        return [
            (user, self.domains.get(data.get(f"domain-{user.pk}", "")))
            for user in self.people
            if data.get(f"ask-{user.pk}")
        ]

    def rows(self) -> list[tuple[User, Any, Any]]:
        return [(user, self[f"ask-{user.pk}"], self[f"domain-{user.pk}"]) for user in self.people]


def candidates(case_pk: int, roles: Iterable[str]) -> list[User]:
    """Who can still be asked, with how much each has open (`open_now`) and the domain asked from last."""
    open_now = Assignment.objects.open().filter(case__closed_at=None, user=models.OuterRef("pk")).order_by()
    last = Assignment.objects.filter(user=models.OuterRef("pk")).exclude(domain=None).order_by("-at")
    found = (
        User.objects.filter(is_active=True, grants__role__in=list(roles))
        .exclude(pk__in=Assignment.objects.filter(case=case_pk).values("user"))
        .distinct()
        .prefetch_related("grants")
        .annotate(
            open_now=models.functions.Coalesce(
                models.Subquery(open_now.values("user").annotate(n=models.Count("pk")).values("n")), 0
            ),
            last_domain=models.Subquery(last.values("domain")[:1]),
        )
    )
    return list(found.order_by("name", "email"))
