"""The programme as a page shows it: its lines, their measures, how far each is and who asked for it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from houtskool.inventory.models import Contribution
from houtskool.process.coverage import Coverage
from houtskool.process.models import Process
from houtskool.process.status import Figure
from houtskool.programme import money, unused
from houtskool.programme.actions.versions import is_adopted
from houtskool.programme.models import ActionLine, Ground, Measure
from houtskool.programme.standing import Progress, Standing, late_milestones, rolled_up, standing

Key = TypeVar("Key", int, str)

# Every group beyond these shares the last dot.
_DOTS = 6


@dataclass(frozen=True)
class Voice:
    """A group with how much it said; `dot` (1..6) is its colour, the same for all measures of one list."""

    name: str
    count: int
    dot: int


@dataclass(frozen=True)
class Voices:
    """How many contributions stand at a measure, per group: what the dots show; and what else does.

    Also those that were not taken over: they were asked too, and the page of the measure says so.
    """

    total: int
    groups: tuple[Voice, ...]
    statements: int = 0
    cases: int = 0

    @property
    def in_words(self) -> str:
        return ", ".join(f"{voice.name}: {voice.count}" for voice in self.groups)

    @property
    def others(self) -> str:
        """ "2 stellingen, 1 hulpvraag"; "" where it rests on none."""
        stated = ngettext("%(count)s stelling", "%(count)s stellingen", self.statements)
        asked = ngettext("%(count)s hulpvraag", "%(count)s hulpvragen", self.cases)
        found = ((stated, self.statements), (asked, self.cases))
        return ", ".join(words % {"count": count} for words, count in found if count)


@dataclass(frozen=True)
class Row:
    measure: Measure
    standing: Standing
    voices: Voices
    money: money.Sums


@dataclass(frozen=True)
class Part:
    """An action line with its measures; `line` is None for what stands under none."""

    line: ActionLine | None
    rows: tuple[Row, ...]
    progress: Progress


def parts(process: Process, measures: Sequence[Measure], at: date) -> list[Part]:
    """The measures under their lines, in order. Costs a fixed number of queries."""
    adopted = is_adopted(process, at)
    voices = voices_of(measures)
    rows: dict[int | None, list[Row]] = defaultdict(list)
    for measure in measures:
        rows[measure.action_line_id].append(
            Row(
                measure,
                standing(measure, adopted=adopted, at=at),
                voices.get(measure.pk, Voices(0, ())),
                money.total(money.posts(measure, process)),
            )
        )
    lines: list[ActionLine | None] = [*process.action_lines.all(), None]
    return [
        Part(line, tuple(mine), rolled_up([row.measure for row in mine], at))
        for line in lines
        if (mine := rows[line.pk if line else None]) or line is not None
    ]


def listed(process: Process) -> Sequence[Measure]:
    """The measures of the process with what a list of them shows."""
    rows = Measure.objects.filter(process=process).select_related("action_line", "owner", "counterpart")
    return list(rows.prefetch_related("themes", "partners", "milestones", "budget_lines"))


def voices_of(measures: Sequence[Measure]) -> Mapping[int, Voices]:
    """Measure → what stands at it: contributions per group, statements and requests. One query."""
    counted = (
        Ground.objects.filter(measure__in=measures)
        .values_list("measure", "contribution__group__name")
        .annotate(said=Count("contribution"), stated=Count("statement"), asked=Count("case"))
        .order_by()
    )
    return voices(counted)


def voices(counted: Iterable[tuple[Key, str | None, int, int, int]]) -> dict[Key, Voices]:
    """Measure → its voices, from rows of measure, group, contributions, statements, requests."""
    by_measure: dict[Key, Counter[str]] = defaultdict(Counter)
    others: dict[Key, Counter[str]] = defaultdict(Counter)
    together: Counter[str] = Counter()
    for key, group, said, stated, asked in counted:
        others[key].update(stated=stated, asked=asked)
        if said:
            name = group or _("zonder groep")
            by_measure[key][name] += said
            together[name] += said
    loudest = sorted(together, key=lambda name: (-together[name], name))
    dots = {name: min(place, _DOTS) for place, name in enumerate(loudest, start=1)}
    return {key: _voices(by_measure[key], dots, rest) for key, rest in others.items()}


def _voices(groups: Counter[str], dots: Mapping[str, int], others: Counter[str]) -> Voices:
    in_order = sorted(groups, key=lambda name: (dots[name], name))
    voices = tuple(Voice(name, groups[name], dots[name]) for name in in_order)
    return Voices(groups.total(), voices, others["stated"], others["asked"])


def legend(rows: Iterable[Voices]) -> list[Voice]:
    """Each group that is heard in these rows once, with all that it said and its dot."""
    found: dict[str, Voice] = {}
    for voice in (voice for voices in rows for voice in voices.groups):
        before = found.get(voice.name)
        found[voice.name] = Voice(voice.name, voice.count + (before.count if before else 0), voice.dot)
    return sorted(found.values(), key=lambda voice: (voice.dot, voice.name))


def figures(process: Process, measures: Sequence[Measure], heard: Coverage | None, at: date) -> list[Figure]:
    """The big numbers of the programme, each with the way to what is behind it.

    `heard`: which groups were, where a reader may know that.
    """
    page = reverse("programme:programme", args=[process.pk])
    adopted = is_adopted(process, at)
    late = sum(standing(measure, adopted=adopted, at=at).late for measure in measures)
    said = Contribution.objects.filter(process=process)
    bare = Measure.objects.filter(process=process).without_ground().count()
    idle, silent = unused.contributions(process).count(), said.without_answer().count()
    inbreng = f"{reverse('inventory:contributions')}?process={process.pk}"
    progress = rolled_up(measures, at)
    found = [
        Figure(len(measures), _("maatregelen, afspraken en activiteiten"), "#maatregelen"),
        Figure(said.count(), _("stukken inbreng"), inbreng),
        *([_groups_heard(process, heard)] if heard else []),
        Figure(bare, _("zonder onderbouwing"), f"{page}zonder-onderbouwing/", late=bool(bare)),
        Figure(idle, _("stukken inbreng waar nog niets mee is gedaan"), f"{page}zonder-maatregel/"),
        Figure(silent, _("stukken inbreng zonder antwoord"), f"{inbreng}&missing=answer"),
    ]
    if adopted:
        known = _("voortgang, bekend van %(known)s van %(of)s") % {"known": progress.known, "of": progress.of}
        percent = "–" if progress.percent is None else f"{progress.percent}%"
        found.append(Figure(percent, known, "#maatregelen"))
    if late:
        found.append(Figure(late, _("te laat"), f"{page}?stand=late", late=True))
    if held := sum(len(late_milestones(measure, adopted=adopted, at=at)) for measure in measures):
        label = ngettext("mijlpaal te laat", "mijlpalen te laat", held)
        found.append(Figure(held, label, f"{page}uitvoering/#mijlpalen-te-laat", late=True))
    return found


def _groups_heard(process: Process, heard: Coverage) -> Figure:
    of = {"heard": len(heard.with_state("heard")), "all": len(heard.lines)}
    page = reverse("process:coverage", args=[process.pk])
    return Figure(_("%(heard)s van %(all)s") % of, _("groepen gehoord"), page)
