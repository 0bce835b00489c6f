"""Every address of the site; each room keeps its own list."""

from django.urls import include, path

handler400 = "houtskool.web.errors.bad_request"
handler403 = "houtskool.web.errors.permission_denied"
handler404 = "houtskool.web.errors.not_found"
handler500 = "houtskool.web.errors.server_error"

urlpatterns = [
    path("", include("houtskool.web.urls")),
    path("", include("houtskool.sector.urls")),
    path("", include("houtskool.process.urls")),
    path("", include("houtskool.inventory.urls")),
    path("", include("houtskool.assessment.urls")),
    path("", include("houtskool.deliberation.urls")),
    path("", include("houtskool.programme.urls")),
    path("", include("houtskool.council.urls")),
    path("", include("houtskool.public.urls")),
    path("", include("houtskool.records.urls")),
    path("account/", include("houtskool.accounts.urls")),
]
