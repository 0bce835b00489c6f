"""How often each group spoke, for the coverage view of process: as many as the list behind it shows."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from houtskool.accounts.models import User
from houtskool.accounts.roles import READS
from houtskool.inventory.filters import NONE
from houtskool.inventory.theme_counts import per_group, theme_counts
from houtskool.process.models import Process
from houtskool.process.voices import ByTheme, Voice


def totals(process: Process) -> Mapping[int | None, int]:
    return per_group(process)


def by_theme(process: Process) -> ByTheme:
    counts = theme_counts(process)
    return {
        (group.pk if group else None, line.theme.pk if line.theme else None): number
        for line in counts.lines
        for group, number in zip(counts.groups, line.counts, strict=True)
    }


def url(process: Process, group: int | None, theme: int | None, user: User) -> str:
    if not user.holds(*READS):
        return ""
    asked = {"process": process.pk, "merged": "no", "group": group or NONE}
    return f"{reverse('inventory:contributions')}?{urlencode(asked | ({'theme': theme} if theme else {}))}"


VOICE = Voice(_("Keer inbreng"), totals, by_theme, url)
