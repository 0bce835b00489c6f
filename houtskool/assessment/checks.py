"""What `houtskool verify` asks of the versions of a framework: do they still read as they were frozen?"""

from __future__ import annotations

from collections.abc import Iterator

from houtskool.assessment.models import FrameworkVersion
from houtskool.records.models import JournalEntry
from houtskool.records.verification import Finding


def versions_are_whole() -> Iterator[Finding]:
    """The content against its hash, the row against the journal, and every row that the journal knows of."""
    written = {
        entry.object_id: entry.changes
        for entry in JournalEntry.objects.filter(object_type=FrameworkVersion._meta.label_lower)
    }
    for version in FrameworkVersion.objects.iterator(20):
        row = f"versie {version.number} van afwegingskader {version.framework_id} (rij {version.pk})"
        if not version.is_whole:
            yield Finding(row, "de vastgelegde tekst is veranderd: zij past niet bij haar hash.")
        changes = written.get(str(version.pk))
        if changes is None:
            yield Finding(row, "het journaal weet niet van deze versie.")
            continue
        kept = {
            "sha256": version.sha256,
            "stage": version.stage,
            "body": version.body,
            "number": version.number,
            "on": version.on.isoformat(),
            "decision_number": version.decision_number,
        }
        # What is empty at the start leaves no trace in the journal: there is no difference to note.
        wrong = [name for name, value in kept.items() if changes.get(name, [None, ""])[1] != value]
        if wrong:
            yield Finding(row, f"staat anders in het journaal: {', '.join(wrong)}.")
    known = {str(pk) for pk in FrameworkVersion.objects.values_list("pk", flat=True)}
    for gone in sorted(written.keys() - known):
        yield Finding(f"versie van een afwegingskader (rij {gone})", "staat in het journaal, maar is weg.")
