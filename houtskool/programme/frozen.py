"""What a measure rests on as a version froze it, for who reads the version without an account.

The version says which contributions, statements and requests; whether their words may be read is asked today,
so that what was withdrawn or is no longer public is gone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db.models import QuerySet

from houtskool.assessment.models import Case
from houtskool.deliberation.models import Statement
from houtskool.documents import Document, Quote
from houtskool.inventory import quotes
from houtskool.inventory.models import Contribution
from houtskool.programme import overview
from houtskool.programme.content import Content
from houtskool.programme.models import Ground, Measure, Version
from houtskool.programme.origin import MOST_QUOTES, Resting, Said, share_in_words


def resting(version: Version, said: Content, measure: Measure) -> Resting:
    """What one measure of the version rests on. At most five queries."""
    kept = said["grounds"]
    rows = Contribution.objects.filter(pk__in=[one["contribution"] for one in kept if one["contribution"]])
    contributions = {row.pk: row for row in rows.select_related("gathering")}
    public = _public(version).select_related("conversation")
    statements = {row.pk: row for row in public.filter(pk__in=_keys(kept, "statement"))}
    cases = {row.pk: row for row in Case.objects.filter(pk__in=_keys(kept, "case"))}
    grounds = [
        Ground(
            measure=measure,
            contribution=contributions.get(one["contribution"]),
            statement=statements.get(one.get("statement", {}).get("key")),
            case=cases.get(one.get("case", {}).get("key")),
            kind=one["kind"],
            reason=one["reason"],
        )
        for one in kept
    ]
    shares = {
        told["key"]: share_in_words(told["agree"], told["votes"])
        for one in kept
        if (told := one.get("statement")) and told["agree"] is not None
    }
    return Resting(
        [one for one in grounds if one.contribution or one.statement or one.case],
        list(_quotes(kept, contributions, version.title))[:MOST_QUOTES],
        shares,
        coded_until=version.at,
    )


def voices(version: Version, measures: Sequence[Content]) -> dict[str, overview.Voices]:
    """Key of the measure → what stands at it in the version and anybody may know. At most two queries."""
    groups = dict(Contribution.objects.filter(process=version.process_id).values_list("pk", "group__name"))
    stated = any("statement" in one for measure in measures for one in measure["grounds"])
    public = set(_public(version).values_list("pk", flat=True)) if stated else set()
    return overview.voices(
        (
            measure["key"],
            groups.get(one["contribution"]),
            int(bool(one["contribution"])),
            int(one.get("statement", {}).get("key") in public),
            int("case" in one),
        )
        for measure in measures
        for one in measure["grounds"]
    )


def _public(version: Version) -> QuerySet[Statement]:
    shown = Statement.objects.shown().filter(conversation__process=version.process_id)
    return shown.filter(conversation__published_at__isnull=False)


def _keys(kept: Sequence[Content], name: str) -> list[int]:
    return [one[name]["key"] for one in kept if name in one]


def _quotes(kept: Sequence[Content], contributions: dict[int, Contribution], title: str) -> Iterator[Said]:
    """The words as they were quoted then, of who lets them be read now."""
    quoted = [one for one in kept if one["quote"]]
    blocks = tuple(Quote(one["quote"]["key"], one["quote"]["digest"]) for one in quoted)
    served = quotes.served(Document(title=title, blocks=blocks)).blocks
    for one, block in zip(quoted, served, strict=True):
        assert isinstance(block, Quote)
        if block.text and (row := contributions.get(one["contribution"])):
            yield Said(block.text, " · ".join(filter(None, [block.by, str(row.gathering or "")])), "", "")
