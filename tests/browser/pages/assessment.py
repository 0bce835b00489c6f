from __future__ import annotations

from tests.browser.pages.row import Arguments, Row

_FRAMEWORK = Row("assessment_framework")
_FRAMEWORK_VERSION = Row("assessment_frameworkversion")
# The parts of a framework, as the addresses call them, each with its table.
FRAMEWORK_PARTS = {"criterium": "assessment_criterion", "vorm": "assessment_supportkind"}

EXAMPLES: dict[str, list[Arguments]] = {
    "assessment:framework": [{"pk": _FRAMEWORK}],
    "assessment:change": [{"pk": _FRAMEWORK}],
    "assessment:remove": [{"pk": _FRAMEWORK}],
    "assessment:toml": [{"pk": _FRAMEWORK}],
    "assessment:add-part": [{"pk": _FRAMEWORK, "part": part} for part in FRAMEWORK_PARTS],
    "assessment:change-part": [{"pk": Row(table), "part": part} for part, table in FRAMEWORK_PARTS.items()],
    "assessment:remove-part": [{"pk": Row(table), "part": part} for part, table in FRAMEWORK_PARTS.items()],
    "assessment:grounds": [{"pk": Row("assessment_criterion", "key = 'gelijke-behandeling'")}],
    "assessment:versions": [{"pk": _FRAMEWORK}],
    "assessment:publish": [{"pk": _FRAMEWORK}],
    "assessment:version": [{"pk": _FRAMEWORK_VERSION}],
    "assessment:version-toml": [{"pk": _FRAMEWORK_VERSION}],
    "assessment:compare": [{"pk": Row("assessment_frameworkversion", skip=1), "other": _FRAMEWORK_VERSION}],
}

POST_ONLY: dict[str, Arguments] = {
    "assessment:move-part": {"pk": Row("assessment_criterion"), "part": "criterium"},
    "assessment:take-ground": {"pk": Row("assessment_criterionground")},
}
