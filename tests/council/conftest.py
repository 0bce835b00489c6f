from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from houtskool.accounts.roles import Role
from houtskool.council import intake
from houtskool.council.models import Note
from houtskool.council.notes import actions
from houtskool.council.notes.compose import compose
from houtskool.council.notes.content import Content, content_of
from houtskool.documents import content_hash
from houtskool.records.models import JournalEntry
from tests.conftest import make_user

# An invented municipality; the same layout as the notes that the kernel's own tests read in full.
NOTE = """Informatienota

Kernboodschap
De gemeente Duinstede heeft de ambitie om sociaal ondernemerschap te versterken door middel
van een actieprogramma.
Dit raakt het snijvlak van economie, onderwijs en sociale zaken. Het proces wordt begeleid door de Werkplaats.

Besluit College
d.d. 4 juni 2019
1. Het college stelt de informatienota vast.

1. Inleiding
Het versterken van sociaal ondernemerschap staat in het coalitieakkoord “Samen Sterk”.

2. Vervolg
12 september 2019:
Werksessie sociaal ondernemen in de Oude Fabriek. De uitnodiging geldt voor sociaal ondernemers,
financiers en inkopers.

Najaar 2019
Presenteren van het Actieprogramma Sociaal Ondernemen door het college aan de raad.

3. Bijlagen
Bijlage 1: Plan van aanpak
"""


@pytest.fixture
def document(world):
    return intake.open_note(NOTE, name="Informatienota Duinstede", by=world.alice, at=world.at)


@pytest.fixture
def process(world, document):
    return intake.confirm(document, process=None, by=world.alice, at=world.at)


@pytest.fixture
def note(world, process):
    """A concept as it is begun: what the process knows is in it, the treatment is still open."""
    return actions.begin(
        process, kind=Note.Kind.INFORMATION, subject="Stand van zaken", by=world.alice, at=world.at
    )


@pytest.fixture
def whole_note(world, note):
    """A concept in which nothing is missing that a note needs to be adopted."""
    return write(note, world, treatment=Note.Treatment.NOTICE, number="2019/12345")


@pytest.fixture
def adopted(world, whole_note):
    adopt(whole_note, world)
    whole_note.refresh_from_db()
    return whole_note


@pytest.fixture
def mandate(world):
    return make_user("mo@haarlem.example", Role.MANDATE_HOLDER, name="Mo")


@pytest.fixture
def clerk(world):
    return make_user("gwen@haarlem.example", Role.CLERK, name="Gwen")


@pytest.fixture
def official(world):
    return make_user("anna@haarlem.example", Role.OFFICIAL, name="Anna")


@pytest.fixture
def councillor(world):
    return make_user("rik@haarlem.example", Role.COUNCILLOR, name="Rik")


def write(note, world, by=None, sections=None, **texts):
    """Save the note with some texts changed, from what it says now."""
    content = content_of(note)
    changed = Content({**content.texts, **texts}, sections or content.sections)
    return actions.revise(note, changed, seen=note.revision, by=by or world.alice, at=world.at)


def adopt(note, world, by=None, on=date(2019, 1, 15)):
    seen = content_hash(compose(note, world.at.date()))
    return actions.adopt(note, body="college", on=on, seen=seen, by=by or world.alice, at=world.at)


def page(client, url, status=200) -> str:
    answer = client.get(url)
    assert answer.status_code == status, answer
    return answer.content.decode()


def sheet(note, do="save", **changed) -> dict[str, object]:
    """What the browser sends from the editing page of this note, with some fields changed."""
    content = content_of(note)
    data: dict[str, object] = {**content.texts, "revision": note.revision, "do": do}
    data["paragrafen"] = ",".join(str(section.key) for section in content.sections)
    for one in content.sections:
        data |= {
            f"paragraaf-{one.key}-title": one.title,
            f"paragraaf-{one.key}-text": one.text,
            f"paragraaf-{one.key}-part": one.part,
        }
    return data | {name.replace("__", "-"): value for name, value in changed.items()}


def edit(client, note, **changed):
    return client.post(reverse("council:edit-note", args=[note.pk]), sheet(note, **changed))


def verbs(thing) -> list[str]:
    return list(JournalEntry.objects.about(thing).values_list("verb", flat=True))
