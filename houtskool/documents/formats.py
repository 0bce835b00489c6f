"""The files in which a document can leave: PDF (PDF/UA-1 and PDF/A-2a in one), ODT or DOCX."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from houtskool.documents.document import Document
from houtskool.documents.write_docx import write_docx
from houtskool.documents.write_odt import write_odt
from houtskool.documents.write_pdf import write_pdf


@dataclass(frozen=True)
class Format:
    label: str
    content_type: str
    write: Callable[[Document], bytes]


FORMATS = {
    "pdf": Format("PDF", "application/pdf", write_pdf),
    "odt": Format("ODT", "application/vnd.oasis.opendocument.text", write_odt),
    "docx": Format(
        "Word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", write_docx
    ),
}


def file_name(extension: str, *words: str) -> str:
    """ "informatienota-2019-12345-stand-van-zaken-concept.pdf": what a reader recognises in a folder."""
    return f"{'-'.join(filter(None, map(_slug, words))) or 'document'}.{extension}"


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return slug if len(slug) <= 60 else slug[:60].rsplit("-", 1)[0]
