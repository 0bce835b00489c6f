from django.urls import path

from houtskool.records.views import imports, journal, mails, users

app_name = "records"
urlpatterns = [
    path("journaal/", journal.journal, name="journal"),
    path("bestanden/<int:pk>/", journal.upload, name="upload"),
    path("inlezen/", imports.imports, name="imports"),
    path("inlezen/<str:kind>/nieuw/", imports.new, name="import-new"),
    path("inlezen/<str:kind>/leeg/<str:format>/", imports.template, name="import-template"),
    path("inlezen/<int:pk>/kolommen/", imports.columns, name="import-columns"),
    path("inlezen/<int:pk>/proef/", imports.check, name="import-check"),
    path("inlezen/<int:pk>/", imports.batch, name="import"),
    path("inlezen/<int:pk>/geweigerd/<str:format>/", imports.mend, name="import-mend"),
    path("inlezen/<int:pk>/terugdraaien/", imports.undo, name="import-undo"),
    path("inlezen/<int:pk>/stop/", imports.halt, name="import-halt"),
    path("inlezen/<int:pk>/verder/", imports.resume, name="import-resume"),
    path("e-mail/", mails.mails, name="mails"),
    path("e-mail/bewaar/<str:format>/", mails.export, name="mails-export"),
    path("e-mail/<int:pk>/opnieuw/", mails.again, name="mail-again"),
    path("achtergrond/", mails.work, name="work"),
    path("gebruikers/", users.listing, name="users"),
    path("gebruikers/nieuw/", users.add, name="add-user"),
    path("gebruikers/<int:pk>/", users.change, name="user"),
]
