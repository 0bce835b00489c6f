"""What `houtskool verify` asks of the versions of a programme: do they still read as they were frozen?"""

from __future__ import annotations

from collections.abc import Iterator

from houtskool.inventory.models import Quotation
from houtskool.programme import content
from houtskool.programme.models import Version
from houtskool.records.models import JournalEntry
from houtskool.records.verification import Finding


def versions_are_whole() -> Iterator[Finding]:
    """The content against its hash, the row against the journal, the quotes against the hashes in it."""
    written = {
        entry.object_id: entry.changes
        for entry in JournalEntry.objects.filter(object_type=Version._meta.label_lower)
    }
    for version in Version.objects.iterator(20):
        row = f"versie {version.number} van proces {version.process_id} (rij {version.pk})"
        if not version.is_whole:
            yield Finding(row, "de vastgelegde tekst is veranderd: zij past niet bij haar hash.")
        elif found := list(_quotes(version)):
            yield Finding(row, f"een citaat klopt niet meer: {', '.join(found)}.")
        changes = written.get(str(version.pk))
        if changes is None:
            yield Finding(row, "het journaal weet niet van deze versie.")
            continue
        kept = {
            "sha256": version.sha256,
            "stage": version.stage,
            "body": version.body,
            "number": version.number,
        }
        wrong = [name for name, value in kept.items() if changes.get(name, [None, None])[1] != value]
        # What is empty or nought at the start leaves no trace in the journal: there is no difference to note.
        if wrong := [name for name in wrong if kept[name]]:
            yield Finding(row, f"staat anders in het journaal: {', '.join(wrong)}.")
    known = {str(pk) for pk in Version.objects.values_list("pk", flat=True)}
    for gone in sorted(written.keys() - known):
        yield Finding(f"versie (rij {gone})", "staat in het journaal, maar is weg.")


def _quotes(version: Version) -> Iterator[str]:
    asked = {
        ground["quote"]["key"]: ground["quote"]["digest"]
        for measure in content.read(version.content)["measures"]
        for ground in measure["grounds"]
        if ground["quote"]
    }
    numbers = [int(key.removeprefix("citaat-")) for key in asked]
    rows = {row.key: row for row in Quotation.objects.filter(pk__in=numbers)}
    for key, digest in asked.items():
        if key not in rows:
            yield f"{key} is weg"
        elif rows[key].text and rows[key].digest != digest:
            yield f"{key} is veranderd"
