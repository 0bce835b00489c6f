"""PDF with text, through PDFium, in a process of its own: what a hostile file crashes is not the server."""

import json
import subprocess
import sys
from pathlib import Path

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from houtskool.documents.errors import DocumentError
from houtskool.documents.limits import Limits

_SCRIPT = Path(__file__).with_name("pdf_text.py")
_DAMAGED = _("De PDF is beschadigd. Open de PDF, bewaar of druk haar opnieuw af als PDF, of plak de tekst.")
_FEW = 12  # letters and digits; a stamp or a page number on a scan is no text


def read_pdf(data: bytes, limits: Limits) -> tuple[list[str], tuple[str, ...]]:
    """The text per page in the order that PDFium gives it, and warnings about pages without text."""
    command = [sys.executable, "-I", str(_SCRIPT), str(limits.pages), str(limits.memory), str(limits.seconds)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=limits.seconds, check=False)
    except subprocess.TimeoutExpired as error:
        raise DocumentError(
            gettext("Het lezen van de PDF duurt te lang. Splits de PDF, of plak de tekst.")
        ) from error
    try:
        answer = json.loads(done.stdout)
    except ValueError as error:
        raise DocumentError(str(_DAMAGED)) from error
    match answer.get("refused"):
        case "password":
            raise DocumentError(
                gettext(
                    "De PDF is met een wachtwoord beveiligd. "
                    "Bewaar de PDF zonder wachtwoord en probeer opnieuw."
                )
            )
        case "pages":
            count = answer["count"]
            raise DocumentError(
                gettext("De PDF heeft %(count)s bladzijden en mag er %(limit)s hebben. Splits de PDF.")
                % {"count": count, "limit": limits.pages}
            )
        case "damaged":
            raise DocumentError(str(_DAMAGED))
    pages: list[str] = answer["pages"]
    blank = [number for number, page in enumerate(pages, start=1) if sum(map(str.isalnum, page)) < _FEW]
    if len(blank) == len(pages):
        raise DocumentError(
            gettext(
                "De PDF bevat geen tekst, alleen beeld (een scan). "
                "Maak er eerst tekst van met tekstherkenning (OCR), of plak de tekst."
            )
        )
    if not blank:
        return pages, ()
    warning = ngettext(
        "Bladzijde %(pages)s bevat geen tekst. "
        "Is het een scan, maak er dan tekst van met tekstherkenning (OCR).",
        "De bladzijden %(pages)s bevatten geen tekst. "
        "Is het een scan, maak er dan tekst van met tekstherkenning (OCR).",
        len(blank),
    )
    return pages, (warning % {"pages": _listed(blank)},)


def _listed(numbers: list[int]) -> str:
    shown = ", ".join(map(str, numbers[:10]))
    if len(numbers) <= 10:
        return shown
    return gettext("%(numbers)s en nog %(more)s") % {"numbers": shown, "more": len(numbers) - 10}
