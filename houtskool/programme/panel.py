"""What this room tells a process: where its programme stands, and what that lacks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from houtskool.accounts.models import User
from houtskool.accounts.roles import READS, STAFF
from houtskool.process.models import Process
from houtskool.process.panels import Panel
from houtskool.process.status import Gap
from houtskool.programme.actions.versions import is_adopted
from houtskool.programme.agreements import sides
from houtskool.programme.models import Measure, Milestone, Reaction, Version
from houtskool.programme.roles import WRITES
from houtskool.programme.standing import late_milestones, standing

# More titles in one sentence nobody reads.
_NAMED = 3


def of_process(process: Process, user: User, at: date) -> Panel:
    """The measures counted by how they stand, and the last version that this reader may see."""
    adopted = is_adopted(process, at)
    measures = Measure.objects.visible_to(user).filter(process=process)
    stands = Counter((one.look, one.label) for one in (standing(m, adopted=adopted, at=at) for m in measures))
    versions = Version.objects.visible_to(user).known_on(at)
    context = {
        "process": process,
        "stands": [(look, label, count) for (look, label), count in stands.most_common()],
        "total": sum(stands.values()),
        "version": versions.filter(process=process).defer("content").first(),
        "writes": user.holds(*WRITES),
    }
    return Panel(_("Programma"), "programme/panel.html", context)


def gaps(process: Process, at: date) -> Iterator[Gap]:
    """What is late, measures that nobody asked for, agreements half signed, reactions without an answer."""
    adopted = is_adopted(process, at)
    measures = list(
        Measure.objects.filter(process=process)
        .select_related("counterpart")
        .prefetch_related("milestones", "budget_lines", "signed_texts")
    )
    if late := [one for one in measures if standing(one, adopted=adopted, at=at).late]:
        yield Gap(
            ngettext("Te laat: %(titles)s.", "Te laat zijn %(count)s maatregelen: %(titles)s.", len(late))
            % {"count": len(late), "titles": _titles(late)},
            f"{reverse('programme:programme', args=[process.pk])}?stand=late",
            _("Zeg hoe het staat"),
            urgent=True,
            who=WRITES,
            readers=READS if adopted else STAFF,
        )
    if held := [one for row in measures for one in late_milestones(row, adopted=adopted, at=at)]:
        yield Gap(
            ngettext(
                "Mijlpaal te laat: %(titles)s.", "Te laat zijn %(count)s mijlpalen: %(titles)s.", len(held)
            )
            % {"count": len(held), "titles": _titles(held)},
            f"{reverse('programme:execution', args=[process.pk])}#mijlpalen-te-laat",
            _("Zeg hoe het staat"),
            urgent=True,
            who=WRITES,
            readers=READS if adopted else STAFF,
        )
    if bare := Measure.objects.filter(process=process).without_ground().count():
        yield Gap(
            ngettext(
                "Van %(count)s maatregel is niet te zien wie erom vroeg.",
                "Van %(count)s maatregelen is niet te zien wie erom vroeg.",
                bare,
            )
            % {"count": bare},
            reverse("programme:bare", args=[process.pk]),
            _("Leg de onderbouwing"),
            who=WRITES,
            readers=STAFF,
        )
    for one in (measure for measure in measures if measure.is_half_signed):
        side = _("de gemeente") if one.city_signed_on else _("de partner")
        yield Gap(
            _("Alleen %(side)s is akkoord met ‘%(title)s’.") % {"side": side, "title": one.title},
            reverse("programme:sign", args=[one.pk]),
            _("Leg vast wie akkoord is"),
            who=WRITES,
            readers=STAFF,
        )
    for one in (measure for measure in measures if measure.kind == Measure.Kind.AGREEMENT):
        if any(side.is_stale for side in sides(one)):
            yield Gap(
                _("‘%(title)s’ veranderde nadat er een kant akkoord was.") % {"title": one.title},
                reverse("programme:sign", args=[one.pk]),
                _("Vraag opnieuw om akkoord"),
                who=WRITES,
                readers=STAFF,
            )
    waiting = Reaction.objects.filter(
        measure__process=process, contribution__answered_at=None, contribution__merged_into=None
    ).count()
    if waiting:
        yield Gap(
            ngettext(
                "%(count)s reactie op het ontwerp wacht op een antwoord.",
                "%(count)s reacties op het ontwerp wachten op een antwoord.",
                waiting,
            )
            % {"count": waiting},
            reverse("programme:reactions", args=[process.pk]),
            _("Geef antwoord"),
            who=WRITES,
            readers=STAFF,
        )


def _titles(late: Sequence[Measure | Milestone]) -> str:
    named = ", ".join(f"‘{one.title}’" for one in late[:_NAMED])
    return named if len(late) <= _NAMED else _("%(titles)s en meer") % {"titles": named}
