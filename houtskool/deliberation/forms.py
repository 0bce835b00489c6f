"""Forms of staff: a conversation, its statements, its doors."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from houtskool.deliberation.models import Conversation, Door, Statement
from houtskool.deliberation.models.statements import MOST_CHARACTERS
from houtskool.process.models import Gathering, Process
from houtskool.records.edited_form import EditedForm
from houtskool.sector.models import StakeholderGroup

_TEXT = {"rows": 4}


def groups() -> Any:
    """Whom to invite, and to which a participant may say to belong."""
    return StakeholderGroup.objects.all().current().stakeholders()


class MomentField(forms.DateTimeField):
    """A day and a time, with the browser's own picker."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(widget=widget, **kwargs)


class ConversationForm(EditedForm):
    """What is asked, of whom, from when to when. A new one names its process and its groups too."""

    groups = forms.ModelMultipleChoiceField(
        StakeholderGroup.objects.none(),
        label=_("Welke groepen"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Alleen bij ‘genodigde groepen’. Elke groep krijgt een eigen link."),
    )
    opens_at = MomentField(
        label=_("Gaat open"),
        required=False,
        help_text=_("Leeg: u opent het gesprek zelf, met één druk op de knop."),
    )
    closes_at = MomentField(
        label=_("Gaat dicht"), required=False, help_text=_("Leeg: u sluit het gesprek zelf.")
    )

    class Meta:
        model = Conversation
        fields = (
            *("process", "title", "text", "audience", "gathering", "groups", "opens_at", "closes_at"),
            *("may_add", "moderation", "asks_group", "map_from", "title_en", "text_en"),
        )
        widgets = {
            "text": forms.Textarea(attrs=_TEXT),
            "text_en": forms.Textarea(attrs=_TEXT),
            "audience": forms.RadioSelect,
            "moderation": forms.RadioSelect,
        }
        help_texts = {
            "title": _("Zoals een deelnemer haar leest: ‘Wat heeft een sociale onderneming nodig?’"),
            "text": _("Waarom u dit vraagt, en wat er met de uitkomst gebeurt."),
            "title_en": _("Voor wie de pagina in het Engels leest. Leeg: de Nederlandse vraag."),
            "map_from": _(
                "Minder mensen zijn te herkennen; daaronder ziet niemand een kaart. Hoogstens 200."
            ),
        }

    def __init__(self, *args: Any, processes: Any, at: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        new = self.instance.pk is None
        for name, rows, empty in (
            ("process", processes, None),
            ("gathering", self._gatherings(processes), _("geen")),
            ("groups", groups(), None),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = rows
            field.empty_label = empty
        if not new:
            del self.fields["process"], self.fields["groups"]
            if self.instance.has_opened(at):
                del self.fields["opens_at"]
            if self.instance.is_over(at):
                del self.fields["closes_at"]
        elif processes.count() == 1:
            self.initial.setdefault("process", processes.first().pk)

    def _gatherings(self, processes: Any) -> Any:
        rows = Gathering.objects.filter(process__in=processes)
        return rows if self.instance.pk is None else rows.filter(process=self.instance.process_id)

    def clean_map_from(self) -> int:
        number: int = self.cleaned_data["map_from"]
        if not 7 <= number <= 200:
            raise ValidationError(gettext("Kies een getal van 7 tot 200."))
        return number


class StatementForm(EditedForm):
    """One statement. `asks` holds what the writer should look at, until `sure` says that it may stay."""

    sure = forms.BooleanField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Statement
        fields = ("words", "words_en")
        widgets = {
            "words": forms.Textarea(attrs={"rows": 3}),
            "words_en": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "words": _("Eén zin waar iemand het mee eens of oneens kan zijn; hoogstens %(number)s tekens.")
            % {"number": MOST_CHARACTERS},
        }

    def remembered(self) -> list[str]:
        return ["words", "words_en"]


class ManyForm(forms.Form):
    """Several statements, one on each line."""

    nothing_required = True

    lines = forms.CharField(
        label=_("Stellingen, elk op een eigen regel"),
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("Zet er het Engels achter als u dat hebt, met | ertussen."),
        error_messages={"required": _("Schrijf minstens één stelling op.")},
    )
    sure = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def clean_lines(self) -> list[tuple[str, str]]:
        found, wrong = [], []
        rows = self.cleaned_data["lines"].splitlines()
        for number, row in enumerate(rows, start=1):
            dutch, _bar, english = (" ".join(part.split()) for part in row.partition("|"))
            if not dutch and not english:
                continue
            if not dutch:
                wrong.append(gettext("Regel %(line)s: het Nederlands ontbreekt.") % {"line": number})
            elif max(len(dutch), len(english)) > MOST_CHARACTERS:
                text = gettext("Regel %(line)s is te lang: hoogstens %(number)s tekens.")
                wrong.append(text % {"line": number, "number": MOST_CHARACTERS})
            found.append((dutch, english))
        if wrong:
            raise ValidationError(wrong)
        if len(found) > 100:
            raise ValidationError(gettext("Hoogstens honderd stellingen tegelijk."))
        return found


class BecauseForm(forms.Form):
    """The reason of something that is taken away."""

    because = forms.CharField(
        label=_("Waarom"),
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Schrijf de reden op.")},
    )


class DoorForm(forms.ModelForm[Door]):
    class Meta:
        model = Door
        fields = ("name", "limit", "invited")
        help_texts = {
            "limit": _("Elk toestel telt één keer. Leeg: geen grens."),
            "invited": _("Zo is te zien welk deel meedeed. Leeg: onbekend."),
        }


class NewDoorForm(forms.Form):
    """A door for each chosen group, or one for whoever has the link."""

    nothing_required = True

    groups = forms.ModelMultipleChoiceField(
        StakeholderGroup.objects.none(),
        label=_("Groepen die een eigen link krijgen"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    name = forms.CharField(
        label=_("Of een link met een naam van uzelf"),
        required=False,
        max_length=120,
        help_text=_("Bijvoorbeeld ‘In de zaal’ of ‘Nieuwsbrief’."),
    )
    limit = forms.IntegerField(
        label=_("Hoogstens zoveel deelnemers"), required=False, min_value=1, max_value=1_000_000
    )

    def __init__(self, *args: Any, conversation: Conversation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["groups"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        standing = conversation.doors.filter(withdrawn_at=None, group__isnull=False)
        field.queryset = groups().exclude(pk__in=standing.values("group"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not (cleaned.get("groups") or cleaned.get("name", "").strip()):
            raise ValidationError(gettext("Kies een groep, of geef de link een naam."))
        return cleaned


def processes_for(user: Any) -> Any:
    return Process.objects.visible_to(user)
