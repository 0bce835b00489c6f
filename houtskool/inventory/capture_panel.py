"""On the page of a gathering: where each table takes notes, what came in, and reports that were read in."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from houtskool.accounts.models import User
from houtskool.accounts.roles import FACILITATES
from houtskool.inventory import capturing
from houtskool.inventory.consent import CODES
from houtskool.inventory.models import Intake
from houtskool.process.models import Gathering
from houtskool.process.panels import Panel


def of_gathering(gathering: Gathering, user: User, at: date) -> Panel | None:
    if not user.holds(*CODES):
        return None
    facilitates = user.holds(*FACILITATES)
    tables = gathering.tables.select_related("closed").annotate(
        noted=Count("captures", filter=Q(captures__removed_at=None))
    )
    rows: list[dict[str, Any]] = [
        {
            "table": table,
            "noted": getattr(table, "noted", 0),
            "closed": getattr(table, "closed", None),
            "address": capturing.path_of(table) if facilitates else "",
        }
        for table in tables
    ]
    intakes = Intake.objects.visible_to(user).filter(gathering=gathering).select_related("document")
    context = {"gathering": gathering, "rows": rows, "intakes": intakes, "facilitates": facilitates}
    return Panel(_("Vastleggen en inlezen"), "inventory/capture/panel.html", context)
