"""The language of a visit: Dutch, unless this visitor chose another and a cookie remembers it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django_stubs_ext import StrPromise

# What a reader reads: a string, or one of gettext_lazy, which becomes one in the language of each visit.
Text: TypeAlias = str | StrPromise


def chosen_language(request: HttpRequest) -> str:
    """The code of a language that the site has. What the browser itself prefers does not count: most readers
    of a Dutch council document read Dutch, also at a computer that was set up in English."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def follow_the_choice(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[..., HttpResponse]:
    """Middleware: everything within this request speaks the visitor's language."""

    def answer(request: HttpRequest) -> HttpResponse:
        language = chosen_language(request)
        with translation.override(language):
            response = get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ["Cookie"])
        return response

    return answer


def dutch(text: Text) -> str:
    """The text in Dutch, whatever the language of the page: for what is stored, or read back in."""
    with translation.override("nl"):
        return str(text)
