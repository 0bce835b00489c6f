"""All that the programme says, as plain data in one form: what a version freezes.

It holds what is decided (who, what, when, money, why), not how it goes: states, progress and what was spent
stay live. Of a quote it holds the key and the salted hash (inventory/quotes.py), never the words; of a
statement and a request what programme/stations.py says, without words or names.

Format 1 knows contributions only. In format 2 a ground has a "statement" or a "case" where it rests on one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from houtskool.kernel.vaguedate import Period
from houtskool.process.models import Process
from houtskool.programme.models import ActionLine, BudgetLine, Ground, Measure, Milestone

FORMAT = 2
_READS = (1, FORMAT)
Content = dict[str, Any]


def content_of(
    process: Process,
    quotes: Mapping[int, Mapping[str, str]] | None = None,
    stations: Mapping[int, Content] | None = None,
    *,
    only: Sequence[Measure] | None = None,
) -> Content:
    """The programme of the process as it is now. Costs a fixed number of queries.

    `quotes`: contribution → {"key", "digest"} of the quotation that stands for its words. `stations`: ground
    → what is kept of its statement or request. `only`: no more than these measures, as `fetched` gives them.
    """
    measures = fetched(process) if only is None else only
    end = process.coalition_end
    return {
        "format": FORMAT,
        "title": process.title,
        # Until when a yearly amount counts of which the measure has no end; said only where it is known.
        **({"until": _day(end)} if end else {}),
        "ambition": process.ambition,
        "lines": [_line(line) for line in process.action_lines.all()],
        "measures": [_measure(measure, quotes or {}, stations or {}) for measure in measures],
    }


def fetched(process: Process, *only: Measure) -> Sequence[Measure]:
    """The measures of a process (or only these) in its order, with all that their content needs."""
    rows = Measure.objects.filter(
        process=process, **({"pk__in": [one.pk for one in only]} if only else {})
    ).select_related("action_line", "part_of", "goal", "department", "owner", "counterpart")
    return list(
        rows.prefetch_related(
            "partners",
            "themes",
            "domains",
            "depends_on",
            "milestones",
            "budget_lines",
            "grounds",
            "signed_texts",
        )
    )


def agreed(measure: Measure) -> Content:
    """What both sides of an agreement say yes to: what is promised, with whom, when and for what money."""
    return {
        "title": measure.title,
        "text": measure.text,
        "result": measure.result,
        "counterpart": str(measure.counterpart or ""),
        "planned": _period(measure.planned),
        "milestones": [_milestone(one) for one in measure.milestones.all()],
        "budget": [_budget(one) for one in measure.budget_lines.all()],
    }


def canonical(content: Content) -> str:
    """The one way in which a content is written: sorted keys, no spaces, UTF-8."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(text: str) -> str:
    """SHA-256 of the canonical text, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def read(text: str) -> Content:
    """Raises ValueError for a content of a form that this version of the software does not know."""
    content: Content = json.loads(text)
    if content.get("format") not in _READS:
        raise ValueError(f"content has format {content.get('format')}, this version reads {_READS}")
    return {**content, "format": FORMAT}


def decided(text: str) -> Content:
    """What a body decides on in a content: not the grounds, which say why, nor who signed: these may grow."""
    return without_reasons(read(text))


def without_reasons(content: Content) -> Content:
    """The content less its grounds, signatures and coalition period; what was given stays whole."""
    left_out = ("grounds", "city_signed_on", "counterpart_signed_on")
    measures = [
        {name: value for name, value in measure.items() if name not in left_out}
        for measure in content["measures"]
    ]
    rest = {name: value for name, value in content.items() if name != "until"}
    return {**rest, "measures": measures}


def _line(line: ActionLine) -> Content:
    return {"key": str(line.key), "title": line.title, "text": line.text, "weight": f"{line.weight:f}"}


def _measure(
    measure: Measure, quotes: Mapping[int, Mapping[str, str]], stations: Mapping[int, Content]
) -> Content:
    return {
        "key": str(measure.key),
        "kind": measure.kind,
        "number": measure.number,
        "title": measure.title,
        "text": measure.text,
        "result": measure.result,
        "line": str(measure.action_line.key) if measure.action_line else None,
        "part_of": str(measure.part_of.key) if measure.part_of else None,
        "goal": measure.goal.text if measure.goal else "",
        "portfolio_holder": measure.portfolio_holder,
        "department": str(measure.department or ""),
        "owner": measure.shown_owner,
        "partners": sorted(str(partner) for partner in measure.partners.all()),
        "counterpart": str(measure.counterpart or ""),
        "city_signed_on": _day(measure.city_signed_on),
        "counterpart_signed_on": _day(measure.counterpart_signed_on),
        "themes": sorted(str(theme) for theme in measure.themes.all()),
        "domains": sorted(str(domain) for domain in measure.domains.all()),
        "planned": _period(measure.planned),
        "started_ahead": measure.started_ahead_because if measure.started_ahead else None,
        "weight": f"{measure.weight:f}",
        "depends_on": sorted(str(other.key) for other in measure.depends_on.all()),
        "milestones": [_milestone(one) for one in measure.milestones.all()],
        "budget": [_budget(one) for one in measure.budget_lines.all()],
        "grounds": [_ground(one, quotes, stations) for one in measure.grounds.all()],
    }


def _milestone(milestone: Milestone) -> Content:
    return {
        "title": milestone.title,
        "critical": milestone.critical,
        "planned": _period(milestone.planned),
    }


def _budget(line: BudgetLine) -> Content:
    return {
        "title": line.title,
        "year": line.year,
        "amount": None if line.amount is None else f"{line.amount:.2f}",
        "recurrence": line.recurrence,
        "cover": line.cover,
    }


def _ground(
    ground: Ground, quotes: Mapping[int, Mapping[str, str]], stations: Mapping[int, Content]
) -> Content:
    quote = quotes.get(ground.contribution_id or 0)
    said: Content = {
        "contribution": ground.contribution_id,
        "kind": ground.kind,
        # What was written about a request stays where only those read it who may see the request.
        "reason": ground.reason if ground.case_id is None else "",
        "quote": dict(quote) if quote else None,
    }
    return said | stations.get(ground.pk, {})


def _period(period: Period | None) -> Content | None:
    if period is None:
        return None
    return {"words": period.text, "start": _day(period.start), "end": _day(period.end)}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
