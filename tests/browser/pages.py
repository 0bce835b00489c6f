"""An example of every address, for the visits in test_pages.py. Rows come from the example's own database."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse


@dataclass(frozen=True)
class Row:
    """The key of the first row of a table that fits a condition, or of one `skip` places further."""

    table: str
    where: str = "1 = 1"
    skip: int = 0


Arguments = dict[str, "str | Row"]

# The nouns of the sector, each with the same six pages; the key of the list is another word for some.
SECTOR = {
    "organisation": "organisations",
    "initiative": "initiatives",
    "contact": "contacts",
    "stakeholdergroup": "groups",
    "theme": "themes",
    "domain": "domains",
    "department": "departments",
    "district": "districts",
}
# The parts of a process, as the addresses call them, each with its table.
PARTS = {
    "doel": "process_goal",
    "stap": "process_step",
    "bijeenkomst": "process_gathering",
    "betrokkene": "process_involvement",
    "besluit": "process_decision",
    "toezegging": "process_commitment",
}
# The parts of a measure, likewise.
MEASURE_PARTS = {"mijlpaal": "programme_milestone", "geld": "programme_budgetline"}
_PROCESS = Row("process_process")
_DOCUMENT = Row("process_sourcedocument", "process_id IS NOT NULL")
_WAITING = Row("process_sourcedocument", "process_id IS NULL")
_BATCH = Row("records_importbatch")
_CONTRIBUTION = Row("inventory_contribution", "external_id = 'VB-03'")
_COMMITMENT = Row("process_commitment", "settled_on IS NULL AND withdrawn_on IS NULL")
# A gathering with people on its list that is over, and one that is still to come.
_HELD = Row("process_gathering", "capacity IS NOT NULL AND starts_at < '2019-01-01'")
_COMING = Row("process_gathering", "capacity IS NOT NULL AND starts_at > '2019-01-16'")
_INVITATION = Row("process_invitation", "sent_at IS NOT NULL AND withdrawn_at IS NULL")
_ORGANISATION = Row("sector_organisation")
_CONTACT = Row("sector_contact")
_CONCEPT = Row("council_note", "state = 'concept'")
_ADOPTED = Row("council_note", "state = 'adopted'")
_ATTACHMENT = Row("council_attachment")
_MEASURE = Row("programme_measure")
_LINE = Row("programme_actionline")
_VERSION = Row("programme_version")
_FRAMEWORK = Row("assessment_framework")
_FRAMEWORK_VERSION = Row("assessment_frameworkversion")
# The parts of a framework, as the addresses call them, each with its table.
FRAMEWORK_PARTS = {"criterium": "assessment_criterion", "vorm": "assessment_supportkind"}

# name → the arguments of each visit. Addresses without arguments need no example.
EXAMPLES: dict[str, list[Arguments]] = {
    "account_reset_password_from_key": [{"uidb36": "1", "key": "verlopen-sleutel"}],
    "records:user": [{"pk": Row("accounts_user")}],
    "records:upload": [{"pk": Row("records_upload")}],
    "records:import": [{"pk": _BATCH}],
    "records:import-new": [{"kind": "organisations"}],
    "records:import-template": [{"kind": "organisations", "format": "xlsx"}],
    "records:import-columns": [{"pk": _BATCH}],
    "records:import-check": [{"pk": _BATCH}],
    "records:import-mend": [{"pk": Row("records_importbatch", "refused > 0"), "format": "xlsx"}],
    "records:mails-export": [{"format": "xlsx"}],
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
    "programme:programme": [{"pk": _PROCESS}],
    "programme:export": [{"pk": _PROCESS, "format": "xlsx"}],
    "programme:add-line": [{"pk": _PROCESS}],
    "programme:change-line": [{"pk": _LINE}],
    "programme:remove-line": [{"pk": _LINE}],
    "programme:add-measure": [{"pk": _PROCESS}],
    "programme:measure": [{"pk": _MEASURE}, {"pk": Row("programme_measure", "kind = 'agreement'")}],
    "programme:change-measure": [{"pk": _MEASURE}],
    "programme:sign": [{"pk": Row("programme_measure", "kind = 'agreement'")}],
    "programme:change-state": [{"pk": _MEASURE}],
    "programme:remove-measure": [{"pk": _MEASURE}],
    "programme:add-part": [{"pk": _MEASURE, "part": part} for part in MEASURE_PARTS],
    "programme:change-part": [{"pk": Row(table), "part": part} for part, table in MEASURE_PARTS.items()],
    "programme:remove-part": [{"pk": Row(table), "part": part} for part, table in MEASURE_PARTS.items()],
    "programme:grounds": [{"pk": _MEASURE}],
    "programme:bare": [{"pk": _PROCESS}],
    "programme:unused": [{"pk": _PROCESS}],
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
    "programme:version": [{"pk": _VERSION}],
    "programme:version-file": [
        {"pk": _VERSION, "extension": extension} for extension in ("pdf", "odt", "docx")
    ],
    "programme:compare": [{"pk": Row("programme_version", skip=1), "other": _VERSION}],
    "sector:organisation-confirm": [{"pk": _ORGANISATION}],
    "sector:recognition-add": [{"pk": _ORGANISATION}],
    "sector:recognition-change": [{"pk": Row("sector_recognition")}],
    "sector:recognition-remove": [{"pk": Row("sector_recognition")}],
    "sector:entry-link-send": [{"pk": _ORGANISATION}],
    "sector:entry-link-revoke": [{"pk": Row("sector_entrylink", "revoked_at IS NULL")}],
    "sector:contact-personal": [{"pk": _CONTACT}],
    "sector:contact-export": [{"pk": _CONTACT}],
    "sector:contact-erase": [{"pk": _CONTACT}],
}
for _noun, _list in SECTOR.items():
    _first = Row(f"sector_{_noun}")
    EXAMPLES[f"sector:{_list}-export"] = [{"format": "xlsx"}]
    EXAMPLES[f"sector:{_noun}-merge-with"] = [{"pk": _first, "other": Row(f"sector_{_noun}", skip=1)}]
    for _page in ("", "-change", "-remove", "-merge"):
        EXAMPLES[f"sector:{_noun}{_page}"] = [{"pk": _first}]

# Addresses that only take what a form sends; a visit must be refused with 405.
POST_ONLY: dict[str, Arguments] = {
    "web:reference-date": {},
    "process:reinstate-gathering": {"pk": _COMING},
    "process:join": {"pk": _COMING},
    "process:leave": {"pk": _COMING},
    "process:renew-table": {"pk": Row("process_table")},
    "process:mark": {"pk": _INVITATION},
    "process:mark-all": {"pk": _HELD},
    "process:walk-in": {"pk": _HELD},
    "process:answer": {"pk": _INVITATION},
    "process:send-again": {"pk": _INVITATION},
    "web:language": {},
    "assessment:move-part": {"pk": Row("assessment_criterion"), "part": "criterium"},
    "assessment:take-ground": {"pk": Row("assessment_criterionground")},
    "programme:add-quick": {"pk": _PROCESS},
    "programme:change-many": {"pk": _PROCESS},
    "programme:move-line": {"pk": _LINE},
    "programme:move-measure": {"pk": _MEASURE},
    "programme:lay": {"pk": _MEASURE},
    "programme:lay-unused": {"pk": _PROCESS},
    "programme:take-ground": {"pk": Row("programme_ground")},
    "programme:freeze": {"pk": _PROCESS},
    "programme:remind-round": {"pk": Row("programme_progressround")},
    "programme:close-round": {"pk": Row("programme_progressround")},
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
    "council:confirm": {"pk": _DOCUMENT},
    "council:judge": {"pk": Row("process_fact")},
    "process:attach": {"pk": Row("process_annex")},
    "process:reopen": {"pk": Row("process_commitment")},
    "records:import-undo": {"pk": _BATCH},
    "records:import-halt": {"pk": _BATCH},
    "records:mail-again": {"pk": Row("records_mail")},
    "records:import-resume": {"pk": _BATCH},
    "council:preview-note": {"pk": _CONCEPT},
    "council:follow-up": {"pk": _ADOPTED},
    "council:attach": {"pk": _CONCEPT},
    "council:fill": {"pk": _ATTACHMENT},
    "council:detach": {"pk": _ATTACHMENT},
}

# Addresses that hold a secret, so that only a story can come there: with its argument for where any will do.
BY_STORY: dict[str, Arguments] = {
    "process:reply": {"token": "geheim"},
    "process:bring": {"token": "geheim"},
    "process:leave-behind": {"token": "geheim", "guest": "1"},
    "process:calendar": {"token": "geheim"},
    "process:no-mail": {"token": "geheim"},
    "process:arrive": {"token": "geheim"},
    "process:door": {"token": "geheim"},
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
    "public:measure": {"key": "00000000-0000-4000-8000-000000000000"},
    "public:programme": {"pk": "1"},
    "public:version-file": {"pk": "1", "extension": "pdf"},
    "programme:react": {"token": "geheim"},
    "programme:follow": {"key": "00000000-0000-4000-8000-000000000000"},
    "programme:confirm-follow": {"token": "geheim"},
    "programme:unfollow": {"token": "geheim"},
    "programme:tell": {"token": "geheim"},
    "inventory:shared-report": {"token": "geheim"},
    "inventory:shared-file": {"token": "geheim", "extension": "pdf"},
    "inventory:table": {"code": "K7QF2M9R"},
    "sector:own-entry": {"token": "geheim"},
    # The example misses its annex on purpose; the file itself is fetched in tests/process.
    "process:annex": {"pk": Row("process_annex")},
}

# Reached without signing in, so visited that way; tests/web/test_doors.py holds the exact list.
SIGNED_OUT = {
    "public:home",
    "inventory:table-code",
    "inventory:give",
    "account_login",
    "account_request_login_code",
    "account_confirm_login_code",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_inactive",
}


def names() -> dict[str, set[str]]:
    """Every named address of the site with the arguments it takes."""
    return dict(_walk(get_resolver(), "", set()))


def _walk(resolver: URLResolver, prefix: str, arguments: set[str]) -> Iterator[tuple[str, set[str]]]:
    for pattern in resolver.url_patterns:
        taken = arguments | set(pattern.pattern.regex.groupindex)
        if isinstance(pattern, URLResolver):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from _walk(pattern, inner, taken)
        elif isinstance(pattern, URLPattern):
            assert pattern.name, f"{pattern.pattern} has no name"
            yield f"{prefix}{pattern.name}", taken


def examples_of(name: str) -> list[Arguments]:
    if name in POST_ONLY:
        return [POST_ONLY[name]]
    return [BY_STORY[name]] if name in BY_STORY else EXAMPLES.get(name, [{}])


def visited() -> list[str]:
    """The names that test_pages.py visits, in their order."""
    return sorted(names().keys() - POST_ONLY.keys() - BY_STORY.keys())


def paths(name: str, database: Path) -> list[str]:
    """The addresses to visit for this name, with rows looked up in the example's database.

    Raises LookupError when no example is named, or when the example lacks such a row.
    """
    examples = examples_of(name)
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        try:
            return [
                reverse(name, kwargs={key: _value(value, connection) for key, value in arguments.items()})
                for arguments in examples
            ]
        except NoReverseMatch as error:
            raise LookupError(f"pages.py names no fitting example of {name}: {error}") from error


def _value(value: str | Row, connection: sqlite3.Connection) -> str:
    if isinstance(value, str):
        return value
    found = connection.execute(
        f"SELECT id FROM {value.table} WHERE {value.where} ORDER BY id LIMIT 1 OFFSET {value.skip}"
    ).fetchone()
    if not found:
        raise LookupError(f"the example has no row {value.skip + 1} in {value.table} where {value.where}")
    return str(found[0])
