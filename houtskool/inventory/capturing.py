"""The link of a table, what its page may ask of the server, and the files that the page needs offline."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.cache import cache as counts
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse

from houtskool.process.models import Table
from houtskool.records import secret_links

NOTES = "notes"
# Per table and minute; a phone that sends an evening's notes at once stays far below it.
PER_MINUTE = 240
# Static files that the page asks for; what those ask for themselves is looked up in them.
_ENTRIES = (
    "houtskool/houtskool.css",
    "houtskool/icon.svg",
    "vendor/htmx.min.js",
    "inventory/capture.js",
    "inventory/capture.css",
)


def path_of(table: Table) -> str:
    """The path of the page on which this table's notes are taken."""
    return reverse("inventory:capture", args=[secret_links.token(table, NOTES)])


def find_table(token: str) -> Table | None:
    """The table that the link opens; None when it is not ours or was withdrawn."""
    rows = Table.objects.select_related("gathering__process", "theme")
    return secret_links.find(rows, token, NOTES)


def from_elsewhere(request: HttpRequest) -> bool:
    """Whether a browser says that another site sent this. What is no browser has nothing to ride on."""
    origin = request.headers.get("Origin")
    if origin is None:
        return False
    here = f"{request.scheme}://{request.get_host()}"
    return origin not in {here, *settings.CSRF_TRUSTED_ORIGINS}


def too_often(table: Table, minute: int) -> bool:
    """Count one request of this table in this minute (a number); whether that is one too many."""
    key = f"capture:{table.pk}:{minute}"
    if counts.add(key, 1, timeout=120):
        return False
    try:
        return counts.incr(key) > PER_MINUTE
    except ValueError:  # it expired between the two
        return False


@cache
def shell() -> tuple[tuple[str, ...], str]:
    """The addresses of all static files that the page needs, and a hash of what they hold."""
    entries = (*_ENTRIES, "theme/theme.css") if settings.THEME else _ENTRIES
    names, digest = list(entries), hashlib.sha256()
    for name in names:
        path = finders.find(name)
        assert isinstance(path, str), f"{name} is no static file"
        with open(path, "rb") as file:
            data = file.read()
        digest.update(name.encode() + data)
        for other in _asked_for(name, data):
            if other not in names:
                names.append(other)  # the loop reaches it too
    return tuple(static(name) for name in names), digest.hexdigest()[:16]


_IMPORTS = re.compile(r"""@import url\("([^"]+)"\)|url\("?([^")]+\.woff2)"?\)|from "(\./[^"]+)";""")


def _asked_for(name: str, data: bytes) -> list[str]:
    """The names of the files that a style or script asks for by a relative address."""
    if not name.endswith((".css", ".js")) or name.startswith("vendor/htmx"):
        return []
    found = []
    for groups in _IMPORTS.findall(data.decode()):
        address = next(filter(None, groups))
        found.append(urlsplit(_join(name, address)).path)
    return found


def _join(name: str, relative: str) -> str:
    parts = name.split("/")[:-1]
    for part in relative.split("/"):
        if part == "..":
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts)
