from __future__ import annotations

from tests.browser.pages.row import Arguments, Row

# The parts of a measure, likewise.
MEASURE_PARTS = {"mijlpaal": "programme_milestone", "geld": "programme_budgetline"}
_PROCESS = Row("process_process")
_MEASURE = Row("programme_measure")
_LINE = Row("programme_actionline")
_VERSION = Row("programme_version")

EXAMPLES: dict[str, list[Arguments]] = {
    "programme:programme": [{"pk": _PROCESS}],
    "programme:export": [{"pk": _PROCESS, "format": "xlsx"}],
    "programme:add-line": [{"pk": _PROCESS}],
    "programme:change-line": [{"pk": _LINE}],
    "programme:remove-line": [{"pk": _LINE}],
    "programme:add-measure": [{"pk": _PROCESS}],
    "programme:measure": [{"pk": _MEASURE}, {"pk": Row("programme_measure", "kind = 'agreement'")}],
    "programme:change-measure": [{"pk": _MEASURE}],
    "programme:sign": [{"pk": Row("programme_measure", "kind = 'agreement'")}],
    "programme:ask-partner": [{"pk": Row("programme_measure", "kind = 'agreement'")}],
    "programme:change-state": [{"pk": _MEASURE}],
    "programme:remove-measure": [{"pk": _MEASURE}],
    "programme:add-part": [{"pk": _MEASURE, "part": part} for part in MEASURE_PARTS],
    "programme:change-part": [{"pk": Row(table), "part": part} for part, table in MEASURE_PARTS.items()],
    "programme:remove-part": [{"pk": Row(table), "part": part} for part, table in MEASURE_PARTS.items()],
    "programme:grounds": [{"pk": _MEASURE}],
    "programme:bare": [{"pk": _PROCESS}],
    "programme:unused": [{"pk": _PROCESS}],
    "programme:change-ground": [{"pk": Row("programme_ground")}],
    "programme:reactions": [{"pk": _PROCESS}],
    "programme:ask-reactions": [{"pk": _PROCESS}],
    "programme:rounds": [{"pk": _PROCESS}],
    "programme:open-round": [{"pk": _PROCESS}],
    "programme:round": [{"pk": Row("programme_progressround")}],
    "programme:execution": [{"pk": _PROCESS}],
    "programme:versions": [{"pk": _PROCESS}],
    "programme:present": [{"pk": _PROCESS}],
    "programme:amend": [{"pk": _PROCESS}],
    "programme:adopt": [{"pk": _PROCESS}],
    "programme:motion": [{"pk": _PROCESS}],
    "programme:tie-steps": [{"pk": _PROCESS}],
    "programme:version": [{"pk": _VERSION}],
    "programme:version-file": [
        {"pk": _VERSION, "extension": extension} for extension in ("pdf", "odt", "docx")
    ],
    "programme:compare": [{"pk": Row("programme_version", skip=1), "other": _VERSION}],
    "programme:compare-now": [{"pk": _VERSION}],
}

POST_ONLY: dict[str, Arguments] = {
    "programme:add-quick": {"pk": _PROCESS},
    "programme:change-many": {"pk": _PROCESS},
    "programme:move-line": {"pk": _LINE},
    "programme:move-measure": {"pk": _MEASURE},
    "programme:lay": {"pk": _MEASURE},
    "programme:lay-unused": {"pk": _PROCESS},
    "programme:take-ground": {"pk": Row("programme_ground")},
    "programme:freeze": {"pk": _PROCESS},
    "programme:publish": {"pk": _VERSION},
    "programme:withdraw-publication": {"pk": _VERSION},
    "programme:remind-round": {"pk": Row("programme_progressround")},
    "programme:close-round": {"pk": Row("programme_progressround")},
    "programme:withdraw-signing": {"pk": Row("programme_reactionlink", "signs")},
}

BY_STORY: dict[str, Arguments] = {
    "programme:react": {"token": "geheim"},
    "programme:follow": {"key": "00000000-0000-4000-8000-000000000000"},
    "programme:confirm-follow": {"token": "geheim"},
    "programme:unfollow": {"token": "geheim"},
    "programme:tell": {"token": "geheim"},
    "programme:sign-by-link": {"token": "geheim"},
}
