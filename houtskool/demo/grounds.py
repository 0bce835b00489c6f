"""What measures of the example rest on beside contributions: what people voted on, and a request for help."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from houtskool.accounts.models import User
from houtskool.assessment.models import Case
from houtskool.deliberation.models import Statement
from houtskool.process.models import Process
from houtskool.programme.actions import grounds, publishing, versions

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
# Measure, how its statement begins, what is done with it, and why.
VOTED = (
    ("Eerst lokaal vragen onder de drempel", "De gemeente vraagt bij kleine opdrachten", "adopted", ""),
    ("Marktplaats voor sociale inkoop", "Er komt één lijst van wie wat levert", "adopted", ""),
    (
        "Garantie voor een kwart van de lening",
        "De gemeente staat garant",
        "partly",
        "Wij beginnen met vijf leningen (voorbeeld).",
    ),
    ("Rekeningen binnen tien dagen", "De gemeente betaalt kleine ondernemers", "adopted", ""),
    ("Eén vast contact dat de weg weet", "Elke ondernemer heeft één vast contact", "adopted", ""),
    (
        "Studenten meten het effect",
        "Wie steun krijgt, laat het effect meten",
        "partly",
        "Het blijft een keuze.",
    ),
)
ASKED = ("Garantie voor een kwart van de lening", "Naaiatelier met taalles")


def build(process: Process, *, manager: User) -> None:
    """After the result of the conversation is there, and the request was decided."""
    at = datetime(2019, 1, 15, 9, 40, tzinfo=AMSTERDAM)
    statements = Statement.objects.filter(conversation__process=process, conversation__published_at__lte=at)
    for title, begins, kind, reason in VOTED:
        statement = statements.select_related("conversation").get(words__startswith=begins)
        grounds.lay(
            [statement], process.measures.get(title=title), kind=kind, reason=reason, by=manager, at=at
        )
    measure, case = process.measures.get(title=ASKED[0]), Case.objects.get(title=ASKED[1])
    reason = "Voor de machines was een lening met garantie genoeg geweest (voorbeeld)."
    grounds.lay([case], measure, kind="partly", reason=reason, by=manager, at=at)
    # So that the city reads on the public pages what came of its votes.
    sketch = versions.freeze(process, "sketch", by=manager, at=at)
    publishing.publish(sketch, by=manager, at=at)
