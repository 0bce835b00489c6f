"""Reading a report that came in: the words of a stretch, who spoke for which group, what became of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from django.urls import reverse

from houtskool.inventory.models import Contribution, Intake, Proposal
from houtskool.inventory.models.contributions import ContributionQuerySet
from houtskool.process.models import SourceDocument
from houtskool.process.passages import unwrapped
from houtskool.sector.models import StakeholderGroup

# Proposals on one page: what a person judges in one go, and a browser draws at once.
PER_PAGE = 25


class Span(Protocol):
    start: int
    end: int


def words_of(document: SourceDocument, span: Span) -> str:
    """The words of the stretch, with a space for a line end within a sentence, and single spaces."""
    lines = unwrapped(document.text[span.start : span.end]).split("\n")
    return "\n".join(line for one in lines if (line := " ".join(one.split())))


def speaker_and_group(
    speaker: str, role: str, groups: Sequence[StakeholderGroup]
) -> tuple[str, StakeholderGroup | None]:
    """The name, and the group that the role belongs to. "Financier 2" is a group and nobody's name."""
    by_role = group_named(role, groups)
    by_name = group_named(re.sub(r"\s*\d+$", "", speaker), groups)
    if by_name is not None:
        return "", by_role or by_name
    return speaker[:120], by_role


def group_named(words: str, groups: Sequence[StakeholderGroup]) -> StakeholderGroup | None:
    """The group that is called so, in the singular or the plural; None where none or more fit."""
    key = _singular(words)
    if not key:
        return None
    exact = [group for group in groups if _singular(group.name) == key]
    within = [group for group in groups if re.search(rf"\b{re.escape(key)}\b", _singular(group.name))]
    found = exact or within
    return found[0] if len(found) == 1 else None


def _singular(words: str) -> str:
    """Every word without the ending of a plural: "sociaal ondernemers" → "sociaal ondernemer"."""
    return " ".join(re.sub(r"(?<=\w{4})(?:'s|’s|en|s)$", "", word) for word in words.casefold().split())


def contributions_of(intake: Intake) -> ContributionQuerySet:
    """What was taken in from this report and stands."""
    rows: ContributionQuerySet = Contribution.objects.filter(draft__in=intake.proposals.values("draft"))
    return rows.select_related("contributor", "group")


def place_of(contribution: Contribution) -> str:
    """The path of the sentence in the report from which it came; "" where it came from no report."""
    proposal = Proposal.objects.filter(draft=contribution.draft).first()
    if proposal is None:
        return ""
    before = Proposal.objects.filter(intake=proposal.intake_id, start__lt=proposal.start).count()
    page = before // PER_PAGE + 1
    return f"{reverse('inventory:intake', args=[proposal.intake_id])}?page={page}#plaats-{proposal.pk}"


def path_of_document(document: SourceDocument) -> str:
    """Where a confidential document is read: the page of its intake."""
    intake = Intake.objects.filter(document=document).first()
    return intake.get_absolute_url() if intake else ""
