"""By which day a request must be decided, and how far that is: derived from its rows on a day.

Sources: Algemene wet bestuursrecht art. 4:5, 4:13, 4:14, 4:15; Algemene termijnenwet art. 1 and 4.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from houtskool.assessment.cases import workdays
from houtskool.assessment.models import Case, LegalAmount, Supplement
from houtskool.process.models.periods import local_day

KEY = "beslistermijn"
USUAL_WEEKS = 8
RESPOND_WITHIN = 5  # working days in which the contact chooses a route
# A longer term may end on a Sunday (Algemene termijnenwet art. 4).
_LONG = timedelta(weeks=12)
# How long after an unanswered question for more a request may be left unhandled (Awb 4:5, fourth paragraph).
NOT_HANDLED_WITHIN = timedelta(weeks=4)


class State(models.TextChoices):
    RUNNING = "running", gettext_lazy("loopt")
    STILL = "still", gettext_lazy("staat stil")
    LATE = "late", gettext_lazy("te laat")
    IN_TIME = "in-time", gettext_lazy("op tijd afgerond")
    TOO_LATE = "too-late", gettext_lazy("te laat afgerond")


@dataclass(frozen=True)
class Term:
    """`days`: how many are left; below 0 how many days late. `still_until`: last day of standing still."""

    state: State
    last_day: date
    days: int
    still_until: date | None = None

    @property
    def is_late(self) -> bool:
        return self.state in (State.LATE, State.TOO_LATE)

    @property
    def look(self) -> str:
        """The state as parts/status.html draws it."""
        return {"running": "running", "still": "waiting", "in-time": "done"}.get(self.state, "late")

    @property
    def words(self) -> str:
        match self.state:
            case State.STILL:
                return _("staat stil")
            case State.LATE:
                late = ngettext("te laat sinds %(days)s dag", "te laat sinds %(days)s dagen", -self.days)
                return late % {"days": -self.days}
            case State.IN_TIME:
                return _("op tijd afgerond")
            case State.TOO_LATE:
                late = ngettext(
                    "%(days)s dag te laat afgerond", "%(days)s dagen te laat afgerond", -self.days
                )
                return late % {"days": -self.days}
        if not self.days:
            return _("vandaag de laatste dag")
        return ngettext("nog %(days)s dag", "nog %(days)s dagen", self.days) % {"days": self.days}

    @property
    def sentence(self) -> str:
        """The term for the applicant: until when, or what it waits for."""
        until = date_format(self.last_day, "j F Y")
        match self.state:
            case State.STILL:
                assert self.still_until is not None
                return _(
                    "De termijn staat stil tot u antwoordt, uiterlijk tot en met %(day)s. "
                    "Daarna hebben wij nog %(days)s dagen."
                ) % {"day": date_format(self.still_until, "j F Y"), "days": max(self.days, 0)}
            case State.LATE:
                return _(
                    "U had uiterlijk op %(until)s antwoord moeten hebben. Wij zijn te laat. "
                    "Bel of mail uw contactpersoon."
                ) % {"until": until}
            case State.RUNNING:
                return _("U hebt uiterlijk op %(until)s antwoord.") % {"until": until}
        return _("Deze hulpvraag is afgerond.")


@dataclass(frozen=True)
class Response:
    """Whether a route was chosen in time: within five working days after it came in."""

    last_day: date
    is_late: bool
    given: bool

    @property
    def words(self) -> str:
        if self.given:
            return _("te laat gekozen") if self.is_late else _("op tijd gekozen")
        until = date_format(self.last_day, "j F")
        if self.is_late:
            return _("had er op %(until)s moeten zijn") % {"until": until}
        return _("kies uiterlijk op %(until)s") % {"until": until}


def weeks_on(day: date) -> int:
    """How many weeks the law gives on that day; eight where it gives nothing."""
    found = LegalAmount.objects.on(day).filter(key=KEY, unit=LegalAmount.Unit.WEEKS).first()
    return int(found.amount) if found else USUAL_WEEKS


def of(case: Case, at: datetime) -> Term:
    """The term of a case on a moment. Costs no query when `supplement` is selected with it."""
    return reckoned(
        received=local_day(case.received_at),
        weeks=case.term_weeks,
        extended=case.extended_weeks if case.extended_at and case.extended_at <= at else 0,
        still=_still(supplement_of(case), at),
        closed=local_day(case.closed_at) if case.closed_at and case.closed_at <= at else None,
        today=local_day(at),
    )


def response(case: Case, at: datetime) -> Response:
    last = workdays.after(local_day(case.received_at), RESPOND_WITHIN)
    ends = [one for one in (case.routed_at, case.closed_at) if one is not None and one <= at]
    return Response(last, local_day(min(ends, default=at)) > last, bool(ends))


def supplement_of(case: Case) -> Supplement | None:
    return getattr(case, "supplement", None)


def reckoned(
    *,
    received: date,
    weeks: int,
    today: date,
    extended: int = 0,
    still: tuple[date, date] | None = None,
    closed: date | None = None,
) -> Term:
    """The term from plain days. Pure.

    `still`: the day on which was asked for more, and the last day on which the term stands still for it; the
    day of asking itself still counts. A last day that is no working day becomes the next one that is, unless
    the term is longer than twelve weeks.
    """
    given = timedelta(weeks=weeks + extended)
    last = received + given
    until = closed or today
    if still is not None:
        asked, end = still
        last += max(min(until, end) - asked, timedelta())
        if asked <= until <= end and closed is None:
            return Term(State.STILL, last, (last - today).days, end)
    if given <= _LONG:
        last = workdays.from_working(last)
    days = (last - until).days
    if closed is not None:
        return Term(State.IN_TIME if days >= 0 else State.TOO_LATE, last, days)
    return Term(State.RUNNING if days >= 0 else State.LATE, last, days)


def _still(asked: Supplement | None, at: datetime) -> tuple[date, date] | None:
    if asked is None or asked.asked_at > at:
        return None
    answered = asked.answered_at is not None and asked.answered_at <= at
    return local_day(asked.asked_at), asked.until() if answered else asked.answer_by
