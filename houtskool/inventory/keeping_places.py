"""Where rows of a spreadsheet were said, by the names of gatherings and tables."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from houtskool.process.models import Gathering, Table
from houtskool.records.folding import fold


class Places:
    """Gatherings and tables of some processes by their names; two queries."""

    def __init__(self, processes: Iterable[int]) -> None:
        gatherings = Gathering.objects.filter(process__in=set(processes))
        tables = Table.objects.filter(gathering__in=gatherings).select_related("gathering")
        self.gatherings = {
            (gathering.process_id, fold(gathering.title)): gathering for gathering in gatherings
        }
        self.tables = {(one.gathering_id, fold(one.name)): one for one in tables}

    def gathering(self, process: int, name: str) -> Gathering | None:
        found = self.gatherings.get((process, fold(name)))
        if name and found is None:
            raise ValidationError(
                {
                    "gathering": _(
                        "Er is in dit proces geen bijeenkomst ‘%(name)s’. Verbeter de naam, of plan haar."
                    )
                    % {"name": name}
                }
            )
        return found

    def table(self, process: int, gathering: int | None, name: str) -> Table | None:
        if not name:
            return None
        if gathering is None:
            raise ValidationError({"table": _("Vul ook in bij welke bijeenkomst deze tafel stond.")})
        found = self.tables.get((gathering, fold(name)))
        if found is None:
            raise ValidationError(
                {
                    "table": _("Er is bij deze bijeenkomst geen tafel ‘%(name)s’. Verbeter de naam.")
                    % {"name": name}
                }
            )
        return found
