"""The addresses of the sector: the same set for every noun, and what only some of them have."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import URLPattern, path

from houtskool.sector.models import Organisation
from houtskool.sector.nouns import BY_MODEL, NOUNS, NounPages
from houtskool.sector.views import (
    districts,
    entries,
    lists,
    merge,
    overview,
    persons,
    recognitions,
    things,
)

app_name = "sector"


def _pages(noun: NounPages) -> Iterator[URLPattern]:
    given = {"noun": noun}
    one = f"{noun.path}/<int:pk>/"
    yield path(f"{noun.path}/", lists.listing, given, name=noun.list_key)
    yield path(f"{noun.path}/als/<str:format>/", lists.export, given, name=f"{noun.list_key}-export")
    yield path(f"{noun.path}/nieuw/", things.add, given, name=f"{noun.key}-add")
    yield path(one, things.thing, given, name=noun.key)
    yield path(f"{one}wijzigen/", things.change, given, name=f"{noun.key}-change")
    yield path(f"{one}verwijderen/", things.remove, given, name=f"{noun.key}-remove")
    yield path(f"{one}samenvoegen/", merge.choose, given, name=f"{noun.key}-merge")
    yield path(f"{one}samenvoegen/<int:other>/", merge.merge, given, name=f"{noun.key}-merge-with")


_organisation = {"noun": BY_MODEL[Organisation]}
urlpatterns = [
    path("sector/", overview.overview, name="overview"),
    path("organisaties/<int:pk>/nagekeken/", things.confirm, _organisation, name="organisation-confirm"),
    path("organisaties/<int:pk>/erkenning/", recognitions.add, name="recognition-add"),
    path("organisaties/erkenning/<int:pk>/", recognitions.change, name="recognition-change"),
    path("organisaties/erkenning/<int:pk>/verwijderen/", recognitions.remove, name="recognition-remove"),
    path("organisaties/<int:pk>/link/", entries.send, name="entry-link-send"),
    path("organisaties/link/<int:pk>/intrekken/", entries.revoke, name="entry-link-revoke"),
    path("uw-gegevens/<str:token>/", entries.own_entry, name="own-entry"),
    path("contacten/<int:pk>/persoonsgegevens/", persons.personal, name="contact-personal"),
    path("contacten/<int:pk>/persoonsgegevens/bestand/", persons.export, name="contact-export"),
    path("contacten/<int:pk>/persoonsgegevens/wissen/", persons.erase, name="contact-erase"),
    path("wijken/kaart/", districts.map_, name="map"),
    path("wijken/omtrekken/", districts.outlines, name="outlines"),
    *(page for noun in NOUNS for page in _pages(noun)),
]
