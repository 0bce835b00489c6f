"""What the page of a report shows: a window on its text, and beside it the proposals that stand there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _

from houtskool.accounts.http import Request
from houtskool.accounts.roles import FACILITATES
from houtskool.inventory import consent, hints, withdrawn
from houtskool.inventory.intake_forms import AllForm, MendForm, group_choices
from houtskool.inventory.models import Contribution, Intake, Proposal
from houtskool.inventory.reports_read import PER_PAGE, contributions_of, words_of
from houtskool.process.passages import Paragraph, paragraphs
from houtskool.web.reference_date import moment

# Whoever worked on it so short ago may still be at it.
RECENT = timedelta(minutes=20)
# So much of the text stands above the first proposal of a page.
_BEFORE = 600
_LOOKED_AT = 500


@dataclass(frozen=True)
class Mark:
    """Where a proposal lies in the window of the text that is shown."""

    pk: int
    start: int
    end: int


@dataclass(frozen=True)
class Line:
    """A proposal, with what a person may do with it."""

    row: Proposal
    words: str
    contribution: Contribution | None
    warnings: list[str]
    form: MendForm | None
    open: bool = False


def page_of(row: Proposal) -> int:
    before = Proposal.objects.filter(intake=row.intake_id, start__lt=row.start).count()
    return before // PER_PAGE + 1


def page_context(
    request: Request, intake: Intake, *, bound: MendForm | None = None, page: int | None = None
) -> dict[str, Any]:
    """`bound` is a form that must be mended: it stands in its place, with what was typed."""
    facilitates = request.user.holds(*FACILITATES)
    rows = intake.proposals.select_related("group")
    shown = Paginator(rows, PER_PAGE).get_page(page or request.GET.get("page"))
    judges = facilitates and intake.confirmed_at is None
    taken = {one.draft: one for one in contributions_of(intake)}
    standing = rows.filter(left_out=False).count()
    lines = _lines(intake, shown, taken, judges, bound, request)
    return {
        "intake": intake,
        "document": intake.document,
        "page": shown,
        "paragraphs": _window(intake, shown),
        "lines": lines,
        "judges": judges,
        "facilitates": facilitates,
        "standing": standing,
        "left_out": rows.count() - standing,
        "taken": len(taken),
        "all_form": AllForm(None, intake=intake) if judges and standing else None,
        "asks": judges and _asks(intake),
        "meanwhile": _meanwhile(request, intake),
        "held_back": intake.document.upload_id is None or any(one.withdrawn_at for one in taken.values()),
        "trail": _trail(intake),
    }


def _lines(
    intake: Intake,
    page: Page[Proposal],
    taken: dict[Any, Contribution],
    judges: bool,
    bound: MendForm | None,
    request: Request,
) -> list[Line]:
    known = hints.known_names() if judges else frozenset[str]()
    groups = group_choices() if judges else []
    to = consent.audience(request.user)
    made = []
    for row in page.object_list:
        contribution = taken.get(row.draft)
        words = consent.words(contribution, to) if contribution else words_of(intake.document, row)
        ours = bound is not None and bound.proposal.pk == row.pk
        form = (
            bound if ours else MendForm(None, proposal=row, intake=intake, groups=groups) if judges else None
        )
        warn = judges and not contribution and not row.left_out
        found = hints.find(words, known=known, own=row.speaker) if warn else []
        warnings = [f"{hint.label}: {hint.text}" for hint in found]
        made.append(Line(row, words, contribution, warnings, None if contribution else form, open=ours))
    return made


def _window(intake: Intake, page: Page[Proposal]) -> list[Paragraph]:
    """The paragraphs around the proposals of this page, each marked; withdrawn words cannot be read."""
    document = intake.document
    text = withdrawn.blanked(document, document.text)
    rows = list(page.object_list)
    start, end = 0, len(text)
    if rows and page.has_previous():
        above = text.rfind("\n", 0, max(0, rows[0].start - _BEFORE))
        start = above + 1
    if rows and page.has_next():
        below = text.find("\n", rows[-1].end)
        end = len(text) if below < 0 else below
    marks = [Mark(row.pk, row.start - start, row.end - start) for row in rows]
    return paragraphs(text[start:end], marks)


def _asks(intake: Intake) -> int:
    """How many standing proposals seem to hold personal data, in the whole report; -1 where it is too long
    to look for every page: taking it in looks at all of it."""
    known = hints.known_names()
    rows = intake.proposals.filter(left_out=False)
    if rows.count() > _LOOKED_AT:
        return -1
    return sum(bool(hints.find(words_of(intake.document, row), known=known, own=row.speaker)) for row in rows)


def _meanwhile(request: Request, intake: Intake) -> str:
    """That somebody else works on it, so that two people do not do it twice."""
    other = intake.touched_by
    if other is None or other == request.user or intake.confirmed_at is not None:
        return ""
    if not timedelta(0) <= moment(request) - intake.touched_at < RECENT:
        return ""
    return _("%(who)s werkt hier ook aan. Wat u allebei wijzigt, wordt niet ongezien overschreven.") % {
        "who": other
    }


def _trail(intake: Intake) -> list[tuple[str, str]]:
    process = intake.document.process
    trail = [(process.title, process.get_absolute_url())] if process else []
    if intake.gathering:
        trail.append((intake.gathering.title, intake.gathering.get_absolute_url()))
    return trail
