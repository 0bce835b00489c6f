"""What the list of contributions can be narrowed by; one question gives the list and its export."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import models
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from houtskool.accounts.models import User
from houtskool.inventory import consent, search
from houtskool.inventory.models import Contribution
from houtskool.inventory.models.contributions import ContributionQuerySet
from houtskool.inventory.search_text import Query, parse
from houtskool.process.models import Gathering, Process, Table
from houtskool.records.models import ImportBatch, JournalEntry
from houtskool.sector.models import StakeholderGroup, Theme

ORDERS = {
    "-at": ("-at", "-pk"),
    "at": ("at", "pk"),
    "-said_on": ("-said_on", "-pk"),
    "said_on": ("said_on", "pk"),
}
NONE = "none"
_ALL = ("", _("alle"))
_Choices = list[tuple[str, Any]]


class FilterForm(forms.Form):
    """The search field and the filters, sent with GET. An answer that is not on offer narrows nothing."""

    nothing_required = True

    q = forms.CharField(
        label=_("Zoek in de woorden"),
        required=False,
        max_length=500,
        help_text=_(
            "Alle woorden moeten erin staan. Met “aanhalingstekens” precies zo; met -woord juist niet."
        ),
    )
    process = forms.ChoiceField(label=_("Proces"), required=False)
    gathering = forms.ChoiceField(label=_("Bijeenkomst"), required=False)
    table = forms.ChoiceField(label=_("Tafel"), required=False)
    group = forms.ChoiceField(label=_("Groep"), required=False)
    theme = forms.ChoiceField(label=_("Thema"), required=False)
    kind = forms.ChoiceField(label=_("Soort"), required=False)
    state = forms.ChoiceField(label=_("Stand"), required=False)
    consent = forms.ChoiceField(label=_("Toestemming"), required=False)
    missing = forms.ChoiceField(
        label=_("Wat ontbreekt"),
        required=False,
        choices=[_ALL, ("theme", _("zonder thema")), ("answer", _("zonder antwoord"))],
    )

    batch = forms.ChoiceField(label=_("Import"), required=False)

    merged = forms.ChoiceField(
        label=_("Samengevoegde inbreng"),
        required=False,
        choices=[("", _("ook")), ("no", _("niet, alleen waarin zij voortleeft"))],
    )

    def __init__(self, data: Any, *, user: User) -> None:
        super().__init__(data, auto_id="filter-%s")
        self.fields["q"].widget.input_type = "search"
        processes = Process.objects.visible_to(user)
        gatherings = Gathering.objects.filter(process__in=processes)
        if str(self.data.get("process", "")).isdecimal():
            gatherings = gatherings.filter(process=self.data["process"])
        tables = Table.objects.none()
        if str(self.data.get("gathering", "")).isdecimal():
            tables = Table.objects.visible_to(user).filter(gathering=self.data["gathering"])
        self._offer("process", processes.values_list("pk", "title"))
        self._offer("gathering", gatherings.values_list("pk", "title"))
        self._offer("table", tables.values_list("pk", "name"))
        groups = StakeholderGroup.objects.all().current().values_list("pk", "name")
        self._offer("group", [*groups, (NONE, _("groep onbekend"))])
        self._offer("theme", Theme.objects.all().current().values_list("pk", "name"))
        self._offer("kind", Contribution.Kind.choices)
        self._offer("state", Contribution.State.choices)
        self._offer("consent", [*Contribution.Consent.choices, ("withdrawn", _("ingetrokken"))])
        self._offer("batch", _batch(self.data.get("batch", ""), user))
        for name in ("gathering", "table", "batch"):
            if len(self.offered(name)) == 1:
                del self.fields[name]

    def _offer(self, name: str, choices: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [_ALL, *((str(value), label) for value, label in choices)]

    def offered(self, name: str) -> _Choices:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        return list(field.choices)  # type: ignore[arg-type]  # pairs, not groups

    @property
    def asked(self) -> dict[str, str]:
        """What was chosen and can be answered; of what was typed nothing else."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def query(self) -> Query:
        return parse(self.asked.get("q", ""))

    def narrowed(self, rows: ContributionQuerySet, user: User) -> ContributionQuerySet:
        asked = self.asked
        for name in ("process", "gathering", "table", "kind", "state"):
            if name in asked:
                rows = rows.filter(**{name: asked[name]})
        if "batch" in asked:
            rows = rows.filter(pk__in=_came_in(asked["batch"]))
        if asked.get("group") == NONE:
            rows = rows.filter(group=None)
        elif "group" in asked:
            rows = rows.of_group(asked["group"])
        if "theme" in asked:
            rows = rows.with_theme(asked["theme"])
        if asked.get("consent") == "withdrawn":
            rows = rows.exclude(withdrawn_at=None)
        elif "consent" in asked:
            rows = rows.filter(consent=asked["consent"], withdrawn_at=None)
        if asked.get("merged") == "no":
            rows = rows.standing()
        if asked.get("missing") == "theme":
            rows = rows.without_theme()
        if asked.get("missing") == "answer":
            rows = rows.without_answer()
        if "q" in asked:
            rows = search.find(rows, self.query, consent.audience(user))
        return rows


def _batch(number: str, user: User) -> _Choices:
    """The one import that was asked for by its address; nobody looks for one in a list of them."""
    if not (number.isascii() and number.isdecimal() and len(number) < 19):
        return []
    found = ImportBatch.objects.visible_to(user).filter(pk=number, kind="contributions")
    return [(str(one.pk), one.upload.name) for one in found.select_related("upload")]


def _came_in(batch: str) -> models.QuerySet[JournalEntry, Any]:
    """The numbers of what an import added or changed."""
    entries = JournalEntry.objects.filter(batch_id=batch, object_type=Contribution._meta.label_lower)
    return entries.annotate(number_of=Cast("object_id", models.BigIntegerField())).values("number_of")
