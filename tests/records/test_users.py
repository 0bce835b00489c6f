"""The beheerder adds people, gives and takes roles, and shuts people out; the journal tells."""

import pytest
from django.core import mail
from django.test import Client

from houtskool.accounts.models import User
from houtskool.accounts.roles import Role
from houtskool.records import verification
from houtskool.records.journal import readable_changes
from houtskool.records.models import JournalEntry
from tests.conftest import make_user


@pytest.fixture
def dora(world):
    return make_user("dora@haarlem.example", Role.ADMINISTRATOR, name="Dora")


def details(user, **changes):
    return {"name": user.name, "roles": list(user.roles), "is_active": "on", **changes}


def last_entry():
    return JournalEntry.objects.order_by("-number").first()


def test_somebody_added_can_sign_in_by_code(world, dora):
    world.as_(dora).post(
        "/gebruikers/nieuw/", {"email": "Eva@Haarlem.example", "name": "Eva", "roles": ["ambtenaar"]}
    )
    eva = User.objects.get(email="eva@haarlem.example")
    assert eva.roles == {Role.OFFICIAL}
    entry = last_entry()
    assert (entry.verb, entry.by, entry.object_id) == ("created", dora, str(eva.pk))
    assert readable_changes(entry)["roles"] == (None, ["ambtenaar"])
    assert "password" not in entry.changes

    browser = Client()
    browser.post("/account/aanmelden/code/", {"email": "eva@haarlem.example"})
    code = mail.outbox[0].body.split("\n\n")[1]
    browser.post("/account/aanmelden/code/bevestigen/", {"code": code})
    assert browser.session["_auth_user_id"] == str(eva.pk)


def test_the_same_address_is_refused_whatever_its_capitals(world, dora):
    page = world.as_(dora).post("/gebruikers/nieuw/", {"email": "ALICE@haarlem.example", "name": "Alice"})
    assert "Er is al iemand met het adres" in page.content.decode()
    assert User.objects.count() == 4


def test_roles_are_given_and_taken_with_one_journal_entry(world, dora):
    world.as_(dora).post(f"/gebruikers/{world.bob.pk}/", details(world.bob, roles=["kerngroep", "ambtenaar"]))
    assert User.objects.get(pk=world.bob.pk).roles == {Role.CORE_GROUP, Role.OFFICIAL}
    assert JournalEntry.objects.count() == 1
    assert readable_changes(last_entry()) == {"roles": (["procesbegeleider"], ["ambtenaar", "kerngroep"])}


def test_nothing_changed_leaves_no_entry(world, dora):
    world.as_(dora).post(f"/gebruikers/{world.bob.pk}/", details(world.bob))
    assert not JournalEntry.objects.exists()


def test_somebody_shut_out_is_out_at_once(world, dora):
    browser = world.as_(world.charlie)
    assert browser.get("/account/wachtwoord/").status_code == 200
    world.as_(dora).post(f"/gebruikers/{world.charlie.pk}/", {"name": "Charlie", "roles": []})
    assert browser.get("/account/wachtwoord/").status_code == 302


def test_the_last_beheerder_cannot_be_lost(world, dora):
    for change in ({"roles": ["ambtenaar"]}, {"is_active": ""}):
        page = world.as_(dora).post(f"/gebruikers/{dora.pk}/", details(dora, **change))
        assert "Er moet een beheerder blijven" in page.content.decode()
    dora = User.objects.get(pk=dora.pk)
    assert dora.is_active
    assert dora.roles == {Role.ADMINISTRATOR}
    assert not JournalEntry.objects.exists()


def test_the_address_of_a_user_enters_the_journal_as_a_digest(world, dora):
    world.as_(dora).post("/gebruikers/nieuw/", {"email": "eva@haarlem.example", "name": "Eva"})
    entry = last_entry()
    assert "eva@haarlem.example" not in str(entry.changes)
    assert readable_changes(entry)["email"] == (None, "eva@haarlem.example")
    assert not list(verification.verify())


def test_only_a_beheerder_comes_here_and_others_read_why(world, dora):
    for path in ("/gebruikers/", "/gebruikers/nieuw/", f"/gebruikers/{world.bob.pk}/"):
        refused = world.as_(world.alice).get(path)
        assert refused.status_code == 403
        assert "Alleen een beheerder kan gebruikers beheren." in refused.content.decode()
        assert world.as_(dora).get(path).status_code == 200


def test_the_list_takes_as_many_queries_for_three_users_as_for_thirty(
    world, dora, django_assert_max_num_queries
):
    browser = world.as_(dora)

    def count():
        with django_assert_max_num_queries(20) as captured:
            browser.get("/gebruikers/")
        return len(captured)

    few = count()
    for number in range(30):
        make_user(f"u{number}@haarlem.example", Role.OFFICIAL, Role.CLERK)
    assert count() == few
