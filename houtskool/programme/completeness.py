"""What the programme must still say before it is presented: owner, term, result, money and ground."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from houtskool.process.models import Process
from houtskool.programme.agreements import holds
from houtskool.programme.content import fetched
from houtskool.programme.models import Ground, Measure, Reaction

# What is asked of every measure: the name of the gap → what a reader sees.
ASKED: Mapping[str, object] = {
    "owner": _("geen trekker"),
    "term": _("geen termijn"),
    "result": _("geen resultaat dat te controleren is"),
    "money": _("niet bekend wat het kost of waar het geld vandaan komt"),
    "ground": _("geen onderbouwing: geen inbreng, stelling of hulpvraag leidde hiertoe"),
    "signed": _("nog niet door beide kanten getekend, zoals de tekst nu is"),
    "reactions": _("een reactie zonder antwoord"),
}


# The name of a gap → the field of the form in which it is filled.
_FIELDS = {"owner": "owner", "term": "planned", "result": "result"}


@dataclass(frozen=True)
class Gap:
    """Something that a measure lacks. `key` stays the same, so that it can be accepted with a reason."""

    measure: Measure
    name: str

    @property
    def key(self) -> str:
        return f"{self.measure.key}.{self.name}"

    @property
    def label(self) -> str:
        return str(ASKED[self.name])

    @property
    def mend(self) -> str:
        """Where it is filled in."""
        pk = self.measure.pk
        return {
            "ground": reverse("programme:grounds", args=[pk]),
            "money": reverse("programme:add-part", args=[pk, "geld"]),
            "signed": reverse("programme:sign", args=[pk]),
            "reactions": reverse("programme:reactions", args=[self.measure.process_id]),
        }.get(self.name) or f"{reverse('programme:change-measure', args=[pk])}#id_{_FIELDS[self.name]}"

    @property
    def url(self) -> str:
        return f"{self.measure.get_absolute_url()}#{self.name}"


def gaps(process: Process, measures: Sequence[Measure] | None = None) -> list[Gap]:
    """Every gap of the programme, in its order. Costs a fixed number of queries."""
    measures = fetched(process) if measures is None else measures
    waiting = set(
        Reaction.objects.filter(measure__process=process, contribution__answered_at=None)
        .filter(contribution__merged_into=None)
        .values_list("measure_id", flat=True)
    )
    return [gap for measure in measures for gap in _of(measure, waiting)]


def _of(measure: Measure, waiting: set[int]) -> Iterator[Gap]:
    led = {Ground.Kind.ADOPTED, Ground.Kind.PARTLY}
    lacks = {
        "owner": not measure.shown_owner,
        "term": measure.planned_start is None and measure.planned_end is None,
        "result": not measure.result.strip(),
        # An amount of nought with its reason says that no money is needed; no line says nothing.
        "money": not any(line.amount is not None for line in measure.budget_lines.all()),
        "ground": not any(ground.kind in led for ground in measure.grounds.all()),
        "signed": measure.kind == Measure.Kind.AGREEMENT and not holds(measure),
        "reactions": measure.pk in waiting,
    }
    yield from (Gap(measure, name) for name in ASKED if lacks[name])
