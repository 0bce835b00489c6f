"""All statements of a result, chosen and ordered by the reader."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from houtskool.deliberation.result import Line, Result

CHOICES = [
    ("", gettext_lazy("alle stellingen")),
    ("shared", gettext_lazy("wat iedereen deelt")),
    ("divides", gettext_lazy("wat verdeelt")),
    ("certain", gettext_lazy("alleen wat zeker is")),
    ("few", gettext_lazy("met te weinig stemmen")),
]
ORDERS = [
    ("", gettext_lazy("nummer")),
    ("agree", gettext_lazy("meeste eens")),
    ("disagree", gettext_lazy("meeste oneens")),
    ("divides", gettext_lazy("meest verdeeld")),
    ("spread", gettext_lazy("grootste verschil tussen groepen")),
    ("votes", gettext_lazy("meeste stemmen")),
]


class ListForm(forms.Form):
    nothing_required = True

    search = forms.CharField(label=gettext_lazy("Zoek in de stellingen"), required=False, max_length=100)
    show = forms.ChoiceField(label=gettext_lazy("Laat zien"), choices=CHOICES, required=False)
    order = forms.ChoiceField(label=gettext_lazy("Op volgorde van"), choices=ORDERS, required=False)

    def __init__(self, *args: Any, result: Result | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["search"].help_text = _("Een woord uit de stelling, of haar nummer")


def lines(result: Result, form: ListForm) -> list[Line]:
    """A wrong choice counts as none."""
    form.is_valid()
    wanted = getattr(form, "cleaned_data", {})
    word = str(wanted.get("search") or "").strip().casefold()
    found = [
        line
        for line in result.lines
        if (not word or word in line.words.text.casefold() or word == str(line.number))
        and _fits(line, str(wanted.get("show") or ""))
    ]
    order = str(wanted.get("order") or "")
    return sorted(found, key=lambda line: (-_measure(line, order), line.number))


def _fits(line: Line, show: str) -> bool:
    if show == "shared":
        return line.consensus != 0
    if show == "divides":
        return (line.told["divides"] or 0) >= 0.5
    return not show or line.level == show


def _measure(line: Line, order: str) -> float:
    """What comes first is greatest; what is not known comes last."""
    share = line.share
    if share is None or not order:
        return -1.0 if order else 0.0
    return {
        "agree": float(share.percent[0]),
        "disagree": float(share.percent[1]),
        "divides": float(line.told["divides"] or 0),
        "spread": float(line.spread if line.spread is not None else -1),
        "votes": float(share.votes),
    }[order]
