"""Which fields hold personal data, why, and for how long: the AVG register, read from the models themselves.

A model says so where the field stands: `personal = {"email": Personal(purpose=…, ground=…, term=…)}`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.apps import apps
from django.db import models

from houtskool.accounts.models import User
from houtskool.accounts.roles import Role


@dataclass(frozen=True)
class Personal:
    """One line of the AVG register, in the words that a reader sees."""

    purpose: str
    ground: str
    term: str


_ACCOUNT = Personal(
    purpose="Aanmelden en laten zien wie wat deed",
    ground="Taak van algemeen belang (AVG art. 6 lid 1 onder e)",
    term="Zolang het account bestaat, en daarna zolang het journaal bewaard moet blijven",
)
# Accounts stand below this room and cannot import it, so their line is kept here.
_BELOW: dict[str, dict[str, Personal]] = {"accounts.user": {"email": _ACCOUNT, "name": _ACCOUNT}}


def personal_fields(model: type[models.Model]) -> Mapping[str, Personal]:
    """The personal fields of a model, by name; empty when it holds none."""
    return getattr(model, "personal", None) or _BELOW.get(model._meta.label_lower, {})


def rows_visible_to(model: type[models.Model], user: User) -> models.QuerySet[models.Model]:
    """The rows whose personal fields this user may read: by the model's own `visible_to`, else none.

    A model of which more people may see that a row is there than what stands in it, says so in `readable_by`.
    """
    rows: models.QuerySet[models.Model] = model._default_manager.all()
    if hasattr(rows, "readable_by"):
        readable: models.QuerySet[models.Model] = rows.readable_by(user)
        return readable
    if hasattr(rows, "visible_to"):
        seen: models.QuerySet[models.Model] = rows.visible_to(user)
        return seen
    if model is User and user.is_authenticated:
        return rows if user.holds(Role.ADMINISTRATOR) else rows.filter(pk=user.pk)
    return rows.none()


def closed_fields(model: type[models.Model]) -> Mapping[str, str]:
    """Fields that only who may see another row reads: field → the link to that row; empty when it has none.

    A model says so where the field stands: `closed = {"reason": "case"}`. Where the link is empty, the field
    is open to whoever reads the model.
    """
    return getattr(model, "closed", None) or {}


def register() -> Iterator[tuple[type[models.Model], str, Personal]]:
    """Every personal field of the house: (model, field, line of the register), in the order of the rooms."""
    for model in apps.get_models():
        for field, line in personal_fields(model).items():
            yield model, field, line
