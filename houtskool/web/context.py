from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from houtskool.web import navigation
from houtskool.web.reference_date import reference_date


def site(request: HttpRequest) -> dict[str, Any]:
    """What the base template needs on every page."""
    return {
        "municipality": settings.MUNICIPALITY,
        "example": settings.EXAMPLE,
        "theme": bool(settings.THEME),
        "reference_date": reference_date(request),
        "reference_date_is_fixed": settings.REFERENCE_DATE is not None,
        "fixed_date": settings.REFERENCE_DATE,
        "navigation": navigation.for_request(request) if hasattr(request, "user") else [],
    }
