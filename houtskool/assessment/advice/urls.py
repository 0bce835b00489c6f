"""The addresses of advice and decision."""

from django.urls import URLPattern, URLResolver, path

from houtskool.assessment.views import advices, decisions

urlpatterns: list[URLPattern | URLResolver] = [
    path("afwegen/hulpvraag/<int:pk>/advies/", advices.advise, name="advise"),
    path("afwegen/advies/<int:pk>/", advices.advice, name="advice"),
    path("afwegen/advies/<int:pk>/advies.json", advices.advice_json, name="advice-json"),
    path("afwegen/advies/<int:pk>/advies.<str:extension>", advices.advice_file, name="advice-file"),
    path("afwegen/hulpvraag/<int:pk>/besluit/", decisions.decide, name="decide"),
    path("afwegen/besluit/<int:pk>/brief.<str:extension>", decisions.letter, name="letter"),
    path("hulp/volg/<str:token>/brief.<str:extension>", decisions.letter_by_link, name="follow-letter"),
]
