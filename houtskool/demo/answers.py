"""What became of the example's contributions: themes, a merge, answers, and the e-mail that tells of it."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from houtskool.accounts.models import User
from houtskool.inventory import telling
from houtskool.inventory.actions import answers, codings, merging, own, sharing
from houtskool.inventory.models import Contribution, Contributor
from houtskool.process.models import Process
from houtskool.sector import actions as sector_actions
from houtskool.sector.models import StakeholderGroup

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
Outcome = Contribution.Outcome
# Given by hand after the list was read in: number, theme, and the words that it is about (or all of them).
THEMES = (
    ("VB-07", "inkoop", "catering van de raad"),
    ("VB-08", "inkoop", "De voorwaarden tellen veertig bladzijden."),
    ("VB-08", "regels en erkenning", ""),
    ("VB-14", "financiering", ""),
    ("VB-16", "samenwerking/netwerk", "elke afdeling stuurt mij naar een andere"),
    ("VB-21", "werk en begeleiding", ""),
    ("VB-22", "werk en begeleiding", ""),
)
# What goes for several at once: their numbers, what is done, and why.
ANSWERS = (
    (
        ("VB-04", "VB-06", "VB-08"),
        Outcome.TAKEN,
        "Wij maken een overzicht van wie wat levert, en vragen bij kleine opdrachten eerst in de buurt. "
        "De inkopers van de regio doen mee.",
    ),
    (
        ("VB-16", "VB-17"),
        Outcome.PARTLY,
        "Er komt één vast contact voor sociale ondernemers. Dat contact wijst de weg; de afdelingen blijven "
        "zelf beslissen, want daar zit de kennis.",
    ),
    (("VB-10",), Outcome.PARTLY, "Wij zoeken uit of een garantie mag."),
    (("VB-19", "VB-20"), Outcome.DONE, "Stadsgarage begon hiermee in december: elk kwartaal een maaltijd."),
    (
        ("VB-27",),
        Outcome.ELSEWHERE,
        "Een vergunning voor een terras hoort bij Vergunningen. Wij gaven het door.",
    ),
    (("VB-36",), Outcome.TAKEN, "Wij beginnen met tien opdrachten."),
)


def build(process: Process, *, facilitator: User, manager: User) -> None:
    pieces = {one.external_id: one for one in Contribution.objects.filter(process=process) if one.external_id}
    _themes(pieces, by=facilitator)
    merging.merge(
        [pieces["VB-31"]],
        into=pieces["VB-16"],
        by=facilitator,
        at=_at(6),
        why="Gaat over dezelfde afdelingen.",
    )
    merging.merge([pieces["VB-02"]], into=pieces["VB-04"], by=facilitator, at=_at(6), why="Zelfde vraag.")
    _want_mail(process)
    for numbers, outcome, reason in ANSWERS:
        chosen = [pieces[number] for number in numbers]
        answers.answer(chosen, outcome=outcome, reason=reason, by=manager, at=_at(18))
    _think_again(pieces, by=manager)
    _answer_who_gave_a_name(process, by=manager)
    telling.tell(_at(20, 17))
    _share_with_the_buyers(process, by=facilitator)


def _share_with_the_buyers(process: Process, *, by: User) -> None:
    """The note promised them the results of the session."""
    session = process.gatherings.get(planned_start=date(2018, 11, 29))
    buyers = StakeholderGroup.objects.filter(name="inkopers")
    sharing.share(session, list(buyers), by=by, at=_at(21))


def _themes(pieces: dict[str, Contribution], *, by: User) -> None:
    for number, name, words in THEMES:
        piece = pieces[number]
        theme = sector_actions.add_theme(name=name, by=by, at=_at(5))
        start = piece.words.index(words)
        passage = (start, start + len(words)) if words else None
        codings.give([piece], theme, by=by, at=_at(5), passage=passage)


def _think_again(pieces: dict[str, Contribution], *, by: User) -> None:
    """One answer was changed when more was known, and one was too early."""
    reason = "Een garantie mag alleen via een landelijk fonds. Wij brengen u in gesprek met dat fonds."
    answers.answer([pieces["VB-10"]], outcome=Outcome.NOT_TAKEN, reason=reason, by=by, at=_at(19))
    answers.take_back(
        [pieces["VB-36"]],
        why="Het college besluit hier in februari over. Wij waren te vroeg.",
        by=by,
        at=_at(19),
    )


def _want_mail(process: Process) -> None:
    """Two people put it on with their own link; the contact of the sector gave an address for this."""
    people = Contributor.objects.filter(process=process).select_related("contact")
    for name, email in (("Fatima Aziz", "fatima@wasserij.example"), ("Ans Voorbeeld", "ans@stad.example")):
        person = next(one for one in people if str(one) == name)
        own.correct(person, name=name, email=email, wants_mail=True, at=_at(7, 12))


def _answer_who_gave_a_name(process: Process, *, by: User) -> None:
    offer = Contribution.objects.get(process=process, contributor__contact__name="Fatima Aziz")
    theme = sector_actions.add_theme(name="inkoop", by=by, at=_at(5))
    codings.give([offer], theme, by=by, at=_at(10), passage=(35, len(offer.words)))
    reason = "Uw aanbod past bij de tien opdrachten. De inkoper belt u in januari."
    answers.answer([offer], outcome=Outcome.TAKEN, reason=reason, by=by, at=_at(18))


def _at(day: int, hour: int = 10) -> datetime:
    return datetime(2018, 12, day, hour, 0, tzinfo=AMSTERDAM)
