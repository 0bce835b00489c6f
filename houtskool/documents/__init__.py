"""Documents out, from one block tree, and documents in, as text. See docs/documents.md."""

from houtskool.documents.blocks import (
    Block,
    Field,
    Fields,
    Figure,
    Heading,
    Inline,
    Item,
    List,
    PageBreak,
    Paragraph,
    Quote,
    Run,
    Table,
    bullets,
    emphasis,
    field,
    link,
    numbered,
    plain,
    strong,
)
from houtskool.documents.canonical import content_hash, from_json, to_json
from houtskool.documents.document import Document, filled, validate
from houtskool.documents.errors import DocumentError
from houtskool.documents.formats import FORMATS, Format, file_name
from houtskool.documents.limits import Limits
from houtskool.documents.read import ReadDocument, read
from houtskool.documents.text import clean
from houtskool.documents.write_docx import write_docx
from houtskool.documents.write_html import write_html
from houtskool.documents.write_odt import write_odt
from houtskool.documents.write_pdf import write_pdf

__all__ = [
    "FORMATS",
    "Block",
    "Document",
    "DocumentError",
    "Field",
    "Fields",
    "Figure",
    "Format",
    "Heading",
    "Inline",
    "Item",
    "Limits",
    "List",
    "PageBreak",
    "Paragraph",
    "Quote",
    "ReadDocument",
    "Run",
    "Table",
    "bullets",
    "clean",
    "content_hash",
    "emphasis",
    "field",
    "file_name",
    "filled",
    "from_json",
    "link",
    "numbered",
    "plain",
    "read",
    "strong",
    "to_json",
    "validate",
    "write_docx",
    "write_html",
    "write_odt",
    "write_pdf",
]
