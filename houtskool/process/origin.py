"""On the page of something in the sector: the sentences of the notes that it came from; of a contact the
gatherings to which the person was invited."""

from __future__ import annotations

from django.db.models import Model
from django.utils.translation import gettext as _

from houtskool.accounts.models import User
from houtskool.process.models import Fact, Invitation, SourceDocument
from houtskool.sector.models import Contact
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


def invitations(thing: Model, user: User) -> Panel | None:
    if not isinstance(thing, Contact):
        return None
    found = Invitation.objects.visible_to(user).filter(contact=thing).with_names()
    if not found:
        return None
    return Panel(_("Uitgenodigd voor"), "process/parts/invited_for.html", {"invitations": found[:50]})
