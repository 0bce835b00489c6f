"""What the page of a process or of a gathering shows of the conversations that belong to it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from houtskool.accounts.models import User
from houtskool.accounts.roles import FACILITATES
from houtskool.deliberation.models import Conversation
from houtskool.deliberation.standing import standing
from houtskool.process.models import Gathering, Process
from houtskool.process.panels import Panel
from houtskool.web.reference_date import present

_TEMPLATE = "deliberation/parts/panel.html"


def of_process(process: Process, user: User, at: date) -> Panel:
    return _panel(Conversation.objects.filter(process=process), user, f"process={process.pk}")


def of_gathering(gathering: Gathering, user: User, at: date) -> Panel:
    asked = f"process={gathering.process_id}&gathering={gathering.pk}"
    return _panel(Conversation.objects.filter(gathering=gathering), user, asked)


def _panel(rows: QuerySet[Conversation], user: User, asked: str) -> Panel:
    found = Conversation.objects.visible_to(user).filter(pk__in=rows.values("pk")).with_counts()
    now = present()
    facilitates = user.holds(*FACILITATES)
    lines: list[dict[str, Any]] = [{"row": row, "standing": standing(row, now)} for row in found[:10]]
    context = {
        "lines": lines,
        "facilitates": facilitates,
        "add_url": f"{reverse('deliberation:new')}?{asked}" if facilitates else "",
        "list_url": f"{reverse('deliberation:conversations')}?{asked}",
    }
    return Panel(_("Stemmen"), _TEMPLATE, context)
