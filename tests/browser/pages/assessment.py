from __future__ import annotations

from tests.browser.pages.row import Arguments, Row

_FRAMEWORK = Row("assessment_framework")
_FRAMEWORK_VERSION = Row("assessment_frameworkversion")
_CASE = "assessment_case"
_ADVICE = Row("assessment_advice")
_OPEN = "id IN (SELECT case_id FROM assessment_assignment WHERE handed_in_at IS NULL)"
_WEIGHED = Row(_CASE, f"id IN (SELECT case_id FROM assessment_assignment) AND NOT {_OPEN}")
_MINE = Row("assessment_assignment", "handed_in_at IS NULL")
_CONCEPT = Row("assessment_frameworkversion", "stage = 'concept'")
_ROUND = Row("assessment_budgetround")
# The parts of a framework, as the addresses call them, each with its table.
FRAMEWORK_PARTS = {
    "criterium": "assessment_criterion",
    "vraag": "assessment_question",
    "vorm": "assessment_supportkind",
    "voorwaarde": "assessment_condition",
}

EXAMPLES: dict[str, list[Arguments]] = {
    "assessment:framework": [{"pk": _FRAMEWORK}],
    "assessment:next-amount": [{"key": "de-minimis"}],
    "assessment:change": [{"pk": _FRAMEWORK}],
    "assessment:remove": [{"pk": _FRAMEWORK}],
    "assessment:toml": [{"pk": _FRAMEWORK}],
    "assessment:add-part": [{"pk": _FRAMEWORK, "part": part} for part in ("criterium", "vraag", "vorm")],
    "assessment:add-rule": [{"pk": Row("assessment_supportkind")}],
    "assessment:change-part": [{"pk": Row(table), "part": part} for part, table in FRAMEWORK_PARTS.items()],
    "assessment:remove-part": [{"pk": Row(table), "part": part} for part, table in FRAMEWORK_PARTS.items()],
    "assessment:grounds": [{"pk": Row("assessment_criterion", "key = 'gelijke-behandeling'")}],
    "assessment:versions": [{"pk": _FRAMEWORK}],
    "assessment:publish": [{"pk": _FRAMEWORK}],
    "assessment:version": [{"pk": _FRAMEWORK_VERSION}],
    "assessment:round": [{"pk": _ROUND}],
    "assessment:change-round": [{"pk": _ROUND}],
    "assessment:round-entries": [{"pk": _ROUND}],
    "assessment:freeze-round": [{"pk": _ROUND}],
    "assessment:remove-round": [{"pk": _ROUND}],
    "assessment:round-csv": [{"pk": _ROUND}],
    "assessment:dry-run": [{"pk": _CONCEPT}],
    "assessment:reactions": [{"pk": _CONCEPT}],
    "assessment:ask-reactions": [{"pk": _CONCEPT}],
    "assessment:version-toml": [{"pk": _FRAMEWORK_VERSION}],
    "assessment:assessors": [{"pk": _WEIGHED}, {"pk": Row(_CASE, _OPEN)}],
    "assessment:postpone": [{"pk": Row(_CASE, _OPEN)}],
    "assessment:take-off": [{"pk": Row("assessment_assignment", "handed_in_at IS NULL")}],
    "assessment:go-on-without": [{"pk": Row("assessment_assignment", "handed_in_at IS NULL")}],
    "assessment:comparison": [{"pk": _WEIGHED}],
    "assessment:export-judgements": [{"pk": _WEIGHED, "format": name} for name in ("csv", "xlsx", "ods")],
    "assessment:moderate": [{"pk": _WEIGHED, "criterion": "uitvoerbaar"}],
    "assessment:agreement": [{"pk": _FRAMEWORK}],
    "assessment:advice": [{"pk": _ADVICE}, {"pk": Row("assessment_advice", skip=1)}],
    "assessment:advice-json": [{"pk": _ADVICE}],
    "assessment:advice-file": [{"pk": _ADVICE, "extension": name} for name in ("pdf", "odt", "docx")],
    "assessment:letter": [
        {"pk": Row("assessment_casedecision"), "extension": name} for name in ("pdf", "odt", "docx")
    ],
    "assessment:compare": [{"pk": Row("assessment_frameworkversion", skip=1), "other": _FRAMEWORK_VERSION}],
}

POST_ONLY: dict[str, Arguments] = {
    "assessment:advise": {"pk": _WEIGHED},
    "assessment:check-amount": {"pk": Row("assessment_legalamount")},
    "assessment:move-part": {"pk": Row("assessment_criterion"), "part": "criterium"},
    "assessment:take-ground": {"pk": Row("assessment_criterionground")},
}

BY_STORY: dict[str, Arguments] = {
    # Only who was asked has the link: test_story_framework.py.
    "assessment:react": {"token": "geheim"},
    # Only who has the mandate comes there: test_story_assessment.py.
    "assessment:decide": {"pk": _WEIGHED},
    # Only the assessor comes there: test_story_assessment.py.
    "assessment:judge": {"pk": _MINE},
    "assessment:hand-in": {"pk": _MINE},
    "assessment:interest": {"pk": _MINE},
}

SIGNED_OUT = {"assessment:looking"}
