"""The outline: lines that head a section, by number, by the lexicon, in capitals, or short and alone."""

from __future__ import annotations

import re

from houtskool.kernel.note import labels
from houtskool.kernel.note.lines import Line
from houtskool.kernel.note.units import DEMANDS_MORE, MARK, Part
from houtskool.kernel.vaguedate import leading

_PLANNING_TITLE = re.compile(r"plan|aanpak|verder|vervolg|stappen|gaan w|wanneer|pakken|tijdpad|proces")
_NUMBERED = re.compile(
    r"(?P<number>\d{1,2}(?:\.\d{1,2}){0,3}|[IVX]{1,5}(?=[.\s)])|[A-H](?=\.))[.):]?[\s\t]\s*(?P<title>\S.*)$"
)


def _role_of(title: str) -> str:
    """What a section is about whose title is not in the tables."""
    return "planning" if _PLANNING_TITLE.search(title.lower()) else "text"


class Outline:
    """The parts as far as they are read. header: whether the head of the document still goes on."""

    def __init__(self, lines: list[Line]) -> None:
        self.lines = lines
        self.parts = [Part()]
        self.header = True
        self.top = 0  # the number of the last main section
        self.plain = False  # whether main sections bear no number
        self.counting = 0  # the number of the last numbered item
        self.around = ""  # the role of the section around a table

    @property
    def part(self) -> Part:
        return self.parts[-1]

    def _open(self, part: Part, line: Line, rest: int) -> bool:
        self.parts.append(part)
        self.counting = 0
        value = line.cut(rest, gap=0)
        if value.text:
            self.part.lines.append(value)
        return True

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
            or (alone and MARK.match(before.text) is not None and self.part.role == "attachments")
            or (alone and self._ends_list(before, after))
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

    def _ends_list(self, before: Line, after: Line | None) -> bool:
        """Whether a title may follow a list, whose items end without a stop, however long the last one is."""
        return (
            self.part.role in ("earlier", "attachments", "parties", "themes")
            and after is not None
            and not after.text[0].islower()
            and before.text[-1] not in ",-"
            and before.low.rsplit(" ", 1)[-1] not in DEMANDS_MORE
        )

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
