from django.urls import URLPattern, URLResolver, path, re_path

from houtskool.documents import FORMATS
from houtskool.inventory.views import own, report, tables

app_name = "inventory"
_formats = "|".join(FORMATS)
urlpatterns: list[URLPattern | URLResolver] = [
    # the report of a gathering
    path("inbreng/bijeenkomst/<int:pk>/verslag/", report.report, name="report"),
    re_path(
        rf"^inbreng/bijeenkomst/(?P<pk>\d+)/verslag\.(?P<extension>{_formats})$",
        report.report_file,
        name="report-file",
    ),
    path("inbreng/gedeeld/<str:token>/", report.shared_report, name="shared-report"),
    re_path(
        rf"^inbreng/gedeeld/(?P<token>[\w-]+)/verslag\.(?P<extension>{_formats})$",
        report.shared_file,
        name="shared-file",
    ),
    path("inbreng/verslaglink/<int:pk>/sluiten/", report.close_link, name="close-report-link"),
    # what became of it: for who contributed, and for a table
    path("inbreng/mijn/<str:token>/", own.own, name="own"),
    path("inbreng/mijn/<str:token>/<int:pk>/toestemming/", own.change_consent, name="own-consent"),
    path("inbreng/mijn/<str:token>/<int:pk>/intrekken/", own.withdraw, name="own-withdraw"),
    path("inbreng/mijn/<str:token>/<int:pk>/vrijgeven/", own.restore, name="own-restore"),
    path("inbreng/mijn/<str:token>/wissen/", own.ask_erasure, name="own-erase"),
    path("inbreng/geen-berichten/<str:token>/", own.no_mail, name="own-no-mail"),
    path("inbreng/tafel/", tables.code, name="table-code"),
    path("inbreng/tafel/<str:code>/", tables.table, name="table"),
]
