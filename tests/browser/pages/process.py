from __future__ import annotations

from tests.browser.pages.row import Arguments, Row

# The parts of a process, as the addresses call them, each with its table.
PARTS = {
    "doel": "process_goal",
    "stap": "process_step",
    "bijeenkomst": "process_gathering",
    "betrokkene": "process_involvement",
    "besluit": "process_decision",
    "toezegging": "process_commitment",
}
_PROCESS = Row("process_process")
_DOCUMENT = Row("process_sourcedocument", "process_id IS NOT NULL")
_COMMITMENT = Row("process_commitment", "settled_on IS NULL AND withdrawn_on IS NULL")
# A gathering with people on its list that is over, and one that is still to come.
_HELD = Row("process_gathering", "capacity IS NOT NULL AND starts_at < '2019-01-01'")
_COMING = Row("process_gathering", "capacity IS NOT NULL AND starts_at > '2019-01-16'")
_INVITATION = Row("process_invitation", "sent_at IS NOT NULL AND withdrawn_at IS NULL")

EXAMPLES: dict[str, list[Arguments]] = {
    "process:process": [{"pk": _PROCESS}],
    "process:edit": [{"pk": _PROCESS}],
    "process:remove-process": [{"pk": _PROCESS}],
    "process:add": [{"pk": _PROCESS, "part": part} for part in PARTS],
    "process:change": [{"pk": Row(table), "part": part} for part, table in PARTS.items()],
    "process:remove": [{"pk": Row(table), "part": part} for part, table in PARTS.items()],
    "process:commitment": [{"pk": _COMMITMENT}],
    "process:settle": [{"pk": _COMMITMENT}],
    "process:withdraw": [{"pk": _COMMITMENT}],
    "process:register": [{"pk": _COMMITMENT}],
    "process:gathering": [{"pk": Row("process_gathering")}, {"pk": _HELD}, {"pk": _COMING}],
    "process:add-gathering": [{"pk": _PROCESS}],
    "process:change-gathering": [{"pk": _COMING}],
    "process:cancel-gathering": [{"pk": _COMING}],
    "process:add-table": [{"pk": _COMING}],
    "process:change-table": [{"pk": Row("process_table")}],
    "process:remove-table": [{"pk": Row("process_table")}],
    "process:table-cards": [{"pk": _HELD}],
    "process:invite": [{"pk": _COMING}, {"pk": _HELD}],
    "process:remind": [{"pk": _COMING}],
    "process:attendance": [{"pk": _HELD}, {"pk": _COMING}],
    "process:door-poster": [{"pk": _COMING}],
    "process:invitation": [{"pk": _INVITATION}, {"pk": Row("process_invitation", "walked_in")}],
    "process:withdraw-invitation": [{"pk": _INVITATION}],
    "process:take-off": [{"pk": Row("process_invitation", "walked_in")}],
    "process:invitations": [{"pk": _PROCESS}],
    "process:invitations-export": [{"pk": _PROCESS, "format": "xlsx"}],
    "process:coverage": [{"pk": _PROCESS}],
    "process:coverage-export": [{"pk": _PROCESS, "format": "xlsx"}],
    "process:invite-group": [{"pk": _PROCESS, "group": Row("sector_stakeholdergroup", "kind = 'finance'")}],
    "process:document": [{"pk": _DOCUMENT}],
    "process:original": [{"pk": Row("process_sourcedocument", "upload_id IS NOT NULL")}],
}

POST_ONLY: dict[str, Arguments] = {
    "process:reinstate-gathering": {"pk": _COMING},
    "process:join": {"pk": _COMING},
    "process:leave": {"pk": _COMING},
    "process:renew-table": {"pk": Row("process_table")},
    "process:mark": {"pk": _INVITATION},
    "process:mark-all": {"pk": _HELD},
    "process:walk-in": {"pk": _HELD},
    "process:answer": {"pk": _INVITATION},
    "process:send-again": {"pk": _INVITATION},
    "process:attach": {"pk": Row("process_annex")},
    "process:reopen": {"pk": Row("process_commitment")},
}

BY_STORY: dict[str, Arguments] = {
    "process:reply": {"token": "geheim"},
    "process:bring": {"token": "geheim"},
    "process:leave-behind": {"token": "geheim", "guest": "1"},
    "process:calendar": {"token": "geheim"},
    "process:no-mail": {"token": "geheim"},
    "process:arrive": {"token": "geheim"},
    "process:door": {"token": "geheim"},
    # The example misses its annex on purpose; the file itself is fetched in tests/process.
    "process:annex": {"pk": Row("process_annex")},
}
