"""What voting adds to the trail of a contribution: it became a statement, and so many people voted on it.

A statement of a contribution that was merged into another counts for the one that is kept too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from houtskool.deliberation.models import Statement, StatementSource
from houtskool.inventory.models import Contribution
from houtskool.inventory.trail import Step, Steps
from houtskool.records.models import JournalEntry
from houtskool.web.reference_date import present

# As in the result: fewer people could be recognised.
ENOUGH = 7


def steps(contributions: Sequence[Contribution]) -> Steps:
    """Of each contribution its steps; two queries however many there are, a third where one was taken out."""
    asked = {one.pk for one in contributions}
    links = StatementSource.objects.filter(
        Q(contribution__in=asked) | Q(contribution__merged_into__in=asked)
    ).exclude(statement__in=Statement.objects.erased())
    rows = list(
        links.select_related("statement__conversation")
        .order_by("statement__at", "pk")
        .values_list("contribution", "contribution__merged_into", "statement")
    )
    voted = Count("votes__participant", filter=Q(votes__participant__excluded_at=None), distinct=True)
    statements = (
        Statement.objects.filter(pk__in={pk for _own, _kept, pk in rows})
        .select_related("conversation")
        .annotate(voted=voted)
        .in_bulk()
        if rows
        else {}
    )
    found: dict[int, dict[int, Statement]] = defaultdict(dict)
    for own, kept, pk in rows:
        for contribution in {own, kept or own} & asked:
            found[contribution][pk] = statements[pk]
    out = _taken_out(one for one in statements.values() if one.state == Statement.State.OUT)
    return {
        contribution: [step for statement in made.values() for step in _told(statement, out)]
        for contribution, made in found.items()
    }


def _taken_out(statements: Iterable[Statement]) -> dict[int, datetime]:
    """Statement → when it was taken out, as the journal tells."""
    numbers = [str(one.pk) for one in statements]
    if not numbers:
        return {}
    entries = JournalEntry.objects.filter(object_type=Statement._meta.label_lower, object_id__in=numbers)
    return {
        int(entry.object_id): entry.at
        for entry in entries.order_by("number")
        if entry.changes.get("state", [None, None])[1] == Statement.State.OUT
    }


def _told(statement: Statement, out: Mapping[int, datetime]) -> Iterator[Step]:
    if statement.state == Statement.State.WAITING:
        return
    names = {"statement": statement.words, "conversation": statement.conversation.title}
    text = _("Werd een stelling om over te stemmen: ‘%(statement)s’") % names
    note = _("In het gesprek ‘%(conversation)s’") % names
    yield Step(statement.at, text, f"statement:{statement.pk}", note)
    if statement.state == Statement.State.OUT:
        text = _("De stelling doet niet meer mee")
        when = out.get(statement.pk, statement.at)
        yield Step(when, text, f"statement-out:{statement.pk}", statement.because)
        return
    number: int = getattr(statement, "voted", 0)
    closed = statement.conversation.closes_at
    if closed is not None and closed <= present() and number >= ENOUGH:
        text = ngettext(
            "%(number)s mens stemde over ‘%(statement)s’",
            "%(number)s mensen stemden over ‘%(statement)s’",
            number,
        )
        yield Step(closed, text % {**names, "number": number}, f"statement-voted:{statement.pk}:{number}")
