from __future__ import annotations

from tests.browser.pages.row import Arguments, Row

_PROCESS = Row("process_process")
_DOCUMENT = Row("process_sourcedocument", "process_id IS NOT NULL")
_WAITING = Row("process_sourcedocument", "process_id IS NULL")
_CONCEPT = Row("council_note", "state = 'concept'")
_ADOPTED = Row("council_note", "state = 'adopted'")
_ATTACHMENT = Row("council_attachment")

EXAMPLES: dict[str, list[Arguments]] = {
    "council:review": [{"pk": _WAITING}],
    "council:discard": [{"pk": _WAITING}],
    "council:begin-note": [{"pk": _PROCESS}],
    "council:note": [{"pk": _CONCEPT}, {"pk": _ADOPTED}, {"pk": Row("council_note", "state = 'sent'")}],
    "council:edit-note": [{"pk": _CONCEPT}],
    "council:remove-section": [{"pk": _CONCEPT, "key": "1"}],
    "council:download": [{"pk": _ADOPTED, "extension": extension} for extension in ("pdf", "odt", "docx")],
    "council:adopt-note": [{"pk": _CONCEPT}],
    "council:send-note": [{"pk": _ADOPTED}],
    "council:discard-note": [{"pk": _CONCEPT}],
    "council:attachment": [{"pk": Row("council_attachment", "upload_id IS NOT NULL")}],
}

POST_ONLY: dict[str, Arguments] = {
    "council:confirm": {"pk": _DOCUMENT},
    "council:judge": {"pk": Row("process_fact")},
    "council:preview-note": {"pk": _CONCEPT},
    "council:follow-up": {"pk": _ADOPTED},
    "council:attach": {"pk": _CONCEPT},
    "council:fill": {"pk": _ATTACHMENT},
    "council:detach": {"pk": _ATTACHMENT},
}
