"""A request that is too large is refused by what it says of itself, before anything of it is read.

The web server before Houtskool should have the same limit (docs/settings.md); without one this is it.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

Answer = Callable[[HttpRequest], HttpResponse]


def refuse_large(answer: Answer) -> Answer:
    def guarded(request: HttpRequest) -> HttpResponse:
        told = request.META.get("CONTENT_LENGTH") or "0"
        size = int(told) if told.isdecimal() else 0
        if size <= settings.BODY_LIMIT:
            return answer(request)
        context = {"size": size // 1024**2, "limit": settings.IMPORT_LIMIT // 1024**2, "back": request.path}
        return render(request, "errors/413.html", context, status=413)

    return guarded
