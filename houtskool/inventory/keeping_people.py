"""Who said the rows of a spreadsheet: known by name and address, or new."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q

from houtskool.accounts.models import User
from houtskool.inventory.models import Contribution, Contributor
from houtskool.records import journal
from houtskool.records.folding import fold
from houtskool.records.models import ImportBatch
from houtskool.records.verbs import Verb


def give_contributors(
    given: Sequence[tuple[Contribution, Mapping[str, Any]]],
    *,
    by: User | None,
    at: datetime,
    batch: ImportBatch | None,
) -> None:
    """Who said it: the contributor of this process with the same name and address, else a new one."""
    asked: list[tuple[Contribution, tuple[int, str, str], Contributor]] = []
    for row, values in given:
        if {"contributor", "email", "pseudonym"} & values.keys():
            there = row.contributor
            name = values.get("contributor", there.name if there else "")
            email = values.get("email", there.email if there else "").lower()
            pseudonym = values.get("pseudonym", there.pseudonym if there else "")
            if not (name or email or pseudonym):
                row.contributor = None
                continue
            new = Contributor(
                process=row.process,
                name=name[:120],
                email=email,
                pseudonym=pseudonym[:60],
                group=row.group,
                at=at,
            )
            asked.append((row, _who(new), new))
    if not asked:
        return
    same = Q(name__in=[one.name for _row, _who_, one in asked]) | Q(
        email__in=[one.email for _row, _who_, one in asked if one.email]
    )
    processes = {row.process_id for row, _who_, _one in asked}
    known = {_who(one): one for one in Contributor.objects.filter(same, process__in=processes, contact=None)}
    first: dict[tuple[int, str, str], Contributor] = {}
    for _row, who, one in asked:
        if who not in known:
            first.setdefault(who, one)
    saved = Contributor.objects.bulk_create(first.values())
    journal.record_many(
        Verb.CREATED, [(one, {}, journal.snapshot(one)) for one in saved], by=by, at=at, batch=batch
    )
    known |= first
    for row, who, _one in asked:
        row.contributor = known[who]


def _who(one: Contributor) -> tuple[int, str, str]:
    """By which one person is recognised within a process: name and address together."""
    return (one.process_id, fold(one.name or one.pseudonym), one.email.lower())
