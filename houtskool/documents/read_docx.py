"""DOCX in, as the reader sees it: no deletions nor hidden text, and the numbers of lists written out."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from houtskool.documents.archive import Archive
from houtskool.documents.docx_numbers import Numbering
from houtskool.documents.rows import join_row

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_CHARACTERS = {
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
}
# Deleted or moved away, field codes, placeholders of phonetic guides: not what the page shows.
_SKIPPED = {
    f"{W}{name}"
    for name in (
        "del",
        "moveFrom",
        "instrText",
        "delText",
        "delInstrText",
        "pPr",
        "rPr",
        "sdtPr",
        "sectPr",
        "rt",
    )
}
_WRAPPERS = {f"{W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")}


def read_docx(archive: Archive) -> str:
    """Headers, body, foot- and endnotes, footers; a paragraph a line, a table row a line with tabs."""
    name = _main(archive)
    document = archive.required(name)
    numbering = Numbering(archive.xml("word/numbering.xml"), archive.xml("word/styles.xml"))
    body = document.find(f"{W}body")
    parts = [*_marginals(archive, name, "header", numbering)]
    parts.append("\n".join(_lines(body, numbering)) if body is not None else "")
    for notes in ("footnotes", "endnotes"):
        parts.extend(_notes(archive.xml(f"word/{notes}.xml"), numbering))
    parts.extend(_marginals(archive, name, "footer", numbering))
    return "\n".join(part for part in parts if part) + "\n"


def _main(archive: Archive) -> str:
    """The part with the body, word/document.xml for nearly every program."""
    for relation in archive.required("_rels/.rels"):
        if relation.get("Type", "").endswith("/officeDocument"):
            return relation.get("Target", "").lstrip("/")
    return "word/document.xml"


def _marginals(archive: Archive, main: str, kind: str, numbering: Numbering) -> Iterator[str]:
    """The headers or footers that sections refer to, each text once."""
    relations = archive.xml(f"word/_rels/{main.rpartition('/')[2]}.rels")
    targets = {r.get("Id"): r.get("Target", "") for r in relations} if relations is not None else {}
    seen = set()
    for reference in archive.required(main).iter(f"{W}{kind}Reference"):
        target = targets.get(reference.get(f"{_R}id"), "")
        part = archive.xml(target.lstrip("/") if target.startswith("/") else f"word/{target}")
        text = "\n".join(_lines(part, numbering)).strip() if part is not None else ""
        if text and text not in seen:
            seen.add(text)
            yield text


def _notes(root: Element | None, numbering: Numbering) -> Iterator[str]:
    for note in root if root is not None else ():
        if note.get(f"{W}type") not in ("separator", "continuationSeparator", "continuationNotice"):
            yield "\n".join(_lines(note, numbering)).strip()


def _lines(parent: Element, numbering: Numbering) -> Iterator[str]:
    """The text of each paragraph and table row under the element, and of the text boxes in them, in order."""
    pending = ""
    for block in _blocks(parent):
        if block.tag == f"{W}tbl":
            yield from _rows(block, numbering)
            continue
        boxes: list[Element] = []
        text = pending + "".join(_characters(block, boxes))
        if block.find(f"{W}pPr/{W}rPr/{W}del") is not None:  # its end is deleted: it goes on in the next one
            pending = text
            continue
        pending = ""
        yield numbering.label(block) + text
        for box in boxes:
            yield from _lines(box, numbering)
    if pending:
        yield pending


def _blocks(parent: Element) -> Iterator[Element]:
    """Paragraphs and tables, also those wrapped in content controls and in changes that were accepted."""
    for child in parent:
        if child.tag in (f"{W}p", f"{W}tbl"):
            yield child
        elif child.tag in _WRAPPERS:
            if not _placeholder(child):
                yield from _blocks(child)
        elif child.tag == f"{_MC}AlternateContent":
            yield from _blocks(child[0] if len(child) else child)


def _rows(table: Element, numbering: Numbering) -> Iterator[str]:
    for row in _inside(table, f"{W}tr"):
        if row.find(f"{W}trPr/{W}del") is None:
            yield join_row(["\n".join(_lines(cell, numbering)) for cell in _inside(row, f"{W}tc")])


def _inside(parent: Element, tag: str) -> Iterator[Element]:
    """Rows of a table or cells of a row, also those in a content control."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _inside(child, tag)


def _characters(element: Element, boxes: list[Element]) -> Iterator[str]:
    """The visible text of a paragraph; text boxes anchored in it are collected in `boxes`."""
    for child in element:
        if child.tag == f"{W}t":
            text = (child.text or "").replace("\n", " ")
            yield (
                text
                if child.get("{http://www.w3.org/XML/1998/namespace}space") == "preserve"
                else text.strip()
            )
        elif child.tag in _CHARACTERS:
            yield _CHARACTERS[child.tag]
        elif child.tag == f"{W}txbxContent":
            boxes.append(child)
        elif child.tag == f"{_MC}AlternateContent":  # the same thing twice, for newer and older programs
            yield from _characters(child[0] if len(child) else child, boxes)
        elif child.tag not in _SKIPPED and not _hidden(child) and not _placeholder(child):
            yield from _characters(child, boxes)


def _placeholder(control: Element) -> bool:
    """Whether a content control still shows its "click here to enter text"."""
    return control.find(f"{W}sdtPr/{W}showingPlcHdr") is not None


def _hidden(run: Element) -> bool:
    vanish = run.find(f"{W}rPr/{W}vanish")
    return vanish is not None and vanish.get(f"{W}val", "true") not in ("0", "false", "off")
