"""Plain text: UTF-8, UTF-16 with its mark, or Windows-1252."""

import codecs

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from houtskool.documents.errors import DocumentError

_UNKNOWN = _(
    "Dit bestand is geen leesbare tekst. "
    "Lever een DOCX, een ODT, een PDF met tekst of een tekstbestand (TXT) aan, of plak de tekst."
)


def read_txt(data: bytes) -> str:
    """The text as it stands in the file. Raises DocumentError when the bytes are no text."""
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise DocumentError(gettext("De tekst is in UTF-32 opgeslagen. Bewaar het bestand als UTF-8."))
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _decoded(data, "utf-16")
    # A stray NUL is removed from a text; many of them mean that this is none, or UTF-16 without its mark.
    if data.count(0) > 2 + len(data) // 100:
        raise DocumentError(str(_UNKNOWN))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = _decoded(data, "cp1252")
    controls = sum(char < " " and char not in "\t\n\r\f\v\0\x1a" for char in text)
    if controls > len(text) // 200:
        raise DocumentError(str(_UNKNOWN))
    return text


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise DocumentError(str(_UNKNOWN)) from error
