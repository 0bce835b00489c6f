from django.urls import URLPattern, path

from houtskool.assessment.views import assessors, comparison, judging

urlpatterns: list[URLPattern] = [
    path("afwegen/beoordelen/", judging.worklist, name="worklist"),
    path("afwegen/beoordelen/<int:pk>/", judging.judge, name="judge"),
    path("afwegen/beoordelen/<int:pk>/inleveren/", judging.hand_in, name="hand-in"),
    path("afwegen/beoordelen/<int:pk>/belang/", judging.interest, name="interest"),
    path("afwegen/hulpvraag/<int:pk>/beoordelaars/", assessors.assessors, name="assessors"),
    path("afwegen/hulpvraag/<int:pk>/inleverdag/", assessors.postpone, name="postpone"),
    path("afwegen/beoordelaar/<int:pk>/weghalen/", assessors.take_off, name="take-off"),
    path("afwegen/beoordelaar/<int:pk>/zonder/", assessors.go_on_without, name="go-on-without"),
    path("afwegen/hulpvraag/<int:pk>/oordelen/", comparison.comparison, name="comparison"),
    path("afwegen/hulpvraag/<int:pk>/oordelen.<str:format>", comparison.export, name="export-judgements"),
    path("afwegen/hulpvraag/<int:pk>/overleg/<str:criterion>/", comparison.moderate, name="moderate"),
    path("afwegen/kader/<int:pk>/overeenstemming/", comparison.agreement, name="agreement"),
]
