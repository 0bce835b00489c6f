from django.urls import include, path, re_path

from houtskool.process import views
from houtskool.process.forms import PARTS

app_name = "process"
_part = "|".join(PARTS)
# Parts of a gathering, each with pages of its own.
_gathering = [
    path("", views.gathering, name="gathering"),
    path("wijzigen/", views.change_gathering, name="change-gathering"),
    path("afgelasten/", views.cancel_gathering, name="cancel-gathering"),
    path("laten-doorgaan/", views.reinstate_gathering, name="reinstate-gathering"),
    path("aanhaken/", views.join, name="join"),
    path("afmelden/", views.leave, name="leave"),
    path("tafel/nieuw/", views.add_table, name="add-table"),
    path("tafelkaarten/", views.table_cards, name="table-cards"),
    path("uitnodigen/", views.invite, name="invite"),
    path("herinneren/", views.remind, name="remind"),
    path("presentie/", views.attendance, name="attendance"),
    path("presentie/iedereen/", views.mark_all, name="mark-all"),
    path("presentie/inloop/", views.walk_in, name="walk-in"),
    path("deur/", views.door_poster, name="door-poster"),
]
_invitation = [
    path("", views.invitation, name="invitation"),
    path("antwoord/", views.answer, name="answer"),
    path("opnieuw/", views.send_again, name="send-again"),
    path("intrekken/", views.withdraw_invitation, name="withdraw-invitation"),
    path("presentie/", views.mark, name="mark"),
    path("van-de-lijst/", views.take_off, name="take-off"),
]
# Open without signing in: the token is the key.
_reply = [
    path("", views.reply, name="reply"),
    path("meenemen/", views.bring, name="bring"),
    path("meenemen/<int:guest>/", views.leave_behind, name="leave-behind"),
    path("bijeenkomst.ics", views.calendar, name="calendar"),
]
urlpatterns = [
    path("", views.home, name="home"),
    # Before the pages of parts in general, which a gathering was before it had pages of its own.
    path("proces/<int:pk>/bijeenkomst/nieuw/", views.add_gathering, name="add-gathering"),
    path("proces/bijeenkomst/<int:pk>/", include(_gathering)),
    path("proces/tafel/<int:pk>/wijzigen/", views.change_table, name="change-table"),
    path("proces/tafel/<int:pk>/weghalen/", views.remove_table, name="remove-table"),
    path("proces/tafel/<int:pk>/vernieuwen/", views.renew_table, name="renew-table"),
    path("proces/uitnodiging/<int:pk>/", include(_invitation)),
    path("proces/<int:pk>/uitnodigingen/", views.invitations, name="invitations"),
    path(
        "proces/<int:pk>/uitnodigingen/als/<str:format>/", views.invitations_export, name="invitations-export"
    ),
    path("proces/<int:pk>/wie-is-gehoord/", views.who_is_heard, name="coverage"),
    path(
        "proces/<int:pk>/wie-is-gehoord/als/<str:format>/", views.who_is_heard_export, name="coverage-export"
    ),
    path("proces/<int:pk>/nodig-uit/<int:group>/", views.invite_group, name="invite-group"),
    path("aanwezig/<str:token>/", views.arrive, name="arrive"),
    path("uitnodiging/<str:token>/", include(_reply)),
    path("geen-mail/<str:token>/", views.no_mail, name="no-mail"),
    path("deur/<str:token>/", views.door, name="door"),
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
    path("documenten/<int:pk>/", views.document, name="document"),
    path("documenten/<int:pk>/bestand/", views.original, name="original"),
    path("documenten/bijlage/<int:pk>/bestand/", views.annex, name="annex"),
    path("documenten/bijlage/<int:pk>/", views.attach, name="attach"),
]
