from __future__ import annotations

from tests.browser.pages.row import Arguments, Row

_CONVERSATION = Row("deliberation_conversation")  # the one that is over
_OPEN = Row("deliberation_conversation", skip=1)
_STATEMENT = Row("deliberation_statement")
_DOOR = Row("deliberation_door", "group_id IS NOT NULL")
_PARTICIPANT = Row("deliberation_participant")
# A conversation that is open in the example, and one that is over.
_CODE, _CLOSED = "HAARLEM2", "NAJAAR22"

EXAMPLES: dict[str, list[Arguments]] = {
    # conversations, statements, doors
    "deliberation:conversation": [{"pk": _CONVERSATION}, {"pk": _OPEN}],
    "deliberation:change": [{"pk": _OPEN}],
    "deliberation:close": [{"pk": _OPEN}],
    "deliberation:remove": [{"pk": _OPEN}],
    "deliberation:add-statement": [{"pk": _OPEN}],
    "deliberation:add-statements": [{"pk": _OPEN}],
    "deliberation:from-contributions": [{"pk": _OPEN}],
    "deliberation:moderation": [{"pk": _OPEN}],
    "deliberation:participants": [{"pk": _CONVERSATION}, {"pk": _OPEN}],
    "deliberation:exclude": [{"pk": _PARTICIPANT}],
    "deliberation:doors": [{"pk": _CONVERSATION}],
    "deliberation:statement": [{"pk": _STATEMENT}],
    "deliberation:change-statement": [{"pk": _STATEMENT}],
    "deliberation:take-out": [{"pk": _STATEMENT}],
    "deliberation:door": [{"pk": _DOOR}],
    "deliberation:mail-door": [{"pk": _DOOR}],
    "deliberation:poster": [{"pk": _DOOR}],
    "deliberation:big": [{"pk": _DOOR}],
    # the result, the screen for the room, data
    "deliberation:screen": [{"pk": _CONVERSATION}, {"pk": _OPEN}],
    "deliberation:result": [{"pk": _CONVERSATION}, {"pk": _OPEN}],
    "deliberation:result-statement": [{"pk": _CONVERSATION, "number": "1"}],
    "deliberation:result-file": [
        {"pk": _CONVERSATION, "extension": extension} for extension in ("pdf", "odt", "docx")
    ],
    "deliberation:open-data": [{"pk": _CONVERSATION}],
    "deliberation:polis": [{"pk": _CONVERSATION}],
    "deliberation:public-result": [{"pk": _CONVERSATION}],
    "deliberation:public-statement": [{"pk": _CONVERSATION, "number": "1"}],
    "deliberation:public-file": [{"pk": _CONVERSATION, "extension": "pdf"}],
    "deliberation:public-data": [{"pk": _CONVERSATION}],
    # participants
    "deliberation:enter": [{"code": _CODE}, {"code": _CLOSED}],
}

POST_ONLY: dict[str, Arguments] = {
    "deliberation:open": {"pk": _OPEN},
    "deliberation:reopen": {"pk": _CONVERSATION},
    "deliberation:link": {"pk": _STATEMENT},
    "deliberation:unlink": {"pk": _STATEMENT, "source": Row("deliberation_statementsource")},
    "deliberation:approve": {"pk": _STATEMENT},
    "deliberation:put-back": {"pk": _STATEMENT},
    "deliberation:withdraw-door": {"pk": _DOOR},
    "deliberation:include": {"pk": _PARTICIPANT},
    "deliberation:send": {"code": _CODE},
    "deliberation:publish-result": {"pk": _CONVERSATION},
    "deliberation:withdraw-result": {"pk": _CONVERSATION},
}

# Only a device that came in sees these: tests/browser/test_story_voting.py.
BY_STORY: dict[str, Arguments] = {
    "deliberation:worker": {},
    "deliberation:group": {"code": _CODE},
    "deliberation:vote": {"code": _CODE},
    "deliberation:own-votes": {"code": _CODE},
    "deliberation:take-back": {"code": _CODE},
    "deliberation:own-statement": {"code": _CODE},
    "deliberation:done": {"code": _CODE},
    # Only from a mail: tests/deliberation/test_no_mail.py.
    "deliberation:no-mail": {"token": "1:geheim"},
    # Only after files were handed in: tests/deliberation/test_taking_over.py.
    "deliberation:check-take-over": {"pk": "1"},
    "deliberation:undo-take-over": {"pk": "1"},
}

SIGNED_OUT = {
    *("deliberation:code", "deliberation:enter"),
    *("deliberation:public-result", "deliberation:public-statement"),
    *("deliberation:public-file", "deliberation:public-data"),
}
