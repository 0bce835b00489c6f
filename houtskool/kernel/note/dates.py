"""The dates in the head: when decided, when written, when it meets."""

from __future__ import annotations

import re
from datetime import date

from houtskool.kernel.note import labels
from houtskool.kernel.note.facts import Meeting, Span
from houtskool.kernel.note.header import COMMITTEE, Header, body_in, opening
from houtskool.kernel.note.units import Part, Unit
from houtskool.kernel.vaguedate import leading, mentions

_ON = r"(?:d\.?d\.?:?\s*|dd\.?:?\s*|van\s+|op\s+|:\s*|,\s*)?"
_DECIDED = re.compile(
    r"(?:aldus\s|(?:besloten|vastgesteld)\s(?:in|op|door|tijdens)\b)[^.;]{0,160}?(?=\b(?:van|op|d\.?d\.?|"
    r"vergadering)\s+(?:\w+dag\s+)?\d)"
)
_MEETING = re.compile(
    r"(?<!\w)(?P<what>(?:gemeente)?raadsvergadering|collegevergadering|commissievergadering|b&w-vergadering|"
    r"vergadering\svan\s(?:de\s(?:gemeente)?raad|het\scollege|de\s(?:raads)?commissie)|"
    r"(?:gemeente)?raad|(?:raads)?commissie\s\w+)\s(?:van|op|d\.?d\.?)\s+(?=(?:\w+dag\s+)?\d)"
)
_PLACE_DATE = re.compile(r"[A-ZÀ-Ý][\w' -]{2,30},\s+(?:d\.d\.\s+)?(?=\d)")


def _full_date(unit: Unit, start: int) -> tuple[date, Span] | None:
    """The day with its year that stands at start, with its place."""
    mention = leading(unit.text[start : start + 60])
    if mention and mention.first.unit == "day" and mention.first.year and mention.last is None:
        day = mention.period(None).start
        if day:
            return day, unit.at(start, start + mention.at[1])
    return None


def _any_date(unit: Unit) -> tuple[date, Span] | None:
    for mention in mentions(unit.text[:160]):
        if mention.first.unit == "day" and mention.first.year and (day := mention.period(None).start):
            return day, unit.at(*mention.at)
    return None


def read_decided(parts: list[Part], head: Header) -> None:
    for part in parts:
        found = None
        if part.key == "decided" and part.units:
            found = _any_date(part.units[0])
        elif part.role == "decision":
            for unit in part.units[:2]:
                on = re.match(_ON, unit.low)
                found = found or (_full_date(unit, on.end()) if on else None)
        if found and head.decided_on is None:
            head.decided_on, at = found
            head.anchors["decided_on"] = (at,)
            head.body = body_in(part.title.lower())
    if head.decided_on is None:
        for part in parts:
            for unit in part.units:
                if "besloten" not in unit.low and "vastgesteld" not in unit.low:
                    continue
                match = _DECIDED.match(unit.low)
                if match and (found := _date_after(unit, match.end())):
                    head.decided_on, at = found
                    head.anchors["decided_on"] = (at,)
                    head.body = body_in(match.group())
                    return
    if head.decided_on is None and head.kind in ("besluitenlijst",):
        for unit in [*opening(parts), *(u for part in parts if part.key == "meeting" for u in part.units)]:
            if found := _any_date(unit):
                head.decided_on, at = found
                head.anchors["decided_on"] = (at,)
                head.body = body_in(" ".join(one.low for one in opening(parts)))
                return


def _date_after(unit: Unit, start: int) -> tuple[date, Span] | None:
    on = re.compile(r"(?:van|op|d\.?d\.?|vergadering)\s+(?:van\s+|op\s+|d\.?d\.?\s+)?").match(unit.low, start)
    return _full_date(unit, on.end()) if on else None


def read_dated(parts: list[Part], head: Header) -> None:
    for part in parts:
        if part.key == "dated" and part.units and (found := _any_date(part.units[0])):
            head.dated, at = found
            head.anchors["dated"] = (at,)
            return
    for unit in opening(parts):
        if len(unit.text) > 110:
            continue
        start = None
        if place := _PLACE_DATE.match(unit.text):
            start = place.end()
        elif (
            head.kind != "besluitenlijst"
            and labels.KIND_WORD.search(unit.low)
            and (on := re.search(r"(?<!\w)d\.?d\.?\s+|,\s+(?=\d)", unit.low))
        ):
            start = on.end()
        elif leading(unit.text) and unit is not None and len(unit.text) < 40:
            start = 0
        if start is not None and (found := _full_date(unit, start)):
            head.dated, at = found
            head.anchors["dated"] = (at,)
            return
    for part in reversed(parts[-4:]):  # "Waterrijk, 3 juni 2014" above the signature
        for unit in part.units:
            if (
                len(unit.text) < 60
                and (place := _PLACE_DATE.match(unit.text))
                and (found := _full_date(unit, place.end()))
            ):
                head.dated, at = found
                head.anchors["dated"] = (at,)
                return


def read_college_day(parts: list[Part], head: Header) -> None:
    """ "Datum college" dates a document of the college that bears no other date."""
    if head.dated or head.decided_on or head.body not in (None, "college"):
        return
    for part in parts:
        low = part.title.lower()
        if part.key == "meeting" and part.units and "datum" in low and body_in(low) == "college":
            if found := _any_date(part.units[0]):
                head.dated, at = found
                head.anchors["dated"] = (at,)
            return


def read_meetings(parts: list[Part], head: Header) -> None:
    found: list[Meeting] = []
    days: set[date] = set()
    for part in parts:
        if part.key == "meeting" and part.units and (day := _any_date(part.units[0])):
            title = part.title.lower()
            committee = COMMITTEE.search(part.units[0].text)
            body = (
                f"commissie {committee['name']}"
                if committee
                else "commissie"
                if "commissie" in title
                else body_in(title)
            )
            if body is None and head.kind and head.kind.startswith("raads"):
                body = "raad"
            found.append(Meeting(day[0], body, day[1]))
            days.add(day[0])
            head.meets_on = head.meets_on or day[0]
        if part.key or part.role in ("earlier", "signature"):
            continue
        for unit in part.units:
            if "vergadering" not in unit.low:
                continue
            for match in _MEETING.finditer(unit.low):
                day = _full_date(unit, match.end())
                if day and day[0] not in days and day[0] != head.decided_on:
                    days.add(day[0])
                    what = match["what"]
                    named = COMMITTEE.search(unit.text, match.start(), match.end())
                    body = (
                        f"commissie {named['name']}"
                        if named
                        else "commissie"
                        if "commissie" in what
                        else body_in(what)
                    )
                    found.append(Meeting(day[0], body, day[1]))
    head.meetings = tuple(found)
