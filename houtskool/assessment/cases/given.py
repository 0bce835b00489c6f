"""Support that was given and how it goes since: beside an organisation or initiative, and in one list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from houtskool.accounts.models import User
from houtskool.accounts.roles import STAFF
from houtskool.assessment.models import Case, FollowUp, Support
from houtskool.sector.models import Initiative, Noun, Organisation
from houtskool.sector.panels import Panel


@dataclass(frozen=True)
class Told:
    """A moment of following, as a reader sees it: `look` as parts/status.html draws it."""

    moment: FollowUp
    label: str
    look: str


def told(moment: FollowUp, day: date) -> Told:
    """What is known of a moment: how it went, that nobody answered, or that it is still to come."""
    if moment.answered_at is not None:
        off = moment.state == FollowUp.State.OFF_TRACK
        return Told(moment, moment.get_state_display(), "late" if off else "done")
    if moment.due_on > day:
        return Told(moment, _("nog niet gevraagd"), "sketch")
    return Told(moment, moment.get_state_display(), "waiting")


def rows(user: User) -> QuerySet[Support]:
    """What was given, as far as this user may see it, with its moments. Three queries, however many."""
    moments = Prefetch("follow_ups", FollowUp.objects.order_by("due_on"))
    seen = Support.objects.all().visible_to(user)
    found: QuerySet[Support] = seen.select_related("organisation", "initiative").prefetch_related(
        moments, Prefetch("case", Case.objects.visible_to(user))
    )
    return found


def panel(thing: Noun, user: User) -> Panel | None:
    """Support of an organisation or initiative, with its moments, on its page in the sector."""
    if not user.is_authenticated or not user.holds(*STAFF):
        return None
    if isinstance(thing, Organisation):
        found = rows(user).filter(organisation=thing)
        cases = Case.objects.visible_to(user).filter(organisation=thing)
    elif isinstance(thing, Initiative):
        found = rows(user).filter(initiative=thing)
        cases = Case.objects.visible_to(user).filter(initiative=thing)
    else:
        return None
    given, asked = list(found), list(cases)
    if not given and not asked:
        return None
    context: dict[str, Any] = {"given": given, "cases": asked}
    return Panel(_("Hulpvragen en gegeven steun"), "assessment/parts/given.html", context)
