from django.urls import path, re_path

from houtskool.documents import FORMATS
from houtskool.public import views

app_name = "public"
_formats = "|".join(FORMATS)
urlpatterns = [
    path("openbaar/", views.home, name="home"),
    path("openbaar/programma/<int:pk>/", views.programme, name="programme"),
    path("openbaar/maatregel/<uuid:key>/", views.measure, name="measure"),
    re_path(
        rf"^openbaar/versie/(?P<pk>\d+)/programma\.(?P<extension>{_formats})$",
        views.version_file,
        name="version-file",
    ),
]
