"""Reactions to a draft measure: people are asked by link; each reaction is a contribution to be answered."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from houtskool.accounts.models import User
from houtskool.inventory import reacting
from houtskool.inventory.models import Contribution
from houtskool.process.models import Process
from houtskool.process.models.periods import local_day
from houtskool.programme.models import Measure, Reaction, ReactionLink
from houtskool.records import journal, post, secret_links
from houtskool.records.verbs import Verb
from houtskool.sector.models import Contact, StakeholderGroup

REACT = "react"


@transaction.atomic
def ask(
    process: Process,
    measures: Collection[Measure],
    *,
    groups: Collection[StakeholderGroup],
    question: str,
    closes_on: date | None,
    by: User,
    at: datetime,
) -> list[ReactionLink]:
    """Ask everyone of the groups who wants e-mail to react; each gets a link of their own.

    Raises ValidationError when no measure or group is chosen, or nobody can be mailed.
    """
    if not measures:
        raise ValidationError({"measures": _("Kies op welke maatregelen u een reactie vraagt.")})
    if closes_on is not None and closes_on < local_day(at):
        raise ValidationError({"closes_on": _("Deze dag is al voorbij. Kies een dag die nog komt.")})
    people = list(Contact.objects.mailable().filter(groups__in=groups).distinct()) if groups else []
    if not people:
        raise ValidationError(
            {"groups": _("Van deze groepen wil of kan niemand e-mail krijgen. Kies een andere groep.")}
        )
    chosen = {group.pk: group for group in groups}
    made = []
    for contact in people:
        group = next((one for one in contact.groups.all() if one.pk in chosen), None)
        link = ReactionLink.objects.create(
            process=process, contact=contact, group=group, question=question.strip(),
            closes_on=closes_on, at=at, by=by,
        )  # fmt: skip
        link.measures.set(measures)
        journal.record(Verb.SENT, link, by=by, at=at, after=journal.snapshot(link))
        post.send(
            template="programme/mail/react", to=contact.email, at=at, about=link, compose=letter, by=by,
            reply_to=by.email,
        )  # fmt: skip
        made.append(link)
    return made


@transaction.atomic
def react(
    link: ReactionLink,
    measure: Measure,
    *,
    words: str,
    consent: str,
    at: datetime,
    kept_hints: Collection[str] = (),
) -> Contribution:
    """Keep a reaction word for word as a contribution of whoever the link is of.

    `kept_hints`: what looks like personal data and may stay, as whoever wrote it chose.
    Raises ValidationError when the link is closed or is not about this measure, or nothing was written.
    """
    if not is_open(link, at):
        raise ValidationError(_("Reageren kan niet meer. Neem contact op met de gemeente."))
    if not link.measures.filter(pk=measure.pk).exists():
        raise ValidationError(_("Over deze maatregel is u niets gevraagd."))
    if not words.strip():
        raise ValidationError({"words": _("Schrijf wat u van deze maatregel vindt.")})
    # The same words once more are a second click, not a second reaction.
    same = link.reactions.filter(measure=measure, contribution__words=words.strip())
    if said := same.filter(contribution__withdrawn_at=None).select_related("contribution").first():
        return said.contribution
    contribution = reacting.keep(
        link.process,
        words=words,
        consent=consent,
        place=f"reactie op ‘{measure.title}’",  # stored, so in Dutch
        contact=link.contact,
        group=link.group,
        kept_hints=kept_hints,
        via=f"{link}, via de eigen link",
        at=at,
    )
    Reaction.objects.create(measure=measure, contribution=contribution, link=link)
    return contribution


def is_open(link: ReactionLink, at: datetime) -> bool:
    return link.withdrawn_at is None and (link.closes_on is None or local_day(at) <= link.closes_on)


def of_token(token: str) -> ReactionLink | None:
    return secret_links.find(ReactionLink.objects.select_related("process", "contact"), token, REACT)


def letter(link: ReactionLink | None, at: datetime) -> post.Letter | None:
    if link is None or not is_open(link, at):
        return None
    url = post.address(reverse("programme:react", args=[secret_links.token(link, REACT)]))
    return post.Letter({"link": link, "measures": list(link.measures.all()), "url": url})
