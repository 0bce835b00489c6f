"""What a page needs that works without a network: the worker that keeps it, and its files."""

from __future__ import annotations

import hashlib
import json
import re
from functools import cache
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.templatetags.static import static

# What every page asks for; what these ask for themselves is looked up in them.
_EVERYWHERE = ("houtskool/houtskool.css", "houtskool/icon.svg", "vendor/htmx.min.js")
_IMPORTS = re.compile(r"""@import url\("([^"]+)"\)|url\("?([^")]+\.woff2)"?\)|from "(\.\.?/[^"]+)";""")


def worker(*, name: str, page: str, entries: tuple[str, ...]) -> HttpResponse:
    """The service worker (web/templates/offline/worker.js) that keeps pages and the files they need.

    name: of its store, one per kind of page. page: which paths it keeps, a regular expression of
    JavaScript. entries: the page's own static files. A page asks to be kept with {keep: path}, and
    perhaps `asked`: the query with which it is fetched for that.
    """
    files, version = shell(entries)
    context = {
        "name": json.dumps(name),
        "page": page.replace("/", "\\/"),
        "files": json.dumps(files),
        "version": version,
    }
    script = render_to_string("offline/worker.js", context)
    response = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


@cache
def shell(entries: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    """The addresses of all static files that such a page needs, and a hash of what they hold."""
    own_look = ("theme/theme.css",) if settings.THEME else ()
    names, digest = [*_EVERYWHERE, *entries, *own_look], hashlib.sha256()
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
