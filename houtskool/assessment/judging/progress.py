"""How far the judging of cases is, who may compare, and the scores as the kernel takes them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Count, Max, Q
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from houtskool.accounts.models import User
from houtskool.accounts.roles import Role
from houtskool.assessment.models import Assignment, Case, Judgement
from houtskool.assessment.models.cases import HANDLES
from houtskool.kernel.decision import Mark, Score, Scores
from houtskool.process.models.periods import local_day

# Who can be asked: the core group, and officials of the domains that a case touches.
ASSESSES = frozenset({Role.CORE_GROUP, Role.OFFICIAL})
_MARKS = {Judgement.Mark.NOT_APPLICABLE: Mark.NOT_APPLICABLE}


@dataclass(frozen=True)
class State:
    """How far the judging of one case is. `free`: places of who stepped back and was not replaced yet."""

    asked: int = 0
    handed_in: int = 0
    free: int = 0
    due_on: date | None = None

    @property
    def opened(self) -> bool:
        """Whether everybody handed in, so that the judgements are open; from then on it stays so."""
        return self.asked > 0 and self.handed_in == self.asked and not self.free

    def late(self, day: date) -> bool:
        return self.due_on is not None and self.due_on < day

    def words(self, day: date) -> str:
        """ "2 van 3 ingeleverd, nog 4 dagen"."""
        if not self.asked and not self.free:
            return _("nog niemand gevraagd")
        counted = _("%(some)s van %(all)s ingeleverd") % {
            "some": self.handed_in,
            "all": self.asked + self.free,
        }
        if self.free:
            free = ngettext("%(count)s plaats vrij", "%(count)s plaatsen vrij", self.free)
            counted = f"{counted}, {free % {'count': self.free}}"
        return counted if self.due_on is None else f"{counted}, {days_left(self.due_on, day)}"


def days_left(due_on: date, day: date) -> str:
    """ "nog 4 dagen", "vandaag de laatste dag", "2 dagen te laat"."""
    left = (due_on - day).days
    if left > 0:
        return ngettext("nog %(count)s dag", "nog %(count)s dagen", left) % {"count": left}
    if left == 0:
        return _("vandaag de laatste dag")
    return ngettext("%(count)s dag te laat", "%(count)s dagen te laat", -left) % {"count": -left}


def states(cases: Iterable[Case | int]) -> dict[int, State]:
    """By the key of the case, in one query; a case without assessors is not in it."""
    keys = [case if isinstance(case, int) else case.pk for case in cases]
    active, waiting = Q(stepped_back_at=None), Q(handed_in_at=None)
    rows = (
        Assignment.objects.filter(case__in=keys)
        .order_by()
        .values("case")
        .annotate(
            asked=Count("pk", filter=active),
            handed_in=Count("pk", filter=active & ~waiting),
            free=Count("pk", filter=~active & Q(settled_at=None)),
            due_on=Max("due_on", filter=active & waiting),
        )
    )
    return {row["case"]: State(row["asked"], row["handed_in"], row["free"], row["due_on"]) for row in rows}


def state(case: Case) -> State:
    return states([case]).get(case.pk, State())


def is_blind(case: Case, user: User) -> bool:
    """Whether this person has yet to hand in a judgement of the case, or stepped back from it."""
    return Assignment.objects.filter(case=case, user=user, handed_in_at=None).exists()


def may_compare(case: Case, user: User) -> bool:
    """Whether the judgements of all may be read by somebody who may see the case."""
    return state(case).opened and not is_blind(case, user)


def waiting_for(request: HttpRequest) -> int:
    """How many cases wait for a judgement of this visitor, for the navigation."""
    if not request.user.is_authenticated or not request.user.holds(*ASSESSES):
        return 0
    return Assignment.objects.open().filter(user=request.user, case__closed_at=None).count()


def panel(case: Case, user: User, at: datetime) -> dict[str, Any]:
    """What assessment/case/judging.html shows on the page of a case: no score, and names only as
    `Assignment.visible_to` has them.
    """
    day, now = local_day(at), state(case)
    rows = Assignment.objects.visible_to(user).filter(case=case).select_related("user", "domain")
    own = next((one for one in rows if one.user_id == user.pk and one.stepped_back_at is None), None)
    running = case.route == Case.Route.WEIGHED and case.closed_at is None
    return {
        "case": case,
        "state": now,
        "words": now.words(day),
        "late": now.late(day) and running,
        "rows": rows,
        "own": own,
        "waits_for_me": own is not None and own.handed_in_at is None and running,
        "may_ask": running and user.holds(*HANDLES),
        "may_compare": now.opened and not is_blind(case, user),
        "weighed": case.route == Case.Route.WEIGHED,
    }


def scores(cases: Case | Iterable[Case], *, first: bool = False) -> Scores:
    """What the assessors gave, keyed by the numbers of the cases; moderated scores where there are.

    Assessors are "beoordelaar 1", … in the order in which a case asked them, so that the same label in two
    cases may be two persons. With `first` the scores are as they were handed in. Raises ValidationError while
    somebody still has to hand in.
    """
    asked = [cases] if isinstance(cases, Case) else list(cases)
    numbers = {case.pk: case.number for case in asked}
    known = states(asked)
    for case in asked:
        if not known.get(case.pk, State()).opened:
            raise ValidationError(
                _("Van hulpvraag %(number)s hebben nog niet alle beoordelaars ingeleverd.")
                % {"number": case.number}
            )
    names = labels(asked)
    rows = Judgement.objects.opened().filter(assignment__in=names).order_by("moderated")
    given: dict[tuple[str, str, str], Score] = {}
    for row in rows.select_related("assignment"):
        if not (first and row.moderated):
            case_number = numbers[row.assignment.case_id]
            given[case_number, row.criterion, names[row.assignment_id]] = as_score(row)
    assessors = sorted(set(names.values()), key=lambda label: int(label.rsplit(" ", 1)[1]))
    return Scores(tuple(numbers.values()), tuple(assessors), given)


def labels(cases: Iterable[Case]) -> dict[int, str]:
    """Assignment → "beoordelaar 1" and on, per case in the order in which they were asked; no names."""
    found: dict[int, str] = {}
    counted: dict[int, int] = {}
    rows = Assignment.objects.active().filter(case__in=[case.pk for case in cases])
    for key, case in rows.order_by("pk").values_list("pk", "case"):
        counted[case] = counted.get(case, 0) + 1
        found[key] = f"beoordelaar {counted[case]}"
    return found


def as_score(row: Judgement) -> Score:
    """A number, or a mark. What was erased is unknown."""
    if row.score is not None:
        return float(row.score)
    return _MARKS.get(Judgement.Mark(row.mark), Mark.UNKNOWN) if row.mark else Mark.UNKNOWN
