"""Both sides of an agreement say yes: the municipality here, the partner here or with a link of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from houtskool.accounts.models import User
from houtskool.process.models.periods import local_day
from houtskool.programme.actions import reactions
from houtskool.programme.agreements import DAYS, text_of
from houtskool.programme.content import digest
from houtskool.programme.models import Measure, ReactionLink, SignedText
from houtskool.records import journal, post, secret_links
from houtskool.records.verbs import Verb
from houtskool.sector.models import Contact

SIGN = "sign"
Days = Mapping[str, date | None]


@transaction.atomic
def ask(
    measure: Measure, contact: Contact, *, question: str, closes_on: date | None, by: User, at: datetime
) -> ReactionLink:
    """Ask somebody of the partner to say yes, by e-mail with a link of their own.

    Who was asked before and can still answer is asked again, with the same link. Raises ValidationError
    when it is no agreement, or the contact is not of its partner or cannot be mailed.
    """
    if measure.kind != Measure.Kind.AGREEMENT or measure.counterpart_id is None:
        raise ValidationError(_("Vul eerst in met wie deze afspraak is."))
    if contact.organisation_id != measure.counterpart_id:
        raise ValidationError({"contact": _("Kies iemand die bij de afspraakpartner hoort.")})
    if not Contact.objects.mailable().filter(pk=contact.pk).exists():
        raise ValidationError({"contact": _("Deze persoon wil of kan geen e-mail krijgen.")})
    if closes_on is not None and closes_on < local_day(at):
        raise ValidationError({"closes_on": _("Deze dag is al voorbij. Kies een dag die nog komt.")})
    journal.take_turn()
    rows = ReactionLink.objects.filter(measures=measure, contact=contact, signs=True, withdrawn_at=None)
    link = rows.first() or ReactionLink(process=measure.process, contact=contact, signs=True, at=at, by=by)
    link.question, link.closes_on = question.strip(), closes_on
    link.save()
    link.measures.set([measure])
    journal.record(Verb.SENT, link, by=by, at=at, after=journal.snapshot(link))
    post.send(
        template="programme/mail/sign", to=contact.email, at=at, about=link, compose=letter, by=by,
        reply_to=by.email,
    )  # fmt: skip
    return link


@transaction.atomic
def withdraw_link(link: ReactionLink, *, by: User, at: datetime) -> None:
    """The link opens nothing any more, and a message with it that still waits is not sent."""
    journal.take_turn()
    row = ReactionLink.objects.select_for_update().get(pk=link.pk)
    if row.withdrawn_at is None:
        with journal.change(row, by=by, at=at, verb=Verb.WITHDRAWN):
            row.withdrawn_at, row.link_key = at, secret_links.new_key()
            row.save()


@transaction.atomic
def sign(link: ReactionLink, *, name: str, seen: str, at: datetime) -> Measure:
    """The partner says yes to the words that it saw. `seen`: their `digest_of`.

    Raises ValidationError when the link is closed, no name is given, or the words changed meanwhile.
    """
    measure = _locked(link, at)
    if not name.strip():
        raise ValidationError({"name": _("Vul in wie akkoord gaat.")})
    if seen != digest_of(measure):
        raise ValidationError(_("De tekst is veranderd terwijl u las. Lees hem nog eens, en kies dan."))
    before = days(measure)
    with journal.change(measure, by=None, at=at, verb=Verb.CONFIRMED, via=_via(measure)):
        measure.counterpart_signed_on, measure.counterpart_signed_by = local_day(at), name.strip()
        measure.full_clean()
        measure.save()
    remember(measure, before, at=at, anew=[SignedText.Side.PARTNER])
    return measure


@transaction.atomic
def take_back(link: ReactionLink, *, at: datetime) -> Measure:
    """The partner takes its yes back. Raises ValidationError when the link is closed."""
    measure = _locked(link, at)
    before = days(measure)
    with journal.change(measure, by=None, at=at, verb=Verb.WITHDRAWN, via=_via(measure)):
        measure.counterpart_signed_on, measure.counterpart_signed_by = None, ""
        measure.save()
    remember(measure, before, at=at)
    return measure


def days(measure: Measure) -> Days:
    """Each side → the day of its yes."""
    return {side: getattr(measure, field) for side, field in DAYS.items()}


def remember(measure: Measure, before: Days, *, at: datetime, anew: Iterable[str] = ()) -> None:
    """Keep the words for each side whose yes is of another day than `before`, or that says it `anew`."""
    if measure.kind != Measure.Kind.AGREEMENT:
        return
    for side, on in days(measure).items():
        if on is None:
            measure.signed_texts.filter(side=side).delete()
        elif on != before.get(side) or side in anew:
            kept = {"on": on, "at": at, "text": text_of(measure)}
            SignedText.objects.update_or_create(measure=measure, side=side, defaults=kept)


@transaction.atomic
def renew(measure: Measure, sides: Iterable[str], *, by: User, at: datetime) -> None:
    """These sides say yes to the words as they are now; the day of their yes stays what it is."""
    asked = [side for side in sides if days(measure)[side] is not None]
    if asked:
        remember(measure, days(measure), at=at, anew=asked)
        journal.record(Verb.CONFIRMED, measure, by=by, at=at)


def of_token(token: str) -> ReactionLink | None:
    rows = ReactionLink.objects.filter(signs=True).select_related("process", "contact")
    return secret_links.find(rows, token, SIGN)


def agreement_of(link: ReactionLink) -> Measure | None:
    """The agreement that the link is about, as long as it is one with the partner of whoever was asked."""
    partner = link.contact.organisation_id if link.contact else None
    rows = link.measures.filter(kind=Measure.Kind.AGREEMENT, counterpart=partner)
    return rows.select_related("counterpart", "process").first() if partner else None


def digest_of(measure: Measure) -> str:
    """64 hexadecimal digits that change with the words."""
    return digest(text_of(measure))


def path(link: ReactionLink) -> str:
    return reverse("programme:sign-by-link", args=[secret_links.token(link, SIGN)])


def letter(link: ReactionLink | None, at: datetime) -> post.Letter | None:
    """The question by e-mail; none when the link was withdrawn or the agreement is gone."""
    measure = agreement_of(link) if link is not None and reactions.is_open(link, at) else None
    if link is None or measure is None:
        return None
    return post.Letter({"link": link, "measure": measure, "url": post.address(path(link))})


def _locked(link: ReactionLink, at: datetime) -> Measure:
    journal.take_turn()
    row = ReactionLink.objects.select_related("contact").get(pk=link.pk)
    found = agreement_of(row) if reactions.is_open(row, at) else None
    if found is None:
        raise ValidationError(_("Dit kan niet meer met deze link. Neem contact op met de gemeente."))
    return Measure.objects.select_for_update(of=("self",)).select_related("counterpart").get(pk=found.pk)


def _via(measure: Measure) -> str:
    return f"{measure.counterpart}, via de eigen link"
