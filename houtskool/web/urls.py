from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from houtskool.web import views

app_name = "web"
urlpatterns = [
    path("peildatum/", views.move_reference_date, name="reference-date"),
    path("taal/", login_not_required(require_POST(set_language)), name="language"),
]
