"""Examples of the addresses of requests for help: tests/browser/pages/assessment.py has the frameworks."""

from __future__ import annotations

from tests.browser.pages.row import Arguments, Row

_CASE = "assessment_case"
_OPEN = Row(_CASE, "closed_at IS NULL AND route = ''")
_OVER = Row(_CASE, "closed_at IS NOT NULL")
_WAITING = Row(_CASE, "id IN (SELECT case_id FROM assessment_supplement WHERE answered_at IS NULL)")
_WEIGHED = Row(_CASE, "closed_at IS NULL AND route = 'weighed'")

EXAMPLES: dict[str, list[Arguments]] = {
    "assessment:case": [{"pk": _OPEN}, {"pk": _OVER}, {"pk": _WAITING}, {"pk": _WEIGHED}],
    "assessment:cases-export": [{"format": name} for name in ("csv", "xlsx", "ods")],
    "assessment:evidence-criterion": [{"pk": Row("assessment_evidence")}],
    "assessment:evidence": [{"pk": Row("assessment_evidence")}],
    **{
        f"assessment:case-{name}": [{"pk": _OPEN}]
        for name in (
            *("contact", "route", "quick", "buyers", "supplement", "unhandled", "extend", "legal-effect"),
            *("organisation", "evidence", "personal", "export", "erase"),
        )
    },
    "assessment:case-answers": [{"pk": _WAITING}, {"pk": _OPEN}],
    "assessment:follow-up-tell": [{"pk": Row("assessment_followup")}],
    "assessment:overview-file": [{"format": "csv"}],
    "assessment:open-overview-file": [{"format": "csv"}],
}

POST_ONLY: dict[str, Arguments] = {"assessment:case-renew-link": {"pk": _OPEN}}

# The secret links: test_story_requests.py.
BY_STORY: dict[str, Arguments] = {
    "assessment:asked": {"token": "geheim"},
    "assessment:follow": {"token": "geheim"},
    "assessment:follow-answer": {"token": "geheim"},
    "assessment:follow-add": {"token": "geheim"},
    "assessment:follow-letter": {"token": "geheim", "extension": "pdf"},
    "assessment:follow-withdraw": {"token": "geheim"},
    "assessment:follow-up": {"token": "geheim"},
}

SIGNED_OUT = {
    "assessment:ask",
    "assessment:lost-link",
    "assessment:open-overview",
    "assessment:open-overview-file",
}
