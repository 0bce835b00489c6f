"""The form of a gathering."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from houtskool.kernel.vaguedate import Period
from houtskool.process.models import Gathering
from houtskool.process.period_forms import PlannedForm
from houtskool.records import editing
from houtskool.records.journal import Fields
from houtskool.web.forms import DayField

TIME = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class GatheringForm(PlannedForm):
    """A gathering: its period in words, and once the day is known the day with its times.

    Of a gathering that is there it remembers what it was opened with, so that nobody overwrites
    another unseen.
    """

    day = DayField(label=_("Dag"), required=False)
    starts = forms.TimeField(label=_("Begint om"), required=False, widget=TIME)
    ends = forms.TimeField(label=_("Eindigt om"), required=False, widget=TIME)
    reply_by = DayField(label=_("Aanmelden tot en met"), required=False)
    tell = forms.BooleanField(
        label=_("Mail de genodigden als dag, tijd of plaats verandert"), required=False, initial=True
    )
    opened = forms.CharField(widget=forms.HiddenInput, required=False)
    field_order = (
        *("kind", "title", "themes", "planned", "day", "starts", "ends", "real", "place", "programme"),
        *("guide", "capacity", "reply_by", "remind_days", "open_to_councillors", "words_to_invited"),
    )

    class Meta:
        model = Gathering
        fields = (
            *("kind", "title", "themes", "place", "programme", "guide", "capacity", "reply_by"),
            *("remind_days", "open_to_councillors", "words_to_invited"),
        )
        widgets = {
            "themes": forms.CheckboxSelectMultiple,
            "programme": forms.Textarea(attrs={"rows": 5}),
            "guide": forms.Textarea(attrs={"rows": 6, "data-kinds": "interview"}),
            "words_to_invited": forms.Textarea(attrs={"rows": 4}),
        }
        help_texts = {
            "themes": _("Waarover het gaat. Thema’s van de tafels hoeft u hier niet te herhalen."),
            "guide": _("De vragen van een interview, elk op een eigen regel."),
            "capacity": _("Laat leeg als iedereen erbij kan. Is het vol, dan komt er een wachtlijst."),
            "remind_days": _("Zoveel dagen vooraf gaat er vanzelf een herinnering uit. Leeg: geen."),
            "open_to_councillors": _("Zij melden zich aan vanaf de pagina van de bijeenkomst."),
            "words_to_invited": _("Staat bovenaan de uitnodiging, boven dag, tijd en plaats."),
        }

    # What of the row this form shows, under the names of the row.
    shown = (
        *Meta.fields,
        *("starts_at", "ends_at", "planned_words", "planned_start", "planned_end"),
        *("real_words", "real_start", "real_end"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            del self.fields["opened"], self.fields["tell"]
        elif not self.is_bound:
            self.initial["opened"] = editing.sign(self.instance, editing.opened(self.instance, self.shown))
        for name, moment in (("starts", self.instance.starts_at), ("ends", self.instance.ends_at)):
            if moment:
                local = timezone.localtime(moment)
                self.initial.update({"day": local.date(), name: local.time()})

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        day, starts, ends = (cleaned.get(name) for name in ("day", "starts", "ends"))
        if (starts or ends) and not day and "day" not in self.errors:
            self.add_error("day", _("Kies ook de dag, of laat de tijden leeg."))
        if ends and not starts and "starts" not in self.errors:
            self.add_error("starts", _("Vul ook in hoe laat het begint."))
        if starts and ends and ends <= starts:
            self.add_error("ends", _("De eindtijd ligt vóór de begintijd."))
        if day and (reply_by := cleaned.get("reply_by")) and reply_by > day:
            self.add_error("reply_by", _("Dit is na de bijeenkomst. Kies een dag ervoor, of die dag zelf."))
        if self.errors:
            return cleaned
        self.instance.starts_at = _moment(day, starts)
        self.instance.ends_at = _moment(day, ends)
        if day:
            self._settle_day(day)
        return cleaned

    def _settle_day(self, day: date) -> None:
        """The period says the day when it said nothing; what contradicts it is asked back."""
        planned = self.instance.planned
        if planned is None:
            # Kept, and read again as a period: so in Dutch, whatever the visitor reads.
            with translation.override("nl"):
                self.instance.planned = Period(date_format(day, "j F Y"), day, day)
        elif not (planned.start or day) <= day <= (planned.end or day):
            self.add_error(
                "day",
                _("Bij “Gepland” staat “%(words)s”; deze dag valt daarbuiten. Pas een van beide aan.")
                % {"words": planned.text},
            )

    def clean_opened(self) -> Fields | None:
        signed = self.cleaned_data["opened"]
        return editing.read(self.instance, signed) if signed else None

    def links(self) -> dict[str, list[Any]]:
        return {"themes": list(self.cleaned_data["themes"])}

    def refuse(self, refusal: forms.ValidationError) -> None:
        """Show what an action refused beside the field that a reader knows it by."""
        if isinstance(refusal, editing.Meanwhile):
            # The reader sees these values now, so that saving once more is a choice.
            data: Any = self.data
            self.data = data = data.copy()
            data["opened"] = editing.sign(self.instance, self.cleaned_data["opened"] | refusal.stored)
        if not hasattr(refusal, "error_dict"):
            self.add_error(None, refusal)
            return
        for name, problems in refusal.error_dict.items():
            known = _FORM_NAMES.get(name, name)
            self.add_error(known if known in self.fields else None, problems)


_FORM_NAMES = {"starts_at": "day", "ends_at": "ends", "planned_words": "planned", "real_words": "real"}


def _moment(day: date | None, time: time | None) -> datetime | None:
    """That time of that day, here."""
    return timezone.make_aware(datetime.combine(day, time)) if day and time else None
