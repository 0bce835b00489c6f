"""What may be shown of a contribution, to whom: the one place that decides it, for page, export and PDF."""

from __future__ import annotations

from enum import Enum

from django.utils.translation import gettext as _

from houtskool.accounts.models import User
from houtskool.accounts.roles import FACILITATES, Role
from houtskool.inventory.models import Contribution

# Who reads the words to order and answer them, whatever may be quoted; nobody reads what was withdrawn.
CODES = FACILITATES | {Role.CORE_GROUP}


class Audience(Enum):
    INSIDE = "inside"  # who codes and answers
    OUTSIDE = "outside"  # everyone else: council, participants, public, every document that leaves the house
    SELF = "self"  # who gave it, on the own page


def audience(user: User) -> Audience:
    return Audience.INSIDE if user.is_authenticated and user.holds(*CODES) else Audience.OUTSIDE


def words(contribution: Contribution, to: Audience) -> str:
    """The words as given, or in their place why they are not shown."""
    if contribution.withdrawn_at is not None and to is not Audience.SELF:
        return _("[citaat ingetrokken]")
    if to is Audience.OUTSIDE and contribution.consent == Contribution.Consent.AGGREGATE:
        return _("[telt alleen mee]")
    return contribution.words


def title(contribution: Contribution, to: Audience) -> str:
    shown = words(contribution, to)
    return contribution.title if shown is contribution.words else ""


def said_by(contribution: Contribution, to: Audience) -> str:
    """Who said it, as far as it may be told: the name, the pseudonym, the group, or nothing."""
    contributor, group = contribution.contributor, contribution.group
    if contribution.withdrawn_at is not None and to is not Audience.SELF:
        return str(group or "")
    named = to is not Audience.OUTSIDE or contribution.consent == Contribution.Consent.QUOTE
    if contributor is not None and named:
        return str(contributor)
    if contributor is not None and contributor.pseudonym:
        return contributor.pseudonym
    return str(group or "")
