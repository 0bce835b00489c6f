"""Files as people and attackers offer them, made by hand."""

import io
import zipfile

_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_WORD = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    f'xmlns:r="{_RELATION}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
_ODF = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{path}:1.0"'
    for name, path in {
        "office": "office",
        "text": "text",
        "table": "table",
        "style": "style",
        "draw": "drawing",
        "svg": "svg-compatible",
    }.items()
)


def packed(parts: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def docx(body: str, **parts: str) -> bytes:
    """A DOCX of this body; further parts by their name under word/, with headers and footers related."""
    relations = "".join(
        f'<Relationship Id="{name}" Type="{_RELATION}/{name[:6]}" Target="{name}.xml"/>'
        for name in parts
        if name.startswith(("header", "footer"))
    )
    main = f'<Relationship Id="r" Type="{_RELATION}/officeDocument" Target="word/document.xml"/>'
    return packed(
        {
            "[Content_Types].xml": "<Types>wordprocessingml.document.main+xml</Types>",
            "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}">{main}</Relationships>',
            "word/document.xml": word_part("document", f"<w:body>{body}</w:body>"),
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{_PACKAGE}">{relations}</Relationships>',
            **{f"word/{name}.xml": content for name, content in parts.items()},
        }
    )


def word_part(name: str, content: str) -> str:
    return f"<w:{name} {_WORD}>{content}</w:{name}>"


def p(text: str, properties: str = "") -> str:
    return f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def odt(body: str, styles: str = "", automatic: str = "", prefix: str = "") -> bytes:
    """An ODT of this body; `styles` go into styles.xml, `automatic` before the body."""
    return packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"{prefix}<office:document-content {_ODF}><office:automatic-styles>{automatic}"
            f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
            "</office:document-content>",
            "styles.xml": f"<office:document-styles {_ODF}>{styles}</office:document-styles>",
            "META-INF/manifest.xml": "<manifest/>",
        }
    )
