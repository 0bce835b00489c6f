from __future__ import annotations

from tests.browser.pages.row import Arguments

BY_STORY: dict[str, Arguments] = {
    "public:measure": {"key": "00000000-0000-4000-8000-000000000000"},
    "public:programme": {"pk": "1"},
    "public:version-file": {"pk": "1", "extension": "pdf"},
}

SIGNED_OUT = {
    "public:home",
}
