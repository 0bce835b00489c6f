from __future__ import annotations

from tests.browser.pages.row import Arguments, Row

_PROCESS = Row("process_process")
_CONTRIBUTION = Row("inventory_contribution", "external_id = 'VB-03'")
# A gathering with people on its list that is over, and one that is still to come.
_HELD = Row("process_gathering", "capacity IS NOT NULL AND starts_at < '2019-01-01'")
_COMING = Row("process_gathering", "capacity IS NOT NULL AND starts_at > '2019-01-16'")

EXAMPLES: dict[str, list[Arguments]] = {
    "inventory:contribution": [
        {"pk": _CONTRIBUTION},
        {"pk": Row("inventory_contribution", "withdrawn_at IS NOT NULL")},
    ],
    "inventory:contribution-add": [{"process": _PROCESS}],
    "inventory:contribution-change": [{"pk": _CONTRIBUTION}],
    "inventory:contribution-withdraw": [{"pk": _CONTRIBUTION}],
    "inventory:contribution-remove": [
        {"pk": _CONTRIBUTION},
        {"pk": Row("inventory_contribution", "answered_at IS NOT NULL")},
    ],
    "inventory:contributions-export": [{"format": "xlsx"}],
    "inventory:give": [{"process": Row("process_process", "asks_contributions")}],
    "inventory:intake": [
        {"pk": Row("inventory_intake", "confirmed_at IS NULL")},
        {"pk": Row("inventory_intake", "confirmed_at IS NOT NULL")},
    ],
    "inventory:intake-undo": [{"pk": Row("inventory_intake", "confirmed_at IS NOT NULL")}],
    "inventory:intake-discard": [{"pk": Row("inventory_intake", "confirmed_at IS NULL")}],
    "inventory:intake-original": [{"pk": Row("inventory_intake", "confirmed_at IS NULL")}],
    "inventory:captured": [{"pk": Row("process_table")}],
    "inventory:photo": [{"pk": Row("inventory_contribution", "photo_id IS NOT NULL")}],
    # The pages for an answer and a merge say what they are about in their query; see test_story_coding.py.
    "inventory:themes-export": [{"format": "xlsx"}],
    "inventory:take-back": [{"pk": Row("inventory_contribution", "answered_at IS NOT NULL")}],
    "inventory:contributor": [{"pk": Row("inventory_contributor")}],
    "inventory:contributor-erase": [{"pk": Row("inventory_contributor")}],
    "inventory:report": [{"pk": _HELD}, {"pk": _COMING}],
    "inventory:report-file": [{"pk": _HELD, "extension": extension} for extension in ("pdf", "odt", "docx")],
}

POST_ONLY: dict[str, Arguments] = {
    "inventory:contribution-restore": {"pk": Row("inventory_contribution", "withdrawn_at IS NOT NULL")},
    "inventory:bulk": {},
    "inventory:undo": {},
    "inventory:take": {"pk": Row("inventory_coding")},
    "inventory:separate": {"pk": Row("inventory_contribution", "merged_into_id IS NOT NULL")},
    "inventory:contributor-link": {"pk": Row("inventory_contributor")},
    "inventory:close-report-link": {"pk": Row("inventory_reportlink")},
    "inventory:intake-judge": {"pk": Row("inventory_proposal")},
    "inventory:intake-add": {"pk": Row("inventory_intake")},
    "inventory:intake-all": {"pk": Row("inventory_intake")},
    "inventory:intake-confirm": {"pk": Row("inventory_intake")},
    "inventory:captured-close": {"pk": Row("process_table")},
}

BY_STORY: dict[str, Arguments] = {
    "inventory:capture": {"token": "geheim"},
    "inventory:capture-send": {"token": "geheim"},
    "inventory:capture-listed": {"token": "geheim"},
    "inventory:capture-change": {"token": "geheim", "draft": "6f0c4b0e-8a35-4c8e-9d5c-0c7a2e6d1f11"},
    "inventory:capture-photo": {"token": "geheim", "draft": "6f0c4b0e-8a35-4c8e-9d5c-0c7a2e6d1f11"},
    # A script, not a page: tests/browser/test_story_capture.py lets it work.
    "inventory:capture-worker": {},
    "inventory:answer": {},
    "inventory:merge": {},
    "inventory:given": {"token": "geheim"},
    "inventory:own": {"token": "geheim"},
    "inventory:own-consent": {"token": "geheim", "pk": "1"},
    "inventory:own-withdraw": {"token": "geheim", "pk": "1"},
    "inventory:own-restore": {"token": "geheim", "pk": "1"},
    "inventory:own-erase": {"token": "geheim"},
    "inventory:own-no-mail": {"token": "geheim"},
    "inventory:shared-report": {"token": "geheim"},
    "inventory:shared-file": {"token": "geheim", "extension": "pdf"},
    "inventory:table": {"code": "K7QF2M9R"},
}

SIGNED_OUT = {
    "inventory:table-code",
    "inventory:give",
}
