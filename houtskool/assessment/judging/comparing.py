"""The judgements of a case side by side, once all are in: where assessors differ most comes first."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from houtskool.accounts.models import User
from houtskool.assessment.judging import progress
from houtskool.assessment.judging.asked import Asked, criteria_of
from houtskool.assessment.models import Assignment, Case, Judgement
from houtskool.assessment.scale_text import number
from houtskool.kernel.decision import Mark, Scores

# From which part of the scale on a difference is worth a word, and a talk.
_DIFFERENT, _FAR = 0.2, 0.4
WIDTH, EDGE = 300, 12  # of the drawing, in its own units


class Level(StrEnum):
    ALIKE = "alike"
    DIFFERENT = "different"
    FAR = "far"


@dataclass(frozen=True)
class Given:
    """What one assessor gave on one criterion, and after a talk perhaps once more. `letter`: A, B, C."""

    assignment: Assignment
    letter: str
    label: str
    first: Judgement | None
    after: Judgement | None
    x: int | None = None

    @property
    def shown(self) -> str:
        return in_words(self.first)

    @property
    def after_shown(self) -> str:
        return in_words(self.after)


@dataclass(frozen=True)
class Row:
    """spread: the part of the scale between the lowest and the highest first score, None for fewer than two.

    `mixed`: some gave a score and others a mark. mean and after: of the first scores, and with what the talk
    brought; "" for none.
    """

    asked: Asked
    given: list[Given]
    spread: float | None
    mixed: bool
    mean: str
    after: str
    ends: tuple[str, str] = ("", "")

    @property
    def level(self) -> Level:
        if self.mixed or (self.spread is not None and self.spread >= _FAR):
            return Level.FAR
        return Level.DIFFERENT if self.spread is not None and self.spread >= _DIFFERENT else Level.ALIKE

    @property
    def words(self) -> str:
        if self.mixed:
            return _("niet allen gaven een score")
        if self.spread is None:
            return _("niets te vergelijken")
        percent = round(100 * self.spread)
        words = {
            Level.ALIKE: _("dicht bij elkaar"),
            Level.DIFFERENT: _("verschil"),
            Level.FAR: _("groot verschil"),
        }[self.level]
        return _("%(words)s: %(percent)s%% van de schaal") % {"words": words, "percent": percent}

    @property
    def places(self) -> list[tuple[int, str]]:
        """Where on the drawing the first scores stand, with the letters of who gave them."""
        found: dict[int, list[str]] = {}
        for one in self.given:
            if one.x is not None:
                found.setdefault(one.x, []).append(one.letter)
        return [(x, " ".join(letters)) for x, letters in sorted(found.items())]

    @property
    def moderated(self) -> bool:
        return any(one.after for one in self.given)


def rows(case: Case, user: User) -> list[Row]:
    """Per criterion what each gave, as far as this user may see it; the widest apart first."""
    assignments = Assignment.objects.active().filter(case=case).select_related("user", "domain", "case")
    asked = list(assignments.order_by("pk"))
    labels = progress.labels([case])
    seen = Judgement.objects.visible_to(user).opened().filter(assignment__case=case)
    found = {(row.assignment_id, row.criterion, row.moderated): row for row in seen}
    scores = {first: progress.scores(case, first=first) for first in (True, False)} if found else {}
    made = [_row(case, criterion, asked, labels, found, scores) for criterion in criteria_of(case.version)]
    # In the order of the framework where they are equally far apart.
    return sorted(made, key=lambda row: (not row.mixed, -(row.spread or 0.0)))


def _row(
    case: Case,
    criterion: Asked,
    asked: list[Assignment],
    labels: dict[int, str],
    found: dict[tuple[int, str, bool], Judgement],
    scores: dict[bool, Scores],
) -> Row:
    given = [
        Given(
            assignment=one,
            letter=letter(place),
            label=labels[one.pk],
            first=(first := found.get((one.pk, criterion.key, False))),
            after=found.get((one.pk, criterion.key, True)),
            x=_place(criterion, first),
        )
        for place, one in enumerate(asked)
    ]
    known = [float(one.first.score) for one in given if one.first and one.first.score is not None]
    reach = _reach(criterion, known)
    means = {
        first: of.mean(case.number, criterion.key) if of else None
        for first, of in ((True, scores.get(True)), (False, scores.get(False)))
    }
    return Row(
        asked=criterion,
        given=given,
        spread=(max(known) - min(known)) / reach if len(known) > 1 and reach else None,
        mixed=0 < len(known) < len(given),
        mean=_mean(means[True]),
        after=_mean(means[False]),
        ends=(number(criterion.scale.first), number(criterion.scale.last)) if criterion.scale else ("", ""),
    )


def letter(place: int) -> str:
    """0 → A, 25 → Z, 26 → A2."""
    again, within = divmod(place, 26)
    return chr(ord("A") + within) + (str(again + 1) if again else "")


def in_words(row: Judgement | None) -> str:
    if row is None or not row.mark:
        return "–"
    return number(float(row.score)) if row.score is not None else str(row.get_mark_display())


def _reach(criterion: Asked, known: list[float]) -> float:
    """The length of the scale; without one that of what was given."""
    if criterion.scale is not None:
        return criterion.scale.last - criterion.scale.first
    return max(map(abs, known), default=0.0)


def _place(criterion: Asked, row: Judgement | None) -> int | None:
    if criterion.scale is None or row is None or row.score is None:
        return None
    share = (float(row.score) - criterion.scale.first) / (criterion.scale.last - criterion.scale.first)
    return EDGE + round(share * (WIDTH - 2 * EDGE))


def _mean(score: float | Mark | None) -> str:
    return number(round(score, 2)) if isinstance(score, float) else ""
