"""Many work on the same contributions at once, on the engine of this run: nobody waits for ever for another,
and whoever restricts the use of words is not overruled by an import that runs meanwhile.
"""

from __future__ import annotations

import pytest

from tests.at_once import at_once

# So that there is a migrated database to copy, also when nothing else is run.
pytestmark = pytest.mark.django_db

PREPARE = """
from django.utils import timezone
from houtskool.accounts.models import User
from houtskool.accounts.roles import Role
from houtskool.inventory.models import Contribution
from houtskool.process.models import Process
from houtskool.sector.models import Theme
User.objects.create_user("bob@haarlem.example")
process = Process.objects.create(title="Actieprogramma")
Theme.objects.create(name="inkoop")
for number in range(10):
    Contribution.objects.create(
        process=process, words=f"Inbreng {number}.", external_id=f"A-{number}", consent="quote",
        at=timezone.now(),
    )
"""
START = """
import io
from django.utils import timezone
from houtskool.accounts.models import User
from houtskool.inventory.actions import answers, codings, consent
from houtskool.inventory.models import Contribution
from houtskool.sector.models import Theme
at, bob, rows = timezone.now(), User.objects.get(), Contribution.objects.order_by("pk")
"""
# What each of them does, some times over.
ACTS = {
    "answer": "answers.answer(rows, outcome='taken', reason=f'Goed, {turn}.', by=bob, at=at)",
    "theme": (
        "given = codings.give(rows, Theme.objects.get(), by=bob, at=at); "
        "codings.take_away(given, by=bob, at=at)"
    ),
    "withdraw": (
        "[act(row, by=None, at=at) for row in reversed(rows[:5])"
        " for act in (consent.withdraw, consent.restore)]"
    ),
    "purge": "consent.purge(at)",
    "import": (
        "from houtskool.records import importing\n"
        "    text = 'nummer;titel\\n' + ''.join(f'A-{n};Titel {turn}\\n' for n in range(10))\n"
        "    kind, data = importing.kind('contributions'), io.BytesIO(text.encode())\n"
        "    batch, _ = importing.start(kind, data, 'lijst.csv', by=bob, at=at, limit=10**6)\n"
        "    importing.finish(batch, by=bob, at=at)"
    ),
    "restrict": "[consent.change(row, to='aggregate', by=None, at=at) for row in rows.reverse()[:5]]",
}
JUDGE = """
from houtskool.inventory.models import Contribution
from houtskool.records import verification
assert not list(verification.verify())
print(*(row.consent for row in Contribution.objects.order_by("pk")))
"""


def test_whoever_works_on_the_same_contributions_gets_a_turn_and_no_choice_is_lost(own_database):
    acts = [(f"{START}\nfor turn in range(3):\n    {act}\n", []) for act in ACTS.values()]
    judged = at_once(acts, prepare=PREPARE, judge=JUDGE, environment=own_database)
    assert judged.split() == ["quote"] * 5 + ["aggregate"] * 5
