"""What the programme adds to the trail of a contribution: the measures it led to, and how these go on.

Read from the grounds, the versions, the milestones and the journal, so that no path can be forgotten.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, time

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from houtskool.deliberation.models import Statement, StatementSource
from houtskool.inventory.models import Contribution
from houtskool.inventory.trail import Step, Steps
from houtskool.programme import content
from houtskool.programme.models import Ground, Measure, Milestone, Version
from houtskool.records.models import JournalEntry

_LED = {Ground.Kind.ADOPTED, Ground.Kind.PARTLY}


def steps(contributions: Sequence[Contribution]) -> Steps:
    """Of each contribution its steps in the programme; the number of queries does not grow with them.

    A statement that was made of it counts too, also when it was made of what was merged into it.
    """
    grounds = list(
        Ground.objects.filter(contribution__in=contributions).select_related("measure").order_by("at", "pk")
    )
    by_statement = _by_statement(contributions)
    measures = {
        one.measure.pk: one.measure for one in (*grounds, *by_statement) if one.measure and one.kind in _LED
    }
    onward = _onward(measures)
    # By measure and key: one measure may rest on a contribution and on its statement, and one version
    # decides on many measures.
    found: dict[int, dict[tuple[int | None, str], Step]] = defaultdict(dict)
    laid = [(one.contribution_id, one, _laid(one)) for one in grounds]
    laid += [(pk, one, _stated(one)) for one, pks in by_statement.items() for pk in pks]
    for pk, ground, step in laid:
        assert pk is not None
        found[pk][ground.measure_id, step.key] = step
        if ground.kind in _LED and ground.measure_id is not None:
            measure = ground.measure_id
            found[pk].update(((measure, one.key), one) for one in onward[measure])
    return {pk: list(told.values()) for pk, told in found.items()}


def _by_statement(contributions: Sequence[Contribution]) -> dict[Ground, set[int]]:
    """Each ground of a statement that these contributions became, with which; two queries at most."""
    asked = {one.pk for one in contributions}
    links = StatementSource.objects.filter(
        Q(contribution__in=asked) | Q(contribution__merged_into__in=asked), statement__grounds__isnull=False
    ).exclude(statement__state=Statement.State.WAITING)
    came_from: dict[int, set[int]] = defaultdict(set)
    for own, kept, statement in links.values_list(
        "contribution", "contribution__merged_into", "statement"
    ).order_by("pk"):
        came_from[statement] |= {own, kept or own} & asked
    if not came_from:
        return {}
    rows = Ground.objects.filter(statement__in=came_from).select_related("measure", "statement")
    return {
        ground: came_from[ground.statement_id]
        for ground in rows.order_by("at", "pk")
        if ground.statement_id is not None
    }


# The public page of a measure; the room `public` says where it is.
Url = Callable[[Measure], str]
_public: list[Url] = []


def register_public(url: Url) -> None:
    """A higher room has a page of each measure that anybody may open."""
    _public[:] = [url]


def public_url(measure: Measure) -> str:
    """The page that anybody may open; the measure's own page as long as there is none."""
    return _public[0](measure) if _public else measure.get_absolute_url()


def public_steps(measures: Sequence[Measure]) -> dict[int, list[Step]]:
    """Measure → what anybody may know of it, in the order of time. Costs a fixed number of queries."""
    found = _onward({measure.pk: measure for measure in measures})
    return {measure.pk: sorted(found[measure.pk], key=lambda step: step.when) for measure in measures}


def _laid(ground: Ground) -> Step:
    names = {"measure": ground.measure.title if ground.measure else ""}
    if ground.measure is None:
        text = _("Dit leidde niet tot een maatregel")
    elif ground.kind == Ground.Kind.ADOPTED:
        text = _("Overgenomen in ‘%(measure)s’") % names
    elif ground.kind == Ground.Kind.PARTLY:
        text = _("Deels overgenomen in ‘%(measure)s’") % names
    else:
        text = _("Niet overgenomen in ‘%(measure)s’") % names
    return _step(ground, text)


def _stated(ground: Ground) -> Step:
    """What was done with the statement that a contribution became."""
    assert ground.measure is not None
    assert ground.statement is not None
    names = {"measure": ground.measure.title, "statement": ground.statement.words or _("[woorden gewist]")}
    if ground.kind == Ground.Kind.ADOPTED:
        text = _("De stelling ‘%(statement)s’ is overgenomen in ‘%(measure)s’") % names
    elif ground.kind == Ground.Kind.PARTLY:
        text = _("De stelling ‘%(statement)s’ is deels overgenomen in ‘%(measure)s’") % names
    else:
        text = _("De stelling ‘%(statement)s’ is niet overgenomen in ‘%(measure)s’") % names
    return _step(ground, text)


def _step(ground: Ground, text: str) -> Step:
    key = f"ground:{ground.pk}:{ground.kind}:{ground.at.isoformat()}"
    return Step(ground.at, text, key, ground.reason, decided=ground.kind != Ground.Kind.PARTLY)


def _onward(measures: dict[int, Measure]) -> dict[int, list[Step]]:
    """Measure → what happened to it: presented, adopted, milestones reached, states that were reported."""
    found: dict[int, list[Step]] = defaultdict(list)
    if not measures:
        return found
    for measure_pk, step in (*_decided(measures), *_reached(measures), *_reported(measures)):
        found[measure_pk].append(step)
    return found


def _decided(measures: dict[int, Measure]) -> Iterator[tuple[int, Step]]:
    by_key = {str(measure.key): measure for measure in measures.values()}
    processes = {measure.process_id for measure in measures.values()}
    for version in Version.objects.offered().filter(process__in=processes).order_by("number"):
        adopted = version.stage == Version.Stage.ADOPTED
        for said in content.read(version.content)["measures"]:
            if measure := by_key.get(said["key"]):
                if adopted:
                    words = _("‘%(measure)s’ is vastgesteld door %(body)s")
                elif version.amendment:
                    words = _("‘%(measure)s’ ligt na een amendement opnieuw bij %(body)s")
                else:
                    words = _("‘%(measure)s’ is aangeboden aan %(body)s")
                text = words % {"measure": said["title"], "body": version.the_body}
                yield measure.pk, Step(version.at, text, f"version:{version.pk}", decided=adopted)


def _reached(measures: dict[int, Measure]) -> Iterator[tuple[int, Step]]:
    for one in Milestone.objects.filter(measure__in=measures).exclude(real_words=""):
        day = one.real_end or one.real_start
        if day is None:
            continue
        when = timezone.make_aware(datetime.combine(day, time()))
        text = _("Gehaald: %(milestone)s") % {"milestone": one.title}
        yield one.measure_id, Step(when, text, f"milestone:{one.pk}:{day.isoformat()}")


def _reported(measures: dict[int, Measure]) -> Iterator[tuple[int, Step]]:
    entries = JournalEntry.objects.filter(
        object_type=Measure._meta.label_lower, object_id__in=[str(pk) for pk in measures]
    ).order_by("number")
    labels = dict(Measure.State.choices)
    for entry in entries:
        before, after = entry.changes.get("state", (None, None))
        # What a measure is called when it is made says nothing yet.
        if after is None or before is None or after == Measure.State.UNKNOWN:
            continue
        measure = measures[int(entry.object_id)]
        text = _("‘%(measure)s’: %(state)s") % {"measure": measure.title, "state": labels.get(after, after)}
        note = str(entry.changes.get("state_words", ("", ""))[1] or "")
        yield measure.pk, Step(entry.at, text, f"state:{entry.number}", note)
