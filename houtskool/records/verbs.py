from django.db.models import TextChoices


class Verb(TextChoices):
    """What was done, as the journal stores it and as a reader reads it."""

    CREATED = "created", "toegevoegd"
    CHANGED = "changed", "gewijzigd"
    DELETED = "deleted", "verwijderd"
    MERGED = "merged", "samengevoegd"
    MOVED = "moved", "verplaatst"
    IMPORTED = "imported", "ingelezen"
    UNDONE = "undone", "teruggedraaid"
    ERASED = "erased", "persoonsgegevens gewist"
    RECEIVED = "received", "ontvangen"
    CONFIRMED = "confirmed", "bevestigd"
    ADOPTED = "adopted", "vastgesteld"
    SENT = "sent", "verzonden"
    SETTLED = "settled", "afgedaan"
    WITHDRAWN = "withdrawn", "vervallen"
    CODED = "coded", "thema gegeven"
    UNCODED = "uncoded", "thema weggehaald"
    ANSWERED = "answered", "beantwoord"
    SEPARATED = "separated", "losgemaakt"
