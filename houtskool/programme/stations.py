"""What a frozen version keeps of the statements and requests that its measures rest on, and who reads what.

A statement keeps its number and conversation, and its share where the result was public when the version was
made; a request its number and outcome. Words are asked for when the version is read, so that what was erased
or is no longer public is not in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.auth.models import AnonymousUser

from houtskool.accounts.models import User
from houtskool.assessment.models import Case
from houtskool.deliberation import known_shares
from houtskool.deliberation.models import Statement
from houtskool.process.models import Process
from houtskool.programme.content import Content, read
from houtskool.programme.models import Ground, Version


@dataclass(frozen=True)
class Seen:
    """What a reader sees: the words of statements by their keys, and which cases by their number."""

    words: Mapping[int, str] = field(default_factory=dict)
    cases: frozenset[int] = frozenset()


NOTHING = Seen()


def kept(process: Process, at: datetime) -> dict[int, Content]:
    """Ground → what its statement or request adds to the content of a version. At most five queries."""
    rows = Ground.objects.filter(measure__process=process, contribution=None)
    grounds = list(rows.select_related("statement__conversation", "case"))
    stated = [one.statement for one in grounds if one.statement]
    known = known_shares.of(stated, AnonymousUser(), at)
    found: dict[int, Content] = {}
    for ground in grounds:
        if statement := ground.statement:
            share = known.get(statement.pk)
            found[ground.pk] = {
                "statement": {
                    "key": statement.pk,
                    "number": statement.number,
                    "conversation": statement.conversation.title,
                    "agree": share.percent[0] if share else None,
                    "votes": share.votes if share else None,
                }
            }
        elif case := ground.case:
            found[ground.pk] = {"case": {"key": case.pk, "number": case.number, "outcome": case.outcome}}
    return found


def seen(version: Version, user: User | AnonymousUser) -> Seen:
    """What this reader may see of what the version rests on. At most two queries."""
    grounds = [one for measure in read(version.content)["measures"] for one in measure["grounds"]]
    stated = {one["statement"]["key"] for one in grounds if "statement" in one}
    asked = {one["case"]["key"] for one in grounds if "case" in one}
    if not (stated or asked):
        return NOTHING
    if isinstance(user, User):
        statements = Statement.objects.visible_to(user).exclude(words="")
        cases = frozenset(Case.objects.visible_to(user).filter(pk__in=asked).values_list("pk", flat=True))
    else:
        statements = Statement.objects.shown().filter(conversation__published_at__isnull=False)
        cases = frozenset()
    return Seen(dict(statements.filter(pk__in=stated).values_list("pk", "words")), cases)
