"""What led to a measure, in the document of a version: contributions, statements and requests for help."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from houtskool.assessment.models import Case
from houtskool.documents import Block, Paragraph, Quote, bullets
from houtskool.programme.models import Ground
from houtskool.programme.stations import Seen

# More quotes under one measure nobody reads; the page of the measure holds them all.
MOST_QUOTES = 3
_DONE_WITH = {
    Ground.Kind.ADOPTED: "overgenomen",
    Ground.Kind.PARTLY: "deels overgenomen",
    Ground.Kind.NOT: "niet overgenomen",
}
_OUTCOMES = {
    Case.Outcome.ADVISED: "advies gegeven",
    Case.Outcome.INTRODUCED: "voorgesteld aan iemand",
    Case.Outcome.REFERRED: "doorverwezen",
    Case.Outcome.TO_BUYERS: "naar inkoop",
    Case.Outcome.GRANTED: "toegekend",
    Case.Outcome.PARTLY: "deels toegekend",
    Case.Outcome.REFUSED: "afgewezen",
    Case.Outcome.NOT_HANDLED: "niet in behandeling genomen",
    Case.Outcome.WITHDRAWN: "ingetrokken door de aanvrager",
}

Grounds = Sequence[Mapping[str, Any]]


def rests_on(grounds: Grounds, seen: Seen) -> Iterator[Block]:
    """The blocks under one measure; none where it rests on nothing that this reader may know of."""
    said = [one for one in grounds if one["contribution"]]
    voted = [one for one in grounds if one.get("statement", {}).get("key") in seen.words]
    asked = [one for one in grounds if "case" in one]
    if said:
        pieces = "1 stuk inbreng" if len(said) == 1 else f"{len(said)} stukken inbreng"
        yield Paragraph(f"Uit {pieces}: {_counted(said)}.")
    for ground in [one for one in said if one["quote"]][:MOST_QUOTES]:
        yield Quote(ground["quote"]["key"], ground["quote"]["digest"])
    if voted:
        yield Paragraph(f"Uit {_number(len(voted), 'stelling', 'stellingen')} waarover is gestemd:")
        yield bullets(*(_statement(one, seen) for one in voted))
    if asked:
        yield from _cases(asked, seen)
    reasons = sorted({one["reason"] for one in (*said, *voted) if one["reason"].strip()})
    if reasons:
        yield bullets(*(f"Omdat: {reason}" for reason in reasons))


def _statement(ground: Mapping[str, Any], seen: Seen) -> str:
    told = ground["statement"]
    share = f", {told['agree']}% van {told['votes']} stemmen eens" if told["agree"] is not None else ""
    where = f"stelling {told['number']} in het gesprek ‘{told['conversation']}’{share}"
    return f"‘{seen.words[told['key']]}’ ({where}): {_DONE_WITH[ground['kind']]}"


def _cases(asked: Grounds, seen: Seen) -> Iterator[Block]:
    """By number and outcome to who may see the request; to others only how many there were."""
    known = [one for one in asked if one["case"]["key"] in seen.cases]
    pieces = _number(len(asked), "hulpvraag", "hulpvragen")
    if not known:
        yield Paragraph(f"Uit {pieces} aan de gemeente: {_counted(asked)}.")
        return
    yield Paragraph(f"Uit {pieces} aan de gemeente:")
    lines = [
        f"hulpvraag {one['case']['number']} ({_OUTCOMES.get(one['case']['outcome'], 'loopt nog')}): "
        f"{_DONE_WITH[one['kind']]}"
        for one in known
    ]
    if others := [one for one in asked if one["case"]["key"] not in seen.cases]:
        lines.append(f"{_number(len(others), 'andere hulpvraag', 'andere hulpvragen')}: {_counted(others)}")
    yield bullets(*lines)


def _counted(grounds: Grounds) -> str:
    counts = Counter(one["kind"] for one in grounds)
    return ", ".join(f"{counts[kind]} keer {words}" for kind, words in _DONE_WITH.items() if counts[kind])


def _number(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"
