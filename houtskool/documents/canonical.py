"""The document as JSON, one form for one meaning: its hash is stable, so a frozen note can be checked.

UTF-8, NFC, keys sorted, no spaces, defaults left out, bytes in base64. The form has a number (`format`): what
was frozen under one number is read under it for ever.
"""

import base64
import binascii
import datetime
import hashlib
import json
from typing import Any, cast

from houtskool.documents.blocks import (
    Align,
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
)
from houtskool.documents.document import Document, State
from houtskool.documents.errors import DocumentError

FORMAT = 1
_DAMAGED = (
    "Het opgeslagen document is beschadigd: {}. Zet een reservekopie terug of maak het document opnieuw."
)

Json = dict[str, Any]


def to_json(document: Document) -> str:
    """The canonical JSON; `from_json` gives an equal document back."""
    return json.dumps(_document(document), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def content_hash(document: Document) -> str:
    """SHA-256 of the canonical JSON in UTF-8, as 64 hexadecimal digits."""
    return hashlib.sha256(to_json(document).encode()).hexdigest()


def from_json(text: str | bytes) -> Document:
    """The document of a JSON made by `to_json`. Raises DocumentError where it is anything else."""
    try:
        data = json.loads(text, object_pairs_hook=_unique)
        return _read_document(data)
    except DocumentError:
        raise
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise DocumentError(_DAMAGED.format(error or type(error).__name__)) from error


def _unique(pairs: list[tuple[str, Any]]) -> Json:
    data = dict(pairs)
    if len(data) != len(pairs):
        raise ValueError("een naam staat twee keer in hetzelfde onderdeel")
    return data


def _document(document: Document) -> Json:
    data: Json = {
        "format": FORMAT,
        "title": document.title,
        "state": document.state,
        "language": document.language,
        "blocks": [_block(block) for block in document.blocks],
    }
    for name in ("subject", "author", "running_head"):
        if value := getattr(document, name):
            data[name] = value
    if document.date:
        data["date"] = document.date.isoformat()
    return data


def _block(block: Block) -> Json:
    match block:
        case Heading():
            return {"kind": "heading", "level": block.level, "text": block.text}
        case Paragraph():
            return {"kind": "paragraph", "text": _inline(block.text)}
        case List():
            return {"kind": "list", **_list(block)}
        case Table():
            data: Json = {
                "kind": "table",
                "caption": block.caption,
                "heads": list(block.heads),
                "rows": [[_inline(cell) for cell in row] for row in block.rows],
            }
            if block.align:
                data["align"] = list(block.align)
            if block.row_heads:
                data["row_heads"] = True
            return data
        case Figure():
            figure = {"kind": "figure", "data": base64.b64encode(block.data).decode(), "alt": block.alt}
            return figure | ({"caption": block.caption} if block.caption else {})
        case Fields():
            return {
                "kind": "fields",
                "fields": [
                    {"label": f.label, "value": [_block(part) for part in f.value]} for f in block.fields
                ],
            }
        case Quote():
            # The words themselves stand elsewhere: what is frozen here stays whole when they are withdrawn.
            return {"kind": "quote", "key": block.key, "digest": block.digest}
        case PageBreak():
            return {"kind": "page_break"}


def _inline(inline: Inline) -> str | list[Json]:
    if isinstance(inline, str):
        return inline
    return [
        {"text": run.text}
        | ({"strong": True} if run.strong else {})
        | ({"emphasis": True} if run.emphasis else {})
        | ({"href": run.href} if run.href else {})
        for run in inline
    ]


def _list(block: List) -> Json:
    items = [
        {"text": _inline(item.text)} | ({"nested": _list(item.nested)} if item.nested else {})
        for item in block.items
    ]
    return {"items": items, "ordered": block.ordered}


def _take(data: Json, required: str, optional: str = "") -> Json:
    """The data itself, when it has exactly these keys: a key that nobody reads would be lost in silence."""
    names = set(data)
    if missing := set(required.split()) - names:
        raise ValueError(f"‘{min(missing)}’ ontbreekt")
    if extra := names - set(required.split()) - set(optional.split()):
        raise ValueError(f"‘{min(extra)}’ is onbekend")
    return data


def _array(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise ValueError(f"er hoort een lijst te staan, geen {type(value).__name__}")
    return value


def _str(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(f"er hoort tekst te staan, geen {type(value).__name__}")
    return value


def _bool(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"er hoort ja of nee te staan, geen {type(value).__name__}")
    return value


def _read_document(data: Json) -> Document:
    if data.get("format") != FORMAT:
        raise ValueError(f"de vorm heeft nummer {data.get('format')}, deze versie leest nummer {FORMAT}")
    _take(data, "format title state language blocks", "subject author date running_head")
    return Document(
        title=_str(data["title"]),
        blocks=tuple(_read_block(block) for block in _array(data["blocks"])),
        state=cast(State, _str(data["state"])),
        language=_str(data["language"]),
        subject=_str(data.get("subject", "")),
        author=_str(data.get("author", "")),
        date=datetime.date.fromisoformat(data["date"]) if "date" in data else None,
        running_head=_str(data.get("running_head", "")),
    )


def _read_block(data: Json) -> Block:
    match data["kind"]:
        case "heading":
            _take(data, "kind level text")
            if type(data["level"]) is not int:
                raise ValueError("het niveau van een kop is geen geheel getal")
            return Heading(data["level"], _str(data["text"]))
        case "paragraph":
            return Paragraph(_read_inline(_take(data, "kind text")["text"]))
        case "list":
            return _read_list(_take(data, "kind items ordered"))
        case "table":
            _take(data, "kind caption heads rows", "align row_heads")
            return Table(
                caption=_str(data["caption"]),
                heads=tuple(_str(head) for head in _array(data["heads"])),
                rows=tuple(tuple(_read_inline(cell) for cell in _array(row)) for row in _array(data["rows"])),
                align=tuple(cast(Align, _str(side)) for side in _array(data.get("align", []))),
                row_heads=_bool(data.get("row_heads", False)),
            )
        case "figure":
            _take(data, "kind data alt", "caption")
            try:
                image = base64.b64decode(_str(data["data"]), validate=True)
            except binascii.Error as error:
                raise ValueError("de afbeelding is niet te lezen") from error
            return Figure(image, _str(data["alt"]), _str(data.get("caption", "")))
        case "fields":
            return Fields(tuple(_read_field(pair) for pair in _array(_take(data, "kind fields")["fields"])))
        case "quote":
            _take(data, "kind key digest")
            return Quote(_str(data["key"]), _str(data["digest"]))
        case "page_break":
            _take(data, "kind")
            return PageBreak()
        case kind:
            raise ValueError(f"het blok ‘{kind}’ is onbekend")


def _read_field(data: Json) -> Field:
    _take(data, "label value")
    value = []
    for part in map(_read_block, _array(data["value"])):
        if not isinstance(part, Paragraph | List):
            raise ValueError("een gegeven bestaat uit alinea’s en lijsten")
        value.append(part)
    return Field(_str(data["label"]), tuple(value))


def _read_list(data: Json) -> List:
    items = []
    for item in _array(data["items"]):
        _take(item, "text", "nested")
        nested = _read_list(_take(item["nested"], "items ordered")) if "nested" in item else None
        items.append(Item(_read_inline(item["text"]), nested))
    return List(tuple(items), _bool(data["ordered"]))


def _read_inline(data: object) -> Inline:
    if isinstance(data, str):
        return data
    found = []
    for run in _array(data):
        _take(run, "text", "strong emphasis href")
        marks = (
            _bool(run.get("strong", False)),
            _bool(run.get("emphasis", False)),
            _str(run.get("href", "")),
        )
        found.append(Run(_str(run["text"]), *marks))
    return tuple(found)
