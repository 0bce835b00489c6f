"""Rounds of progress: every owner is asked, answers by link, and who says nothing leaves it unknown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from itertools import groupby

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from houtskool.accounts.models import User
from houtskool.process.models import Process
from houtskool.process.models.periods import local_day
from houtskool.programme.actions.versions import is_adopted
from houtskool.programme.models import Measure, ProgressReport, ProgressRound
from houtskool.records import journal, post, secret_links
from houtskool.records.verbs import Verb

TELL = "tell"
State = Measure.State


@transaction.atomic
def open_round(process: Process, *, title: str, due_on: date, by: User, at: datetime) -> ProgressRound:
    """Ask the owner of every measure that may run and is not over how it stands, by one e-mail each.

    Raises ValidationError when there is nothing to ask about, the day is past, or a round is still open.
    """
    if due_on < local_day(at):
        raise ValidationError({"due_on": _("Deze dag is al voorbij. Kies een dag die nog komt.")})
    if ProgressRound.objects.filter(process=process, closed_at=None).exists():
        raise ValidationError(_("Er loopt al een ronde. Sluit die eerst."))
    measures = Measure.objects.filter(process=process).exclude(state__in=(State.DONE, State.STOPPED))
    if not is_adopted(process, local_day(at)):
        measures = measures.filter(started_ahead=True)
    asked = list(measures.select_related("owner"))
    if not asked:
        raise ValidationError(_("Er is geen maatregel die loopt. Na de vaststelling kan een ronde beginnen."))
    made = ProgressRound(process=process, title=title.strip(), due_on=due_on, opened_at=at, by=by)
    made.full_clean()
    made.save()
    journal.created(made, by=by, at=at)
    reports = ProgressReport.objects.bulk_create(
        ProgressReport(round=made, measure=measure, asked=measure.owner.email if measure.owner else "")
        for measure in asked
    )
    _mail(reports, by=by, at=at)
    return made


@transaction.atomic
def remind(round: ProgressRound, *, by: User, at: datetime) -> int:
    """Ask once more whoever said nothing yet; how many messages that are."""
    _must_be_open(round)
    return _mail(list(round.reports.filter(reported_at=None).exclude(asked="")), by=by, at=at)


@transaction.atomic
def report(
    one: ProgressReport,
    *,
    state: str,
    sentence: str,
    progress: int | None,
    at: datetime,
    by: User | None = None,
) -> None:
    """Keep what the owner says, on the round and on the measure. Saying it again replaces it.

    Raises ValidationError when the round is closed, the state is none, or a sentence is missing.
    """
    journal.take_turn()
    row = ProgressReport.objects.select_for_update().select_related("round", "measure").get(pk=one.pk)
    _must_be_open(row.round)
    if state not in State.values:
        raise ValidationError({"state": _("Kies hoe het ervoor staat.")})
    if state in (State.RUNNING, State.STOPPED) and not sentence.strip():
        raise ValidationError({"sentence": _("Schrijf in één zin hoe het gaat.")})
    if progress is not None and not 0 <= progress <= 100:
        raise ValidationError({"progress": _("Vul een getal in van 0 tot en met 100.")})
    row.state, row.sentence, row.progress, row.reported_at = state, sentence.strip(), progress, at
    row.save()
    measure = row.measure
    via = f"de trekker, via de link van ‘{row.round}’" if by is None else ""
    with journal.change(measure, by=by, at=at, via=via):
        measure.state, measure.state_words, measure.state_on = state, row.sentence, local_day(at)
        measure.progress = 100 if state == State.DONE else progress
        measure.save()


@transaction.atomic
def close(round: ProgressRound, *, by: User, at: datetime) -> int:
    """End the round; of what nobody reported the state is unknown from now on. How many these are."""
    journal.take_turn()
    row = ProgressRound.objects.select_for_update().get(pk=round.pk)
    _must_be_open(row)
    with journal.change(row, by=by, at=at, verb=Verb.SETTLED):
        row.closed_at = at
        row.save()
    silent = [one.measure for one in row.reports.filter(reported_at=None).select_related("measure")]
    for measure in silent:
        with journal.change(measure, by=by, at=at):
            measure.state, measure.state_words, measure.progress = State.UNKNOWN, "", None
            measure.state_on = local_day(at)
            measure.save()
    return len(silent)


def of_token(token: str) -> ProgressReport | None:
    rows = ProgressReport.objects.select_related("round__process", "measure")
    return secret_links.find(rows, token, TELL)


def beside(one: ProgressReport) -> Sequence[ProgressReport]:
    """All that the same owner is asked in this round: one link opens them together."""
    rows = ProgressReport.objects.filter(round=one.round_id).select_related("measure")
    return list(rows.filter(asked=one.asked) if one.asked else rows.filter(pk=one.pk))


def path(one: ProgressReport) -> str:
    return reverse("programme:tell", args=[secret_links.token(one, TELL)])


def letter(one: ProgressReport | None, at: datetime) -> post.Letter | None:
    """The question by e-mail; none when the owner answered meanwhile or the round was closed."""
    if one is None or one.round.closed_at is not None:
        return None
    asked = [other for other in beside(one) if other.reported_at is None]
    if not asked:
        return None
    context: Mapping[str, object] = {
        "round": one.round,
        "measures": [other.measure for other in asked],
        "url": post.address(path(one)),
    }
    return post.Letter(context)


def _mail(reports: Sequence[ProgressReport], *, by: User, at: datetime) -> int:
    """One message per address, about the first of its measures."""
    found = sorted((one for one in reports if one.asked), key=lambda one: (one.asked.lower(), one.pk))
    count = 0
    for address, same in groupby(found, key=lambda one: one.asked):
        post.send(
            template="programme/mail/progress",
            to=address,
            at=at,
            about=next(same),
            compose=letter,
            by=by,
            reply_to=by.email,
        )
        count += 1
    return count


def _must_be_open(round: ProgressRound) -> None:
    if round.closed_at is not None:
        raise ValidationError(_("Deze ronde is gesloten. Bel of mail de gemeente als er iets veranderde."))
