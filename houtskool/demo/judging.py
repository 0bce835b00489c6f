"""Who assesses requests in the example, and what they gave: one is complete, one waits for an assessor."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from houtskool.accounts.models import User
from houtskool.assessment.actions import judging, moderating
from houtskool.assessment.judging.asked import Asked, criteria_of
from houtskool.assessment.models import Assignment, Case, Judgement
from houtskool.process.models.periods import local_day
from houtskool.sector.models import Domain

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
LATEST = datetime(2019, 1, 15, 8, 45, tzinfo=AMSTERDAM)
DAYS = 6
# From which domain each official is asked.
FROM = {"ambtenaar@voorbeeld.example": "economie", "meedoen@voorbeeld.example": "sociale zaken"}
# Where a weaker plan gets less.
FALLS = {"uitvoerbaar", "groei", "domeinen", "gelijke-behandeling"}
# Per criterion what the three gave, with the reason of each; "weet" is unknown.
GIVEN: dict[str, tuple[tuple[str, str], tuple[str, str], tuple[str, str]]] = {
    "wettelijk": (
        ("1", "De subsidieverordening laat dit toe."),
        ("1", "Er is een grondslag, en het bedrag blijft onder de grens."),
        ("1", "Ik zie geen bezwaar in de wet."),
    ),
    "onderneming": (
        ("1", "Het doel staat vooraan in de statuten."),
        ("1", "De statuten zijn meegestuurd en zijn duidelijk."),
        ("1", "Er is ook een erkenning."),
    ),
    "doel": (
        ("8", "Het helpt mensen aan werk die nu thuis zitten."),
        ("7", "Past bij het doel van de raad, maar voor een kleine groep."),
        ("8", "Sluit aan op werk en meedoen."),
    ),
    "domeinen": (
        ("5", "Werk en afval: twee domeinen."),
        ("10", "Ook zorg: begeleiders verwijzen hier nu al naar."),
        ("5", "Twee domeinen, de derde is nog een wens."),
    ),
    "lokaal": (
        ("10", "Bewoners beslissen mee over de openingstijden."),
        ("7,5", "Gevestigd in de wijk, de partners nog niet."),
        ("8", "Sterke band met de buurt."),
    ),
    "uitvoerbaar": (
        ("2", "De begroting leunt op subsidie, ook na drie jaar."),
        ("7", "Er zijn klanten en een ervaren bestuur."),
        ("6", "Het plan is er, de huur is nog onzeker."),
    ),
    "groei": (
        ("5", "Binnen de stad kan het groter."),
        ("6", "Een tweede plek is denkbaar."),
        ("weet", "Daar staat in het dossier niets over."),
    ),
    "gelijke-behandeling": (
        ("5", "Anderen kunnen dit ook vragen, maar weten dat niet."),
        ("6", "Er komt een bericht op de site, is beloofd."),
        ("5", "Nog niet bekendgemaakt."),
    ),
    "kosten": (
        ("20", "Het bedrag en ongeveer honderd uren."),
        ("25", "Met de uren van vastgoed erbij."),
        ("20", "Zoals in de aanvraag."),
    ),
}


def build(assessors: list[User], *, by: User) -> None:
    """Three assessors for each request that is being weighed; of the second one still has to hand in."""
    domains = {one.name: one for one in Domain.objects.all()}
    weighed = Case.objects.filter(route=Case.Route.WEIGHED, closed_at=None).order_by("received_at", "pk")
    for place, case in enumerate(weighed[:2]):
        assert case.routed_at is not None
        asked_at = min(case.routed_at + timedelta(hours=1), LATEST - timedelta(days=1))
        due_on = local_day(asked_at) + timedelta(days=DAYS)
        people = [(user, domains.get(FROM.get(user.email, ""))) for user in assessors]
        made = judging.ask(case, people, due_on=due_on, by=by, at=asked_at)
        for number, assignment in enumerate(made):
            last = place == 1 and number == len(made) - 1
            at = min(asked_at + timedelta(hours=20 + number), LATEST + timedelta(minutes=number))
            give(assignment, criteria_of(case.version), number, at=at, half=last)
            if not last:
                judging.hand_in(assignment, by=assignment.user, at=at)
        if place == 0:
            _talk(made[0], at=LATEST + timedelta(minutes=10))


def _talk(one: Assignment, *, at: datetime) -> None:
    """After the three spoke, the first one thinks better of the plan; both judgements stay."""
    asked = next(asked for asked in criteria_of(one.case.version) if asked.key == "uitvoerbaar")
    moderating.moderate(
        one,
        asked,
        mark=Judgement.Mark.SCORE,
        score=Decimal("4.5"),
        reason="De klanten uit het tweede jaar had ik gemist. De huur blijft een zorg.",
        by=one.user,
        at=at,
    )


def give(
    one: Assignment,
    criteria: list[Asked],
    number: int,
    *,
    at: datetime,
    half: bool,
    lowered: Decimal = Decimal(1),
) -> None:
    """What this assessor gives; `lowered`: what a score on a scale that goes up is multiplied by."""
    for asked in criteria[: len(criteria) // 2] if half else criteria:
        given, reason = GIVEN.get(asked.key, (("weet", "Dat weet ik niet."),) * 3)[number % 3]
        known = given != "weet"
        judging.save_draft(
            one,
            asked,
            mark=Judgement.Mark.SCORE if known else Judgement.Mark.UNKNOWN,
            score=Decimal(given.replace(",", ".")) * (lowered if asked.key in FALLS else 1)
            if known
            else None,
            reason=reason,
            evidence="Het plan en de begroting bij de hulpvraag." if asked.evidence else "",
            by=one.user,
            at=at,
        )
