"""The addresses of requests: for anybody, for who has the secret link, and for who handles them."""

from django.urls import URLPattern, URLResolver, path

from houtskool.assessment.views import ask, case, cases, follow, follow_ups, handling, overview, persons, told

_case = "afwegen/hulpvraag/<int:pk>/"
urlpatterns: list[URLPattern | URLResolver] = [
    # asking for help, and following it
    path("hulp/vraag/", ask.ask, name="ask"),
    path("hulp/vraag/<str:token>/verstuurd/", ask.asked, name="asked"),
    path("hulp/link-kwijt/", follow.lost_link, name="lost-link"),
    path("hulp/volg/<str:token>/", follow.follow, name="follow"),
    path("hulp/volg/<str:token>/aanvullen/", follow.answer, name="follow-answer"),
    path("hulp/volg/<str:token>/stukken/", follow.add, name="follow-add"),
    path("hulp/volg/<str:token>/intrekken/", follow.withdraw, name="follow-withdraw"),
    path("hulp/volgmoment/<str:token>/", follow.follow_up, name="follow-up"),
    # handling it
    path("afwegen/hulpvragen/", cases.cases, name="cases"),
    path("afwegen/hulpvragen/hulpvragen.<str:format>", cases.export, name="cases-export"),
    path(_case, case.case, name="case"),
    path("afwegen/bewijs/<int:pk>/", case.evidence, name="evidence"),
    path("afwegen/bewijs/<int:pk>/criterium/", handling.tie, name="evidence-criterion"),
    path(f"{_case}contact/", handling.contact, name="case-contact"),
    path(f"{_case}route/", handling.route, name="case-route"),
    path(f"{_case}snel/", handling.quick, name="case-quick"),
    path(f"{_case}inkoop/", handling.to_buyers, name="case-buyers"),
    path(f"{_case}aanvulling/", handling.supplement, name="case-supplement"),
    path(f"{_case}antwoorden/", told.answers, name="case-answers"),
    path(f"{_case}niet-behandelen/", handling.unhandled, name="case-unhandled"),
    path(f"{_case}verlengen/", handling.extend, name="case-extend"),
    path(f"{_case}aanvraag/", handling.legal_effect, name="case-legal-effect"),
    path(f"{_case}organisatie/", handling.organisation, name="case-organisation"),
    path(f"{_case}bewijs/", handling.add_evidence, name="case-evidence"),
    path(f"{_case}nieuwe-link/", handling.renew_link, name="case-renew-link"),
    path(f"{_case}gegevens/", persons.personal, name="case-personal"),
    path(f"{_case}gegevens/bestand/", persons.export, name="case-export"),
    path(f"{_case}gegevens/wissen/", persons.erase, name="case-erase"),
    # how it goes, and how it went
    path("afwegen/volgmomenten/", follow_ups.follow_ups, name="follow-ups"),
    path("afwegen/volgmoment/<int:pk>/", follow_ups.tell, name="follow-up-tell"),
    path("afwegen/overzicht/", overview.overview, name="overview"),
    path("afwegen/overzicht/overzicht.<str:format>", overview.overview_file, name="overview-file"),
    path("openbaar/hulpvragen/", overview.open_overview, name="open-overview"),
    path(
        "openbaar/hulpvragen/hulpvragen.<str:format>", overview.open_overview_file, name="open-overview-file"
    ),
]
