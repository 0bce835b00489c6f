"""Who is not heard though measures are about them: groups, and target groups for whom nobody spoke."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from houtskool.process.coverage import Coverage
from houtskool.programme.models import Measure
from houtskool.sector.models import Initiative


@dataclass(frozen=True)
class Unheard:
    """`title` and `text` of the warning on the page of the programme."""

    title: str
    text: str


def unheard(measures: Sequence[Measure], heard: Coverage) -> Unheard | None:
    """None when everyone was heard, or nothing is asked for yet. Costs at most one query.

    A measure is about a target group when an initiative for that group shares a theme with it. `measures`
    come with their themes.
    """
    if not measures:
        return None
    silent = {target.group.pk: target.group.name for target in heard.targets if target.state == "silent"}
    themes = _themes_of(silent) if silent else {}
    touched = {
        measure.pk: {
            pk for pk, of in themes.items() if of.intersection(theme.pk for theme in measure.themes.all())
        }
        for measure in measures
    }
    names = [name for pk, name in silent.items() if any(pk in groups for groups in touched.values())]
    groups = [line.group.name for line in heard.with_state("silent")]
    if not (groups or names):
        return None
    title = _("Nog niet gehoord: %(groups)s.") % {"groups": _listed(groups or names)}
    if not names:
        return Unheard(title, "")
    count = sum(bool(groups) for groups in touched.values())
    words = ngettext(
        "%(count)s maatregel raakt %(groups)s; voor hen sprak nog niemand.",
        "%(count)s maatregelen raken %(groups)s; voor hen sprak nog niemand.",
        count,
    )
    return Unheard(title, words % {"count": count, "groups": _listed(names)})


def _themes_of(groups: Iterable[int]) -> dict[int, set[int]]:
    """Target group → the themes of the initiatives for it."""
    found: dict[int, set[int]] = {}
    rows = Initiative.objects.filter(merged_into=None, target_groups__in=groups, themes__isnull=False)
    for group, theme in rows.order_by().values_list("target_groups", "themes"):
        found.setdefault(group, set()).add(theme)
    return found


def _listed(names: Sequence[str]) -> str:
    return get_text_list(list(names), last_word=_("en"))
