"""The words that the page of a table says by script, in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext as _


def words_for_script() -> dict[str, str]:
    """By the names under which static/inventory/capture.js knows them; {n} is a number."""
    return {
        "allSent": _("Verbonden. Alles is verstuurd."),
        "nothing": _("Verbonden. U kunt beginnen."),
        "offline": _("Geen verbinding. Schrijf gerust door: alles blijft op dit toestel en gaat later weg."),
        "sending": _("Bezig met versturen …"),
        "waiting": _("Nog te versturen: {n}."),
        "failed": _("Versturen lukte niet. Dit toestel probeert het vanzelf weer."),
        "attention": _("Hieronder staat iets dat u moet nakijken: {n}."),
        "here": _("op dit toestel"),
        "sent": _("verstuurd"),
        "late": _("verstuurd na het sluiten"),
        "mend": _("niet verstuurd"),
        "ask": _("wacht op u"),
        "ask_title": _("Hier lijken persoonsgegevens in te staan. Haal ze weg, of zeg dat ze mogen blijven."),
        "sure": _("Dit mag blijven staan"),
        "change": _("Wijzig"),
        "remove": _("Haal weg"),
        "remove_sure": _("Haal echt weg"),
        "not_remove": _("Toch niet"),
        "as_sent": _("Laat zoals het verstuurd was"),
        "copy": _("Kopieer de tekst"),
        "copied": _("Gekopieerd."),
        "photo": _("met foto"),
        "photo_away": _("Haal de foto weg"),
        "photo_bad": _("De foto kon niet worden bewaard:"),
        "saved": _("Bewaard op dit toestel."),
        "changing": _("U wijzigt een aantekening. Bewaar haar hieronder."),
        "empty": _("Er staat nog niets. Schrijf op wat er gezegd werd."),
        "name_needed": _("Met naam citeren kan alleen als u de naam opschrijft."),
        "no_store": _(
            "Deze browser kan niets op het toestel bewaren (misschien een privévenster). Zonder verbinding "
            "raakt u kwijt wat u schrijft; met verbinding werkt het wel."
        ),
        "email": _("Er lijkt een e-mailadres in te staan."),
        "phone": _("Er lijkt een telefoonnummer in te staan."),
        "bsn": _("Er lijkt een burgerservicenummer in te staan."),
        "iban": _("Er lijkt een rekeningnummer in te staan."),
        "forget": _("Wis van dit toestel wat verstuurd is"),
    }
