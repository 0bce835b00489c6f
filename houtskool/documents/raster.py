"""SVG as PNG, for word processors that know no SVG."""

import tempfile
from pathlib import Path

import typst

from houtskool.documents.blocks import Figure
from houtskool.documents.fonts import FONTS
from houtskool.documents.images import shown_size


def as_png(figure: Figure) -> bytes:
    """The picture as PNG, sharp enough to print."""
    if figure.is_png:
        return figure.data
    width, _ = shown_size(figure.data)
    source = f'#set page(width: auto, height: auto, margin: 0pt)\n#image("figure.svg", width: {width}pt)'
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "figure.svg").write_bytes(figure.data)
        page = Path(folder, "page.typ")
        page.write_text(source, encoding="utf-8")
        return typst.compile(page, font_paths=FONTS, ignore_system_fonts=True, format="png", ppi=220)
