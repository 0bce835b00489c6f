"""Freezing what the framework makes of a case."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from houtskool.accounts.models import User
from houtskool.assessment.advice import reckoning as contents
from houtskool.assessment.advice import similar
from houtskool.assessment.content import Content, canonical, read
from houtskool.assessment.eligibility import facts, frozen_facts
from houtskool.assessment.judging import progress
from houtskool.assessment.law import amounts
from houtskool.assessment.models import Advice, Case, Judgement
from houtskool.process.models.periods import local_day
from houtskool.records import journal
from houtskool.records.verbs import Verb


@transaction.atomic
def advise(case: Case, *, by: User, at: datetime) -> Advice:
    """Reckon and freeze an advice on the case as it was judged.

    Raises ValidationError, in the reader's words, while it is not being weighed, is closed, or somebody still
    has to hand in; and when nothing changed since the advice that stands.
    """
    journal.take_turn()
    current = Case.objects.select_for_update().get(pk=case.pk)
    if current.closed_at is not None:
        raise ValidationError(_("Deze hulpvraag is afgerond. Er komt geen nieuw advies."))
    if current.route != Case.Route.WEIGHED:
        raise ValidationError(_("Alleen een hulpvraag met de route ‘afwegen’ krijgt een advies."))
    stands = progress.state(current)
    if not stands.asked and not stands.free:
        raise ValidationError(_("Nog niemand beoordeelde deze hulpvraag. Vraag eerst beoordelaars."))
    if not stands.opened:
        refusal = _("Het advies wacht tot iedereen heeft ingeleverd: %(state)s.")
        raise ValidationError(refusal % {"state": stands.words(local_day(at))})
    if not current.version.is_whole:
        raise ValidationError(_("De versie van het kader is beschadigd. Laat de beheerder haar herstellen."))
    went_in = _given(current, at=at)
    last = current.advices.first()
    if last is not None and canonical(contents.read(last.content)["given"]) == canonical(went_in):
        raise ValidationError(_("Er is niets veranderd sinds advies %(number)s.") % {"number": last.number})
    result = contents.compute(went_in)
    near = [asdict(one) for one in similar.of(current, result)]
    text, sha256 = contents.frozen(contents.content_of(went_in, near))
    made = Advice(
        case=current,
        number=last.number + 1 if last else 1,
        version=current.version,
        verdict=result["verdict"],
        content=text,
        sha256=sha256,
        at=at,
        by=by,
    )
    made.full_clean()
    made.save(force_insert=True)
    after = journal.snapshot(made)
    # The hash says it all; a second copy of the whole content would not.
    del after["content"]
    journal.record(Verb.CREATED, made, by=by, at=at, after=after)
    return made


@translation.override("nl")
def _given(case: Case, *, at: datetime) -> Content:
    version, day = case.version, local_day(at)
    content = read(version.content)
    return contents.given(
        case=case.number,
        day=day.isoformat(),
        version={
            "number": version.number,
            "stage": version.stage,
            "on": version.on.isoformat(),
            "sha256": version.sha256,
            "content": content,
        },
        scores=score_rows(case),
        known=frozen_facts.frozen(facts.of_case(case, content, at), amounts.holding(day)),
    )


def score_rows(case: Case) -> list[Content]:
    """What the assessors gave, each under a label instead of a name, in the order of asking."""
    labels = progress.labels([case])
    rows = Judgement.objects.filter(assignment__in=labels).order_by("assignment", "criterion", "moderated")
    return [
        {
            "assessor": labels[row.assignment_id],
            "criterion": row.criterion,
            "mark": row.mark,
            "score": None if row.score is None else format(row.score.normalize(), "f"),
            "moderated": row.moderated,
        }
        for row in rows
    ]
