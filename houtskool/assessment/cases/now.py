"""What has to happen now with a request, in one sentence, and where this reader does it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from houtskool.assessment.cases.phase import OVER, Phase
from houtskool.assessment.cases.term import Response, Term
from houtskool.assessment.models import Case, Supplement


@dataclass(frozen=True)
class Now:
    """`url` and `action`: where this reader does or reads more, or ""; `turn`: it is this reader's."""

    sentence: str
    url: str = ""
    action: str = ""
    turn: bool = False


def of(
    case: Case,
    phase: Phase,
    *,
    response: Response,
    supplement: Supplement | None,
    judging: Mapping[str, Any],
    advising: Mapping[str, Any],
    handles: bool,
) -> Now:
    """`judging`, `advising`: the panels of the page of the case. Costs no query."""
    if judging["waits_for_me"]:
        url = reverse("assessment:judge", args=[judging["own"].pk])
        return Now(_("Deze hulpvraag wacht op uw oordeel."), url, _("Beoordeel"), turn=True)
    if phase in OVER:
        return _over(case, phase)
    if phase == Phase.WAITING and supplement is not None:
        day = date_format(supplement.answer_by, "j F")
        words = _("De aanvrager vult aan, uiterlijk op %(day)s. Zolang staat de termijn stil.")
        return Now(words % {"day": day})
    if phase == Phase.ADVISED:
        return _advised(case, advising)
    if phase == Phase.JUDGED:
        return _judged(case, judging, advising)
    if phase == Phase.QUICK:
        return Now(_("De aanvrager krijgt snel antwoord: advies, een introductie of een doorverwijzing."))
    return Now(_choose(case, response, handles))


def for_applicant(phase: Phase, term: Term) -> str:
    """What the city does now, and by when there is an answer; "" where it is over or the applicant's turn."""
    doing = {
        Phase.RECEIVED: _("Wij kiezen hoe wij uw vraag behandelen. Daarvan krijgt u bericht."),
        Phase.QUICK: _("Wij zoeken een antwoord voor u. Daarvan krijgt u bericht."),
        Phase.JUDGED: _("Een paar mensen van de gemeente bekijken uw vraag, elk apart."),
        Phase.ADVISED: _("Uw vraag is bekeken. Nu volgt het besluit."),
    }.get(phase)
    return f"{doing} {term.sentence}" if doing else ""


def _advised(case: Case, advising: Mapping[str, Any]) -> Now:
    advice = advising["advice"]
    verdict = {"verdict": advice.get_verdict_display()}
    if advising["may_decide"]:
        url = reverse("assessment:decide", args=[case.pk])
        return Now(
            _("Het advies is: %(verdict)s. U besluit.") % verdict, url, _("Neem een besluit"), turn=True
        )
    words = _("Het advies is: %(verdict)s. Het wacht op het besluit van een mandaathouder.") % verdict
    return Now(words, advice.get_absolute_url(), _("Lees het advies"))


def _judged(case: Case, judging: Mapping[str, Any], advising: Mapping[str, Any]) -> Now:
    if judging["state"].opened:
        if advising["may_advise"]:
            words = _("Alle oordelen zijn binnen. U kunt het advies laten maken.")
            return Now(words, "#advies", _("Naar het advies"))
        return Now(_("Alle oordelen zijn binnen. Het advies kan gemaakt worden."))
    if judging["state"].asked or judging["state"].free:
        return Now(_("Het wacht op de beoordelaars: %(words)s.") % {"words": judging["words"]})
    words = _("Er is nog niemand gevraagd om te beoordelen.")
    if judging["may_ask"]:
        url = reverse("assessment:assessors", args=[case.pk])
        return Now(words, url, _("Vraag beoordelaars"), turn=True)
    return Now(words)


def _choose(case: Case, response: Response, handles: bool) -> str:
    day = {"day": date_format(response.last_day, "j F")}
    if not handles:
        return _("Uiterlijk op %(day)s staat vast hoe deze vraag wordt behandeld.") % day
    if case.contact_id is None:
        return _("Nog niemand behandelt deze vraag. Neem haar over of draag haar over.")
    if response.is_late:
        return _("Kies een route: snel een antwoord, of afwegen met beoordelaars.")
    return _("Kies uiterlijk op %(day)s een route: snel een antwoord, of afwegen met beoordelaars.") % day


def _over(case: Case, phase: Phase) -> Now:
    if phase == Phase.WITHDRAWN:
        return Now(_("De vraag is ingetrokken. Er hoeft niets meer."))
    if phase == Phase.DECIDED:
        return Now(_("Er is besloten. De aanvrager heeft bericht."), "#besluit", _("Lees het besluit"))
    words = _("De vraag is afgerond. De aanvrager heeft antwoord.")
    return Now(words, "#antwoord", _("Lees het antwoord")) if case.closing_words else Now(words)
