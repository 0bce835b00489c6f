from django.urls import URLPattern, URLResolver, include, path, re_path

from houtskool.deliberation.views import (
    conversations,
    data,
    doors,
    from_contributions,
    moderation,
    participants,
    results,
    screens,
    statements,
    taking_part,
    voting,
)

app_name = "deliberation"
# Staff: conversations, statements, moderation, doors.
_conversation = [
    path("", conversations.conversation, name="conversation"),
    path("wijzigen/", conversations.change, name="change"),
    path("openen/", conversations.open_now, name="open"),
    path("sluiten/", conversations.close, name="close"),
    path("heropenen/", conversations.reopen, name="reopen"),
    path("weghalen/", conversations.remove, name="remove"),
    path("stelling/nieuw/", statements.add, name="add-statement"),
    path("stellingen/nieuw/", statements.add_many, name="add-statements"),
    path("uit-inbreng/", from_contributions.choose, name="from-contributions"),
    path("toezicht/", moderation.moderation, name="moderation"),
    path("deelnemers/", participants.participants, name="participants"),
    path("deelnamelinks/", doors.doors, name="doors"),
]
_statement = [
    path("", statements.statement, name="statement"),
    path("wijzigen/", statements.change, name="change-statement"),
    path("herkomst/", statements.link, name="link"),
    path("herkomst/<int:source>/weg/", statements.unlink, name="unlink"),
    path("goedkeuren/", moderation.approve, name="approve"),
    path("weghalen/", moderation.take_out, name="take-out"),
    path("terug/", moderation.put_back, name="put-back"),
]
_door = [
    path("", doors.change, name="door"),
    path("intrekken/", doors.withdraw, name="withdraw-door"),
    path("mailen/", doors.mail, name="mail-door"),
    path("poster/", doors.poster, name="poster"),
    path("groot/", doors.big, name="big"),
]
# Participants: open without signing in; the code of a door is the key.
_mee = [
    path("", taking_part.enter, name="enter"),
    path("groep/", taking_part.group, name="group"),
    path("stem/", voting.vote, name="vote"),
    path("sturen/", voting.send, name="send"),
    path("mijn-stemmen/", taking_part.own_votes, name="own-votes"),
    path("mijn-stemmen/intrekken/", taking_part.take_back, name="take-back"),
    path("mijn-stelling/", taking_part.own_statement, name="own-statement"),
    path("klaar/", taking_part.done, name="done"),
]
# The result: for staff, and once published open to everybody; the screen for the room; data out and in.
_result = [
    path("scherm/", screens.screen, name="screen"),
    path("uitkomst/", results.show, name="result"),
    path("uitkomst/openbaar-maken/", results.publish, name="publish-result"),
    path("uitkomst/weghalen/", results.withdraw, name="withdraw-result"),
    path("uitkomst/stelling/<int:number>/", results.show_statement, name="result-statement"),
    path("uitkomst/open-data.zip", data.download, {"layout": "open-data"}, name="open-data"),
    path("uitkomst/polis.zip", data.download, {"layout": "polis"}, name="polis"),
    path("uitkomst/uitkomst.<str:extension>", results.file, name="result-file"),
    path("terugdraaien/", data.undo_take_over, name="undo-take-over"),
]
_public = [
    path("", results.show_public, name="public-result"),
    path("stelling/<int:number>/", results.show_public_statement, name="public-statement"),
    path("open-data.zip", data.public_download, name="public-data"),
    path("uitkomst.<str:extension>", results.public_file, name="public-file"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("stemmen/", taking_part.code, name="code"),
    path("stemmen/geen-mail/<str:token>/", doors.stop_mail, name="no-mail"),
    path("stemmen/sw.js", voting.worker, name="worker"),
    path("stemmen/gesprekken/", conversations.conversations, name="conversations"),
    path("stemmen/gesprek/nieuw/", conversations.new, name="new"),
    path("stemmen/gesprekken/overnemen/", data.take_over, name="take-over"),
    path("stemmen/gesprekken/overnemen/<int:pk>/", data.check_take_over, name="check-take-over"),
    path("stemmen/uitkomst/<int:pk>/", include(_public)),
    path("stemmen/gesprek/<int:pk>/", include(_result)),
    path("stemmen/gesprek/<int:pk>/", include(_conversation)),
    path("stemmen/stelling/<int:pk>/", include(_statement)),
    path("stemmen/deur/<int:pk>/", include(_door)),
    path("stemmen/deelnemer/<int:pk>/uitsluiten/", participants.exclude, name="exclude"),
    path("stemmen/deelnemer/<int:pk>/meetellen/", participants.include, name="include"),
    re_path(r"^stemmen/(?P<code>[A-Z2-9]{8})/", include(_mee)),
]
