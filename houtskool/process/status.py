"""Where a process stands on a day: who is in, what is open, late or missing. Everything here is derived."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from houtskool.accounts.models import User
from houtskool.accounts.roles import FACILITATES, READS, STEERS, Role
from houtskool.process.models import Annex, Commitment, Fact, Gathering, Involvement, Process, Step
from houtskool.process.models.periods import Planned
from houtskool.process.phases import reached
from houtskool.sector.models import StakeholderGroup


@dataclass(frozen=True)
class Gap:
    """Something that is missing or late: what, where it stands, and what `who` can do about it.

    `readers`: who may know of it at all.
    """

    text: str
    url: str
    remedy: str = ""
    urgent: bool = False
    who: frozenset[Role] = READS
    readers: frozenset[Role] = READS


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
        people = ngettext("%(number)s mens", "%(number)s mensen", self.contacts)
        organisations = ngettext("%(number)s organisatie", "%(number)s organisaties", self.organisations)
        counts = ((self.contacts, people), (self.organisations, organisations))
        return ", ".join(words % {"number": count} for count, words in counts if count)


GapSource = Callable[[Process, date], Iterator[Gap]]
_sources: dict[str, GapSource] = {}


def register_gaps(name: str, source: GapSource) -> None:
    """A higher room tells what it finds missing in a process."""
    _sources[name] = source


def gap_sources() -> dict[str, GapSource]:
    return dict(_sources)


def figures(process: Process, groups: Sequence[GroupIn], found: Sequence[Gap], at: date) -> list[Figure]:
    """The big numbers of the process page, each with the way to what is behind it."""
    gatherings = list(process.gatherings.all())
    held = sum(gathering.is_done(at) for gathering in gatherings)
    known = sum(not present.nobody for present in groups)
    commitments = list(process.commitments.all())
    late = sum(commitment.is_late(at) for commitment in commitments)
    found_late = [Figure(late, _("daarvan te laat"), "#toezeggingen", late=True)] if late else []
    return [
        Figure(_of(held, gatherings), _("gesprekken en sessies geweest"), "#bijeenkomsten"),
        Figure(_of(known, groups), _("groepen waarvan wij iemand kennen"), "#wie"),
        Figure(sum(one.is_open for one in commitments), _("beloften nog open"), "#toezeggingen"),
        *found_late,
        Figure(len(found), _("ontbreekt of is te laat"), "#ontbreekt"),
    ]


def _of(number: int, everything: Sequence[object]) -> str:
    return _("%(number)s van %(total)s") % {"number": number, "total": len(everything)}


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


def gaps(process: Process, at: date, user: User) -> list[Gap]:
    """All that is missing or late on the day, the urgent first; a remedy only for who may apply it."""
    every = (gap for source in gap_sources().values() for gap in source(process, at))
    found = [gap for gap in every if user.holds(*gap.readers)]
    shown = [gap if user.holds(*gap.who) else replace(gap, remedy="") for gap in found]
    return sorted(shown, key=lambda gap: not gap.urgent)


def own_gaps(process: Process, at: date) -> Iterator[Gap]:
    """What this room itself can see to be missing."""
    page = process.get_absolute_url()
    for commitment in process.commitments.all():
        if commitment.is_late(at):
            yield Gap(
                _("%(text)s Termijn: %(term)s.") % {"text": commitment.text, "term": commitment.due_words},
                reverse("process:commitment", args=[commitment.pk]),
                _("Doe het af of leg uit waarom het later wordt"),
                urgent=True,
                who=STEERS,
            )
        elif commitment.is_open and not commitment.has_term:
            words = commitment.due_words
            yield Gap(
                (
                    _("Termijn zonder einddag (%(words)s): %(text)s")
                    if words
                    else _("Zonder termijn: %(text)s")
                )
                % {"words": words, "text": commitment.text},
                reverse("process:change", args=["toezegging", commitment.pk]),
                _("Spreek een einddag af") if words else _("Spreek een termijn af"),
                who=FACILITATES,
            )
    parts: list[Step | Gathering] = [*process.steps.all(), *process.gatherings.all()]
    done = reached(process, at)
    for part in parts:
        if part.is_late(at) and not (isinstance(part, Step) and part.pk in done):
            yield Gap(
                _("Gepland voor %(when)s, maar niemand schreef op dat het gebeurde: %(what)s.")
                % {"when": part.planned_words, "what": part},
                part.get_absolute_url(),
                _("Vul in wanneer het werkelijk was"),
                urgent=True,
                who=FACILITATES,
            )
    for annex in Annex.objects.filter(document__process=process, upload=None).select_related("document"):
        text = _("Niet bijgevoegd: %(annex)s.")
        if annex.mentions > 1:
            text = _("Niet bijgevoegd (wel %(times)s keer genoemd): %(annex)s.")
        text %= {"times": annex.mentions, "annex": annex.title}
        yield Gap(text, annex.get_absolute_url(), _("Voeg de bijlage toe"), who=FACILITATES)
    if unknown := [present.group.name for present in who_is_in(process) if present.nobody]:
        yield Gap(
            _("Nog niemand bekend van: %(unknown)s.") % {"unknown": ", ".join(unknown)},
            f"{page}#wie",
            _("Bekijk wie er meedoet"),
        )
    if not process.facilitator_id:
        edit = reverse("process:edit", args=[process.pk])
        yield Gap(_("Nog geen procesbegeleider."), edit, _("Kies een procesbegeleider"), who=STEERS)
    doubts = Fact.objects.standing().filter(document__process=process, kind="warning")
    for fact in doubts:
        # Said above with its remedy, or a matter of the document and not of the process.
        if fact.values.get("doubt") not in {"annex-absent", "no-term", "label-empty", "header-absent"}:
            yield Gap(fact.values["text"], fact.get_absolute_url(), _("Lees het na in de nota"))


@dataclass(frozen=True)
class Shown:
    """A row with its state as a badge shows it: `state` gives the look, `label` the word.

    `when`: when it really was, where that is not written on the row itself.
    """

    row: Any
    state: str
    label: str
    when: str = ""


def state_of(part: Planned, at: date) -> Shown:
    """Gatherings and steps: geweest (ink), te laat, nu, or gepland (sketch)."""
    if isinstance(part, Gathering) and part.cancelled_at:
        return Shown(part, "ink", _("afgelast"))
    if part.is_done(at):
        return Shown(part, "done", _("geweest"))
    if part.is_late(at):
        return Shown(part, "late", _("te laat"))
    if part.has_begun(at):
        return Shown(part, "running", _("nu"))
    return Shown(part, "sketch", _("gepland") if part.planned_words else _("zonder termijn"))


def with_state(parts: Iterable[Planned], at: date) -> list[Shown]:
    return [state_of(part, at) for part in parts]


def steps_with_state(process: Process, at: date) -> list[Shown]:
    """The plan; a step is done too when what came of it is there, such as a version of the programme."""
    done = reached(process, at)
    found = []
    for step in process.steps.all():
        phase = None if step.real_words else done.get(step.pk)
        found.append(Shown(step, "done", _("geweest"), phase.when) if phase else state_of(step, at))
    return found


def commitments_with_state(process: Process, at: date) -> list[Shown]:
    return [commitment_state(commitment, at) for commitment in process.commitments.all()]


def commitment_state(commitment: Commitment, at: date) -> Shown:
    """Afgedaan, vervallen, te laat, zonder termijn or open."""
    if commitment.settled_on:
        return Shown(commitment, "done", _("afgedaan"))
    if commitment.withdrawn_on:
        return Shown(commitment, "ink", _("vervallen"))
    if commitment.is_late(at):
        return Shown(commitment, "late", _("te laat"))
    return Shown(commitment, "waiting", _("open") if commitment.due_words else _("zonder termijn"))


def sources(process: Process) -> dict[str, Fact]:
    """ "goal-3" → the fact that it came from, for everything that the process took from its documents."""
    facts = Fact.objects.standing().filter(document__process=process, target_id__isnull=False)
    return {
        f"{fact.target_type.model}-{fact.target_id}": fact
        for fact in facts.select_related("target_type").order_by("-start")
        if fact.target_type
    }
