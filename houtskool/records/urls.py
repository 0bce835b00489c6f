from django.urls import path

from houtskool.records.views import journal, users

app_name = "records"
urlpatterns = [
    path("journaal/", journal.journal, name="journal"),
    path("bestanden/<int:pk>/", journal.upload, name="upload"),
    path("gebruikers/", users.listing, name="users"),
    path("gebruikers/nieuw/", users.add, name="add-user"),
    path("gebruikers/<int:pk>/", users.change, name="user"),
]
