"""What somebody should look at before a statement is kept; a person decides that it may stay."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from houtskool.deliberation import borrowed, doubles
from houtskool.deliberation.doubles import Double
from houtskool.deliberation.models import Conversation, Statement
from houtskool.inventory import hints
from houtskool.inventory.models import Contribution


@dataclass(frozen=True)
class Asked:
    """Of one text: statements that say nearly the same, what looks personal, whose very words these are."""

    text: str
    near: list[Double] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    borrowed: list[Contribution] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.near or self.warnings or self.borrowed)


def about(texts: Sequence[str], conversation: Conversation, *, but: Statement | None = None) -> list[Asked]:
    """What to ask of whoever works for the municipality; only the texts of which something must be asked."""
    standing = list(_standing(conversation, but))
    known = hints.known_names()
    found = []
    for place, text in enumerate(texts):
        near = [*doubles.near(text, standing), *_among(texts[:place], text)]
        found.append(look_at(text, conversation, near=near, known=known))
    return [one for one in found if one]


def look_at(text: str, conversation: Conversation, *, near: list[Double], known: Collection[str]) -> Asked:
    """What to ask of one text, with the near-doubles and the known names that were looked up already."""
    return Asked(
        text, near, hints.warnings(text, known=known), borrowed.unquotable(text, conversation.process)
    )


def of_participant(text: str, conversation: Conversation) -> Asked:
    """As `about`, without what would tell a stranger about others: words nobody may read, names we know."""
    shown = Statement.objects.filter(conversation=conversation).shown()
    return Asked(text, doubles.near(text, shown), hints.warnings(text, known=()))


def in_words(asked: Asked, *, may_stay: str) -> list[str]:
    """The warnings as sentences, with those about borrowed words."""
    own = [
        _("Deze woorden staan letterlijk in inbreng %(number)s, die niet geciteerd mag worden. %(instead)s")
        % {"number": one.pk, "instead": may_stay}
        for one in asked.borrowed
    ]
    return [*asked.warnings, *own]


def _among(before: Collection[str], text: str) -> list[Double]:
    """Those of the same form that come before."""
    unsaved = (Statement(words=one) for one in before)
    return doubles.near(text, unsaved)


def _standing(conversation: Conversation, but: Statement | None) -> Iterable[Statement]:
    rows = Statement.objects.filter(conversation=conversation).exclude(words="")
    return rows.exclude(pk=but.pk) if but is not None and but.pk else rows
