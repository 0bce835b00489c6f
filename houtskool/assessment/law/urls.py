"""The addresses of the legal amounts."""

from django.urls import URLPattern, URLResolver, path

from houtskool.assessment.views import law

urlpatterns: list[URLPattern | URLResolver] = [
    path("afwegen/bedragen/", law.amounts, name="amounts"),
    path("afwegen/bedragen/nieuw/", law.add, name="add-amount"),
    path("afwegen/bedragen/<slug:key>/nieuw/", law.add, name="next-amount"),
    path("afwegen/bedragen/<int:pk>/nagekeken/", law.check, name="check-amount"),
]
