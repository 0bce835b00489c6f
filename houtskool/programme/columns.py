"""Columns of a spreadsheet of measures that other spreadsheets do not have, but for milestones and money."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from houtskool.kernel import vaguedate
from houtskool.kernel.vaguedate import Period
from houtskool.records import cells
from houtskool.records.cells import Column
from houtskool.records.folding import fold, tidy


def action_line(name: str, title: str, *aliases: str) -> Column:
    """The title of an action line; one that is not there yet is made when the row goes in."""
    return Column(
        name,
        title,
        "de naam van een actielijn; een nieuwe naam maakt een nieuwe actielijn",
        value=lambda row: str(row.action_line or ""),
        write=str,
        read=tidy,
        aliases=aliases,
    )


def owner(name: str, title: str, *aliases: str) -> Column:
    """The name of the contact who owns it, or the owner in words; other words take the contact's place."""
    return Column(
        name,
        title,
        "tekst",
        value=lambda row: row.shown_owner,
        write=str,
        read=tidy,
        aliases=aliases,
    )


def words(name: str, title: str, holds: str, value: Callable[[Any], str], *aliases: str) -> Column:
    """Something that is known by its words, and looked up when the row goes in."""
    return Column(name, title, holds, value=value, write=str, read=tidy, aliases=aliases)


def waits_for() -> Column:
    """The measures that it waits for, by number and title."""
    return Column(
        "depends_on",
        "Wacht op",
        "namen van maatregelen van hetzelfde proces, gescheiden door een puntkomma",
        value=lambda row: sorted(map(str, row.depends_on.all()), key=fold),
        write=cells.join,
        read=lambda cell: sorted(set(cells.split(cell)), key=fold),
    )


def weight() -> Column:
    def read(cell: str) -> Decimal:
        plain = cell.replace(",", ".")
        if not plain:
            return Decimal("1.00")
        if not re.fullmatch(r"\d{1,5}(\.\d{1,2})?", plain):
            raise ValidationError(
                _("Gewicht: ‘%(cell)s’ kan niet. Vul een getal in, zoals 1 of 2,5.") % {"cell": cell}
            )
        return Decimal(plain).quantize(Decimal("0.01"))

    return Column(
        "weight",
        "Gewicht",
        "een getal, zoals 1 of 2,5; leeg is 1",
        value=lambda row: row.weight,
        write=lambda value: f"{value:.2f}".rstrip("0").rstrip(".").replace(".", ","),
        read=read,
    )


def synonyms(
    name: str,
    title: str,
    choices: Iterable[tuple[Any, Any]],
    more: Mapping[str, str],
    *aliases: str,
    empty: str,
) -> Column:
    """A choice that also knows what others call it; other words can stay in a column of the reader's own."""
    plain = cells.choice(name, title, choices, *aliases)

    def read(cell: str) -> str:
        if fold(cell) in more:
            return more[fold(cell)]
        try:
            return str(plain.read(cell)) or empty
        except ValidationError as refusal:
            hint = _("Wilt u uw eigen woorden houden? Zet deze kolom dan op ‘bewaar als eigen kolom’.")
            raise ValidationError(f"{refusal.messages[0]} {hint}") from refusal

    return Column(name, title, plain.holds, plain.value, plain.write, read, aliases)


def themes(name: str, title: str, find: Callable[[str], str], *aliases: str) -> Column:
    """By name, since some may still have to be added; `find` gives the name as it is kept, or refuses it."""
    return Column(
        name,
        title,
        "namen van een thema, gescheiden door een puntkomma",
        value=lambda row: sorted((str(one) for one in getattr(row, name).all()), key=fold),
        write=cells.join,
        read=lambda cell: sorted({fold(one): one for one in map(find, cells.split(cell))}.values(), key=fold),
        aliases=aliases,
    )


def period(name: str, title: str, *aliases: str) -> Column:
    """In its own words, as the form takes them; words that are no period are refused with examples."""

    def read(cell: str) -> str:
        if cell:
            parse(cell)
        return tidy(cell)

    return Column(
        name,
        title,
        "een termijn in woorden, zoals “voorjaar 2020” of “1 mei 2021”",
        value=lambda row: getattr(row, f"{name}_words"),
        write=str,
        read=read,
        aliases=aliases,
    )


def parse(words: str) -> Period:
    """Raises ValidationError with examples where these words are no period."""
    try:
        return vaguedate.parse(words)
    except ValueError as error:
        raise ValidationError(str(error)) from error


def percentage(name: str, title: str, *aliases: str) -> Column:
    def read(cell: str) -> int | None:
        words = cell.removesuffix("%").strip()
        if words and not (words.isdecimal() and len(words) < 4 and int(words) <= 100):
            raise ValidationError(
                _("%(title)s: ‘%(cell)s’ kan niet. Vul een getal in van 0 tot en met 100.")
                % {"title": title, "cell": cell}
            )
        return int(words) if words else None

    return Column(
        name,
        title,
        "een getal van 0 tot en met 100; leeg: onbekend",
        value=lambda row: getattr(row, name),
        write=lambda value: "" if value is None else str(value),
        read=read,
        aliases=aliases,
    )
