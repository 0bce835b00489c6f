"""Which pages are open without signing in: exactly these, and every other asks for it first."""

import pytest
from django.urls import reverse

from tests.browser import pages

OPEN = {
    "account_login",
    "account_request_login_code",
    "account_confirm_login_code",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_inactive",
    "account_logout",
    # Who cannot read Dutch must be able to sign in too.
    "web:language",
    # The personal link of an invitation, and the page at the door of a gathering; tests/process holds both.
    "process:reply",
    "process:bring",
    "process:leave-behind",
    "process:calendar",
    "process:no-mail",
    "process:door",
    # The personal link of an enterprise; its token is the key, and tests/sector holds what it opens.
    "sector:own-entry",
    # What was presented or adopted is for anybody: tests/public.
    *("public:home", "public:programme", "public:measure", "public:version-file"),
    # Links of the programme: to react, to say how a measure stands, to sign, to follow; tests/programme.
    *(
        "programme:react",
        "programme:tell",
        "programme:sign-by-link",
        "programme:follow",
        "programme:confirm-follow",
        "programme:unfollow",
    ),
    # What help may fit: tests/assessment/test_looking.py.
    "assessment:looking",
    # Who was asked to react to a concept of a framework: tests/assessment/test_reactions.py.
    "assessment:react",
    # Asking for help, following it by the secret link, and the numbers: tests/assessment/test_asking.py,
    # test_following.py, test_overview.py.
    *("assessment:ask", "assessment:asked", "assessment:lost-link", "assessment:follow"),
    *("assessment:follow-answer", "assessment:follow-add", "assessment:follow-withdraw"),
    "assessment:follow-letter",
    *("assessment:follow-up", "assessment:open-overview", "assessment:open-overview-file"),
    # The link of a report that was shared: tests/inventory/test_report.py.
    *("inventory:shared-report", "inventory:shared-file"),
    # The link of a table, with which its note-taker writes: tests/inventory/test_capture.py.
    *("inventory:capture", "inventory:capture-send", "inventory:capture-photo", "inventory:capture-change"),
    *("inventory:capture-listed", "inventory:capture-worker"),
    # The open form of a process that asks for contributions, and its thanks: tests/inventory/test_giving.py.
    *("inventory:give", "inventory:given"),
    # The code of a door to a conversation: tests/deliberation/test_voting.py.
    *("deliberation:code", "deliberation:enter", "deliberation:group", "deliberation:vote"),
    *("deliberation:send", "deliberation:own-votes", "deliberation:take-back"),
    *("deliberation:own-statement", "deliberation:done", "deliberation:worker"),
    # The secret link in the mail of a group: tests/deliberation/test_no_mail.py.
    "deliberation:no-mail",
    # Once published, the result is for anybody: tests/deliberation/test_result.py.
    *("deliberation:public-result", "deliberation:public-statement"),
    *("deliberation:public-file", "deliberation:public-data"),
    # The secret link of who contributed, and the code of a table: tests/inventory/test_own_page.py.
    *("inventory:own", "inventory:own-consent", "inventory:own-withdraw", "inventory:own-restore"),
    *("inventory:own-erase", "inventory:own-no-mail", "inventory:table-code", "inventory:table"),
}


def address(name, arguments):
    """An address of this name; which row it names does not matter before the door."""
    if name == "account_reset_password_from_key":
        return reverse(name, kwargs={"uidb36": "1", "key": "sleutel"})
    given = pages.examples_of(name)[0]
    return reverse(
        name, kwargs={key: given[key] if isinstance(given.get(key), str) else "1" for key in arguments}
    )


def asks_to_sign_in(response):
    return response.status_code == 302 and response.headers["Location"].startswith(
        reverse("account_login") + "?next="
    )


def test_the_open_doors_are_exactly_these(client, db):
    found = {
        name
        for name, arguments in pages.names().items()
        if not asks_to_sign_in(client.get(address(name, arguments)))
    }
    assert found == OPEN


def test_a_form_sent_without_signing_in_asks_for_it_too(client, db):
    found = {
        name
        for name, arguments in pages.names().items()
        if not asks_to_sign_in(client.post(address(name, arguments)))
    }
    assert found == OPEN


@pytest.mark.parametrize("name", sorted(OPEN))
def test_an_open_door_shows_nothing_of_the_municipalitys_data(client, world, name):
    page = client.get(address(name, pages.names()[name]), follow=True).content.decode()
    for person in (world.alice, world.bob, world.charlie):
        assert person.email not in page
