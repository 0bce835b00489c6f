from django.urls import path

from houtskool.council.views import intake

app_name = "council"
urlpatterns = [
    path("nota/nieuw/", intake.begin, name="begin"),
    path("nota/<int:pk>/", intake.review, name="review"),
    path("nota/<int:pk>/bevestigen/", intake.confirm, name="confirm"),
    path("nota/feit/<int:pk>/", intake.judge, name="judge"),
]
