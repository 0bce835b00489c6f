"""`houtskool add-user`: the way in for the first beheerder."""

import pytest

from houtskool import cli
from houtskool.accounts.models import User
from houtskool.accounts.roles import Role
from houtskool.records.models import JournalEntry


def test_the_first_beheerder_comes_in_by_the_command_line(db, capsys):
    assert cli.main(["add-user", "Bas@haarlem.example", "--name", "Bas", "--role", "beheerder"]) == 0
    bas = User.objects.get(email="bas@haarlem.example")
    assert bas.roles == {Role.ADMINISTRATOR}
    assert "Bas kan zich aanmelden" in capsys.readouterr().out
    assert JournalEntry.objects.get().by is None


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["geen adres"], "Voer een geldig e-mailadres in"),
        (["alice@haarlem.example"], "Er is al iemand met het adres"),
        (["bas@haarlem.example", "--role", "baas"], "de rol baas bestaat niet. Kies uit: beheerder"),
    ],
)
def test_what_cannot_be_is_refused_with_what_to_do(world, capsys, words, message):
    assert cli.main(["add-user", *words]) == 2
    assert message in capsys.readouterr().err
    assert User.objects.count() == 3
    assert not JournalEntry.objects.exists()
