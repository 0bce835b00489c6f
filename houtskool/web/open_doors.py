"""Pages that a secret link or a code opens, without signing in."""

from __future__ import annotations

from django.conf import settings
from django.core.cache import BaseCache
from django.http import HttpRequest, HttpResponse


def unlisted(response: HttpResponse) -> HttpResponse:
    """The page, kept out of search engines: whoever has the link may read it, and nobody should find it."""
    response["X-Robots-Tag"] = "noindex"
    return response


def from_elsewhere(request: HttpRequest) -> bool:
    """Whether a browser says that another site sent this. What is no browser has nothing to ride on."""
    origin = request.headers.get("Origin")
    if origin is None:
        return False
    here = f"{request.scheme}://{request.get_host()}"
    return origin not in {here, *settings.CSRF_TRUSTED_ORIGINS}


def too_often(counts: BaseCache, who: str, minute: int, *, most: int) -> bool:
    """Count one request of `who` in this minute (a number); whether that is more than `most`."""
    key = f"{who}:{minute}"
    if counts.add(key, 1, timeout=120):
        return most < 1
    try:
        return counts.incr(key) > most
    except ValueError:  # it expired between the two
        return False
