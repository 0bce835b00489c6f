"""The addresses of budget rounds."""

from django.urls import URLPattern, URLResolver, path

from houtskool.assessment.views import rounds

urlpatterns: list[URLPattern | URLResolver] = [
    path("afwegen/budgetrondes/", rounds.listed, name="rounds"),
    path("afwegen/budgetronde/nieuw/", rounds.begin, name="begin-round"),
    path("afwegen/budgetronde/<int:pk>/", rounds.round_page, name="round"),
    path("afwegen/budgetronde/<int:pk>/wijzigen/", rounds.change, name="change-round"),
    path("afwegen/budgetronde/<int:pk>/hulpvragen/", rounds.entries, name="round-entries"),
    path("afwegen/budgetronde/<int:pk>/vastleggen/", rounds.freeze, name="freeze-round"),
    path("afwegen/budgetronde/<int:pk>/weghalen/", rounds.remove, name="remove-round"),
    path("afwegen/budgetronde/<int:pk>/ronde.csv", rounds.as_csv, name="round-csv"),
]
