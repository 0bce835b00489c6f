"""The frameworks that come with the house, to begin from: one TOML file each in frameworks/."""

from __future__ import annotations

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from houtskool.assessment.framework.reading import Draft, read_toml
from houtskool.web.language import Text

FOLDER = Path(__file__).parent / "toml"
# The name of the file → what a reader chooses by.
SHIPPED: dict[str, Text] = {
    "standaard": _("Standaard afwegingskader van een gemeente"),
    "eu-sociale-onderneming": _("Wie is een sociale onderneming? (Europese omschrijving)"),
    "impact-dimensies": _("Vijf kanten van impact (Impact Frontiers)"),
}


def draft(name: str) -> Draft:
    """Raises KeyError for a name that is not on offer."""
    SHIPPED[name]
    file = FOLDER / f"{name}.toml"
    return read_toml(file.read_bytes(), file.name)
