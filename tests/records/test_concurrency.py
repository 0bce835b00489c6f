"""Many processes write the journal at once, on the engine of this run; the chain stays whole."""

from __future__ import annotations

import pytest

from tests.at_once import at_once

# So that there is a migrated database to copy, also when nothing else is run.
pytestmark = pytest.mark.django_db

WRITER = """
import sys
from django.db import transaction
from django.utils import timezone
from houtskool.accounts.models import User
from houtskool.records import journal
writer, changed = (User.objects.get(email=email) for email in sys.argv[1:])
for turn in range(25):
    with transaction.atomic(), journal.change(changed, by=writer, at=timezone.now()):
        changed.name = f"{writer.email} {turn}"
        changed.save()
"""
PREPARE = """
from houtskool.accounts.models import User
for number in range(4): User.objects.create_user(f"schrijver{number}@haarlem.example")
"""
JUDGE = """
from itertools import pairwise
from houtskool.accounts.models import User
from houtskool.records import verification
from houtskool.records.journal import readable_changes
from houtskool.records.models import JournalEntry
assert not list(verification.verify())
for user in User.objects.all():
    names = [readable_changes(entry)["name"] for entry in JournalEntry.objects.about(user).order_by("number")]
    assert all(one[1] == next[0] for one, next in pairwise(names)), names
print(JournalEntry.objects.count())
"""

WRITERS = [f"schrijver{index}@haarlem.example" for index in range(4)]


@pytest.mark.parametrize("changed", [WRITERS, WRITERS[:1] * 4], ids=["each their own", "all the same"])
def test_the_chain_is_whole_under_concurrent_writers(own_database, changed):
    """And each entry says what the row was before: exactly what the entry before it says it became."""
    acts = [(WRITER, pair) for pair in zip(WRITERS, changed, strict=True)]
    assert at_once(acts, prepare=PREPARE, judge=JUDGE, environment=own_database).strip() == "100"
