"""What this room shows on the process page."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from houtskool.accounts.models import User
from houtskool.council.models import Note
from houtskool.council.roles import WRITES
from houtskool.process.models import Process
from houtskool.process.panels import Panel


def notes(process: Process, user: User, at: date) -> Panel:
    found = Note.objects.visible_to(user).filter(process=process)
    return Panel(
        _("Nota’s"), "council/panel.html", {"notes": found, "process": process, "writes": user.holds(*WRITES)}
    )
