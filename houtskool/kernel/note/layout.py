"""Lines to parts: fields with their values, and sections with what stands in them."""

from __future__ import annotations

import re

from houtskool.kernel.note import labels
from houtskool.kernel.note.columns import in_columns, mended, plausible, split
from houtskool.kernel.note.lines import Line
from houtskool.kernel.note.units import DEMANDS_MORE, MARK, Part, Unit, units_of
from houtskool.kernel.vaguedate import leading

# "Type agendapost      : Informatienota" between fields is a field, though its label is not in the tables.
_UNKNOWN_LABEL = re.compile(r"(?P<label>[A-ZÀ-Ý][\w()/.&' -]{1,28}?)\s?[:\t]\s?(?=\S)")
_PLANNING_TITLE = re.compile(r"plan|aanpak|verder|vervolg|stappen|gaan w|wanneer|pakken|tijdpad|proces")
_NUMBERED = re.compile(
    r"(?P<number>\d{1,2}(?:\.\d{1,2}){0,3}|[IVX]{1,5}(?=[.\s)])|[A-H](?=\.))[.):]?[\s\t]\s*(?P<title>\S.*)$"
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


def parts_of(lines: list[Line]) -> list[Part]:
    """The document in order, as parts with their units."""
    parts = _Layout(list(split(in_columns(list(mended(lines)))))).read()
    for part in parts:
        if not part.key:
            part.units = list(units_of(part))
        elif part.lines:
            part.units = [Unit([line]) for line in part.lines]
    return parts


def _role_of(title: str) -> str:
    """What a section is about whose title is not in the tables."""
    return "planning" if _PLANNING_TITLE.search(title.lower()) else "text"


class _Layout:
    def __init__(self, lines: list[Line]) -> None:
        self.lines = lines
        self.parts = [Part()]
        self.header = True
        self.top = 0  # the number of the last main section
        self.plain = False  # whether main sections bear no number
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
                if self.header and self.part.key and (unknown := _UNKNOWN_LABEL.match(line.text)):
                    at = line.at(0, len(unknown["label"]))
                    self._open(Part(title=unknown["label"], title_at=at, key="other"), line, unknown.end())
                    continue
                if self.part.key and not self._value(line):
                    self.parts.append(Part(role="text"))
                self.part.lines.append(line)
        return self.parts

    def _value(self, line: Line) -> bool:
        """Whether a line still belongs to the field: as its first line, or going on with it."""
        part = self.part
        if not part.lines:
            return line.gap <= 3 and plausible(part.key, line)
        last = part.lines[-1]
        if line.origin[0] < last.origin[-1]:
            return False  # a column that was taken out of its line
        if part.key in ("subject", "goal"):
            return (
                (line.gap == 0 and not last.ends_sentence)
                or last.text[-1] in ",-"
                or (
                    line.gap <= 1 and (line.text[0].islower() or last.text.rsplit(" ", 1)[-1] in DEMANDS_MORE)
                )
            )
        if part.key in ("holders", "departments", "author", "programme"):
            return line.gap == 0 and len(part.lines) < 6 and plausible(part.key, line)
        return False

    def _count(self, line: Line) -> None:
        mark = MARK.match(line.text) if line.text[0].isdigit() else None
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
        """Whether what follows an everyday word makes it a label ("Datum 3 juni 2014")."""
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
        if heading and role == "summary" and rest >= len(line.text) and line.gap:
            self.header = False  # a summary under its own heading belongs to the body
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
        role = labels.SECTION_OF[known.name] if known and whole else _role_of(bare)
        if known and not whole:
            role = labels.SECTION_OF[known.name]
        if self.part.role == "attachments" and number.isalpha():
            return False
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
            # Nobody writes a list item in capitals or as a question.
            fresh = line.gap > 0 and not self.counting and self.part.role in ("goal", "themes")
            strong = bare.isupper() or bare[-1] == "?" or fresh
            if dotted:
                return False
            if (
                (
                    self.part.role in ("decision", "attachments", "earlier", "goal", "themes")
                    and not (known or restarts or strong)
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
        if self.plain and "." not in number:
            level += 1
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
            self.plain = self.plain or (self.top == 0 and role not in labels.HEADER_ROLES)
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
                level=2 if self.top and not self.plain and label not in ("bijlagen", "bijlage") else 1,
            )
        if stripped[0] in ":\t|" or rest[0] == "\t":
            start = end + len(rest) - len(rest.lstrip(" :\t|"))
            if role == "attachments" and len(line.text) - start < 4:
                return self._open(
                    Part(title=line.text[:end], title_at=line.at(0, end), key="other"), line, start
                )  # "Bijlagen: 3"
            carries_on = before is not None and (
                before.text[-1] == "," or before.low.rsplit(" ", 1)[-1] in DEMANDS_MORE
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
            role=_role_of(line.text),
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
        listed = MARK.match(after.text)
        if not listed and (len(after.text) < 40 or not after.text[0].isupper()):
            return False
        if MARK.match(line.text) or leading(line.text):
            return False
        role = _role_of(line.text)
        return self._section(
            line.text, line, 0, len(line.text), len(line.text), number=None, level=2, role=role
        )
