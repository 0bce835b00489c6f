"""The steps that this room knows of a contribution, out of its row and the journal's entries about it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from houtskool.inventory.models import Coding, Contribution, Quotation
from houtskool.inventory.trail import Step, Steps
from houtskool.records.journal import readable_changes
from houtskool.records.models import JournalEntry
from houtskool.records.verbs import Verb

# What is kept up by the house itself says nothing to whoever contributed.
_SILENT = {"state", "draft", "answered_at", "answered_by", "at", "by", "why", "search_text"}
# Between who contributed and the municipality, and nobody else.
_PRIVATE = {"consent", "withdrawn", "erased", "changed"}
_BEGINNINGS = {Verb.CREATED, Verb.IMPORTED, Verb.RECEIVED}


def steps(contributions: Sequence[Contribution]) -> Steps:
    """Of each contribution its steps; four queries, however many there are."""
    by_key = {str(one.pk): one for one in contributions}
    entries = (
        JournalEntry.objects.filter(object_type=Contribution._meta.label_lower, object_id__in=by_key)
        .prefetch_related("personal_values")
        .order_by("number")
    )
    about: dict[int, list[JournalEntry]] = {}
    for entry in entries:
        about.setdefault(int(entry.object_id), []).append(entry)
    quotations: dict[int, list[Quotation]] = {}
    for quotation in Quotation.objects.filter(contribution__in=contributions).order_by("at", "pk"):
        quotations.setdefault(quotation.contribution_id, []).append(quotation)
    codings: dict[int, list[Coding]] = {}
    for coding in (
        Coding.objects.filter(contribution__in=contributions).select_related("theme").order_by("at", "pk")
    ):
        codings.setdefault(coding.contribution_id, []).append(coding)
    return {
        one.pk: _one(one, about.get(one.pk, []), codings.get(one.pk, []), quotations.get(one.pk, []))
        for one in contributions
    }


def _one(
    row: Contribution, entries: list[JournalEntry], codings: list[Coding], quotations: list[Quotation]
) -> list[Step]:
    story = _Story(row)
    found = [_received(row)]
    for entry in entries:
        if entry.verb not in _BEGINNINGS:
            found += story.told(entry)
    found += story.untold(codings)
    found += [
        Step(one.at, _("Geciteerd in een stuk dat is vastgelegd"), f"quoted:{one.pk}", own=True)
        for one in quotations
    ]
    return _with_former_answers(found)


def _received(row: Contribution) -> Step:
    document = row.document.shown_name if row.document else ""
    where = ", ".join(str(one) for one in (row.gathering, row.table, document) if one)
    text = _("Ontvangen: %(where)s") % {"where": where} if where else _("Ontvangen")
    return Step(row.at, text, "received", own=True)


class _Story:
    """Goes through the entries of one contribution in their order, and knows what held before each."""

    def __init__(self, row: Contribution) -> None:
        self.row = row
        self.themes: dict[int, int] = {}  # theme → how many codings give it
        self.outcome = self.reason = ""
        self.answered = self.withdrawn = False

    def told(self, entry: JournalEntry) -> Iterator[Step]:
        changes = readable_changes(entry)
        if entry.verb == Verb.ERASED:
            yield self._step(entry, "erased", _("De woorden zijn gewist"), own=True)
        if "theme" in changes:
            yield from self._theme(entry, *changes["theme"])
        if "merged_into" in changes:
            yield from self._merge(entry, *changes["merged_into"])
        if "took_in" in changes:
            yield self._took_in(entry, *changes["took_in"])
        if "outcome" in changes or "answer" in changes:
            yield from self._answer(entry, changes)
        if "withdrawn_at" in changes:
            self.withdrawn = bool(changes["withdrawn_at"][1])
            text = (
                _("Ingetrokken: de woorden worden niet meer getoond")
                if self.withdrawn
                else _("Weer vrijgegeven")
            )
            yield self._step(entry, "withdrawn", text, own=True)
        if "consent" in changes:
            label = dict(Contribution.Consent.choices).get(changes["consent"][1], "")
            yield self._step(entry, "consent", _("Toestemming: %(what)s") % {"what": label}, own=True)
        yield from self._rest(entry, changes)

    def untold(self, codings: list[Coding]) -> Iterator[Step]:
        """What the row holds though no entry tells it: rows may come in by thousands at once."""
        row = self.row
        for coding in codings:
            if coding.theme_id not in self.themes:
                self.themes[coding.theme_id] = 1
                yield Step(coding.at, _themed(coding.theme.name), f"theme:row-{coding.theme_id}")
        if row.answered_at and not self.answered:
            yield Step(
                row.answered_at,
                _answered(row.outcome),
                f"answer:row-{row.answered_at.isoformat()}",
                row.answer,
            )
        if row.withdrawn_at and not self.withdrawn:
            text = _("Ingetrokken: de woorden worden niet meer getoond")
            yield Step(
                row.withdrawn_at,
                text,
                f"withdrawn:row-{row.withdrawn_at.isoformat()}",
                own=True,
                private=True,
            )

    def _theme(self, entry: JournalEntry, before: Any, after: Any) -> Iterator[Step]:
        """Only when the first comes or the last goes: two people may have given the same theme."""
        said = after or before
        key, title = said["theme"], said["title"]
        held = self.themes.get(key, 0)
        self.themes[key] = held + (1 if after else -1)
        if after and held <= 0:
            yield self._step(entry, "theme", _themed(title))
        elif not after and held == 1:
            yield self._step(entry, "theme", _("Thema weggehaald: %(theme)s") % {"theme": title})

    def _merge(self, entry: JournalEntry, before: Any, after: Any) -> Iterator[Step]:
        if after and before:
            return  # what it was taken together with was taken together with more
        if after:
            text = _("Samengenomen met inbreng die hetzelfde zegt; wat daarmee gebeurt, leest u hier ook")
            yield self._step(entry, "merged", text, own=True)
        else:
            yield self._step(entry, "separated", _("Staat weer apart"), own=True)

    def _took_in(self, entry: JournalEntry, before: Any, after: Any) -> Step:
        number = len(after or before or [])
        if after:
            text = ngettext(
                "Samengenomen met %(number)s ander stuk inbreng dat hetzelfde zegt",
                "Samengenomen met %(number)s andere stukken inbreng die hetzelfde zeggen",
                number,
            )
        else:
            text = ngettext(
                "%(number)s ander stuk inbreng staat weer apart",
                "%(number)s andere stukken inbreng staan weer apart",
                number,
            )
        return self._step(entry, "took-in", text % {"number": number}, own=True)

    def _answer(self, entry: JournalEntry, changes: dict[str, tuple[Any, Any]]) -> Iterator[Step]:
        if entry.verb == Verb.ERASED:
            return
        # An entry names what differs only: the reason may have stayed as it was.
        self.outcome = changes.get("outcome", (None, self.outcome))[1] or ""
        self.reason = changes.get("answer", (None, self.reason))[1] or ""
        if entry.verb == Verb.UNDONE:
            why = changes.get("why", (None, ""))[1] or ""
            yield self._step(entry, "answer", _("Antwoord teruggenomen"), note=why)
            return
        self.answered = True
        yield self._step(entry, "answer", _answered(self.outcome), note=self.reason)

    def _rest(self, entry: JournalEntry, changes: dict[str, tuple[Any, Any]]) -> Iterator[Step]:
        """Whatever else changed shows too, so that no action can be silent."""
        told = {"theme", "merged_into", "took_in", "outcome", "answer", "withdrawn_at", "consent"} | _SILENT
        if entry.verb == Verb.ERASED or not (others := [name for name in changes if name not in told]):
            return
        labels = {field.name: str(field.verbose_name) for field in Contribution._meta.concrete_fields}
        what = ", ".join(labels.get(name, name) for name in others)
        yield self._step(entry, "changed", _("Bijgewerkt: %(what)s") % {"what": what}, own=True)

    def _step(self, entry: JournalEntry, kind: str, text: str, *, note: str = "", own: bool = False) -> Step:
        private = kind in _PRIVATE
        return Step(
            entry.at, capfirst(text), f"{kind}:{entry.number}", note, own=own or private, private=private
        )


def _themed(title: str) -> str:
    return _("Thema: %(theme)s") % {"theme": title}


def _answered(outcome: str) -> str:
    label = str(dict(Contribution.Outcome.choices).get(outcome, ""))
    return _("Antwoord: %(outcome)s") % {"outcome": label} if label else _("Antwoord")


def _with_former_answers(found: list[Step]) -> list[Step]:
    """Every answer but the last is a former one."""
    answers = [step for step in found if step.key.startswith("answer:")]
    return [replace(step, former=True) if step in answers[:-1] else step for step in found]
