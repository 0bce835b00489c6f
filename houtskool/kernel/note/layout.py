"""Lines to parts: fields with their values, and sections with what stands in them."""

from __future__ import annotations

import re

from houtskool.kernel.note import labels
from houtskool.kernel.note.columns import in_columns, mended, plausible, split
from houtskool.kernel.note.lines import Line
from houtskool.kernel.note.outline import Outline
from houtskool.kernel.note.tables import Row, read_tables
from houtskool.kernel.note.units import DEMANDS_MORE, MARK, Part, Unit, units_of
from houtskool.kernel.vaguedate import leading

# "Type agendapost      : Informatienota" between fields is a field, though its label is not in the tables.
_UNKNOWN_LABEL = re.compile(r"(?P<label>[A-ZÀ-Ý][\w()/.&' -]{1,28}?)\s?[:\t]\s?(?=\S)")
_SIGNED_LINE = re.compile(
    rf"\(?(?:namens )?{labels.SIGNER}(?:\s*[,;/\t]\s*|\s+en\s+|\s+|$)(?:{labels.SIGNER}\s*[,;]?\s*)?\)?$"
)
_OFFICE = re.compile(r"(?:de\s+)?(?i:(?:loco-?)?(?:wethouder|burgemeester))s?\s+(?!en\s)|(?:mw|dhr|mevr)\.\s")
_INITIALS = re.compile(r"(?:[A-Z]\.\s?)+[a-zA-Z]")
# How a closing or a signature begins.
_SIGNING = frozenset(
    ["de ", "het", "bur", "nam", "(na", "met", "hoo", "ald", "wnd", "waa", "loc", "pla", "gem", "raa", "sec",
     "gri", "voo"]
)  # fmt: skip
_CLOSING = re.compile(
    r"(?:burgemeester en wethouders van|het college van burgemeester en wethouders van|namens het college|"
    r"met vriendelijke groet(?:en)?|"
    r"hoogachtend|aldus (?:besloten|vastgesteld)|de raad voornoemd)[^.]*,?"
)


def parts_of(lines: list[Line]) -> list[Part]:
    """The document in order, as parts with their units."""
    parts = _Layout(list(split(read_tables(in_columns(list(mended(lines))))))).read()
    lengths = sorted(len(line.text) for part in parts for line in part.lines)
    page = lengths[len(lengths) * 19 // 20] if lengths else 0
    for part in parts:
        if part.key == "programme" and part.lines and _names_holder(part):
            part.key = "holders"
        if part.key or part.role in labels.HEADER_ROLES:
            part.lines = [line for line in part.lines if not labels.UNFILLED.fullmatch(line.low)]
        if part.role == "promises":
            part.units = [Unit([line]) for line in part.lines]
        elif not part.key:
            part.units = list(units_of(part, page))
        elif part.lines:
            part.units = [Unit([line]) for line in part.lines]
    return parts


def _names_holder(part: Part) -> bool:
    """ "Portefeuille: wethouder Jansen" says who, not what; "Programma: A. Bestuur" is no person."""
    value = part.lines[0].text
    person = part.title.lower().startswith("portefeuille") and _INITIALS.match(value)
    return _OFFICE.match(value) is not None or bool(person)


class _Layout(Outline):
    def read(self) -> list[Part]:
        for place, line in enumerate(self.lines):
            if self.header and place > 150:
                self.header = False
            before = self.lines[place - 1] if place else None
            after = self.lines[place + 1] if place + 1 < len(self.lines) else None
            if not (
                self._promise(line)
                or self._salutation(line)
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

    def _promise(self, line: Line) -> bool:
        """A row of a table of promises; what follows the table belongs to the section again."""
        if not (isinstance(line, Row) and line.promised):
            if self.part.role == "promises":
                self.parts.append(Part(role=self.around))
            return False
        if self.part.role != "promises":
            self.around = self.part.role or "text"
            self.parts.append(Part(role="promises"))
        self.part.lines.append(line)
        return True

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
        if part.key == "holders" and line.low.startswith(("wethouder ", "burgemeester ")):
            return line.gap <= 2 and plausible(part.key, line)
        if part.key in ("holders", "departments", "author", "programme"):
            return line.gap == 0 and len(part.lines) < 6 and plausible(part.key, line)
        return False

    def _count(self, line: Line) -> None:
        mark = MARK.match(line.text) if line.text[0].isdigit() else None
        if mark and mark["n"]:
            self.counting = int(mark["n"])

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
        if not line.text[0].isupper() or (self.part.role == "signature" and not self.part.title):
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
