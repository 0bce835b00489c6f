from __future__ import annotations

from tests.browser.pages.row import Arguments

POST_ONLY: dict[str, Arguments] = {
    "web:reference-date": {},
    "web:language": {},
}
