"""The column of a spreadsheet that says to which process a row belongs, the same in every room above."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from houtskool.process.models import Process
from houtskool.records.cells import Column
from houtskool.records.folding import fold


def process() -> Column:
    """By its title; an empty cell says nothing, so that the process that was chosen for the file counts."""
    known: dict[str, Process] = {}

    def read(cell: str) -> Process | None:
        if cell and not known:
            known.update({fold(one.title): one for one in Process.objects.all()})
        if cell and fold(cell) not in known:
            raise ValidationError(
                _("Er is geen proces ‘%(name)s’. Verbeter de naam, of sla deze kolom over.") % {"name": cell}
            )
        return known[fold(cell)] if cell else None

    return Column(
        "process",
        "Proces",
        "de titel van een proces; leeg: het proces dat u bij het inlezen kiest",
        value=lambda row: row.process,
        write=lambda value: str(value or ""),
        read=read,
    )
