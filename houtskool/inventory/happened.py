"""What the process page shows of what became of contributions, and what it finds missing there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from houtskool.accounts.models import User
from houtskool.accounts.roles import FACILITATES
from houtskool.inventory.consent import CODES
from houtskool.inventory.models import Contribution, Contributor
from houtskool.process.models import Process
from houtskool.process.panels import Panel
from houtskool.process.status import Gap

_State = Contribution.State


def panel(process: Process, user: User, at: date) -> Panel | None:
    """The contributions by state, and the answers by what is done; None as long as there are none."""
    rows = Contribution.objects.visible_to(user).filter(process=process)
    states = dict(rows.values_list("state").annotate(Count("pk")).order_by())
    if not states:
        return None
    answered = rows.filter(state=_State.ANSWERED)
    outcomes = dict(answered.values_list("outcome").annotate(Count("pk")).order_by())
    return Panel(
        title=_("Wat is er met inbreng gebeurd"),
        template="inventory/parts/happened.html",
        context={
            "figures": [
                {
                    "value": states.get(state.value, 0),
                    "label": state.label,
                    "url": _list(process, state=state.value),
                }
                for state in _State
            ],
            "outcomes": [
                (outcome.label, outcomes[outcome.value])
                for outcome in Contribution.Outcome
                if outcomes.get(outcome.value)
            ],
            "themes_url": f"{reverse('inventory:themes')}?process={process.pk}",
            "code_url": f"{reverse('inventory:code')}?process={process.pk}" if user.holds(*CODES) else "",
        },
    )


def gaps(process: Process, at: date) -> Iterator[Gap]:
    """Contributions that wait for an answer, and people who asked to be erased."""
    waiting = Contribution.objects.filter(process=process).without_answer().count()
    if waiting:
        yield Gap(
            ngettext(
                "%(number)s stuk inbreng heeft nog geen antwoord.",
                "%(number)s stukken inbreng hebben nog geen antwoord.",
                waiting,
            )
            % {"number": waiting},
            _list(process, missing="answer"),
            _("Beantwoord de inbreng"),
            who=CODES,
        )
    asked = Contributor.objects.filter(Q(process=process), erasure_asked_at__isnull=False)
    for contributor in asked.only("pk", "erasure_asked_at").order_by("erasure_asked_at"):
        assert contributor.erasure_asked_at is not None
        yield Gap(
            # Not the name: everybody who sees the process reads this.
            _("Iemand die inbreng gaf, vroeg op %(day)s om alles te wissen.")
            % {"day": f"{contributor.erasure_asked_at:%d-%m-%Y}"},
            reverse("inventory:contributor", args=[contributor.pk]),
            _("Bekijk de vraag"),
            urgent=True,
            who=FACILITATES,
        )


def _list(process: Process, **asked: str) -> str:
    return f"{reverse('inventory:contributions')}?{urlencode({'process': process.pk, **asked})}"
