"""Letting anybody read a sketch or a concept along, and taking it off the public pages again."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from houtskool.accounts.models import User
from houtskool.programme.models import Publication, Version
from houtskool.records import journal


@transaction.atomic
def publish(version: Version, *, by: User, at: datetime) -> Publication:
    """From now on anybody reads this version. Raises ValidationError when anybody does already."""
    journal.take_turn()
    if Version.objects.published().filter(pk=version.pk).exists():
        raise ValidationError(_("Deze versie is al openbaar."))
    made = Publication.objects.create(version=version, at=at, by=by)
    journal.created(made, by=by, at=at)
    return made


@transaction.atomic
def withdraw(version: Version, *, by: User, at: datetime) -> None:
    """Only colleagues read it again. Raises ValidationError for what was presented or adopted: that stays."""
    journal.take_turn()
    if version.stage in (Version.Stage.PRESENTED, Version.Stage.ADOPTED):
        raise ValidationError(_("Wat is aangeboden of vastgesteld, blijft openbaar."))
    found = Publication.objects.filter(version=version).first()
    if found is None:
        raise ValidationError(_("Deze versie is niet openbaar."))
    journal.deleted(found, by=by, at=at)
    found.delete()
