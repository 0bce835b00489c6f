from __future__ import annotations

from tests.browser.pages.row import Arguments, Row

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
_ORGANISATION = Row("sector_organisation")
_CONTACT = Row("sector_contact")

EXAMPLES: dict[str, list[Arguments]] = {
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

BY_STORY: dict[str, Arguments] = {
    "sector:own-entry": {"token": "geheim"},
}
