"""The rules that make proposals out of blocks: who speaks, what was asked, which head it stands under."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from houtskool.kernel.proposals import labels
from houtskool.kernel.proposals.kinds import Kind, kind_of
from houtskool.kernel.proposals.labels import LABEL, People
from houtskool.kernel.proposals.lines import Block, blocks_of, lines_of

_LONGEST, _PORTION = 1500, 900
_QUOTED = re.compile(r"[“„\"]([^“”„\"]{12,})[”“\"]")
_SAYS = re.compile(
    r"(?:[,.!?]?\s*(?:aldus|zegt|zei|vindt|vertelt|stelt|volgens|meent)\s+|^\s*[(–—-]+\s*)"
    r"(?P<name>(?:een |de )?[A-Za-zÀ-ÿ][^.,;:()\n]{1,50}?)"
    r"(?:\s*\((?P<role>[^()]{2,60})\)|,\s*(?P<also>[^.,;()]{2,40}))?\s*[.,;)]?\s*$"
)
_SENTENCE = re.compile(r"(?<=[.!?…])[\"'”’)]*\s+(?=[\"'“‘(]?[A-ZÀ-Ý0-9])")


@dataclass(frozen=True)
class Proposal:
    """`text[start:end]`, offsets in code points. `context` is the head above it, and the question it
    answers.
    """

    start: int
    end: int
    context: str = ""
    speaker: str = ""
    role: str = ""
    kind: Kind = ""


@dataclass(frozen=True)
class _State:
    """What holds for the block that is read now."""

    head: str = ""
    question: str = ""
    speaker: str = ""
    role: str = ""
    kind: Kind = ""
    silent: bool = False


def propose(text: str, guide: Sequence[str] = ()) -> tuple[Proposal, ...]:
    """What may be contributions in the text, in its order and without overlap.

    `guide` are the questions of an interview. Raises ValueError for a text that holds a carriage return: its
    offsets would not be those of the text as it is shown.
    """
    if "\r" in text:
        raise ValueError("line ends must be \\n, so that offsets hold")
    people = labels.people_in(line.words for line in lines_of(text))
    blocks = blocks_of(text, LABEL)
    asks = _questions(text, blocks, people, guide)
    found: list[Proposal] = []
    state = _State(speaker=people.asked[0], role=people.asked[1])
    for at, block in enumerate(blocks):
        first = at == 0 and len(blocks) > 1
        state, body = _read(text, block, state, people, at in asks, first)
        if body is not None and not state.silent:
            found += _proposals(text, body, state, people)
    return tuple(found)


def _read(
    text: str, block: Block, state: _State, people: People, asks: bool, first: bool
) -> tuple[_State, tuple[int, int] | None]:
    """What holds from this block on, and the stretch of it that somebody said, if any."""
    words = text[block.start : block.end]
    if asks:
        return replace(
            state, question=_flat(_without_label(words)), speaker=people.asked[0] or state.speaker
        ), None
    if block.form == "head":
        return _under(words, people), None
    label = LABEL.match(words)
    if label:
        return _labelled(text, block, label, state, people)
    if first and "." not in words and len(words) < 120:
        return _under(words, people), None  # the title
    return state, (block.start, block.end)


def _under(words: str, people: People) -> _State:
    title = _flat(words).rstrip(":").lstrip("# ")
    key = title.casefold()
    return _State(
        head=title, speaker=people.asked[0], role=people.asked[1],
        kind=labels.KINDS.get(key, ""), silent=key in labels.SILENT,
    )  # fmt: skip


def _labelled(
    text: str, block: Block, label: re.Match[str], state: _State, people: People
) -> tuple[_State, tuple[int, int] | None]:
    name, key = label["name"].strip(), label["name"].strip().casefold()
    start = block.start + label.end()
    start += len(text[start : block.end]) - len(text[start : block.end].lstrip())
    body = (start, block.end) if start < block.end else None
    if (
        key in labels.ABOUT
        or key in labels.ASKS
        or (key in labels.ASKED and (body is None or text[block.end - 1] not in ".!?"))
    ):
        return state, None
    if key.split()[0] in labels.TOPICS and body is not None:
        return _under(text[block.start : block.end], people), None
    if labels.ANSWER.fullmatch(key) or key in labels.ASKED:
        return replace(state, speaker=people.asked[0], role=people.asked[1]), body
    if key in labels.KINDS:
        return replace(state, kind=labels.KINDS[key]), body
    known = people.speaker(name)
    if known is not None:
        return replace(state, speaker=known[0], role=label["role"] or known[1], silent=False), body
    return state, (block.start, block.end)


def _questions(text: str, blocks: Sequence[Block], people: People, guide: Sequence[str]) -> set[int]:
    """Which blocks ask: by a label, by who speaks, by the guide, or because answers follow again and
    again.
    """
    asked = [_key(line) for line in guide if len(_key(line)) > 5]
    sure, maybe = set(), set()
    for at, block in enumerate(blocks):
        words = text[block.start : block.end]
        label = LABEL.match(words)
        key = label["name"].strip().casefold() if label else ""
        if label and (labels.QUESTION.fullmatch(key) or key in labels.ASKS or key in people.asking):
            # "Interviewer: Bo" in the head of a report names somebody, and asks nothing.
            if words.rstrip()[-1] in ".?!" or len(words) - label.end() > 60:
                sure.add(at)
        elif any(_alike(_key(words), question) for question in asked):
            sure.add(at)
        elif (
            not label
            and _is_one_question(words)
            and (block.form != "point" or block.number)
            and at + 1 < len(blocks)
        ):
            after = text[blocks[at + 1].start : blocks[at + 1].end]
            if not _is_one_question(after) and blocks[at + 1].form != "head":
                maybe.add(at)
    return sure | maybe if len(maybe) > 1 or sure else sure


def _is_one_question(words: str) -> bool:
    return words.endswith("?") and len(words) <= 250 and not re.search(r"[.!]\s", words)


def _proposals(text: str, body: tuple[int, int], state: _State, people: People) -> Iterator[Proposal]:
    start, end = body
    words = text[start:end]
    speaker, role = state.speaker, state.role
    quote = _QUOTED.search(words)
    if quote and len(quote[1].split()) >= 4:
        rest = (words[: quote.start()] + words[quote.end() :]).strip()
        says = _SAYS.search(words[quote.end() :])
        if says:
            speaker, role = _attributed(says, people)
        if says or len(quote[1]) >= 0.6 * len(words) or not rest:
            whole = len(quote[1]) >= 0.6 * len(words)
            if whole:
                start, end = start + quote.start(1), start + quote.end(1)
    if len(text[start:end].split()) < 2:
        return
    context = " · ".join(filter(None, [state.head, state.question]))[:300]
    for begin, stop in _portions(text, start, end):
        piece = text[begin:stop]
        yield Proposal(begin, stop, context, speaker, role, state.kind or kind_of(_flat(piece)))


def _attributed(says: re.Match[str], people: People) -> tuple[str, str]:
    name, role = says["name"].strip(), (says["role"] or says["also"] or "").strip()
    known = people.speaker(name)
    if known:
        return known[0], role or known[1]
    # "aldus een ondernemer": a role, and nobody's name.
    if general := re.match(r"(?:een|de)\s+(.+)", name):
        return "", role or general[1]
    return (name, role) if name[0].isupper() else ("", role or name)


def _portions(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretch; a very long one in portions of whole sentences."""
    if end - start <= _LONGEST:
        yield start, end
        return
    begin = start
    last = start
    for stop in [*(match.start() for match in _SENTENCE.finditer(text, start, end)), end]:
        if stop - begin > _PORTION and last > begin:
            yield begin, last
            begin = last + len(text[last:end]) - len(text[last:end].lstrip())
        last = stop
    yield begin, end


def _without_label(words: str) -> str:
    label = LABEL.match(words)
    return words[label.end() :].strip() if label else words


def _flat(words: str) -> str:
    return " ".join(words.split())


def _key(words: str) -> str:
    """Words as questions are compared: without label, number, signs and case."""
    bare = re.sub(r"^\W*\d{0,2}\W+", "", _without_label(words)) or words
    return " ".join(re.findall(r"\w+", bare.casefold()))


def _alike(one: str, other: str) -> bool:
    if abs(len(one) - len(other)) > 0.3 * max(len(one), len(other)):
        return False
    return one == other or SequenceMatcher(None, one, other).ratio() > 0.85
