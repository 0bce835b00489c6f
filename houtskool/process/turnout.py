"""The numbers of one gathering: how many were invited, come and came, in all and by group."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from houtskool.process.models import Gathering, Invitation

Reply = Invitation.Reply


@dataclass(frozen=True)
class Turnout:
    """Counts of people. `invited` leaves out guests and who walked in; `unknown`: coming, not noted yet.

    `group` is the name, and `group_id` its key, of a line by group; empty and None where that is not known.
    """

    invited: int
    coming: int
    waiting: int
    declined: int
    silent: int
    present: int
    walked_in: int
    unknown: int
    group: str = ""
    group_id: int | None = None


_COUNTS = {
    "invited": Count("pk", filter=Q(walked_in=False, brought_by=None)),
    "coming": Count("pk", filter=Q(reply=Reply.ACCEPTED)),
    "waiting": Count("pk", filter=Q(reply=Reply.WAITING)),
    "declined": Count("pk", filter=Q(reply=Reply.DECLINED)),
    "silent": Count("pk", filter=Q(reply=Reply.NONE, walked_in=False)),
    "present": Count("pk", filter=Q(attended=True)),
    "walked_in": Count("pk", filter=Q(walked_in=True)),
    "unknown": Count("pk", filter=Q(reply=Reply.ACCEPTED, attended=None)),
}


def turnout(gathering: Gathering) -> Turnout:
    return Turnout(**gathering.invitations.standing().aggregate(**_COUNTS))


def by_group(gathering: Gathering) -> list[Turnout]:
    """A line per group of which somebody was invited or came, in the order of the alphabet; unknown last."""
    rows: Any = gathering.invitations.standing().order_by().values("group", "group__name")
    lines = [
        Turnout(
            **{name: row[name] for name in _COUNTS}, group=row["group__name"] or "", group_id=row["group"]
        )
        for row in rows.annotate(**_COUNTS)
    ]
    return sorted(lines, key=lambda line: (line.group_id is None, line.group))
