"""How so many voted, in whole percentages, and how certain that is, in words."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _

from houtskool.kernel.opinion import whole_percentages, wilson


@dataclass(frozen=True)
class Share:
    """What so many votes said; percentages are whole, `low` and `high` of the agrees or the disagrees."""

    disagree: int
    passed: int
    agree: int

    @property
    def votes(self) -> int:
        return self.disagree + self.passed + self.agree

    @property
    def percent(self) -> tuple[int, int, int]:
        """Agrees, disagrees, passes: whole, of all votes, and a hundred together."""
        agree, disagree, passed = whole_percentages((self.agree, self.disagree, self.passed))
        return agree, disagree, passed

    def of(self, agree: bool) -> int:
        return self.percent[0 if agree else 1]

    def interval(self, agree: bool = True) -> tuple[int, int]:
        """Whole percentages between which the share lies with 95% certainty (Wilson)."""
        count = self.agree if agree else self.disagree
        low, high = wilson(np.array([count]), np.array([self.votes]))[0]
        return round(100 * low), round(100 * high)

    @property
    def between(self) -> str:
        low, high = self.interval()
        return _("%(low)s tot %(high)s%%") % {"low": low, "high": high}


def level_in_words(level: str) -> str:
    return {"certain": _("zeker"), "likely": _("waarschijnlijk"), "few": _("te weinig stemmen")}[level]
