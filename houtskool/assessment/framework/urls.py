"""The addresses of frameworks, of what they are made of, and of what anybody may look up in them."""

from django.urls import URLPattern, URLResolver, path, re_path

from houtskool.assessment.framework.part_forms import PARTS
from houtskool.assessment.views import dry_run, frameworks, looking, parts, reactions, versions

_part = "|".join(PARTS)
urlpatterns: list[URLPattern | URLResolver] = [
    # what help may fit, for anybody
    path("hulp/", looking.looking, name="looking"),
    # frameworks
    path("afwegen/", frameworks.home, name="home"),
    path("afwegen/kader/nieuw/", frameworks.add, name="add"),
    path("afwegen/kader/<int:pk>/", frameworks.framework, name="framework"),
    path("afwegen/kader/<int:pk>/wijzigen/", frameworks.change, name="change"),
    path("afwegen/kader/<int:pk>/weghalen/", frameworks.remove, name="remove"),
    path("afwegen/kader/<int:pk>/kader.toml", frameworks.toml, name="toml"),
    # their criteria, questions, kinds of support and rules
    path("afwegen/vorm/<int:pk>/voorwaarde/nieuw/", parts.add_rule, name="add-rule"),
    re_path(rf"^afwegen/kader/(?P<pk>\d+)/(?P<part>{_part})/nieuw/$", parts.add, name="add-part"),
    re_path(rf"^afwegen/(?P<part>{_part})/(?P<pk>\d+)/wijzigen/$", parts.change, name="change-part"),
    re_path(rf"^afwegen/(?P<part>{_part})/(?P<pk>\d+)/weghalen/$", parts.remove, name="remove-part"),
    path("afwegen/<str:part>/<int:pk>/verplaatsen/", parts.move, name="move-part"),
    path("afwegen/criterium/<int:pk>/onderbouwing/", parts.grounds, name="grounds"),
    path("afwegen/onderbouwing/<int:pk>/weghalen/", parts.take_ground, name="take-ground"),
    # versions
    path("afwegen/kader/<int:pk>/versies/", versions.versions, name="versions"),
    path("afwegen/kader/<int:pk>/versies/vastleggen/", versions.publish, name="publish"),
    path("afwegen/versie/<int:pk>/", versions.version, name="version"),
    path("afwegen/versie/<int:pk>/wat-was-anders/", dry_run.dry_run, name="dry-run"),
    path("afwegen/versie/<int:pk>/reacties/", reactions.reactions, name="reactions"),
    path("afwegen/versie/<int:pk>/reacties/vragen/", reactions.ask, name="ask-reactions"),
    path("afwegen/reageren/<str:token>/", reactions.react, name="react"),
    path("afwegen/versie/<int:pk>/kader.toml", versions.version_toml, name="version-toml"),
    path("afwegen/versie/<int:pk>/anders-dan/<int:other>/", versions.compare, name="compare"),
]
