"""On the page of an organisation, group, theme or domain: the sentences of the notes that it came from."""

from __future__ import annotations

from django.db.models import Model
from django.utils.translation import gettext as _

from houtskool.accounts.models import User
from houtskool.process.models import Fact, SourceDocument
from houtskool.sector.panels import Panel


def from_documents(thing: Model, user: User) -> Panel | None:
    facts = (
        Fact.objects.about(thing)
        .standing()
        .filter(document__in=SourceDocument.objects.visible_to(user))
        .select_related("document")
    )
    if not facts:
        return None
    return Panel(_("Waar dit vandaan komt"), "process/origin.html", {"facts": facts})
