"""Where a process stands on a day: its phases, who is in, and what is missing. Everything here is derived."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import Truncator

from houtskool.process.models import Annex, Commitment, Fact, Gathering, Involvement, Process, Step
from houtskool.process.models.periods import Planned
from houtskool.sector.models import StakeholderGroup


@dataclass(frozen=True)
class Phase:
    """One stretch of the line from note to execution. state: "done" (ink), "now" or "later" (sketch)."""

    label: str
    when: str
    state: str
    url: str
    late: bool = False


@dataclass(frozen=True)
class Gap:
    """Something that is missing or late: what, where it stands, and what to do about it."""

    text: str
    url: str
    remedy: str = ""
    urgent: bool = False


@dataclass(frozen=True)
class Figure:
    value: int | str
    label: str
    url: str
    late: bool = False


@dataclass(frozen=True)
class GroupIn:
    """A stakeholder group of the process, with how it is in and how many people of it are known."""

    group: StakeholderGroup
    involvements: tuple[Involvement, ...]
    contacts: int
    organisations: int

    @property
    def nobody(self) -> bool:
        return self.contacts == 0 and self.organisations == 0

    @property
    def in_words(self) -> str:
        """ "3 mensen, 1 organisatie"; what is none is left out."""
        counts = ((self.contacts, "mens", "mensen"), (self.organisations, "organisatie", "organisaties"))
        return ", ".join(f"{count} {one if count == 1 else many}" for count, one, many in counts if count)


GapSource = Callable[[Process, date], Iterator[Gap]]
_sources: dict[str, GapSource] = {}


def register_gaps(name: str, source: GapSource) -> None:
    """A higher room tells what it finds missing in a process."""
    _sources[name] = source


def gap_sources() -> dict[str, GapSource]:
    return dict(_sources)


def phases(process: Process, at: date) -> list[Phase]:
    """The documents, the gatherings taken together and the steps, in the order in which they end."""
    found: list[tuple[date, Phase]] = []
    for document in process.documents.all():
        if document.dated:
            label = str(document.kind or "document").capitalize()
            url = document.get_absolute_url()
            found.append((document.dated, Phase(label, _day(document.dated), "done", url)))
    if gatherings := _gatherings(process, at):
        found.append(gatherings)
    last = max((when for when, _ in found), default=date.min)
    for step in process.steps.all():
        period = step.period
        # A step without a day comes where it was written: after the ones before it.
        last = (period and (period.end or period.start)) or last
        when = period.text if period else "nog niet gepland"
        label = Truncator(step.title).words(6)
        late = step.is_late(at)
        found.append((last, Phase(label, when, _state(step, at), step.get_absolute_url(), late)))
    phases = [phase for _, phase in sorted(found, key=lambda pair: pair[0])]
    if process.coalition_words:
        phases.append(_execution(process, at))
    return phases


def figures(process: Process, groups: Sequence[GroupIn], found: Sequence[Gap], at: date) -> list[Figure]:
    """The big numbers of the process page, each with the way to what is behind it."""
    gatherings = list(process.gatherings.all())
    held = sum(gathering.is_done(at) for gathering in gatherings)
    known = sum(not present.nobody for present in groups)
    commitments = list(process.commitments.all())
    late = sum(commitment.is_late(at) for commitment in commitments)
    found_late = [Figure(late, "daarvan te laat", "#toezeggingen", late=True)] if late else []
    return [
        Figure(f"{held} van {len(gatherings)}", "gesprekken en sessies geweest", "#bijeenkomsten"),
        Figure(f"{known} van {len(groups)}", "groepen waarvan wij iemand kennen", "#wie"),
        Figure(
            sum(one.is_open for one in commitments), "aankondigingen en toezeggingen open", "#toezeggingen"
        ),
        *found_late,
        Figure(len(found), "punten die ontbreken of te laat zijn", "#ontbreekt"),
    ]


def who_is_in(process: Process) -> list[GroupIn]:
    """Every group that takes part in whatever way, with its people; those without anyone show as such."""
    by_group: dict[int, list[Involvement]] = {}
    involvements = process.involvements.filter(group__isnull=False).select_related("gathering")
    for involvement in involvements:
        assert involvement.group_id is not None
        by_group.setdefault(involvement.group_id, []).append(involvement)
    groups = StakeholderGroup.objects.filter(pk__in=by_group)
    counts = {
        pk: (contacts, organisations)
        for pk, contacts, organisations in groups.order_by("pk").values_list(
            "pk", Count("contacts", distinct=True), Count("organisations", distinct=True)
        )
    }
    return [GroupIn(group, tuple(by_group[group.pk]), *counts[group.pk]) for group in groups]


def gaps(process: Process, at: date) -> list[Gap]:
    """All that is missing or late on the day, the urgent first."""
    found = [gap for source in gap_sources().values() for gap in source(process, at)]
    return sorted(found, key=lambda gap: not gap.urgent)


def own_gaps(process: Process, at: date) -> Iterator[Gap]:
    """What this room itself can see to be missing."""
    page = process.get_absolute_url()
    for commitment in process.commitments.all():
        if commitment.is_late(at):
            yield Gap(
                f"{commitment.text} Termijn: {commitment.due_words}.",
                reverse("process:commitment", args=[commitment.pk]),
                "Doe het af of leg uit waarom het later wordt",
                urgent=True,
            )
        elif commitment.is_open and not commitment.has_term:
            yield Gap(
                f"Zonder termijn: {commitment.text}",
                reverse("process:change", args=["toezegging", commitment.pk]),
                "Spreek een termijn af",
            )
    parts: list[Step | Gathering] = [*process.steps.all(), *process.gatherings.all()]
    for part in parts:
        if part.is_late(at):
            yield Gap(
                f"Gepland voor {part.planned_words}, maar niemand schreef op dat het gebeurde: {part}.",
                part.get_absolute_url(),
                "Vul in wanneer het werkelijk was",
                urgent=True,
            )
    for annex in Annex.objects.filter(document__process=process, upload=None).select_related("document"):
        times = f" (wel {annex.mentions} keer genoemd)" if annex.mentions > 1 else ""
        yield Gap(f"Niet bijgevoegd{times}: {annex.title}.", annex.get_absolute_url(), "Voeg de bijlage toe")
    if unknown := [present.group.name for present in who_is_in(process) if present.nobody]:
        yield Gap(f"Nog niemand bekend van: {', '.join(unknown)}.", f"{page}#wie", "Bekijk wie er meedoet")
    if not process.facilitator_id:
        yield Gap("Nog geen procesbegeleider.", f"{page}wijzigen/", "Kies een procesbegeleider")
    doubts = Fact.objects.standing().filter(document__process=process, kind="warning")
    for fact in doubts:
        # Said above with its remedy, or a matter of the document and not of the process.
        if fact.values.get("doubt") not in {"annex-absent", "no-term", "label-empty", "header-absent"}:
            yield Gap(fact.values["text"], fact.get_absolute_url(), "Lees het na in de nota")


def _state(part: Planned, at: date) -> str:
    if part.is_done(at):
        return "done"
    start = part.period and (part.period.start or part.period.end)
    return "now" if start and start <= at else "later"


@dataclass(frozen=True)
class Shown:
    """A row with its state as a badge shows it: `state` gives the look, `label` the word."""

    row: Any
    state: str
    label: str


def state_of(part: Planned, at: date) -> Shown:
    """Gatherings and steps: geweest (ink), te laat, nu, or gepland (sketch)."""
    if part.is_done(at):
        return Shown(part, "done", "geweest")
    if part.is_late(at):
        return Shown(part, "late", "te laat")
    if _state(part, at) == "now":
        return Shown(part, "running", "nu")
    return Shown(part, "sketch", "gepland" if part.planned_words else "zonder termijn")


def with_state(parts: Iterable[Planned], at: date) -> list[Shown]:
    return [state_of(part, at) for part in parts]


def commitments_with_state(process: Process, at: date) -> list[Shown]:
    return [commitment_state(commitment, at) for commitment in process.commitments.all()]


def commitment_state(commitment: Commitment, at: date) -> Shown:
    """Afgedaan, vervallen, te laat, zonder termijn or open."""
    if commitment.settled_on:
        return Shown(commitment, "done", "afgedaan")
    if commitment.withdrawn_on:
        return Shown(commitment, "ink", "vervallen")
    if commitment.is_late(at):
        return Shown(commitment, "late", "te laat")
    return Shown(commitment, "waiting", "open" if commitment.has_term else "zonder termijn")


def sources(process: Process) -> dict[str, Fact]:
    """ "goal-3" → the fact that it came from, for everything that the process took from its documents."""
    facts = Fact.objects.standing().filter(document__process=process, target_id__isnull=False)
    return {
        f"{fact.target_type.model}-{fact.target_id}": fact
        for fact in facts.select_related("target_type").order_by("-start")
        if fact.target_type
    }


def _execution(process: Process, at: date) -> Phase:
    """What was decided is carried out within the coalition's term, once every step before it is done."""
    over = process.coalition_end is not None and process.coalition_end < at
    ready = all(step.is_done(at) for step in process.steps.all())
    state = "done" if over else "now" if ready else "later"
    return Phase("Uitvoering", process.coalition_words, state, "")


def _gatherings(process: Process, at: date) -> tuple[date, Phase] | None:
    """The gatherings as one phase: done when all are, otherwise running from the first to the last."""
    all_of_them: list[Gathering] = list(process.gatherings.all())
    days = [day for one in all_of_them if one.period for day in (one.period.start, one.period.end) if day]
    if not days:
        return None
    first, last = min(days), max(days)
    done = all(one.is_done(at) for one in all_of_them)
    state = "done" if done else "now" if first <= at else "later"
    late = any(one.is_late(at) for one in all_of_them)
    return last, Phase("Gesprekken en sessies", _span(first, last), state, "#bijeenkomsten", late)


def _day(day: date) -> str:
    return date_format(day, "j F Y")


def _span(first: date, last: date) -> str:
    """ "juli – november 2018"; the year once when it is the same."""
    if (first.year, first.month) == (last.year, last.month):
        return date_format(first, "F Y")
    return f"{date_format(first, 'F' if first.year == last.year else 'F Y')} – {date_format(last, 'F Y')}"
