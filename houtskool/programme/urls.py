from django.urls import URLPattern, URLResolver, path, re_path

from houtskool.documents import FORMATS
from houtskool.programme.forms import PARTS
from houtskool.programme.views import (
    execution,
    grounds,
    measures,
    programme,
    publishing,
    reactions,
    rounds,
    signing,
    spreadsheets,
    versions,
)

app_name = "programme"
_part = "|".join(PARTS)
_formats = "|".join(FORMATS)
urlpatterns: list[URLPattern | URLResolver] = [
    # the programme and its lines
    path("programma/", programme.home, name="home"),
    path("programma/<int:pk>/", programme.programme, name="programme"),
    path("programma/<int:pk>/volgende/", programme.add_quick, name="add-quick"),
    path("programma/<int:pk>/tegelijk/", programme.change_many, name="change-many"),
    path("programma/<int:pk>/actielijn/nieuw/", programme.add_line, name="add-line"),
    path("programma/actielijn/<int:pk>/wijzigen/", programme.change_line, name="change-line"),
    path("programma/actielijn/<int:pk>/weghalen/", programme.remove_line, name="remove-line"),
    path("programma/actielijn/<int:pk>/verplaatsen/", programme.move_line, name="move-line"),
    path("programma/<int:pk>/als/<str:format>/", spreadsheets.export, name="export"),
    # a measure
    path("programma/<int:pk>/maatregel/nieuw/", measures.add, name="add-measure"),
    path("programma/maatregel/<int:pk>/", measures.measure, name="measure"),
    path("programma/maatregel/<int:pk>/wijzigen/", measures.change, name="change-measure"),
    path("programma/maatregel/<int:pk>/akkoord/", signing.sign, name="sign"),
    path("programma/maatregel/<int:pk>/akkoord/vragen/", signing.ask_partner, name="ask-partner"),
    path("programma/akkoord/<int:pk>/intrekken/", signing.withdraw_link, name="withdraw-signing"),
    path("akkoord/<str:token>/", signing.sign_by_link, name="sign-by-link"),
    path("programma/maatregel/<int:pk>/stand/", measures.change_state, name="change-state"),
    path("programma/maatregel/<int:pk>/weghalen/", measures.remove, name="remove-measure"),
    path("programma/maatregel/<int:pk>/verplaatsen/", measures.move, name="move-measure"),
    re_path(
        rf"^programma/maatregel/(?P<pk>\d+)/(?P<part>{_part})/nieuw/$", measures.add_part, name="add-part"
    ),
    re_path(
        rf"^programma/(?P<part>{_part})/(?P<pk>\d+)/wijzigen/$", measures.change_part, name="change-part"
    ),
    re_path(
        rf"^programma/(?P<part>{_part})/(?P<pk>\d+)/weghalen/$", measures.remove_part, name="remove-part"
    ),
    # what led to a measure, and what led to none
    path("programma/maatregel/<int:pk>/onderbouwing/", grounds.grounds, name="grounds"),
    path("programma/maatregel/<int:pk>/onderbouwing/leggen/", grounds.lay, name="lay"),
    path("programma/onderbouwing/<int:pk>/wijzigen/", grounds.change, name="change-ground"),
    path("programma/onderbouwing/<int:pk>/weghalen/", grounds.take_away, name="take-ground"),
    path("programma/<int:pk>/zonder-onderbouwing/", grounds.bare, name="bare"),
    path("programma/<int:pk>/zonder-maatregel/", grounds.unused, name="unused"),
    path("programma/<int:pk>/zonder-maatregel/leggen/", grounds.lay_unused, name="lay-unused"),
    # reactions to the draft, and following a measure
    path("programma/<int:pk>/reacties/", reactions.reactions, name="reactions"),
    path("programma/<int:pk>/reacties/vragen/", reactions.ask, name="ask-reactions"),
    path("reageer/<str:token>/", reactions.react, name="react"),
    path("volg/<uuid:key>/", reactions.follow, name="follow"),
    path("volgen/<str:token>/", reactions.confirm_follow, name="confirm-follow"),
    path("volgen/<str:token>/stoppen/", reactions.unfollow, name="unfollow"),
    # rounds of progress
    path("programma/<int:pk>/voortgang/", rounds.rounds, name="rounds"),
    path("programma/<int:pk>/voortgang/nieuw/", rounds.open_round, name="open-round"),
    path("programma/ronde/<int:pk>/", rounds.round, name="round"),
    path("programma/ronde/<int:pk>/herinneren/", rounds.remind, name="remind-round"),
    path("programma/ronde/<int:pk>/sluiten/", rounds.close, name="close-round"),
    path("voortgang/<str:token>/", rounds.tell, name="tell"),
    # plan against reality
    path("programma/<int:pk>/uitvoering/", execution.execution, name="execution"),
    # versions
    path("programma/<int:pk>/versies/", versions.versions, name="versions"),
    path("programma/<int:pk>/versies/vastleggen/", versions.freeze, name="freeze"),
    path("programma/<int:pk>/aanbieden/", versions.present, name="present"),
    path("programma/<int:pk>/amendement/", versions.amend, name="amend"),
    path("programma/<int:pk>/vaststellen/", versions.adopt, name="adopt"),
    path("programma/<int:pk>/stappen/", versions.tie_steps, name="tie-steps"),
    path("programma/<int:pk>/motie/", versions.motion, name="motion"),
    path("programma/versie/<int:pk>/", versions.version, name="version"),
    re_path(
        rf"^programma/versie/(?P<pk>\d+)/programma\.(?P<extension>{_formats})$",
        versions.version_file,
        name="version-file",
    ),
    path("programma/versie/<int:pk>/anders-dan/<int:other>/", versions.compare, name="compare"),
    path("programma/versie/<int:pk>/openbaar/", publishing.publish, name="publish"),
    path("programma/versie/<int:pk>/niet-openbaar/", publishing.withdraw, name="withdraw-publication"),
    path("programma/versie/<int:pk>/en-nu/", versions.compare_now, name="compare-now"),
]
