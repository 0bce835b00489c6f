from django.urls import path, re_path

from houtskool.process import views
from houtskool.process.forms import PARTS

app_name = "process"
_part = "|".join(PARTS)
urlpatterns = [
    path("", views.home, name="home"),
    path("proces/nieuw/", views.new_process, name="new"),
    path("proces/<int:pk>/", views.process, name="process"),
    path("proces/<int:pk>/weghalen/", views.remove_process, name="remove-process"),
    path("proces/<int:pk>/wijzigen/", views.edit_process, name="edit"),
    re_path(rf"^proces/(?P<pk>\d+)/(?P<part>{_part})/nieuw/$", views.add_part, name="add"),
    re_path(rf"^proces/(?P<part>{_part})/(?P<pk>\d+)/wijzigen/$", views.change_part, name="change"),
    re_path(rf"^proces/(?P<part>{_part})/(?P<pk>\d+)/weghalen/$", views.remove_part, name="remove"),
    path("proces/toezegging/<int:pk>/", views.commitment, name="commitment"),
    path("proces/toezegging/<int:pk>/afdoen/", views.settle, name="settle"),
    path("proces/toezegging/<int:pk>/vervallen/", views.withdraw, name="withdraw"),
    path("proces/toezegging/<int:pk>/toezeggen/", views.register, name="register"),
    path("proces/toezegging/<int:pk>/heropenen/", views.reopen, name="reopen"),
    path("proces/bijeenkomst/<int:pk>/", views.gathering, name="gathering"),
    path("documenten/<int:pk>/", views.document, name="document"),
    path("documenten/<int:pk>/bestand/", views.original, name="original"),
    path("documenten/bijlage/<int:pk>/bestand/", views.annex, name="annex"),
    path("documenten/bijlage/<int:pk>/", views.attach, name="attach"),
]
