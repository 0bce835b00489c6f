"""Telling contributors by e-mail that something happened to what they said: one message for all of it.

Nothing that happens sends a message by itself. A job that comes back compares each contributor's trail with
the one last told, so that no path can be forgotten; however much changed, one message goes out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator

from houtskool.inventory import consent, trail
from houtskool.inventory.models import Contribution, Contributor
from houtskool.process.models import Invitation, Table
from houtskool.records import post, secret_links
from houtskool.records.models import Mail

OWN = "own"
NO_MAIL = "no-mail"
_AT_ONCE = 200


@dataclass(frozen=True)
class Moved:
    """A contribution in the message: what it begins with, and what happened to it since the last message."""

    words: str
    steps: list[trail.Step]


def tell(at: datetime) -> int:
    """Queue a message for everybody whose contributions moved since they were told; how many that are.

    At most one a day each. Of two workers that look at once, one sends it.
    """
    today = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    due = Contributor.objects.to_be_told().filter(Q(told_at=None) | Q(told_at__lt=today)).order_by("pk")
    return sum(_tell(some, at) for some in _chunks(due.values_list("pk", flat=True).iterator()))


def trails(contributors: Iterable[Contributor]) -> dict[int, dict[Contribution, list[trail.Step]]]:
    """Of each contributor the contributions, the latest first, with their steps; few queries for all."""
    keys = [one.pk for one in contributors]
    rows = list(trail.with_places(Contribution.objects.filter(contributor__in=keys)))
    steps = trail.of(rows)
    found: dict[int, dict[Contribution, list[trail.Step]]] = {key: {} for key in keys}
    for row in rows:
        assert row.contributor_id is not None
        found[row.contributor_id][row] = steps[row.pk]
    return found


def own_path(contributor: Contributor) -> str:
    return reverse("inventory:own", args=[secret_links.token(contributor, OWN)])


def no_mail_path(contributor: Contributor) -> str:
    return reverse("inventory:own-no-mail", args=[secret_links.token(contributor, NO_MAIL)])


def table_path(table: Table) -> str:
    return reverse("inventory:table", args=[table.code])


def path_of_invited(invitation: Invitation) -> str:
    """The own page of somebody who was invited; "" for who did not contribute, or is no contact of ours."""
    asked = Q(process=invitation.gathering.process_id, contact=invitation.contact_id)
    found = Contributor.objects.filter(asked, contact__isnull=False).first()
    return own_path(found) if found else ""


def letter(contributor: Contributor | None, at: datetime) -> post.Letter | None:
    """The message, with the secret link, made at the moment of sending. None for who wants none any more."""
    if contributor is None or not contributor.wants_mail or not contributor.address:
        return None
    since = contributor.told_before
    moved = [
        Moved(_beginning(row), new)
        for row, steps in trails([contributor])[contributor.pk].items()
        if (new := [step for step in steps if not step.former and (since is None or step.when > since)])
    ]
    return post.Letter(
        {
            "contributor": contributor,
            "process": contributor.process,
            "moved": moved,
            "first": since is None,
            "url": post.address(own_path(contributor)),
        },
        unsubscribe=post.address(no_mail_path(contributor)),
        one_click=True,
    )


def _tell(keys: Sequence[int], at: datetime) -> int:
    contributors = list(Contributor.objects.filter(pk__in=keys).select_related("contact").order_by("pk"))
    found, told = trails(contributors), 0
    for contributor in contributors:
        now = trail.digest({row.pk: steps for row, steps in found[contributor.pk].items()})
        if found[contributor.pk] and now != contributor.told:
            told += _send(contributor, now, at) is not None
    return told


@transaction.atomic
def _send(contributor: Contributor, now: str, at: datetime) -> Mail | None:
    """Queue the message, unless somebody else did so since this row was read."""
    same = Contributor.objects.filter(pk=contributor.pk, told=contributor.told, told_at=contributor.told_at)
    if not same.update(told=now, told_before=F("told_at"), told_at=at):
        return None
    return post.send(
        template="inventory/mail/moved", to=contributor.address, at=at, about=contributor, compose=letter
    )


def _beginning(row: Contribution) -> str:
    """How it begins, for the one who said it; nothing of what was withdrawn goes through the mail."""
    if row.withdrawn_at is not None:
        return ""
    said = consent.title(row, consent.Audience.SELF) or consent.words(row, consent.Audience.SELF)
    return Truncator(" ".join(said.split())).chars(90)


def _chunks(keys: Iterable[int]) -> Iterator[list[int]]:
    rest = iter(keys)
    while some := list(islice(rest, _AT_ONCE)):
        yield some
