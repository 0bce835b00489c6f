"""Giving themes: the screen that goes through contributions one by one, and what other pages show for it.

A page of one contribution shows `inventory/parts/coding.html` with `for_one`; a list shows
`inventory/parts/bulk.html` with `for_list`, and `inventory/parts/bulk_choice.html` in each row.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from houtskool.accounts.http import Request
from houtskool.accounts.roles import for_roles
from houtskool.inventory import code_bar, consent, passages, telling, undoing
from houtskool.inventory.consent import CODES
from houtskool.inventory.models import Contribution, Contributor
from houtskool.process.models import Process, Table


def for_list(request: Request, process: Process | None) -> dict[str, Any]:
    """What `parts/bulk.html` needs; empty for who may not code."""
    if not request.user.holds(*CODES):
        return {}
    return {
        "choices": code_bar.choices(process),
        "undo": undoing.last(request.session),
        "next": request.get_full_path(),
        "filter": request.GET.urlencode(),
        "example": _example(process) if settings.EXAMPLE else {},
    }


def _example(process: Process | None) -> dict[str, str]:
    """In the example only: a way to look as somebody who contributed, and as somebody at a table."""
    contributors = Contributor.objects.filter(wants_mail=True)
    tables = Table.objects.filter(contributions__isnull=False)
    if process is not None:
        contributors = contributors.filter(process=process)
        tables = tables.filter(gathering__process=process)
    contributor, table = contributors.order_by("pk").first(), tables.order_by("pk").first()
    return {
        "who": str(contributor or ""),
        "own": telling.own_path(contributor) if contributor else "",
        "table": str(table or ""),
        "code": f"{table.code[:4]} {table.code[4:]}" if table else "",
        "table_url": telling.table_path(table) if table else "",
    }


def for_one(request: Request, contribution: Contribution) -> dict[str, Any]:
    """What `parts/coding.html` needs: the words to point at, the themes given and to give."""
    to = consent.audience(request.user)
    codings = list(
        contribution.codings.select_related("theme", "coder", "taken_from").order_by("start", "at")
    )
    readable = consent.may_read(contribution, to)
    words = consent.words(contribution, to)
    given = [
        {"coding": one, "passage": words[one.start : one.end] if readable and one.start is not None else ""}
        for one in codings
    ]
    may_code = request.user.holds(*CODES) and contribution.merged_into_id is None
    return {
        "contribution": contribution,
        "pieces": passages.pieces(words, codings) if readable else [],
        "words": words,
        "given": given,
        "codes": request.user.holds(*CODES),
        "may_code": may_code,
        "may_point": may_code and readable,
        "sentences": _sentences(words) if may_code and readable else [],
        "choices": code_bar.choices(contribution.process) if may_code else [],
        "undo": undoing.last(request.session),
        "next": request.get_full_path(),
    }


@for_roles(CODES, to=gettext_lazy("thema’s geven"))
def code(request: Request) -> HttpResponse:
    """One contribution at a time, the first without a theme first; it stays until the coder goes on."""
    process = chosen_process(request)
    rows = Contribution.objects.visible_to(request.user).filter(process=process)
    queue = consent.readable(rows.without_theme(), consent.Audience.INSIDE).order_by("pk")
    asked = request.GET.get("inbreng", "")
    number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 19 else 0
    standing = consent.readable(rows.standing(), consent.Audience.INSIDE)
    found = (standing.filter(pk=number).first() if number else None) or queue.filter(pk__gte=number).first()
    found = found or queue.first()
    context: dict[str, Any] = {
        "process": process,
        "left": queue.count(),
        "total": rows.standing().count(),
        "trail": [(_("Inbreng"), f"{reverse('inventory:contributions')}?process={process.pk}")],
    }
    if found is not None:
        before = queue.filter(pk__lt=found.pk).last()
        after = queue.filter(pk__gt=found.pk).first()
        context |= {
            "contribution": found,
            "said_by": consent.said_by(found, consent.Audience.INSIDE),
            "title": consent.title(found, consent.Audience.INSIDE),
            "coding": {**for_one(request, found), "next": _at(process, found)},
            "before": _at(process, before),
            "after": _at(process, after),
        }
    return render(request, "inventory/code.html", context)


def chosen_process(request: Request) -> Process:
    """The process that the address names with `?process=`, or else the first; 404 where there is none."""
    visible = Process.objects.visible_to(request.user)
    asked = request.GET.get("process", "")
    if asked.isascii() and asked.isdecimal() and len(asked) < 19:
        return get_object_or_404(visible, pk=int(asked))
    return visible.first() or get_object_or_404(visible)


def _at(process: Process, contribution: Contribution | None) -> str:
    if contribution is None:
        return ""
    return f"{reverse('inventory:code')}?process={process.pk}&inbreng={contribution.pk}"


def _sentences(words: str) -> list[tuple[int, str]]:
    """Number and beginning of each sentence, to choose a passage from without pointing."""
    return [
        (index, words[start : min(end, start + 60)] + ("…" if end - start > 60 else ""))
        for index, (start, end) in enumerate(passages.sentences(words))
    ]
