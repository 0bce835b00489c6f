"""What `houtskool verify` asks of versions, advices and decisions: do they still read as they were frozen?"""

from __future__ import annotations

from collections.abc import Iterator

from houtskool.assessment.advice import reckoning as contents
from houtskool.assessment.content import digest
from houtskool.assessment.models import Advice, BudgetRound, CaseDecision, FrameworkVersion
from houtskool.assessment.rounds import reckoning
from houtskool.records.models import JournalEntry
from houtskool.records.verbs import Verb
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


def advices_are_whole() -> Iterator[Finding]:
    """Each advice against its hash and the journal, and its outcome against what it gives reckoned again."""
    written = {
        entry.object_id: entry.changes
        for entry in JournalEntry.objects.filter(object_type=Advice._meta.label_lower)
    }
    for advice in Advice.objects.select_related("case", "version").iterator(20):
        row = f"{advice} (rij {advice.pk})"
        if not advice.is_whole:
            yield Finding(row, "de vastgelegde inhoud is veranderd: zij past niet bij haar hash.")
            continue
        changes = written.get(str(advice.pk), {})
        kept = {"sha256": advice.sha256, "verdict": advice.verdict, "number": advice.number}
        wrong = [name for name, value in kept.items() if changes.get(name, [None, ""])[1] != value]
        if wrong:
            yield Finding(row, f"staat anders in het journaal: {', '.join(wrong)}.")
        content = contents.read(advice.content)
        if content["given"]["version"]["sha256"] != advice.version.sha256:
            yield Finding(row, "noemt een andere versie van het kader dan waarbij het hoort.")
        replay = contents.replay(content)
        if not replay.holds or content["result"]["verdict"] != advice.verdict:
            yield Finding(row, "nagerekend komt er iets anders uit.")
    known = {str(pk) for pk in Advice.objects.values_list("pk", flat=True)}
    for gone in sorted(written.keys() - known):
        yield Finding(f"advies (rij {gone})", "staat in het journaal, maar is weg.")


def rounds_are_whole() -> Iterator[Finding]:
    """Each frozen round against its hash and the journal, and its outcome reckoned again."""
    written = {
        entry.object_id: entry.changes
        for entry in JournalEntry.objects.filter(object_type=BudgetRound._meta.label_lower, verb=Verb.ADOPTED)
    }
    for round in BudgetRound.objects.exclude(frozen_at=None).iterator(20):
        row = f"budgetronde ‘{round}’ (rij {round.pk})"
        changes = written.pop(str(round.pk), {})
        if digest(round.content) != round.sha256:
            yield Finding(row, "de vastgelegde inhoud is veranderd: zij past niet bij haar hash.")
        elif changes.get("sha256", [None, ""])[1] != round.sha256:
            yield Finding(row, "staat anders in het journaal: sha256.")
        elif not reckoning.replay(reckoning.read(round.content)).holds:
            yield Finding(row, "nagerekend komt er iets anders uit.")
    for gone in sorted(written):
        yield Finding(f"budgetronde (rij {gone})", "staat in het journaal als vastgelegd, maar is dat niet.")


def decisions_are_there() -> Iterator[Finding]:
    """Each decision that the journal knows of is there, with the outcome that was decided."""
    written = {
        entry.object_id: entry.changes
        for entry in JournalEntry.objects.filter(object_type=CaseDecision._meta.label_lower)
    }
    for decision in CaseDecision.objects.select_related("case").iterator(100):
        changes = written.pop(str(decision.pk), {})
        kept = {"outcome": decision.outcome, "on": decision.on.isoformat(), "number": decision.number}
        wrong = [name for name, value in kept.items() if changes.get(name, [None, ""])[1] != value]
        if wrong:
            yield Finding(
                f"{decision} (rij {decision.pk})", f"staat anders in het journaal: {', '.join(wrong)}."
            )
    for gone in sorted(written):
        yield Finding(f"besluit (rij {gone})", "staat in het journaal, maar is weg.")
