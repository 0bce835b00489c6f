"""Pages that a secret link or a code opens, without signing in."""

from __future__ import annotations

from django.http import HttpResponse


def unlisted(response: HttpResponse) -> HttpResponse:
    """The page, kept out of search engines: whoever has the link may read it, and nobody should find it."""
    response["X-Robots-Tag"] = "noindex"
    return response
