"""Gaps and contradictions, in plain Dutch, each tied to its place. They are told, never mended."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from houtskool.kernel.note.facts import Amount, Attachment, Commitment, Doubt, EarlierDecision, Passage, Span
from houtskool.kernel.note.gatherings import contradicts_tense
from houtskool.kernel.note.header import Header, wanted
from houtskool.kernel.note.planning import Entry
from houtskool.kernel.note.sentences import Sentence
from houtskool.kernel.note.units import Part
from houtskool.kernel.vaguedate import Period

_TIMES = (
    "nul",
    "één",
    "twee",
    "drie",
    "vier",
    "vijf",
    "zes",
    "zeven",
    "acht",
    "negen",
    "tien",
    "elf",
    "twaalf",
)
_MONEY_WORDS = re.compile(r"financi[ëe]+(?:le|el|n(?!\w))|budget|kosten|dekking|begroting|subsidie")
_DIGIT = re.compile(r"\d")
_PARTS = re.compile(r"(?P<year>(?:19|20)\d\d)[/-](?P<serial>\d{3,7})")


def _times(count: int) -> str:
    return f"{_TIMES[count] if count < len(_TIMES) else count} keer"


def _annexes(listed: list[Attachment], places: list[tuple[str, Span]]) -> Iterator[Doubt]:
    absent = [one for one in listed if not one.present]
    for one in absent:
        if one.mentions:
            name = (
                f"Bijlage {one.number}"
                if one.number
                else "De bijlage"
                if len(listed) == 1
                else f"De bijlage “{one.title}”"
            )
            yield Doubt(
                f"{name} wordt {_times(one.mentions)} genoemd maar is niet bijgevoegd.",
                "annex-absent",
                one.at,
            )
    silent = [one for one in absent if not one.mentions]
    if len(silent) > 1:
        yield Doubt(
            f"{len(silent)} bijlagen uit de lijst staan niet in dit bestand.", "annex-absent", silent[0].at
        )
    elif silent:
        title = silent[0].title
        yield Doubt(f"De bijlage “{title}” staat niet in dit bestand.", "annex-absent", silent[0].at)
    loose = sum(1 for number, _ in places if not number)
    if not listed and loose:
        spot = next(at for number, at in places if not number)
        yield Doubt(
            f"De tekst verwijst {_times(loose)} naar een bijlage, maar noemt niet welke.",
            "annex-unlisted",
            spot,
        )


def _numbers(earlier: tuple[EarlierDecision, ...], head: Header) -> Iterator[Doubt]:
    numbered: dict[str, list[tuple[int, EarlierDecision, Period]]] = {}
    for one in earlier:
        match = _PARTS.search(one.number or "")
        if match is None or one.period is None:
            continue
        if one.period.end and one.period.end.year < int(match["year"]):
            yield Doubt(
                f"Nummer {one.number} is van {match['year']}, maar het besluit is van {one.period.text}.",
                "number-year",
                one.at,
            )
        elif one.period.start and one.period.end:
            numbered.setdefault(match["year"], []).append((int(match["serial"]), one, one.period))
    for same_year in numbered.values():
        same_year.sort(key=lambda three: three[0])
        for (low, lower, late), (high, higher, early) in pairwise(same_year):
            if low < high and early.end and late.start and early.end < late.start:
                yield Doubt(
                    f"Nummer {higher.number} is hoger dan {lower.number}, maar hoort bij een eerder besluit "
                    f"({early.text} tegen {late.text}). Controleer de nummers of de data.",
                    "number-order",
                    higher.at,
                )
    for key, number, at in head.numbers:
        if (
            number != head.number
            and re.sub(r"\d", "#", number) == re.sub(r"\d", "#", head.number or "")
            and key != "kind"
        ):
            yield Doubt(f"Het document noemt twee nummers: {head.number} en {number}.", "number-differs", at)
            return


def _doubled(parts: list[Part]) -> Iterator[Doubt]:
    """A section that stands twice, with different words."""
    first: dict[str, Part] = {}
    for part in parts:
        if part.key or not part.title or not part.units or part.title_at is None or part.level > 1:
            continue
        if part.role in ("decision", "attachments", "signature"):
            continue
        key = part.title.lower().strip(" .:")
        before = first.setdefault(key, part)
        if before is part:
            continue
        one, other = _bare(before.text), _bare(part.text)
        if one != other and len(one) > 40 and len(other) > 40:
            # Two sections that merely share a title hold other matter.
            shared = set(one.split()) & set(other.split())
            if len(shared) > 0.5 * min(len(set(one.split())), len(set(other.split()))):
                yield Doubt(
                    f"“{part.title.capitalize() if part.title.isupper() else part.title}” staat er "
                    f"twee keer, met andere woorden.",
                    "section-differs",
                    part.title_at,
                )


def _bare(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def _missing(head: Header, whole: Span) -> Iterator[Doubt]:
    for key, (title, at) in head.empty.items():
        value = getattr(head, key, None)
        if not value:
            yield Doubt(f"Achter “{title}” staat niets.", "label-empty", at)
    absent = [
        word for key, word in wanted(head.kind).items() if not getattr(head, key) and key not in head.empty
    ]
    if absent:
        words = [f"geen {word}" for word in absent]
        told = f"{', '.join(words[:-1])} en {words[-1]}" if len(words) > 1 else words[0]
        yield Doubt(f"Het document noemt {told}.", "header-absent", whole)


def _terms(found: list[Commitment]) -> Iterator[Doubt]:
    for one in found:
        if one.period is None and "toegezegd" not in one.text:  # what was promised before is not told in full
            short = one.text if len(one.text) <= 90 else one.text[:88].rsplit(" ", 1)[0] + " …"
            yield Doubt(f"Deze {one.kind} heeft geen termijn: “{short}”", "no-term", one.at)


def _days(sentences: list[Sentence], at: date | None) -> Iterator[Doubt]:
    for sentence in sentences:
        if not _DIGIT.search(sentence.low):
            continue
        for mention in sentence.mentions:
            first = mention.first
            # The 28 first days of a month are there in every year.
            safe = first.year is None and first.weekday is None and first.day <= 28
            if first.unit in ("day", "week") and not safe and (problem := mention.problem(at)):
                kind = "weekday" if first.weekday is not None and " is een " in problem else "no-such-day"
                start, end = mention.at
                yield Doubt(problem, kind, sentence.unit.at(sentence.start + start, sentence.start + end))


def _tenses(found: list[Entry], sentences: list[Sentence], at: date | None) -> Iterator[Doubt]:
    for entry in found:
        item = entry.item(at)
        if item is None or at is None:
            continue
        for sentence in list(entry.sentences())[:2]:
            if contradicts_tense(item.period.lies_before(at), sentence.low):
                said, real = ("komend", "voorbij") if item.past else ("gebeurd", "nog niet voorbij")
                yield Doubt(
                    f"De tekst beschrijft dit als {said}, maar {item.period.text} was op de datum "
                    f"van het document {real}.",
                    "tense",
                    sentence.at,
                )
                break


def _points(blocks: list[tuple[Part, list[Passage]]]) -> Iterator[Doubt]:
    if len(blocks) >= 2:
        (one, first), (other, second) = blocks[0], blocks[1]
        if len(first) != len(second) and other.title_at and one.title:
            yield Doubt(
                f"“{one.title}” heeft {_points_of(first)}, “{other.title}” heeft er {len(second)}.",
                "points-differ",
                other.title_at,
            )


def _points_of(points: list[Passage]) -> str:
    return "1 punt" if len(points) == 1 else f"{len(points)} punten"


def doubts(
    parts: list[Part],
    head: Header,
    sentences: list[Sentence],
    entries: list[Entry],
    *,
    whole: Span,
    at: date | None,
    earlier: tuple[EarlierDecision, ...],
    listed: list[Attachment],
    places: list[tuple[str, Span]],
    promised: list[Commitment],
    blocks: list[tuple[Part, list[Passage]]],
    money: list[Amount],
    plan: Passage | None,
) -> tuple[Doubt, ...]:
    """All doubts: first what contradicts, then what is missing.

    whole: where a doubt about the whole document points.
    """
    found = [
        *_numbers(earlier, head),
        *_doubled(parts),
        *(_points(blocks) if head.kind != "besluitenlijst" else ()),
        *_days(sentences, at),
        *_tenses(entries, sentences, at),
        *_annexes(listed, places),
        *_missing(head, whole),
        *_terms(promised),
    ]
    if plan and not money and not any(_MONEY_WORDS.search(unit.low) for part in parts for unit in part.units):
        found.append(Doubt("Het document noemt geen budget of dekking.", "budget-absent", plan.at))
    return tuple(found)
