"""Two people at one note: what the other changed meanwhile, and what both changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from houtskool.council.models import Note
from houtskool.council.notes.content import TEXTS, Content, Section, content_from, content_of
from houtskool.records import journal
from houtskool.records.models import JournalEntry


@dataclass(frozen=True)
class Difference:
    """One text that somebody else changed: how it was, how it is now, and mine where both changed it."""

    label: str
    before: str
    now: str
    mine: str | None = None


@dataclass(frozen=True)
class Meeting:
    """My content laid over what the other saved; `both` are the texts that each of us changed."""

    content: Content
    theirs: tuple[Difference, ...]
    both: tuple[Difference, ...]


def content_at(note: Note, revision: int) -> Content:
    """The content that the note had at an earlier revision, read back from the journal.

    A personal value that was erased since is empty.
    """
    now = content_of(note)
    values = {**now.texts, "sections": note.sections}
    entries = JournalEntry.objects.about(note).prefetch_related("personal_values").order_by("-number")
    for entry in entries:
        _, after = entry.changes.get("revision", (None, None))
        if after is not None and after <= revision:
            break
        for name, (before, _) in journal.readable_changes(entry).items():
            if name in values and before is not None:
                values[name] = before
    return content_from(values)


def meet(base: Content, mine: Content, now: Content) -> Meeting:
    """Three versions of one note: both started from `base`, one saved `now`, the other wrote `mine`.

    Where only one of us changed a text, that one stands. Where both did, mine stands in the content and the
    other's is named in `both`. Sections stand in the order that was saved.
    """
    theirs: list[Difference] = []
    both: list[Difference] = []

    def judge(label: str, was: str, my: str, their: str) -> str:
        if their == was:
            return my
        if my in (was, their):
            if my == was:
                theirs.append(Difference(label, was, their))
            return their
        both.append(Difference(label, was, their, my))
        return my

    labels = {field.name: capfirst(str(field.verbose_name)) for field in Note._meta.fields}
    texts = {name: judge(labels[name], base.texts[name], mine.texts[name], now.texts[name]) for name in TEXTS}
    sections = []
    for section in now.sections:
        was, my = base.section(section.key), mine.section(section.key)
        if was is None or my is None:
            theirs.append(Difference(_label(section), "", section.text or section.title))
            sections.append(section)
            continue
        sections.append(
            replace(
                section,
                title=judge(
                    _("Titel van %(section)s") % {"section": _label(section)},
                    was.title,
                    my.title,
                    section.title,
                ),
                text=judge(_label(section), was.text, my.text, section.text),
                part=judge(
                    _("Wat er volgt op %(section)s") % {"section": _label(section)},
                    was.part,
                    my.part,
                    section.part,
                ),
            )
        )
    theirs += _order(base, now)
    removed = _("(weggehaald)")
    for gone in _gone(base, now):
        my = mine.section(gone.key)
        if my and (my.title, my.text) != (gone.title, gone.text):
            both.append(Difference(_label(gone), gone.text, removed, my.text))
        else:
            theirs.append(Difference(_label(gone), gone.text, removed))
    return Meeting(Content(texts, tuple(sections)), tuple(theirs), tuple(both))


def _gone(base: Content, now: Content) -> Iterator[Section]:
    return (section for section in base.sections if now.section(section.key) is None)


def _order(base: Content, now: Content) -> Iterator[Difference]:
    kept = {section.key for section in base.sections} & {section.key for section in now.sections}
    before, after = (
        [(one.key, one.title) for one in content.sections if one.key in kept] for content in (base, now)
    )
    if [key for key, _ in before] != [key for key, _ in after]:
        was, is_now = (", ".join(title for _, title in titles) for titles in (before, after))
        yield Difference(_("Volgorde van de paragrafen"), was, is_now)


def _label(section: Section) -> str:
    return _("Paragraaf “%(section)s”") % {"section": section.title}
