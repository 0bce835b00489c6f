"""What a character may be in a document: NFC, no control characters, nothing that turns text around."""

import re
import unicodedata

# C0 and C1 except the line end; line and paragraph separators; embeddings, overrides and isolates of
# direction, with which shown text can differ from stored text; lone surrogates and noncharacters, which
# no XML holds; the byte order mark inside a text.
_REFUSED = (
    "\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ufdd0-\ufdef\ud800-\udfff"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
)
REFUSED = re.compile(f"[{_REFUSED}]")
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")


def nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def clean(text: str) -> str:
    """Text from elsewhere (a form, a paste, a spreadsheet), made fit for a block: every line end becomes a
    newline, a tab a space, refused characters go, the rest is NFC."""
    text = _LINE_ENDS.sub("\n", text).replace("\t", " ")
    return nfc(REFUSED.sub("", text))


def clean_read(text: str) -> str:
    """The normal form of a text that was read: as `clean`, but tabs stay; they part the cells of a table."""
    return "\t".join(clean(part) for part in text.split("\t"))
