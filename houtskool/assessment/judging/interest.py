"""Who declared an interest in a request reads no more of it, whatever the role."""

from __future__ import annotations

from typing import TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from houtskool.accounts.models import User
from houtskool.assessment.models import Case

Row = TypeVar("Row", bound=Model)


def found(rows: QuerySet[Row], pk: int, *, of: str, user: User) -> Row:
    """The row among those that this user sees. `of`: the path to its case, "pk" where it is one.

    Raises Http404, and PermissionDenied with the reason where the user stepped back from its case.
    """
    row = rows.filter(pk=pk).first()
    if row is not None:
        return row
    stepped = Case.objects.all().stepped_back_from(user)
    if rows.model._default_manager.filter(**{"pk": pk, f"{of}__in": stepped}).exists():
        raise PermissionDenied(reason())
    raise Http404


def reason() -> str:
    return _(
        "U meldde een belang bij deze hulpvraag en trad terug. Daarom leest u het dossier, de oordelen en "
        "het advies niet."
    )
