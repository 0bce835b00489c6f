"""Milestones and money in one cell each: a line per milestone or amount, its parts between bars.

Parts are tuples of texts without empty ones at the end. The order of the lines in a cell means nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from houtskool.kernel import vaguedate
from houtskool.programme.columns import parse
from houtskool.programme.models import BudgetLine, Measure, Milestone
from houtskool.records.cells import Column
from houtskool.records.folding import fold, tidy
from houtskool.web.language import dutch

Parts = tuple[str, ...]
_CRITICAL = "kritiek"
_MOST = Decimal(10) ** 12


def milestones() -> Column:
    return Column(
        "milestones",
        "Mijlpalen",
        "een regel per mijlpaal: titel, gepland, gehaald, kritiek, met een streep (verticaal) ertussen",
        value=lambda row: _by_day(map(milestone_parts, row.milestones.all())),
        write=_written,
        read=lambda cell: _by_day(_read_milestone(line, parts) for line, parts in _lines(cell, 4)),
        aliases=("mijlpaal",),
    )


def money() -> Column:
    return Column(
        "money",
        "Geld",
        "een regel per bedrag: jaar, bedrag, dekking, hoe vaak, waarvoor, verplicht, uitgegeven, "
        "met een streep (verticaal) ertussen; of alleen een bedrag",
        value=lambda row: sorted(map(money_parts, row.budget_lines.all())),
        write=_written,
        read=lambda cell: sorted(_read_money(parts) for _line, parts in _lines(cell, 7)),
        aliases=("budget", "bedrag", "kosten", "begroting"),
    )


# --- from a row, and to a row


def milestone_parts(one: Milestone) -> Parts:
    return _trimmed(one.title, one.planned_words, one.real_words, _CRITICAL if one.critical else "")


def milestone(measure: Measure, parts: Parts) -> Milestone:
    title, planned, real, critical = _padded(parts, 4)
    made = Milestone(measure=measure, title=title, critical=bool(critical))
    made.planned = parse(planned) if planned else None
    made.real = parse(real) if real else None
    return made


def money_parts(one: BudgetLine) -> Parts:
    return _trimmed(
        str(one.year or ""), _amount(one.amount), one.cover, _often()[one.recurrence], one.title,
        _amount(one.committed), _amount(one.spent),
    )  # fmt: skip


def budget_line(measure: Measure, parts: Parts) -> BudgetLine:
    year, amount, cover, often, title, committed, spent = _padded(parts, 7)
    return BudgetLine(
        measure=measure,
        year=int(year) if year else None,
        amount=read_amount(amount),
        cover=cover,
        recurrence={words: value for value, words in _often().items()}[often],
        title=title,
        committed=read_amount(committed),
        spent=read_amount(spent),
    )


# --- what is in a cell


def _read_milestone(line: str, parts: Parts) -> Parts:
    title, planned, real, critical = _padded(parts, 4)
    if not title:
        raise ValidationError(_("Mijlpalen: ‘%(line)s’ heeft geen titel. Vul die in.") % {"line": line})
    for words in filter(None, (planned, real)):
        parse(words)
    if critical and fold(critical) != _CRITICAL:
        raise ValidationError(
            _("Mijlpalen: ‘%(words)s’ kan niet. Schrijf ‘kritiek’, of laat het leeg.") % {"words": critical}
        )
    return _trimmed(title, planned, real, critical and _CRITICAL)


def _read_money(parts: Parts) -> Parts:
    # An amount by itself is what most lists have.
    padded = _padded(("", *parts) if len(parts) == 1 else parts, 7)
    year, amount, cover, often, title, committed, spent = padded
    if year and not is_year(year):
        raise ValidationError(
            _("Geld: ‘%(words)s’ is geen jaar. Schrijf het als 2020 | 12500 | begroting.") % {"words": year}
        )
    known = {fold(words): words for words in _often().values()}
    if often and fold(often) not in known:
        raise ValidationError(
            _("Geld: ‘%(words)s’ kan niet. Kies uit: %(known)s.")
            % {"words": often, "known": ", ".join(known.values())}
        )
    often = known[fold(often)] if often else _often()[BudgetLine.Recurrence.ONCE]
    plain = [_amount(read_amount(words)) for words in (amount, committed, spent)]
    return _trimmed(year, plain[0], cover, often, title, *plain[1:])


def read_amount(words: str) -> Decimal | None:
    """ "€ 12.500,50", "12500.50" or "12 500,-" → the amount; None for an empty cell.

    A dot before three digits at the end stands between thousands, as in Dutch.
    """
    plain = "".join(words.replace("€", "").split()).removesuffix(",--").removesuffix(",-")
    if not plain:
        return None
    if "," in plain or plain.count(".") > 1 or len(plain.rpartition(".")[2]) == 3:
        plain = plain.replace(".", "").replace(",", ".")
    try:
        amount = Decimal(plain) if plain.replace(".", "").isdecimal() else None
    except InvalidOperation:
        amount = None
    if amount is None or amount >= _MOST:
        raise ValidationError(
            _("Geld: ‘%(words)s’ is geen bedrag. Schrijf het als 12500 of 12.500,50.") % {"words": words}
        )
    return amount.quantize(Decimal("0.01"))


def _amount(amount: Decimal | None) -> str:
    return "" if amount is None else f"{amount:.2f}".removesuffix(".00")


def _often() -> dict[Any, str]:
    return {value: dutch(label) for value, label in BudgetLine.Recurrence.choices}


def is_year(words: str) -> bool:
    """Four digits, of a century that a programme can be about."""
    return words.isdecimal() and len(words) == 4 and words[:2] in ("19", "20", "21")


def _by_day(lines: Iterable[Parts]) -> list[Parts]:
    """In the order in which they are planned, what has no day last."""

    def place(parts: Parts) -> tuple[date, Parts]:
        try:
            planned = vaguedate.parse(parts[1]) if len(parts) > 1 else None
        except ValueError:
            planned = None
        return (planned and (planned.end or planned.start)) or date.max, parts

    return sorted(lines, key=place)


def _trimmed(*parts: str) -> Parts:
    kept = [tidy(part.replace("|", "/")) for part in parts]
    while len(kept) > 1 and not kept[-1]:
        kept.pop()
    return tuple(kept)


def _padded(parts: Parts, number: int) -> list[str]:
    return [*parts, *[""] * (number - len(parts))]


def _lines(cell: str, most: int) -> list[tuple[str, Parts]]:
    lines = [line for line in tidy(cell, lines=True).split("\n") if line.strip(" |")]
    found = [(line, tuple(tidy(part) for part in line.split("|"))) for line in lines]
    if too_long := next((line for line, parts in found if len(parts) > most), None):
        raise ValidationError(
            _("‘%(line)s’ heeft meer dan %(most)s delen. Scheid de delen met een streep: |.")
            % {"line": too_long, "most": most}
        )
    return found


def _written(lines: Sequence[Parts]) -> str:
    return "\n".join(" | ".join(parts) for parts in lines)
