from __future__ import annotations

from tests.browser.pages.row import Arguments, Row

_BATCH = Row("records_importbatch")

EXAMPLES: dict[str, list[Arguments]] = {
    "records:user": [{"pk": Row("accounts_user")}],
    "records:upload": [{"pk": Row("records_upload")}],
    "records:import": [{"pk": _BATCH}],
    "records:import-new": [{"kind": "organisations"}],
    "records:import-template": [{"kind": "organisations", "format": "xlsx"}],
    "records:import-columns": [{"pk": _BATCH}],
    "records:import-check": [{"pk": _BATCH}],
    "records:import-mend": [{"pk": Row("records_importbatch", "refused > 0"), "format": "xlsx"}],
    "records:mails-export": [{"format": "xlsx"}],
}

POST_ONLY: dict[str, Arguments] = {
    "records:import-undo": {"pk": _BATCH},
    "records:import-halt": {"pk": _BATCH},
    "records:mail-again": {"pk": Row("records_mail")},
    "records:import-resume": {"pk": _BATCH},
}
