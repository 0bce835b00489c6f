"""Refusals and mishaps in the look of the site, in plain Dutch, with what to do next."""

import pytest
from django.test import Client, RequestFactory
from django.urls import path

from houtskool.web import errors


def breaks(request):
    raise RuntimeError("kapot")


urlpatterns = [path("kapot/", breaks)]
handler500 = "houtskool.web.errors.server_error"


def test_an_unknown_address_says_so_and_leads_on(world):
    response = world.as_(world.alice).get("/bestaat-niet/")
    assert response.status_code == 404
    page = response.content.decode()
    assert "Deze pagina is er niet" in page
    assert 'href="/"' in page


def test_who_is_not_signed_in_learns_that_signing_in_may_help(client, db):
    page = client.get("/bestaat-niet/").content.decode()
    assert "zich aanmeldt" in page


def test_a_refusal_gives_its_reason(world):
    response = world.as_(world.charlie).get("/journaal/")
    assert response.status_code == 403
    assert "kan het journaal lezen." in response.content.decode()


def test_a_reason_is_text_and_never_markup(rf):
    from django.core.exceptions import PermissionDenied

    request = rf.get("/")
    request.session = {}
    page = errors.permission_denied(request, PermissionDenied("<b>nee</b>")).content.decode()
    assert "&lt;b&gt;nee&lt;/b&gt;" in page


def test_a_request_that_makes_no_sense_says_that_nothing_was_kept(rf: RequestFactory):
    request = rf.get("/")
    request.session = {}
    response = errors.bad_request(request)
    assert response.status_code == 400
    assert "Er is niets opgeslagen" in response.content.decode()


@pytest.mark.urls("tests.web.test_errors")
def test_a_mishap_has_a_page_that_needs_nothing_of_what_broke(db, settings):
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "LoginRequired" not in name]
    client = Client(raise_request_exception=False)
    response = client.get("/kapot/")
    assert response.status_code == 500
    page = response.content.decode()
    assert "De fout ligt bij ons, niet bij u." in page
    assert "kapot" not in page
