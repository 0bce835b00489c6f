"""Dutch for everyone; English for whoever presses it, with or without an account."""

import pytest

LANGUAGE = "/taal/"


def choose(client, language, back="/account/aanmelden/"):
    return client.post(LANGUAGE, {"language": language, "next": back})


def page(client, path="/account/aanmelden/", **headers):
    return client.get(path, headers=headers).content.decode()


@pytest.mark.parametrize("preferred", ["en", "en-GB,en;q=0.9", "de"])
def test_a_browser_set_to_another_language_gets_dutch_all_the_same(client, db, preferred):
    response = client.get("/account/aanmelden/", headers={"accept-language": preferred})
    assert response.headers["Content-Language"] == "nl"
    assert '<html lang="nl">' in response.content.decode()
    assert "Meld u aan" in response.content.decode()


def test_a_visitor_without_an_account_reads_english_after_pressing_it(client, db):
    assert choose(client, "en").headers["Location"] == "/account/aanmelden/"
    shown = page(client)
    assert '<html lang="en">' in shown
    assert "<h1>Sign in</h1>" in shown
    assert "Meld u aan" not in shown


def test_the_way_back_to_dutch_stands_in_its_own_words(client, db):
    assert '<button class="nl-button nl-button--subtle" name="language" value="en" lang="en"' in page(client)
    choose(client, "en")
    assert 'value="nl" lang="nl" type="submit">Nederlands</button>' in page(client)
    choose(client, "nl")
    assert '<html lang="nl">' in page(client)


def test_the_choice_stays_on_the_page_and_is_remembered(world):
    alice = world.as_(world.alice)
    chosen = choose(alice, "en", back="/journaal/?page=2")
    assert chosen.headers["Location"] == "/journaal/?page=2"
    cookie = chosen.cookies["django_language"]
    assert int(cookie["max-age"]) >= 300 * 24 * 60 * 60
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_one_visitors_choice_is_not_anothers(world):
    choose(world.as_(world.alice), "en")
    assert '<html lang="nl">' in page(world.as_(world.bob), "/account/wachtwoord/")


def test_a_language_that_the_site_has_not_stays_dutch(client, db):
    choose(client, "fr")
    assert '<html lang="nl">' in page(client)


def test_the_way_back_never_leaves_the_site(client, db):
    assert choose(client, "en", back="https://elders.example/").headers["Location"] == "/"


def test_days_are_written_in_the_language_of_the_page(client, db, settings):
    from datetime import date

    settings.REFERENCE_DATE = date(2019, 1, 15)
    assert "15 januari 2019" in page(client)
    choose(client, "en")
    assert "15 January 2019" in page(client)


def test_a_refusal_names_the_roles_in_the_language_of_the_page(world):
    charlie = world.as_(world.charlie)
    choose(charlie, "en")
    assert "you need the role of administrator" in page(charlie, "/journaal/")


def test_errors_of_forms_speak_it_too(client, db):
    choose(client, "en")
    response = client.post("/account/aanmelden/", {"login": "", "password": ""})
    assert "This field is required." in response.content.decode()
    assert "Something is not right yet." in response.content.decode()


def test_a_period_is_typed_in_dutch_and_its_refusal_says_so_in_english():
    from django.core.exceptions import ValidationError
    from django.utils import translation

    from houtskool.web.periods import PeriodField

    with translation.override("en"), pytest.raises(ValidationError, match="Write it in Dutch"):
        PeriodField().clean("next spring")
    with pytest.raises(ValidationError, match="Maand 13 bestaat niet"):
        PeriodField().clean("1-13-2019")


def test_mail_stays_dutch(client, world, mailoutbox):
    choose(client, "en")
    client.post("/account/aanmelden/code/", {"email": "bob@stadsgarage.example"})
    assert mailoutbox[0].subject == "Uw aanmeldcode voor Houtskool"
