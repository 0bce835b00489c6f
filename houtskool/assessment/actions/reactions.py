"""Asking people to react to a concept, and keeping what they say: each reaction is a contribution."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from houtskool.accounts.models import User
from houtskool.assessment.content import read
from houtskool.assessment.models import CriterionReaction, FrameworkVersion, ReactionRequest
from houtskool.inventory import reacting
from houtskool.inventory.models import Contribution
from houtskool.process.models.periods import local_day
from houtskool.records import journal, post, secret_links
from houtskool.records.verbs import Verb
from houtskool.sector.models import Contact, StakeholderGroup

REACT = "react-to-framework"


@transaction.atomic
def ask(
    version: FrameworkVersion,
    *,
    groups: Collection[StakeholderGroup],
    addresses: str,
    question: str,
    closes_on: date | None,
    by: User,
    at: datetime,
) -> list[ReactionRequest]:
    """Ask the groups' contacts who want e-mail, and the addresses (one a line); each gets an own link.

    Who was asked about this version already is not asked again. Raises ValidationError for a version that is
    no concept, a day that is over, an address that is none (with its line), and when nobody is left to ask.
    """
    if version.stage != FrameworkVersion.Stage.CONCEPT:
        raise ValidationError(_("Deze versie is vastgesteld. Vraag een reactie op een concept."))
    if closes_on is not None and closes_on < local_day(at):
        raise ValidationError({"closes_on": _("Deze dag is al voorbij. Kies een dag die nog komt.")})
    written = _addresses(addresses)
    people = list(Contact.objects.mailable().filter(groups__in=groups).distinct()) if groups else []
    mailed = {one.email.lower() for one in people}
    before = version.reaction_requests.select_related("contact")
    asked = {(one.contact.email if one.contact else one.email).lower() for one in before}
    chosen = {group.pk for group in groups}
    made = [
        ReactionRequest(
            contact=one, group=next((group for group in one.groups.all() if group.pk in chosen), None)
        )
        for one in people
        if one.email.lower() not in asked
    ]
    made += [ReactionRequest(email=one) for one in written if one not in asked | mailed]
    if not made:
        raise ValidationError(
            _("Er is niemand om te vragen. Kies een groep met mensen die e-mail willen, of vul adressen in.")
        )
    for request in made:
        request.version, request.question, request.closes_on = version, question.strip(), closes_on
        request.at, request.by = at, by
        request.full_clean()
        request.save(force_insert=True)
        journal.record(Verb.SENT, request, by=by, at=at, after=journal.snapshot(request))
        to = request.contact.email if request.contact else request.email
        post.send(
            template="assessment/mail/react", to=to, at=at, about=request, compose=letter, by=by,
            reply_to=by.email,
        )  # fmt: skip
    return made


@transaction.atomic
def react(
    request: ReactionRequest,
    criterion: str,
    *,
    words: str,
    consent: str,
    at: datetime,
    kept_hints: Collection[str] = (),
) -> Contribution:
    """Keep a reaction to a criterion of the version ("" for the whole) as a contribution.

    Raises ValidationError when reacting is over, the version has no such criterion, or nothing was written.
    """
    if not is_open(request, at):
        raise ValidationError(_("Reageren kan niet meer. Neem contact op met de gemeente."))
    questions = {one["key"]: one["question"] for one in read(request.version.content)["criteria"]}
    if criterion and criterion not in questions:
        raise ValidationError(_("Dit criterium staat niet in de versie waarover u iets is gevraagd."))
    if not words.strip():
        raise ValidationError({"words": _("Schrijf wat u ervan vindt.")})
    about = questions[criterion] if criterion else str(request.version)
    contribution = reacting.keep(
        request.version.framework.process,
        words=words,
        consent=consent,
        place=f"reactie op ‘{about}’",
        contact=request.contact,
        group=request.group,
        email=request.email,
        kept_hints=kept_hints,
        via="reactie op een afwegingskader, via de eigen link",
        at=at,
    )
    CriterionReaction.objects.create(request=request, criterion=criterion, contribution=contribution)
    return contribution


def is_open(request: ReactionRequest, at: datetime) -> bool:
    return request.closes_on is None or local_day(at) <= request.closes_on


def of_token(token: str) -> ReactionRequest | None:
    rows = ReactionRequest.objects.select_related("version__framework__process", "contact")
    return secret_links.find(rows, token, REACT)


def path(request: ReactionRequest) -> str:
    return reverse("assessment:react", args=[secret_links.token(request, REACT)])


def letter(request: ReactionRequest | None, at: datetime) -> post.Letter | None:
    if request is None or not is_open(request, at):
        return None
    return post.Letter({"request": request, "url": post.address(path(request))})


def _addresses(text: str) -> list[str]:
    found: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        address = line.strip().lower()
        if not address:
            continue
        try:
            validate_email(address)
        except ValidationError:
            told = _("Regel %(line)s: ‘%(text)s’ is geen e-mailadres. Zet op elke regel één adres.")
            raise ValidationError({"addresses": told % {"line": number, "text": line.strip()}}) from None
        found.append(address)
    return list(dict.fromkeys(found))
