"""What is still to be filled in on a note: what must be there to adopt it, and what a reader would miss."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from houtskool.council.models import Attachment, Note
from houtskool.council.notes import live, markup, quoting
from houtskool.process.models import Gathering, Step
from houtskool.web.language import Text

_MUST = {
    "subject": _("Het onderwerp is nog leeg."),
    "key_message": _("De kernboodschap is nog leeg."),
    "treatment": _("Er is nog niet gekozen hoe de raad dit stuk behandelt."),
    "decision_points": _("Er staat nog geen besluit in."),
}
_SHOULD = {
    "number": _("Er is nog geen nummer. Vaststellen kan zonder, maar dan komt het er niet meer in."),
    "holders": _("Er is nog geen portefeuillehouder."),
    "department": _("Er is nog geen afdeling."),
    "author": _("Er is nog geen auteur."),
    "committee": _("Er is nog geen commissie of raad die het stuk krijgt."),
    "treatment_reason": _("Er staat nog niet waarom de raad het stuk zo behandelt."),
}


@dataclass(frozen=True)
class Gap:
    """Something that is still open, and where to fill it; `must`: without it the note is not adopted."""

    text: Text
    url: str
    remedy: Text
    must: bool = False


class Gaps(list[Gap]):
    """What must be filled in first, then what may stay open, each in the order of the note."""

    @property
    def must(self) -> list[Gap]:
        return [gap for gap in self if gap.must]

    @property
    def hints(self) -> list[Gap]:
        return [gap for gap in self if not gap.must]


def gaps(note: Note, at: date) -> Gaps:
    """Everything that is open on the note. Fetches what compose fetches."""
    live.fetch(note.process)
    attachments = list(note.attachments.all())
    found = [*_texts(note), *_sections(note), *_annexes(note, attachments)]
    parts = {section["part"] for section in note.sections}
    if parts & {Note.Part.PLANNING, Note.Part.GATHERINGS}:
        found += _planning(note, at)
    if Note.Part.COMMITMENTS in parts:
        found += _commitments(note)
    found += _decisions(note, at)
    return Gaps(sorted(found, key=lambda gap: not gap.must))


def _texts(note: Note) -> Iterator[Gap]:
    edit = reverse("council:edit-note", args=[note.pk])
    for name, sentence in (_MUST | _SHOULD).items():
        value = getattr(note, name)
        empty = not (markup.points(value) if name == "decision_points" else value.strip())
        if empty:
            yield Gap(sentence, f"{edit}#id_{name}", gettext("Vul dit in"), must=name in _MUST)


def _sections(note: Note) -> Iterator[Gap]:
    edit = reverse("council:edit-note", args=[note.pk])
    for section in note.sections:
        where = f"{edit}#paragraaf-{section['key']}"
        if not section["title"]:
            yield Gap(
                gettext("Een paragraaf heeft nog geen titel."), where, gettext("Geef een titel"), must=True
            )
        elif not section["text"].strip() and not section["part"]:
            yield Gap(
                gettext("De paragraaf “%(section)s” is nog leeg.") % {"section": section["title"]},
                where,
                gettext("Schrijf de paragraaf"),
            )
    for name, number in quoting.misplaced(note):
        label = Note._meta.get_field(name).verbose_name  # type: ignore[union-attr]  # a field of our own
        yield Gap(
            gettext("In %(field)s kan geen citaat staan: inbreng %(number)s.")
            % {"field": label, "number": number},
            f"{edit}#id_{name}",
            gettext("Zet het citaat in een paragraaf"),
            must=True,
        )
    for key, number, known in quoting.wrong(note, quoting.quoted(note)):
        why = gettext("Inbreng %(number)s mag niet geciteerd worden.")
        if not known:
            why = gettext("Inbreng %(number)s is er niet in dit proces.")
        where = f"{edit}#paragraaf-{key}"
        yield Gap(
            why % {"number": number},
            where,
            gettext("Kies een ander citaat"),
            must=True,
        )


def _annexes(note: Note, attachments: Sequence[Attachment]) -> Iterator[Gap]:
    for attachment in attachments:
        if not attachment.upload_id:
            yield Gap(
                gettext("De bijlage “%(attachment)s” is nog niet bijgevoegd.")
                % {"attachment": attachment.title},
                f"{note.get_absolute_url()}#bijlagen",
                gettext("Voeg het bestand toe"),
            )


def _planning(note: Note, at: date) -> Iterator[Gap]:
    parts: list[Step | Gathering] = [*note.process.steps.all(), *note.process.gatherings.all()]
    for one in parts:
        word = "stap" if isinstance(one, Step) else "bijeenkomst"
        change = reverse("process:change", args=[word, one.pk])
        if one.planned and one.is_late(at):
            yield Gap(
                gettext("Gepland voor %(when)s, maar niemand schreef op dat het gebeurde: %(what)s.")
                % {"when": live.when(one.planned), "what": live.with_place(one)},
                change,
                gettext("Vul in wanneer het werkelijk was"),
            )
        elif one.period is None:
            yield Gap(
                gettext("Nog niet gepland: %(what)s.") % {"what": live.with_place(one)},
                change,
                gettext("Vul in wanneer"),
            )


def _commitments(note: Note) -> Iterator[Gap]:
    for commitment in note.process.commitments.all():
        if commitment.is_open and not commitment.has_term:
            yield Gap(
                gettext("Zonder termijn: %(text)s") % {"text": commitment.text},
                reverse("process:change", args=["toezegging", commitment.pk]),
                gettext("Spreek een termijn af"),
            )


def _decisions(note: Note, at: date) -> Iterator[Gap]:
    found = live.decisions_before(note.process, at)
    if not found:
        yield Gap(
            gettext("Er zijn nog geen eerdere besluiten."),
            reverse("process:add", args=[note.process_id, "besluit"]),
            gettext("Voeg een besluit toe"),
        )
    for decision in found:
        if not decision.body or not decision.period_words:
            missing = f" {gettext('en')} ".join(
                word
                for word, there in (
                    (gettext("wie besliste"), decision.body),
                    (gettext("wanneer"), decision.period_words),
                )
                if not there
            )
            yield Gap(
                gettext("Niet ingevuld is %(missing)s: %(text)s")
                % {"missing": missing, "text": decision.text},
                reverse("process:change", args=["besluit", decision.pk]),
                gettext("Vul het besluit aan"),
            )
