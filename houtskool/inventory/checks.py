"""What `houtskool verify` asks of the reports that were shared: do they still read as they went out?"""

from __future__ import annotations

from collections.abc import Iterator

from houtskool.inventory import quotes
from houtskool.inventory.models import Report
from houtskool.records.models import JournalEntry
from houtskool.records.verification import Finding


def shared_reports_are_whole() -> Iterator[Finding]:
    """The content against its hash, the hash against the journal, the quotes against the hashes in it."""
    written = {
        entry.object_id: entry.changes
        for entry in JournalEntry.objects.filter(object_type=Report._meta.label_lower)
    }
    for report in Report.objects.iterator(100):
        row = f"verslag {report.pk}"
        if not report.is_whole:
            yield Finding(row, "de gedeelde tekst is veranderd: zij past niet bij haar hash.")
        elif found := list(quotes.problems(report.document())):
            yield Finding(row, f"een citaat klopt niet meer: {', '.join(found)}.")
        if written.get(str(report.pk), {}).get("sha256", [None, None])[1] != report.sha256:
            yield Finding(row, "de hash is een andere dan het journaal bij het delen opschreef.")
