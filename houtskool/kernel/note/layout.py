"""Clean lines to parts: fields with their values, sections with their paragraphs, list items and dated entries.

It holds for labels that are empty, stand in two columns, break over lines or all stand on one line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from houtskool.kernel.note import labels
from houtskool.kernel.note.facts import Span
from houtskool.kernel.note.lines import Line, Running
from houtskool.kernel.vaguedate import Mention, leading

_MARK = re.compile(
    r"(?:[-–—•*·▪◦●○■□➢✓>\uf0b7\uf0a7\uf0d8]|(?P<n>\d{1,2})[.)](?=\s)|(?P<a>[a-zA-Z])\)|"
    r"\((?:\d{1,2}|[a-z])\)|o(?=\s[A-Z])|(?P<l>[a-h])\.(?=\s)|(?P<r>[ivx]{1,4}|"
    r"[IVX]{1,4})[.)](?=\s))"
    r"\s*(?=\S)"
)
_NUMBERED = re.compile(
    r"(?P<number>\d{1,2}(?:\.\d{1,2}){0,3}|[IVX]{1,5}(?=[.\s)])|[A-H](?=\.))[.):]?[\s\t]\s*(?P<title>\S.*)$"
)
_INLINE_HEAD = re.compile(
    r"(?<=[\s.])(?P<number>\d{1,2}(?:\.\d)?)\.?\s(?P<title>[A-ZÀ-Ý][^.:;?!]{2,40}?)(?=\s[A-ZÀ-Ý\d€]|\s?:)"
)
_SIGNER = (
    r"(?:de |het )?(?:wnd\.? |waarnemend |loco-?|plaatsvervangend )?(?:gemeente|raads)?-?"
    r"(?:secretaris|burgemeester|griffier|voorzitter)(?:[-/ ](?:algemeen )?directeur)?"
)
_SIGNED = re.compile(rf"(?:{_SIGNER})(?!\w)")
_SIGNED_LINE = re.compile(
    rf"\(?(?:namens )?{_SIGNER}(?:\s*[,;/\t]\s*|\s+en\s+|\s+|$)(?:{_SIGNER}\s*[,;]?\s*)?\)?$"
)
# How a closing or a signature begins.
_SIGNING = frozenset(
    [
        "de ",
        "het",
        "bur",
        "nam",
        "(na",
        "met",
        "hoo",
        "ald",
        "wnd",
        "waa",
        "loc",
        "pla",
        "gem",
        "raa",
        "sec",
        "gri",
        "voo",
    ]
)
_CLOSING = re.compile(
    r"(?:burgemeester en wethouders van|het college van burgemeester en wethouders van|namens het college|"
    r"met vriendelijke groet(?:en)?|"
    r"hoogachtend|aldus (?:besloten|vastgesteld)|de raad voornoemd)[^.]*,?"
)
_TIME = re.compile(
    r",?\s*(?:\(?(?:van|om|vanaf)\s+)?\d{1,2}[.:]\d\d(?:\s*(?:-|–|tot)\s*\d{1,2}[.:]\d\d)?(?:\s*uur)?\)?"
)
_AFTER_ENTRY = re.compile(r"\s*(?::|\t|\||–|—|-\s|$)\s*")
_ANNEX = re.compile(
    r"(?:bijlage|annex)\s*(?:nr\.?\s*)?(?:\d{1,2}|[a-h]|[ivx]{1,4})?\s*[:.)–-]|bijlage\s+\d{1,2}(?!\w)", re.I
)
_DEMANDS_MORE = frozenset(
    [
        "de",
        "het",
        "een",
        "van",
        "en",
        "in",
        "om",
        "te",
        "of",
        "voor",
        "met",
        "tot",
        "aan",
        "op",
        "bij",
        "door",
        "naar",
        "over",
        "uit",
        "als",
        "dat",
        "die",
        "zijn",
        "onder",
        "tegen",
        "per",
        "tussen",
        "deze",
        "dit",
        "onze",
        "hun",
        "ter",
        "ten",
        "zoals",
        "waarin",
        "waarbij",
        "commissie",
        "gemeente",
        "college",
    ]
)


@dataclass(slots=True, eq=False)
class Unit(Running):
    """A paragraph, list item or dated entry. marker: its bullet or number; period: what a dated entry opens with."""

    lines: list[Line]
    marker: str = ""
    entry: Mention | None = None
    body: int = 0  # where the words begin behind an entry's period

    def __post_init__(self) -> None:
        Running.__init__(self, self.lines)

    def words(self, start: int = 0, end: int | None = None) -> str:
        return " ".join(self.text[start:end].split())


@dataclass(slots=True, eq=False)
class Part:
    """A field (key) or a section (role) with what stands in it. A document begins with a part without either."""

    title: str = ""
    title_at: Span | None = None
    key: str = ""
    role: str = ""
    number: str | None = None
    level: int = 1
    heading: bool = False  # a section of the body, not a header block
    lines: list[Line] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join(unit.words() for unit in self.units)


def parts_of(lines: list[Line]) -> list[Part]:
    """The document in order, as parts with their units."""
    parts = _Layout(list(_split(_in_columns(list(_mended(lines)))))).read()
    for part in parts:
        if not part.key:
            part.units = list(_units(part))
        elif part.lines:
            part.units = [Unit([line]) for line in part.lines]
    return parts


def _mended(lines: list[Line]) -> Iterator[Line]:
    """A label that is broken over two lines becomes one line again ("Relevante eerdere / besluiten")."""
    place = 0
    while place < len(lines):
        line = lines[place]
        tails = labels.BROKEN.get(line.low)
        if tails and line.text[0].isupper() and place + 1 < len(lines) and lines[place + 1].gap <= 2:
            after = lines[place + 1]
            for tail in sorted(tails, key=len, reverse=True):
                if after.low == tail or (after.low.startswith(tail) and after.low[len(tail)] in " :\t"):
                    origin = [*line.origin, line.origin[-1], *after.origin]
                    line = Line(f"{line.text} {after.text}", origin, line.gap)
                    place += 1
                    break
        yield line
        place += 1


def _split(lines: Iterable[Line]) -> Iterator[Line]:
    """Cut lines before labels and headings that stand inside them: two columns, or all on one line."""
    for place, line in enumerate(lines):
        cuts: set[int] = set()
        text, low = line.text, line.low
        long = len(text) > 250
        if place < 120 or long:
            head = _opens_with_label(line)
            for label in labels.inside(text, low):
                key = labels.FIELD_OF.get(label.name, "")
                if key not in ("subject", "") or long or head or text[label.start - 1] in "\t|":
                    cuts.add(label.start)
            if place < 120 and head:
                for label in labels.bare_inside(text, low):
                    if not low.startswith((" van ", " en "), label.end):
                        cuts.add(label.start)
            if "\t" in text:
                cuts |= {
                    start for start, cell in _cells(text) if start and _is_label(cell, head or place < 3)
                }
            if "besluit" in low:
                cuts |= {
                    match.start()
                    for match in labels.DECISION_INSIDE.finditer(low)
                    if text[match.start()].isupper()
                }
        if "- " in text or "– " in text or "• " in text:
            cuts |= {match.start() for match in _INLINE_BULLET.finditer(text) if _is_bullet(text, match)}
        if long:
            for match in _INLINE_HEAD.finditer(text):
                title = labels.squeezed(match["title"])
                known = labels.section_at(title)
                if known and known.end == len(title):
                    cuts.add(match.start())
        start = 0
        for cut in [*sorted(cuts), len(text)]:
            piece = line.cut(start, cut, gap=None if start == 0 else 0)
            if piece.text:
                yield piece
                start = cut


def _is_label(cell: str, sure: bool) -> bool:
    """Whether a column begins a field of its own: "Datum 29 maart 2022" behind "Nummer BW 22/0415"."""
    if labels.squeezed(cell) in labels.FIELD_OF:
        return True
    found = labels.field_at(cell.lower()) if cell[:1].isupper() and sure else None
    return found is not None and (
        found.name in labels.STRONG or leading(cell[found.end :].strip(" :.")) is not None
    )


_INLINE_BULLET = re.compile(r"(?<=\s)[-–•]\s(?=\w)")


def _is_bullet(text: str, match: re.Match[str]) -> bool:
    """A list that was written on one line: "- maart 2019: start - Q3 2019: besluit", or with real bullets."""
    if match.group()[0] == "•":
        return True
    period = leading(text[match.end() : match.end() + 60])
    return period is not None and text[match.end() + period.at[1] :].lstrip()[:1] == ":"


def _cells(text: str) -> list[tuple[int, str]]:
    """The columns of a line, each with the place where it begins."""
    cells, start = [], 0
    for cell in text.split("\t"):
        cells.append((start, cell.strip()))
        start += len(cell) + 1
    return cells


def _in_columns(lines: list[Line]) -> Iterator[Line]:
    """Values below their labels become values behind them: rows of labels over rows of values, or a stack over a stack."""
    place = 0
    while place < len(lines):
        line = lines[place]
        cells = _cells(line.text)
        if (
            len(cells) > 1
            and place + 1 < len(lines)
            and all(labels.squeezed(cell) in labels.FIELD_OF for _, cell in cells)
        ):
            under = _cells(lines[place + 1].text)
            if len(under) == len(cells) and not any(
                labels.squeezed(cell) in labels.FIELD_OF for _, cell in under
            ):
                for one, other in zip(_pieces(line, cells), _pieces(lines[place + 1], under), strict=True):
                    yield from (one, other)
                place += 2
                continue
        height = 0
        while (
            place + height < min(len(lines), 60)
            and labels.squeezed(lines[place + height].text) in labels.FIELD_OF
        ):
            height += 1
        values = lines[place + height : place + 2 * height]
        if (
            height >= 3
            and len(values) == height
            and all(
                labels.squeezed(value.text) not in labels.FIELD_OF | labels.SECTION_OF
                and _plausible(labels.FIELD_OF[labels.squeezed(label.text)], value)
                for label, value in zip(lines[place : place + height], values, strict=True)
            )
        ):
            for label, value in zip(lines[place : place + height], values, strict=True):
                yield label
                value.gap = 0
                yield value
            place += 2 * height
            continue
        yield line
        place += 1


def _pieces(line: Line, cells: list[tuple[int, str]]) -> Iterator[Line]:
    for place, (start, _) in enumerate(cells):
        end = cells[place + 1][0] if place + 1 < len(cells) else len(line.text)
        yield line.cut(start, end, gap=0)


def _opens_with_label(line: Line) -> bool:
    return line.text[0].isupper() and (labels.field_at(line.low) or labels.section_at(line.low)) is not None


class _Layout:
    def __init__(self, lines: list[Line]) -> None:
        self.lines = lines
        self.parts = [Part()]
        self.header = True
        self.top = 0  # the number of the last main section
        self.counting = 0  # the number of the last numbered item

    @property
    def part(self) -> Part:
        return self.parts[-1]

    def read(self) -> list[Part]:
        for place, line in enumerate(self.lines):
            if self.header and place > 150:
                self.header = False
            before = self.lines[place - 1] if place else None
            after = self.lines[place + 1] if place + 1 < len(self.lines) else None
            if not (
                self._salutation(line)
                or self._signature(line)
                or self._field(line, before, after)
                or self._heading(line, before, after)
            ):
                self._count(line)
                if self.part.key and not self._value(line):
                    self.parts.append(Part(role="text"))
                self.part.lines.append(line)
        return self.parts

    def _value(self, line: Line) -> bool:
        """Whether a line still belongs to the field: its first line when it can be one, then what goes on with it."""
        part = self.part
        if not part.lines:
            return line.gap <= 3 and _plausible(part.key, line)
        last = part.lines[-1]
        if part.key in ("subject", "goal"):
            return (
                (line.gap == 0 and not last.ends_sentence)
                or last.text[-1] in ",-"
                or (
                    line.gap <= 1
                    and (line.text[0].islower() or last.text.rsplit(" ", 1)[-1] in _DEMANDS_MORE)
                )
            )
        if part.key in ("holders", "departments", "author", "programme"):
            return line.gap == 0 and len(part.lines) < 6 and _plausible(part.key, line)
        return False

    def _count(self, line: Line) -> None:
        mark = _MARK.match(line.text) if line.text[0].isdigit() else None
        if mark and mark["n"]:
            self.counting = int(mark["n"])

    def _open(self, part: Part, line: Line, rest: int) -> bool:
        self.parts.append(part)
        self.counting = 0
        value = line.cut(rest, gap=0)
        if value.text:
            self.part.lines.append(value)
        return True

    def _salutation(self, line: Line) -> bool:
        """ "Geachte raadsleden," ends the head of a letter; it is text, and belongs to no field."""
        if line.low.startswith(("geachte ", "beste ")) and len(line.text) < 90 and line.text[-1] in ",:":
            self.header = False
            self.parts.append(Part(role="text", lines=[line]))
            return True
        return False

    def _signature(self, line: Line) -> bool:
        if line.low[:3] not in _SIGNING or len(line.low) > 90:
            return False
        if (
            _CLOSING.match(line.low)
            and len(line.low) < 90
            and (line.text[-1] in ",:" or _CLOSING.fullmatch(line.low))
        ):
            if self.part.role != "signature":
                self.parts.append(Part(role="signature"))
            self.part.lines.append(line)
            return True
        if not _SIGNED_LINE.match(line.low) or len(line.low) > 90:
            return False
        if not ("," in line.low or line.low.startswith(("de ", "het ")) or self.part.role == "signature"):
            return False
        if self.part.role != "signature":
            self.parts.append(Part(role="signature"))
        self.part.lines.append(line)
        return True

    def _field(self, line: Line, before: Line | None, after: Line | None) -> bool:
        if not line.text[0].isupper() or self.part.role == "signature":
            return False
        found = labels.field_at(line.low) or labels.abbreviated_at(line.low)
        if found is None:
            return False
        label, end = found.name, found.end
        key = labels.FIELD_OF[label]
        if self.part.key == "holders" and label in ("wethouder", "bestuurder"):
            return False
        rest = line.low[end:]
        stripped = rest.lstrip(" .")
        colon = stripped[:1] in (":", "\t", "|")
        if self.part.role == "earlier" and key in ("subject", "number", "reference_number", "dated"):
            return False
        if not colon:
            if not self.header and not (
                key == "author" and stripped == "" and line.gap and label in labels.STRONG
            ):
                return False
            alone = stripped in ("", ".")
            if label in ("van", "aan", "nr", "zaak") or (
                alone and key == "other" and label not in labels.STRONG
            ):
                return False
            if not alone and (label not in labels.STRONG and not self._like_value(key, line.text[end:])):
                return False
            if not alone and before is not None and not self._may_open(before, line):
                return False
            if alone and after is None and self.part.key == "":
                return False
        elif not self.header and (key in ("from", "to", "other", "goal", "kind") or len(rest) > 200):
            # Deep in the body a colon behind such a word is mostly a sentence.
            return False
        if key == "goal":
            return False
        start = end + len(rest) - len(rest.lstrip(" .:\t|"))
        part = Part(title=line.text[:end], title_at=line.at(0, end), key=key)
        return self._open(part, line, min(start, len(line.text)))

    def _like_value(self, key: str, value: str) -> bool:
        """Whether what follows an everyday word makes it a label ("Datum 3 juni 2014", "Portefeuille Wonen")."""
        value = value.strip()
        if key in ("dated", "meeting", "decided"):
            return leading(value.removeprefix("d.d. ")) is not None
        return (
            key in ("departments", "programme", "committee", "holders")
            and value[:1].isupper() | value[:1].isdigit()
            and len(value) < 70
            and not value.endswith(".")
        )

    def _may_open(self, before: Line, line: Line) -> bool:
        """A label without a colon does not begin in the middle of a sentence."""
        return (
            bool(self.part.key)
            or before.ends_sentence
            or line.gap > 0
            or len(before.text) < 60
            or not self.part.heading
        )

    def _heading(self, line: Line, before: Line | None, after: Line | None) -> bool:
        text = line.text
        first = text[0]
        if not (first.isupper() or first.isdigit()):
            return False
        if first.isdigit() or first in "IVXABCDEFGH":
            numbered = _NUMBERED.match(text)
            if numbered and self._numbered(line, numbered, after):
                return True
        if first.isdigit() or (len(text) > 160 and ":" not in text and not self.header):
            return False
        found = labels.section_at(line.low)
        if found and self._titled(line, found, before, after):
            return True
        if self.header and labels.KIND_WORD.match(line.low) and len(text) < 90:
            return False
        if text.isupper():
            return self._capitals(line, before, after)
        return self._loose(line, before, after)

    def _section(
        self,
        title: str,
        line: Line,
        start: int,
        end: int,
        rest: int,
        *,
        number: str | None,
        level: int,
        role: str,
        heading: bool = True,
    ) -> bool:
        if heading and role not in labels.HEADER_ROLES | {"subject"}:
            self.header = False
        if heading and number:
            self.header = False
        return self._open(
            Part(
                title=title,
                title_at=line.at(start, end),
                role=role,
                number=number,
                level=level,
                heading=heading,
            ),
            line,
            rest,
        )

    def _numbered(self, line: Line, match: re.Match[str], after: Line | None) -> bool:
        title = match["title"].strip()
        bare = title.rstrip(": ")
        number = match["number"]
        start = match.start("title")
        known = labels.section_at(bare.lower())
        whole = known is not None and known.end == len(bare)
        role = labels.SECTION_OF[known.name] if known else "text"
        dotted = "." in number
        level = 1 + number.count(".")
        if known and not whole and role != "decision":
            # "1. Inleiding Deze nota …" or "1. Aanleiding: In 2018 …": title and text on one line.
            tail = title[known.end :]
            words = tail.lstrip(" :")
            sentence = words[-1:] == "." and len(words.split()) > 2
            none = words.lower().rstrip(".") in ("geen", "n.v.t", "niet van toepassing")
            if (tail.lstrip()[:1] == ":" and words) or (
                words[:1].isupper() and (len(words) > 60 or sentence or none)
            ):
                self._top(number)
                end = start + known.end
                rest = end + len(tail) - len(words)
                return self._section(
                    title[: known.end], line, start, end, rest, number=number, level=level, role=role
                )
        short = len(bare) <= 90 and len(bare.split()) <= 14 and bare[:1].isupper() and bare[-1] not in ".;,"
        if not short:
            return False
        if not whole:
            if dotted and after is not None and not known and int(number.split(".")[0]) >= self.top:
                return self._take(line, bare, start, number, level, role)
            if not number[0].isdigit() or after is None:
                return bool(title.isupper() and number[0].isupper() and after) and self._take(
                    line, bare, start, number, 1, role
                )
            sibling = _NUMBERED.match(after.text)
            restarts = self.part.role == "decision" and self.counting and self.top and line.gap > 0
            if dotted:
                return False
            if (
                (
                    self.part.role in ("decision", "attachments", "earlier", "goal", "themes")
                    and not known
                    and not restarts
                )
                or (self.counting and int(number) == self.counting + 1)
                or int(number) != self.top + 1
                or (sibling and sibling["number"].isdigit() and int(sibling["number"]) == int(number) + 1)
            ):
                return False
        elif (
            number.isdigit()
            and self.counting
            and int(number) == self.counting + 1
            and int(number) != self.top + 1
        ):
            return False
        return self._take(line, bare, start, number, level, role)

    def _take(self, line: Line, bare: str, start: int, number: str, level: int, role: str) -> bool:
        self._top(number)
        return self._section(
            bare, line, start, start + len(bare), len(line.text), number=number, level=level, role=role
        )

    def _top(self, number: str) -> None:
        if number.isdigit():
            self.top = int(number)

    def _titled(self, line: Line, found: labels.Label, before: Line | None, after: Line | None) -> bool:
        label, end = found.name, found.end
        role = labels.SECTION_OF[label]
        rest = line.text[end:]
        stripped = rest.lstrip()
        alone = stripped in ("", ":")
        fresh = (
            before is None
            or before.ends_sentence
            or line.gap > 0
            or bool(self.part.key)
            or not self.part.lines
        )
        if alone:
            if (
                label in ("collegebesluit", "raadsbesluit", "b&w-besluit", "b&w besluit")
                and len(self.parts) < 4
            ):
                return False  # the document's kind
            if after is None and role == "text":
                return False
            if not fresh and len(before.text if before else "") >= 60 and not line.text.isupper():
                return False
            # Of the head's own blocks, the summary and the decision are sections too when they stand alone.
            heading = not self.header or role not in ("treatment", "earlier", "attachments")
            if role == "decision" and after is not None and re.match(r"d\.?d|van\s\d", after.low):
                heading = False
            return self._section(
                line.text[:end],
                line,
                0,
                end,
                len(line.text),
                number=None,
                heading=heading,
                role=role,
                level=2 if self.top and label not in ("bijlagen", "bijlage") else 1,
            )
        if stripped[0] in ":\t|" or rest[0] == "\t":
            start = end + len(rest) - len(rest.lstrip(" :\t|"))
            if role == "attachments" and len(line.text) - start < 4:
                return self._open(
                    Part(title=line.text[:end], title_at=line.at(0, end), key="other"), line, start
                )  # "Bijlagen: 3"
            carries_on = before is not None and (
                before.text[-1] == "," or before.low.rsplit(" ", 1)[-1] in _DEMANDS_MORE
            )
            if (not fresh and carries_on) or (
                role in ("planning", "text", "themes") and label in ("agenda", "data", "proces", "informatie")
            ):
                return False
            heading = not (self.header and role in labels.HEADER_ROLES)
            return self._section(
                line.text[:end], line, 0, end, start, number=None, heading=heading, role=role, level=1
            )
        if (
            role == "decision"
            and re.match(r"(?:van|d\.?d\.?|op)\s|(?:college|raad)\b", stripped.lower())
            and len(line.text) < 90
        ):
            return self._section(
                line.text[:end], line, 0, end, end, number=None, level=1, role=role, heading=False
            )
        if (
            not self.header
            or not fresh
            or role not in labels.HEADER_ROLES
            or label in ("voorstel", "kern", "besluit", "stukken")
        ):
            return False
        # "Kernboodschap In het nieuwe …": a header label with its text behind it.
        if stripped[0].isupper() and (role != "attachments" or label == "bijlagen") and role != "decision":
            return self._section(
                line.text[:end], line, 0, end, end + 1, number=None, level=1, role=role, heading=False
            )
        return False

    def _capitals(self, line: Line, before: Line | None, after: Line | None) -> bool:
        words = line.text.split()
        letters = sum(char.isalpha() for char in line.text)
        if (
            letters < 4
            or len(words) > 9
            or after is None
            or line.text[-1] in ".,;"
            or any(c.isdigit() for c in line.text)
        ):
            return False
        if (
            line.low.startswith(("gemeente ", "besluit"))
            or "/" in line.text
            or (len(self.parts) == 1 and not self.part.lines)
        ):
            return False
        if (self.part.key and not self.part.lines) or max(map(len, words)) < 5 or after.text.isupper():
            return False
        if before is not None and not (before.ends_sentence or line.gap > 0):
            return False
        return self._section(
            line.text.rstrip(": "),
            line,
            0,
            len(line.text.rstrip(": ")),
            len(line.text),
            number=None,
            level=1,
            role="text",
        )

    def _loose(self, line: Line, before: Line | None, after: Line | None) -> bool:
        """A short line of its own between sentences ("Plan van Aanpak") heads what follows."""
        if (
            self.header
            or before is None
            or after is None
            or len(line.text) > 60
            or len(line.text.split()) > 7
        ):
            return False
        if line.text[-1] in ".,;:!?)" or "\t" in line.text or not before.ends_sentence:
            return False
        if (
            self.part.role in ("decision", "attachments", "earlier", "parties", "signature", "themes")
            or self.part.key
        ):
            return False
        listed = _MARK.match(after.text)
        if not listed and (len(after.text) < 40 or not after.text[0].isupper()):
            return False
        if _MARK.match(line.text) or leading(line.text):
            return False
        role = (
            "planning"
            if re.search(r"plan|aanpak|verder|vervolg|stappen|gaan w|wanneer", line.low)
            else "text"
        )
        return self._section(
            line.text, line, 0, len(line.text), len(line.text), number=None, level=2, role=role
        )


def _plausible(key: str, line: Line) -> bool:
    """Whether a line may be the value of that field; else the label is empty, and the line is text."""
    text = line.text
    if line.low.startswith(("geachte", "beste ", "aan ")):
        return False
    if key in ("number", "reference_number"):
        return len(text) < 60 and any(char.isdigit() for char in text) and not text.endswith(".")
    if key in ("dated", "decided", "meeting"):
        return len(text) < 80 and any(char.isdigit() for char in text)
    if key == "subject":
        return len(text) < 300
    return len(text) < 90 and not (
        len(text.split()) > 3 and text.endswith((".", "!", "?")) and not text[-2].isupper()
    )


def _units(part: Part) -> Iterator[Unit]:
    gathered: list[Line] = []
    state: tuple[str, Mention | None, int] = ("", None, 0)
    width = max((len(line.text) for line in part.lines), default=0)
    for place, line in enumerate(part.lines):
        before = part.lines[place - 1] if place else None
        text = line.text
        opens = not text[0].isalpha() or text[0] == "o" or ")" in text[:5] or "." in text[:5]
        mark = _MARK.match(text) if opens else None
        if mark and mark["r"] and before is not None and not before.ends_sentence and line.gap == 0:
            mark = None
        if mark and line.text[0] in "-–—" and before is not None and mark.end() == 1:
            mark = None  # "-en" at a line's begin
        words = line.cut(mark.end()) if mark else line
        entry, body = _entry(words, before, line.gap, listed=mark is not None)
        if gathered and (
            mark
            or entry
            or (part.role == "attachments" and _ANNEX.match(words.low))
            or not _continues(before, line, width, part.role)
        ):
            yield Unit(gathered, *state)
            gathered = []
        if not gathered:
            state = (mark.group().strip() if mark else "", entry, body)
        gathered.append(words)
    if gathered:
        yield Unit(gathered, *state)


def _entry(line: Line, before: Line | None, gap: int, *, listed: bool) -> tuple[Mention | None, int]:
    """The period that a dated entry opens with, and where its words begin."""
    first = line.text[0] if line.text else ""
    if "\t" in line.text and (found := _in_row(line)):
        return found
    if not (first.isupper() or first.isdigit() or listed):
        return None, 0
    start = len("datum:") if line.low.startswith("datum:") else 0
    start += len(line.text) - start - len(line.text[start:].lstrip())
    mention = leading(line.text[start : start + 90])
    if mention is None:
        return None, 0
    end = start + mention.at[1]
    if time := _TIME.match(line.low, end):
        end = time.end()
    after = _AFTER_ENTRY.match(line.text, end)
    if after is None:
        return None, 0
    alone = after.end() == len(line.text) and ":" not in after.group()
    if alone and before is not None and gap == 0 and not before.ends_sentence and len(before.text) > 50:
        return None, 0
    shifted = Mention(
        mention.text, (start, start + mention.at[1]), mention.first, mention.last, mention.bound
    )
    return shifted, after.end()


def _in_row(line: Line) -> tuple[Mention, int] | None:
    """The period that fills a column of a table's row; the words stand around it."""
    for start, cell in _cells(line.text):
        mention = leading(cell[:60]) if cell else None
        if mention and mention.at[1] == len(cell.rstrip(".:")):
            start += line.text[start:].index(cell[0])
            at = (start, start + mention.at[1])
            first_cell = line.text[:start].strip()
            body = at[1] if not any(char.isalpha() for char in first_cell) else 0
            while body and body < len(line.text) and line.text[body] in "\t .:":
                body += 1
            return Mention(mention.text, at, mention.first, mention.last, mention.bound), body
    return None


def _continues(before: Line | None, line: Line, width: int, role: str) -> bool:
    """Whether a line goes on with the paragraph before it, also where blank lines stand between all lines."""
    if before is None:
        return True
    text = before.text
    if text.isupper() != line.text.isupper() and len(text) > 8 and len(line.text) > 8:
        return False
    if before.low.startswith(("geachte ", "beste ")) and text[-1] in ",:":
        return False
    opens_low = line.text[0].islower() or line.text[0] in "(),.;"
    if "\t" not in line.text and (text[-1] in ",-" or text.rsplit(" ", 1)[-1].lower() in _DEMANDS_MORE):
        return True
    if "\t" in text or "\t" in line.text:
        return line.gap == 0 and opens_low and "\t" not in line.text
    if before.ends_sentence:
        return line.gap == 0 and text[-1] not in ":;" and len(text) > 0.6 * width
    if line.gap >= 3:
        return False
    if opens_low:
        return True
    if line.gap == 0:
        return len(text) > 0.55 * width and width > 45 and role not in ("parties", "signature")
    return len(text) >= 50 and len(text) > 0.6 * width and role != "attachments"
