from django.urls import URLPattern, URLResolver, path, re_path

from houtskool.documents import FORMATS
from houtskool.inventory.views import (
    answers,
    bulk,
    capture,
    capture_send,
    captured,
    coding,
    contributions,
    contributors,
    giving,
    intake,
    listing,
    merging,
    own,
    report,
    tables,
    themes,
)

app_name = "inventory"
_formats = "|".join(FORMATS)
urlpatterns: list[URLPattern | URLResolver] = [
    # contributions: the list, and each of them
    path("inbreng/", listing.listing, name="contributions"),
    path("inbreng/als/<str:format>/", listing.export, name="contributions-export"),
    path("inbreng/proces/<int:process>/nieuw/", contributions.add, name="contribution-add"),
    path("inbreng/<int:pk>/", contributions.contribution, name="contribution"),
    path("inbreng/<int:pk>/wijzigen/", contributions.change, name="contribution-change"),
    path("inbreng/<int:pk>/intrekken/", contributions.withdraw, name="contribution-withdraw"),
    path("inbreng/<int:pk>/vrijgeven/", contributions.restore, name="contribution-restore"),
    path("inbreng/<int:pk>/verwijderen/", contributions.remove, name="contribution-remove"),
    # contributions: for anybody, without an account
    path("inbreng/geef/<int:process>/", giving.give, name="give"),
    path("inbreng/gegeven/<str:token>/", giving.given, name="given"),
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
    # themes, answers and merges
    path("inbreng/coderen/", coding.code, name="code"),
    path("inbreng/selectie/", bulk.bulk, name="bulk"),
    path("inbreng/thema/<int:pk>/weghalen/", bulk.take, name="take"),
    path("inbreng/ongedaan/", bulk.undo, name="undo"),
    path("inbreng/beantwoorden/", answers.answer, name="answer"),
    path("inbreng/<int:pk>/antwoord/terugnemen/", answers.take_back, name="take-back"),
    path("inbreng/samenvoegen/", merging.merge, name="merge"),
    path("inbreng/<int:pk>/losmaken/", merging.separate, name="separate"),
    path("inbreng/themas/", themes.themes, name="themes"),
    path("inbreng/themas/als/<str:format>/", themes.export, name="themes-export"),
    # what became of it: for who contributed, and for a table
    path("inbreng/mijn/<str:token>/", own.own, name="own"),
    path("inbreng/mijn/<str:token>/<int:pk>/toestemming/", own.change_consent, name="own-consent"),
    path("inbreng/mijn/<str:token>/<int:pk>/intrekken/", own.withdraw, name="own-withdraw"),
    path("inbreng/mijn/<str:token>/<int:pk>/vrijgeven/", own.restore, name="own-restore"),
    path("inbreng/mijn/<str:token>/wissen/", own.ask_erasure, name="own-erase"),
    path("inbreng/geen-berichten/<str:token>/", own.no_mail, name="own-no-mail"),
    path("inbreng/inbrenger/<int:pk>/", contributors.contributor, name="contributor"),
    path("inbreng/inbrenger/<int:pk>/link/", contributors.renew_link, name="contributor-link"),
    path("inbreng/inbrenger/<int:pk>/wissen/", contributors.erase, name="contributor-erase"),
    path("inbreng/tafel/", tables.code, name="table-code"),
    path("inbreng/tafel/<str:code>/", tables.table, name="table"),
    # capture at a table
    path("inbreng/vastleggen/sw.js", capture.worker, name="capture-worker"),
    path("inbreng/vastleggen/<str:token>/", capture.capture, name="capture"),
    path("inbreng/vastleggen/<str:token>/sturen/", capture_send.send, name="capture-send"),
    path("inbreng/vastleggen/<str:token>/tafel/", capture.listed, name="capture-listed"),
    path("inbreng/vastleggen/<str:token>/<uuid:draft>/", capture.change, name="capture-change"),
    path("inbreng/vastleggen/<str:token>/<uuid:draft>/foto/", capture_send.photo, name="capture-photo"),
    path("inbreng/tafels/<int:pk>/", captured.captured, name="captured"),
    path("inbreng/tafels/<int:pk>/sluiten/", captured.close, name="captured-close"),
    path("inbreng/<int:pk>/foto/", captured.photo, name="photo"),
    # reports and interviews that are read in
    path("inbreng/verslagen/", intake.listing, name="intakes"),
    path("inbreng/verslag/nieuw/", intake.new, name="intake-new"),
    path("inbreng/verslag/<int:pk>/", intake.intake, name="intake"),
    path("inbreng/verslag/voorstel/<int:pk>/", intake.judge, name="intake-judge"),
    path("inbreng/verslag/<int:pk>/toevoegen/", intake.add, name="intake-add"),
    path("inbreng/verslag/<int:pk>/alle/", intake.set_all, name="intake-all"),
    path("inbreng/verslag/<int:pk>/overnemen/", intake.confirm, name="intake-confirm"),
    path("inbreng/verslag/<int:pk>/terugdraaien/", intake.undo, name="intake-undo"),
    path("inbreng/verslag/<int:pk>/weggooien/", intake.discard, name="intake-discard"),
    path("inbreng/verslag/<int:pk>/bestand/", intake.original, name="intake-original"),
]
