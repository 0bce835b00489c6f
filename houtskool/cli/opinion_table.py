"""The outcome of `houtskool opinion` as a table to read, with certainty in words."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from houtskool.cli.opinion_votes import Cast
from houtskool.kernel.opinion import ELIGIBLE_FROM, Analysis, Level, levels, whole_percentages

WORDS = {Level.CERTAIN: "zeker", Level.LIKELY: "waarschijnlijk", Level.TOO_FEW: "te weinig stemmen"}
SHOWN = 5  # statements in each short list
WIDTH = 60  # characters of a statement's text


def lines(cast: Cast, result: Analysis, texts: list[str], *, polis: bool = False) -> Iterator[str]:
    """texts: per statement, empty where unknown. Percentages are those of the pages of a conversation: of all
    votes, passes included; in Polis mode a group's are as Polis smooths them."""
    yield (
        f"{_count(len(cast.participants), 'deelnemer', 'deelnemers')}, "
        f"{_count(int(result.kept.sum()), 'stelling', 'stellingen')}, "
        f"{_count(int(result.counts.sum()), 'stem', 'stemmen')}"
    )
    yield "Percentages zijn van alle stemmen op een stelling; overslaan telt daarin mee."
    yield from _groups(cast, result, texts, polis=polis)
    yield from _lists(cast, result, texts)
    yield from _statements(cast, result, texts)


def _groups(cast: Cast, result: Analysis, texts: list[str], *, polis: bool) -> Iterator[str]:
    placed = int(result.placed.sum())
    if not len(result.sizes):
        enough = _count(placed, "deelnemer stemde", "deelnemers stemden")
        yield f"\nGeen stabiele groepen ({enough} vaak genoeg)."
        yield "Hieronder staat per stelling wat men vindt."
        return
    verdict = WORDS[levels.of_grouping(result.stability)] if result.stable else "niet stabiel"
    yield f"\n{len(result.sizes)} groepen, {placed} deelnemers geplaatst: {verdict}"
    sure = np.bincount(levels.of_placements(result.certainty[result.label >= 0]), minlength=3)
    words = (f"{int(sure[level])} {word}" for level, word in sorted(WORDS.items(), reverse=True))
    yield f"Plaatsing: {', '.join(words)}"
    if polis:
        yield "Per groep zoals Polis rekent: met 1 bij de kant en 2 bij de stemmen opgeteld."
    for group, size in enumerate(result.sizes.tolist()):
        firm = levels.of_group(result.group_stability[group]) if result.stable else Level.LIKELY
        yield f"\nGroep {group + 1}: {size} deelnemers, {WORDS[firm]}"
        for one in result.representative[group]:
            stance = "eens" if one.agree else "oneens"
            counts = result.group_counts[group, :, one.statement]
            share = _percent(one.share) if polis else _whole(counts)[0 if one.agree else 1]
            yield (
                f"  {share} {stance} (anderen {_percent(one.versus)}): {_named(cast, texts, one.statement)}"
            )
        if not result.representative[group]:
            yield "  Geen stelling onderscheidt deze groep met zekerheid."


def _lists(cast: Cast, result: Analysis, texts: list[str]) -> Iterator[str]:
    votes = result.counts.sum(axis=0)
    for heading, side, row in (("Men is het eens", 1, 2), ("Men is het oneens", -1, 0)):
        agreed = np.flatnonzero(result.consensus == side)
        yield f"\n{heading}"
        for place in agreed[np.argsort(-result.counts[row, agreed] / votes[agreed], kind="stable")][:SHOWN]:
            share = _whole(result.counts[:, place])[0 if row == 2 else 1]
            yield f"  {share}: {_named(cast, texts, int(place))}"
        yield from ([f"  … en nog {len(agreed) - SHOWN}"] if len(agreed) > SHOWN else [])
        yield from ([] if len(agreed) else ["  Geen stelling waarover dat zeker is."])
    for heading, scores in (("Wat verbindt", result.bridging), ("Wat verdeelt", result.divisiveness)):
        enough = np.flatnonzero(result.kept & (votes >= ELIGIBLE_FROM) & ~np.isnan(scores))
        yield f"\n{heading}"
        for place in enough[np.argsort(-scores[enough], kind="stable")][:SHOWN]:
            yield f"  {_decimal(scores[place])}: {_named(cast, texts, int(place))}"
        yield from ([] if len(enough) else ["  Nog geen stelling heeft genoeg stemmen."])


def _statements(cast: Cast, result: Analysis, texts: list[str]) -> Iterator[str]:
    """Percentages from seven votes on; before that they would say more than is known."""
    wide = max([len("stelling"), *(len(cast.statements[place]) for place in np.flatnonzero(result.kept))])
    certain = levels.of_statements(result.counts)
    yield f"\n{'stelling':>{wide}}  stemmen   eens  oneens  overgeslagen  marge eens  zekerheid"
    for place in np.flatnonzero(result.kept):
        votes = int(result.counts[:, place].sum())
        known = votes >= ELIGIBLE_FROM
        agree, disagree, passed = _whole(result.counts[:, place]) if known else ("–", "–", "–")
        low, high = (_percent(end) if known else "" for end in result.interval[place])
        margin = f"{low}–{high}" if known else "–"
        cells = f"{cast.statements[place]:>{wide}}  {votes:>7}  {agree:>5}  {disagree:>6}  {passed:>12}"
        words = f"{WORDS[Level(int(certain[place]))]:<17}  {_short(texts[place])}"
        yield f"{cells}  {margin:>10}  {words}".rstrip()


def _named(cast: Cast, texts: list[str], place: int) -> str:
    return f"{cast.statements[place]}  {_short(texts[place])}".rstrip()


def _short(text: str) -> str:
    return text if len(text) <= WIDTH else text[: WIDTH - 1].rstrip() + "…"


def _count(number: int, one: str, more: str) -> str:
    return f"{number:,} {one if number == 1 else more}".replace(",", ".")


def _whole(counts: NDArray[np.int64]) -> tuple[str, ...]:
    """counts: (3,) disagrees, passes, agrees. Agrees, disagrees, passes: a hundred together."""
    disagree, passed, agree = counts.tolist()
    return tuple(f"{part}%" for part in whole_percentages((agree, disagree, passed)))


def _percent(share: float) -> str:
    return f"{100 * share:.0f}%"


def _decimal(number: float) -> str:
    return f"{number:.2f}".replace(".", ",")
