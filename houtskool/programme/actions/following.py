"""Following a measure by e-mail: asked, confirmed, told bundled when it moves, stopped with one click."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from houtskool.inventory.trail import Step
from houtskool.programme import trail
from houtskool.programme.models import Follower, Measure, Version
from houtskool.records import erasure, post, secret_links
from houtskool.records.journal import canonical

FOLLOW = "follow"
# So long an address waits for its owner's confirmation.
WAIT = timedelta(days=30)


@transaction.atomic
def ask(measure: Measure, *, email: str, at: datetime) -> Follower:
    """Send whoever asked a link to confirm. Whether the address follows already is told to nobody.

    Raises ValidationError when the address cannot be one.
    """
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError as error:
        raise ValidationError({"email": _("Dit is geen e-mailadres. Kijk of het klopt.")}) from error
    row, _made = Follower.objects.get_or_create(measure=measure, email=email, defaults={"at": at})
    if row.confirmed_at is None:
        post.send(template="programme/mail/follow", to=email, at=at, about=row, compose=confirm_letter)
    return row


@transaction.atomic
def confirm(row: Follower, *, at: datetime) -> None:
    """From now on this address hears; of what was before it is told nothing."""
    if row.confirmed_at is None:
        row.confirmed_at, row.told = at, digest(row.measure)
        row.save()


@transaction.atomic
def stop(row: Follower) -> None:
    """No more messages: the address is erased at once."""
    row.delete()


def of_token(token: str) -> Follower | None:
    return secret_links.find(Follower.objects.select_related("measure__process"), token, FOLLOW)


def happened(measure: Measure) -> Sequence[Step]:
    """What anybody may know of what happened to the measure."""
    return trail.public_steps([measure])[measure.pk]


def digest(measure: Measure) -> str:
    keys = [step.key for step in happened(measure)]
    return hashlib.sha256(canonical(keys).encode()).hexdigest()


def tell(at: datetime) -> int:
    """Mail each follower whose measure moved since the last message; how many messages."""
    followers = list(Follower.objects.exclude(confirmed_at=None).select_related("measure"))
    steps = trail.public_steps([row.measure for row in followers])
    count = 0
    for row in followers:
        now = hashlib.sha256(canonical([step.key for step in steps[row.measure_id]]).encode()).hexdigest()
        if now != row.told and _tell(row, now, at):
            count += 1
    return count


@transaction.atomic
def _tell(row: Follower, now: str, at: datetime) -> bool:
    """Of two that run at once only one tells."""
    since = row.told_at or row.confirmed_at
    if not Follower.objects.filter(pk=row.pk, told=row.told).update(told=now, told_at=at):
        return False
    new = [step for step in happened(row.measure) if since is None or step.when > since]
    stop_url = post.address(reverse("programme:unfollow", args=[secret_links.token(row, FOLLOW)]))
    post.send(
        template="programme/mail/moved",
        to=row.email,
        at=at,
        about=row,
        context={
            "measure": row.measure,
            "steps": new or list(happened(row.measure))[-1:],
            "url": post.address(trail.public_url(row.measure)),
            "stop": stop_url,
        },
        unsubscribe=stop_url,
    )
    return True


def confirm_letter(row: Follower | None, at: datetime) -> post.Letter | None:
    if row is None or row.confirmed_at is not None:
        return None
    token = secret_links.token(row, FOLLOW)
    return post.Letter(
        {"measure": row.measure, "url": post.address(reverse("programme:confirm-follow", args=[token]))}
    )


def purge(at: datetime) -> int:
    """Forget addresses that were never confirmed."""
    old = Follower.objects.filter(confirmed_at=None, at__lt=at - WAIT)
    for row in old:
        erasure.forget(row)
    count, _rows = old.delete()
    return count


def is_followable(measure: Measure) -> bool:
    """Anybody may follow what anybody may read: presented, adopted, or a sketch that was made public."""
    return (
        Version.objects.published()
        .filter(process=measure.process_id, content__contains=str(measure.key))
        .exists()
    )
