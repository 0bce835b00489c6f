"""Words of a statement that stand literally in a contribution which may not be quoted.

Looked for in the stems, so that another ending or a comma hides nothing.
"""

from __future__ import annotations

from django.db.models import Q

from houtskool.inventory import consent
from houtskool.inventory.models import Contribution
from houtskool.inventory.search_text import stems
from houtskool.process.models import Process

# So many words on end are somebody's own; fewer, many people say. A shorter statement counts as a whole.
RUN = 6
_SHORTEST = 3


def runs(text: str) -> list[str]:
    """The runs of stems to look for, as the column of the contributions has them."""
    found = stems(text)
    if len(found) < _SHORTEST:
        return []
    length = min(RUN, len(found))
    return [f" {' '.join(found[i : i + length])} " for i in range(len(found) - length + 1)]


def unquotable(text: str, process: Process) -> list[Contribution]:
    """The contributions of the process, at most three, whose words these are though nobody may quote them."""
    found = runs(text)
    if not found:
        return []
    literally = Q()
    for run in found:
        literally |= Q(stems__contains=run)
    rows = Contribution.objects.filter(process=process).filter(literally)
    quotable = consent.readable(rows, consent.Audience.OUTSIDE).values("pk")
    return list(rows.exclude(pk__in=quotable).only("pk", "process").order_by("pk")[:3])


def quotes(text: str, contribution: Contribution) -> bool:
    """Whether the text is literally in these words."""
    return any(run in contribution.stems for run in runs(text))
