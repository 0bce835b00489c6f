"""What the page of a process or of a gathering shows of the contributions: counts that lead to the list."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from houtskool.accounts.models import User
from houtskool.accounts.roles import FACILITATES
from houtskool.inventory.models import Contribution
from houtskool.inventory.models.contributions import ContributionQuerySet
from houtskool.process.models import Gathering, Process
from houtskool.process.panels import Panel

_TEMPLATE = "inventory/parts/panel.html"


def of_process(process: Process, user: User, at: date) -> Panel:
    return _panel(process, {"process": process.pk}, user)


def of_gathering(gathering: Gathering, user: User, at: date) -> Panel:
    asked = {"process": gathering.process_id, "gathering": gathering.pk}
    return _panel(gathering.process, asked, user, gathering)


def _panel(process: Process, asked: dict[str, int], user: User, gathering: Gathering | None = None) -> Panel:
    rows: ContributionQuerySet = Contribution.objects.visible_to(user).filter(**asked)
    standing = Q(merged_into=None)
    counts = rows.aggregate(
        all=Count("pk"),
        without_answer=Count("pk", filter=standing & Q(answered_at=None)),
    )
    without_theme = rows.without_theme().count()
    tables = []
    if gathering is not None:
        tables = [
            (table, getattr(table, "said", 0), _address({**asked, "table": table.pk}))
            for table in gathering.tables.annotate(said=Count("contributions"))
        ]
    return Panel(
        title=_("Inbreng"),
        template=_TEMPLATE,
        context={
            "figures": [
                {"value": counts["all"], "label": _("keer inbreng"), "url": _address(asked)},
                {
                    "value": without_theme,
                    "label": _("zonder thema"),
                    "url": _address({**asked, "missing": "theme"}),
                },
                {
                    "value": counts["without_answer"],
                    "label": _("zonder antwoord"),
                    "url": _address({**asked, "missing": "answer"}),
                },
            ],
            "empty": not counts["all"],
            "tables": tables,
            "add_url": _add(process, gathering) if user.holds(*FACILITATES) else "",
            "give_url": reverse("inventory:give", args=[process.pk]) if process.asks_contributions else "",
            "report_url": reverse("inventory:report", args=[gathering.pk]) if gathering else "",
        },
    )


def _address(asked: Mapping[str, int | str]) -> str:
    return f"{reverse('inventory:contributions')}?{urlencode(asked)}"


def _add(process: Process, gathering: Gathering | None) -> str:
    url = reverse("inventory:contribution-add", args=[process.pk])
    return f"{url}?gathering={gathering.pk}" if gathering else url
