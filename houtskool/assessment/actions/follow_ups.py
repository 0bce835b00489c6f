"""How it goes with what was given: asked by link on its day, kept as it is told. Silence stays unknown."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from houtskool.accounts.models import User
from houtskool.assessment.cases import mail
from houtskool.assessment.models import FollowUp
from houtskool.process.models.periods import local_day
from houtskool.records import journal, post
from houtskool.records.folding import tidy
from houtskool.records.verbs import Verb

VIA = "wie de steun kreeg, via de eigen link"
# A moment that stayed unasked this long is not asked any more: the answer would be about another day.
STALE = timedelta(days=60)


def ask_due(at: datetime) -> int:
    """Ask by e-mail what is due, each moment once: how many letters left. Who has no address is left."""
    day = local_day(at)
    due = FollowUp.objects.due(day).filter(due_on__gt=day - STALE)
    return sum(_ask(one, at) for one in due.select_related("support__case", "support__organisation"))


@transaction.atomic
def _ask(moment: FollowUp, at: datetime) -> bool:
    to = address(moment)
    if not to:
        return False
    with journal.change(moment, by=None, at=at, verb=Verb.SENT):
        moment.asked_at = at
        moment.save()
    case = moment.support.case
    post.send(
        template="assessment/mail/follow_up",
        to=to,
        at=at,
        about=moment,
        compose=mail.follow_up,
        reply_to=case.contact.email if case and case.contact else "",
    )
    return True


def address(moment: FollowUp) -> str:
    """Where it is asked: the applicant, else the organisation; "" where neither is known."""
    support = moment.support
    told = support.case.email if support.case else ""
    return told or (support.organisation.email if support.organisation else "")


@transaction.atomic
def tell(moment: FollowUp, *, state: str, sentence: str, at: datetime, by: User | None = None) -> None:
    """Keep how it goes, as the link or a phone call told it; telling it anew replaces what was said.

    Raises ValidationError per field.
    """
    journal.take_turn()
    held = FollowUp.objects.select_for_update().get(pk=moment.pk)
    if state not in (FollowUp.State.ON_TRACK, FollowUp.State.OFF_TRACK):
        raise ValidationError({"state": _("Kies op koers of niet op koers.")})
    sentence = tidy(sentence)
    if not sentence:
        raise ValidationError({"sentence": _("Schrijf in één zin hoe het gaat.")})
    via = VIA if by is None else ""
    with journal.change(held, by=by, at=at, verb=Verb.ANSWERED, via=via):
        held.state, held.sentence, held.answered_at = state, sentence, at
        held.full_clean()
        held.save()
