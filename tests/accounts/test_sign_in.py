"""Signing in and out, as a visitor does it: through the pages and the e-mails."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.urls import reverse

PASSWORD = "een lang wachtwoord"
NEW = "houtskool op warm papier"


@pytest.fixture(autouse=True)
def no_earlier_attempts():
    cache.clear()


def sign_in(client, email, password):
    return client.post("/account/aanmelden/", {"login": email, "password": password})


def signed_in_as(client):
    return client.session.get("_auth_user_id")


def test_one_signs_in_by_password_and_out_again(client, world):
    response = sign_in(client, "Alice@haarlem.example", PASSWORD)
    assert response.status_code == 302
    assert signed_in_as(client) == str(world.alice.pk)
    client.post("/account/afmelden/")
    assert signed_in_as(client) is None


def test_a_wrong_password_is_refused_in_dutch_and_says_what_to_do(client, world):
    page = sign_in(client, "alice@haarlem.example", "verkeerd").content.decode()
    assert "horen niet bij elkaar" in page
    assert "vraag een nieuw wachtwoord aan" in page
    assert signed_in_as(client) is None


def test_an_unknown_address_gets_the_same_answer_as_a_wrong_password(client, world):
    def answer(email):
        page = sign_in(client, email, "verkeerd").content.decode()
        return re.sub(r'value="[^"]*"', "", page)

    assert answer("niemand@haarlem.example") == answer("alice@haarlem.example")


def test_after_too_many_wrong_passwords_one_must_wait(client, world):
    for _ in range(5):
        sign_in(client, "alice@haarlem.example", "verkeerd")
    page = sign_in(client, "alice@haarlem.example", PASSWORD).content.decode()
    assert "U probeerde het te vaak" in page
    assert signed_in_as(client) is None


def test_too_many_requests_get_a_page_in_our_look(client, world):
    for _ in range(30):
        response = client.post("/account/aanmelden/", {"login": "", "password": ""})
    response = client.post("/account/aanmelden/", {"login": "", "password": ""})
    assert response.status_code == 429
    assert "Even geduld" in response.content.decode()


def test_one_signs_in_with_a_code_from_an_email(client, world):
    asked = client.post("/account/aanmelden/code/", {"email": "bob@stadsgarage.example"}, follow=True)
    assert "Vul de code in" in asked.content.decode()
    (message,) = mail.outbox
    assert message.to == ["bob@stadsgarage.example"]
    assert message.subject == "Uw aanmeldcode voor Houtskool"
    code = message.body.split("\n\n")[1]
    client.post("/account/aanmelden/code/bevestigen/", {"code": code})
    assert signed_in_as(client) == str(world.bob.pk)


def test_a_wrong_code_is_refused_in_dutch(client, world):
    client.post("/account/aanmelden/code/", {"email": "bob@stadsgarage.example"})
    page = client.post("/account/aanmelden/code/bevestigen/", {"code": "000000"}).content.decode()
    assert "Deze code klopt niet" in page
    assert signed_in_as(client) is None


def test_a_new_code_replaces_the_one_that_did_not_come(client, world):
    client.post("/account/aanmelden/code/", {"email": "bob@stadsgarage.example"})
    client.post("/account/aanmelden/code/bevestigen/", {"action": "resend"})
    first, second = (message.body.split("\n\n")[1] for message in mail.outbox)
    client.post("/account/aanmelden/code/bevestigen/", {"code": first})
    assert signed_in_as(client) is None
    client.post("/account/aanmelden/code/bevestigen/", {"code": second})
    assert signed_in_as(client) == str(world.bob.pk)


def test_who_waits_for_a_code_can_begin_again_with_the_password(client, world):
    page = client.post("/account/aanmelden/code/", {"email": "bob@stadsgarage.example"}, follow=True)
    assert 'action="/account/afmelden/"' in page.content.decode()
    again = client.post("/account/afmelden/", {"next": "/account/aanmelden/"}, follow=True)
    assert "Meld u aan" in again.content.decode()
    sign_in(client, "bob@stadsgarage.example", PASSWORD)
    assert signed_in_as(client) == str(world.bob.pk)


@pytest.mark.parametrize("path", ["/account/aanmelden/code/", "/account/wachtwoord/vergeten/"])
def test_a_stranger_gets_no_mail_and_the_page_does_not_tell(client, world, path):
    known = client.post(path, {"email": "bob@stadsgarage.example"})
    unknown = client.post(path, {"email": "niemand@stad.example"})
    assert known.status_code == unknown.status_code == 302
    assert known.headers["Location"] == unknown.headers["Location"]
    assert [message.to for message in mail.outbox] == [["bob@stadsgarage.example"]]


def test_a_forgotten_password_is_replaced_through_a_link_that_works_once(client, world):
    done = client.post(
        "/account/wachtwoord/vergeten/", {"email": "alice@haarlem.example"}, follow=True
    ).content.decode()
    assert "Kijk in uw mailbox" in done
    (link,) = re.findall(r"http://testserver(\S+)", mail.outbox[0].body)

    form = client.get(link, follow=True)
    assert "Kies een nieuw wachtwoord" in form.content.decode()
    done = client.post(form.request["PATH_INFO"], {"password1": NEW, "password2": NEW}, follow=True)
    assert "Uw wachtwoord is gewijzigd" in done.content.decode()
    sign_in(client, "alice@haarlem.example", NEW)
    assert signed_in_as(client) == str(world.alice.pk)

    client.post("/account/afmelden/")
    assert "Deze link werkt niet meer" in client.get(link, follow=True).content.decode()


def test_one_changes_the_password_with_the_old_one(world):
    client = world.as_(world.alice)
    page = client.post(
        "/account/wachtwoord/", {"oldpassword": "anders", "password1": NEW, "password2": NEW}
    ).content.decode()
    assert "Dit is niet uw huidige wachtwoord" in page
    client.post("/account/wachtwoord/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    world.alice.refresh_from_db()
    assert world.alice.check_password(NEW)


def test_a_short_password_is_refused(world):
    page = (
        world.as_(world.alice)
        .post("/account/wachtwoord/", {"oldpassword": PASSWORD, "password1": "kort", "password2": "kort"})
        .content.decode()
    )
    assert "Dit wachtwoord is te kort" in page
    world.alice.refresh_from_db()
    assert world.alice.check_password(PASSWORD)


def test_someone_without_a_password_may_choose_one(world):
    world.alice.set_unusable_password()
    world.alice.save()
    client = world.as_(world.alice)
    assert client.get("/account/wachtwoord/").headers["Location"] == reverse("account_set_password")
    client.post("/account/wachtwoord/instellen/", {"password1": NEW, "password2": NEW})
    world.alice.refresh_from_db()
    assert world.alice.check_password(NEW)


def test_a_closed_account_cannot_sign_in(client, world):
    world.charlie.is_active = False
    world.charlie.save()
    sign_in(client, "charlie@stad.example", PASSWORD)
    assert signed_in_as(client) is None


def test_nobody_makes_an_account(client, world):
    for path in (
        "/account/aanmelden/nieuw/",
        "/account/registreren/",
        "/account/signup/",
        "/accounts/signup/",
    ):
        assert client.get(path).status_code in (302, 404)
        assert client.post(path, {"email": "nieuw@stad.example", "password1": NEW}).status_code in (302, 404)
    assert type(world.alice).objects.count() == 3


def test_every_page_of_the_sign_in_answers_in_dutch_and_in_our_look(client, world):
    """What allauth reverses in these pages exists; none of its own English templates shows through."""
    for name in (
        "account_login",
        "account_request_login_code",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key_done",
        "account_inactive",
    ):
        page = client.get(reverse(name)).content.decode()
        assert 'href="#inhoud"' in page, name
        assert "Sign" not in page, name
        assert "Password" not in page, name
    for name in ("account_logout", "account_change_password", "account_reauthenticate"):
        page = world.as_(world.alice).get(reverse(name)).content.decode()
        assert "<h1>" in page, name
        assert "Sign" not in page, name


def test_the_way_back_after_signing_in_stays_on_the_site(client, world):
    data = {"login": "alice@haarlem.example", "password": PASSWORD}
    assert (
        client.post("/account/aanmelden/", {**data, "next": "/peildatum/"}).headers["Location"]
        == "/peildatum/"
    )
    client.post("/account/afmelden/")
    away = client.post("/account/aanmelden/", {**data, "next": "https://elders.example/"})
    assert away.headers["Location"] == "/"
