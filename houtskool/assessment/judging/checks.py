"""What `houtskool verify` asks of judgements: do they still say what was handed in?"""

from __future__ import annotations

from collections.abc import Iterator

from houtskool.assessment.models import Judgement
from houtskool.records import journal
from houtskool.records.models import JournalEntry
from houtskool.records.verbs import Verb
from houtskool.records.verification import Finding


def judgements_are_as_handed_in() -> Iterator[Finding]:
    """Each against what the journal kept of it when it was handed in; what was erased there is not held."""
    entries = JournalEntry.objects.filter(object_type=Judgement._meta.label_lower, verb=Verb.CREATED)
    written = {entry.object_id: entry for entry in entries.prefetch_related("personal_values")}
    handed_in = Judgement.objects.filter(assignment__handed_in_at__isnull=False, moderated=False)
    for row in handed_in.select_related("assignment").iterator(500):
        place = f"oordeel {row.pk} over {row.criterion} (hulpvraag {row.assignment.case_id})"
        entry = written.get(str(row.pk))
        if entry is None:
            yield Finding(place, "het journaal weet niet dat dit is ingeleverd.")
        elif wrong := sorted(_changed(row, entry)):
            yield Finding(place, f"is veranderd na het inleveren: {', '.join(wrong)}.")


def _changed(row: Judgement, entry: JournalEntry) -> Iterator[str]:
    now = journal.snapshot(row)
    salts = {one.field: one.salt for one in entry.personal_values.all() if one.side == "after"}
    for name in row.personal:
        stored = entry.changes.get(name, [None, None])[1]
        if not isinstance(stored, dict):
            same = (stored or None) == (now[name] or None)
        else:
            same = name not in salts or journal.digest(now[name], salts[name]) == stored["digest"]
        if not same:
            yield str(Judgement._meta.get_field(name).verbose_name)  # type: ignore[union-attr]  # a field, no relation
