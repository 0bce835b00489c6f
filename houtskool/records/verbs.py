from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Verb(TextChoices):
    """What was done, as the journal stores it and as a reader reads it."""

    CREATED = "created", _("toegevoegd")
    CHANGED = "changed", _("gewijzigd")
    DELETED = "deleted", _("verwijderd")
    MERGED = "merged", _("samengevoegd")
    MOVED = "moved", _("verplaatst")
    IMPORTED = "imported", _("ingelezen")
    UNDONE = "undone", _("teruggedraaid")
    ERASED = "erased", _("persoonsgegevens gewist")
    RECEIVED = "received", _("ontvangen")
    CONFIRMED = "confirmed", _("bevestigd")
    ADOPTED = "adopted", _("vastgesteld")
    SENT = "sent", _("verzonden")
    SETTLED = "settled", _("afgedaan")
    WITHDRAWN = "withdrawn", _("vervallen")
    CODED = "coded", _("thema gegeven")
    UNCODED = "uncoded", _("thema weggehaald")
    ANSWERED = "answered", _("beantwoord")
    SEPARATED = "separated", _("losgemaakt")
