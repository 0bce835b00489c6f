"""What may be shown of a contribution, to whom: the one place that decides it, for page, export and PDF.

| consent | who codes and answers | everybody else |
| --- | --- | --- |
| citeren met naam | words, name | words, name |
| citeren zonder naam | words, name | words, pseudonym or group |
| alleen meetellen | words, name | counted, group |
| ingetrokken | counted, group | counted, group |

Whoever gave it reads it on the own page whatever was chosen, until it is withdrawn: the link to that page
may be in other hands too.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils.translation import gettext as _

from houtskool.accounts.models import User
from houtskool.accounts.roles import FACILITATES, Role
from houtskool.inventory.models import Contribution

# Who reads the words to order and answer them, whatever may be quoted; nobody reads what was withdrawn.
CODES = FACILITATES | {Role.CORE_GROUP}

Rows = TypeVar("Rows", bound="models.QuerySet[Contribution]")


class Audience(Enum):
    INSIDE = "inside"  # who codes and answers
    OUTSIDE = "outside"  # everyone else: council, participants, public, every document that leaves the house
    SELF = "self"  # who gave it, on the own page


def audience(user: User | AnonymousUser) -> Audience:
    return Audience.INSIDE if user.is_authenticated and user.holds(*CODES) else Audience.OUTSIDE


def may_read(contribution: Contribution, to: Audience) -> bool:
    """Whether its words may be shown. The same rule over many rows is `readable`."""
    if contribution.withdrawn_at is not None:
        return False
    return to is not Audience.OUTSIDE or contribution.consent != Contribution.Consent.AGGREGATE


def readable(rows: Rows, to: Audience) -> Rows:
    """The rows whose words may be shown: only in these may a search look."""
    standing = rows.filter(withdrawn_at=None)
    return standing.exclude(consent=Contribution.Consent.AGGREGATE) if to is Audience.OUTSIDE else standing


def words(contribution: Contribution, to: Audience) -> str:
    """The words as given, or in their place why they are not shown."""
    if may_read(contribution, to):
        return contribution.words
    if contribution.withdrawn_at is not None:
        return _("[citaat ingetrokken]")
    return _("[telt alleen mee]")


def are_gone(contribution: Contribution) -> bool:
    """Whether the words were erased, so that nobody can give them free again."""
    return not (contribution.words or contribution.title)


def title(contribution: Contribution, to: Audience) -> str:
    return contribution.title if may_read(contribution, to) else ""


def own_columns(contribution: Contribution, to: Audience) -> Mapping[str, str]:
    """The columns of the file that it came from: they may say the same as the words do."""
    return contribution.own_columns if may_read(contribution, to) else {}


def may_name(contribution: Contribution, to: Audience) -> bool:
    """Whether the one who said it may be named."""
    if to is Audience.OUTSIDE:
        return contribution.withdrawn_at is None and contribution.consent == Contribution.Consent.QUOTE
    return may_read(contribution, to)


def said_by(contribution: Contribution, to: Audience) -> str:
    """Who said it, as far as it may be told: the name, the pseudonym, the group, or nothing."""
    contributor = contribution.contributor
    if contributor is not None and may_name(contribution, to):
        return str(contributor)
    return pseudonym(contribution, to) or str(contribution.group or "")


def pseudonym(contribution: Contribution, to: Audience) -> str:
    """The pseudonym of who said it: who may read none of the words is not told that either."""
    contributor = contribution.contributor
    return contributor.pseudonym if contributor is not None and may_read(contribution, to) else ""
