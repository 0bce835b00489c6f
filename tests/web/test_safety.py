"""What every answer carries so that a browser keeps out what is not ours."""

import re

import pytest
from django.test import Client

from tests.browser import pages
from tests.conftest import make_user
from tests.web.test_doors import address

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "font-src": "'self'",
    "img-src": "'self' data:",
    "worker-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}


def policy(response):
    rules = (rule.strip().split(" ", 1) for rule in response.headers["Content-Security-Policy"].split(";"))
    return dict(rules)


@pytest.fixture
def dora(world):
    return make_user("dora@haarlem.example", "beheerder", "programmamanager", name="Dora")


def every_answer(world, user):
    """(address, answer) of a visit to each named address; most rows are not there, which is an answer too."""
    for name, arguments in pages.names().items():
        path = address(name, arguments)
        answer = world.as_(user).get(path)
        yield path, answer
        if answer.streaming:  # read to its end, so that its file is closed
            b"".join(answer.streaming_content)


def test_every_answer_carries_the_policy_and_the_headers(world, dora):
    for path, response in every_answer(world, dora):
        assert policy(response) == POLICY, path
        assert response.headers["X-Content-Type-Options"] == "nosniff", path
        assert response.headers["X-Frame-Options"] == "DENY", path
        assert response.headers["Referrer-Policy"] == "same-origin", path
        assert response.headers["Cross-Origin-Opener-Policy"] == "same-origin", path


def test_no_page_holds_inline_style_or_script(world, dora):
    # Data for a script is no script: the browser runs none of it.
    script = r"<script(?![^>]*\b(?:src=|type=.application/json))"
    inline = re.compile(rf"<style|{script}|\sstyle=|\son[a-z]+=|href=.javascript:", re.IGNORECASE)
    for path, response in every_answer(world, dora):
        if response.get("Content-Type", "").startswith("text/html"):
            assert not inline.search(response.content.decode()), path


def test_no_page_fetches_anything_from_elsewhere(world, dora):
    elsewhere = re.compile(r"<(?:script|link|img|iframe)[^>]*(?:src|href)=\"(?!/|data:)", re.IGNORECASE)
    for path, response in every_answer(world, dora):
        if response.get("Content-Type", "").startswith("text/html"):
            assert not elsewhere.search(response.content.decode()), path


def test_a_form_without_its_token_is_refused_with_what_to_do(world):
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.alice)
    response = client.post("/account/wachtwoord/", {"oldpassword": "x"})
    assert response.status_code == 403
    assert "Deze pagina was verlopen" in response.content.decode()


def test_over_https_cookies_and_connection_are_kept_to_it(settings):
    """settings.py derives these from the base address; the names are Django's own."""
    from django.core.checks import run_checks

    settings.SECURE_SSL_REDIRECT = settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    settings.SECURE_HSTS_SECONDS = 31_536_000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = settings.SECURE_HSTS_PRELOAD = True
    found = run_checks(include_deployment_checks=True)
    assert not [warning for warning in found if "security" in (warning.id or "")]
