from __future__ import annotations

import pytest

from houtskool.council import intake

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
