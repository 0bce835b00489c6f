from django.urls import path

from houtskool.web import views

app_name = "web"
urlpatterns = [path("peildatum/", views.move_reference_date, name="reference-date")]
