"""The PDF of the programme beside WeasyPrint's: the same content, the limits, and what is in either file."""

from __future__ import annotations

import json
import pickle
import re
import signal
import subprocess
import sys
import venv
from dataclasses import dataclass
from html import escape
from pathlib import Path

import pikepdf

from houtskool.documents import Document, write_html

ROOT = Path(__file__).resolve().parents[2]
PEER = "weasyprint==70.0"
MEMORY = 12 * 1024 * 1024  # kB that a process may ask for
PATIENCE = 300  # seconds of the processor
FONTS = ROOT / "houtskool" / "documents" / "fonts"
RUN = ROOT / "bench" / "parts" / "programme_pdf.py"
# As the PDF of ours looks: its font, its sizes, its margins; page numbers in the contents.
STYLE = """
@font-face { font-family: "Noto Sans"; font-weight: 400; src: url("file://%(fonts)s/NotoSans-Regular.ttf"); }
@font-face { font-family: "Noto Sans"; font-weight: 700; src: url("file://%(fonts)s/NotoSans-Bold.ttf"); }
@page { size: A4; margin: 28mm 25mm 26mm; @bottom-right { content: counter(page) " van " counter(pages); } }
html { font: 10.5pt/1.55 "Noto Sans"; }
h1 { font-size: 23pt; } h2 { font-size: 15pt; } h3 { font-size: 12.5pt; } h4 { font-size: 11pt; }
h2, h3, h4 { break-after: avoid; }
table { width: 100%%; border-collapse: collapse; }
td, th { text-align: left; border-bottom: 0.6pt solid #dcd8d0; padding: 6pt; }
dl { display: grid; grid-template-columns: 4cm 1fr; } dd { margin: 0; }
nav ol { list-style: none; padding: 0; }
nav a::after { content: " " target-counter(attr(href), page); }
"""


@dataclass(frozen=True)
class Made:
    """What was measured of one PDF, or in `fails` why there is none."""

    fails: str = ""
    seconds: float = 0
    processor: float = 0
    mb: float = 0
    kb: int = 0
    pages: int = 0
    tags: int = 0
    standards: str = ""
    bookmarks: int = 0
    contents: int = 0

    @property
    def spent(self) -> float:
        """The clock's time; the processor's where other work on the machine made the clock go on."""
        return min(self.seconds, self.processor)


def environment() -> Path:
    """The python that has WeasyPrint; made on the first run. It is no dependency."""
    home = ROOT / "var" / "bench-weasyprint"
    python = home / "bin" / "python"
    if not python.exists():
        venv.create(home, with_pip=True)
    if subprocess.run([python, "-c", "import weasyprint"], capture_output=True).returncode:
        subprocess.run([python, "-m", "pip", "install", "-q", PEER], check=True)
    return python


def beside(documents: list[Document], folder: Path, *, peer: bool) -> dict[str, Made]:
    """Who → the PDF it made of these documents, which differ in their words only."""
    pickled, pages = [], []
    for number, document in enumerate(documents):
        pickled.append(folder / f"{number}.pickle")
        pickled[-1].write_bytes(pickle.dumps(document))
        pages.append(folder / f"{number}.html")
        pages[-1].write_text(page(document), encoding="utf-8")
    found = {"houtskool": made(sys.executable, "ours", folder / "ours.pdf", pickled)}
    if peer:
        found["WeasyPrint"] = made(str(environment()), "peer", folder / "peer.pdf", pages)
    return found


def page(document: Document) -> str:
    """The document as a page of HTML with a table of contents of the same depth."""
    body, heads = write_html(document), []

    def numbered(match: re.Match[str]) -> str:
        heads.append((int(match[1]), match[2]))
        return f'<h{match[1]} id="kop-{len(heads)}">{match[2]}</h{match[1]}>'

    body = re.sub(r"<h([23])>(.*?)</h\1>", numbered, body)
    entries = "".join(
        f'<li><a href="#kop-{place}">{text}</a></li>' for place, (_, text) in enumerate(heads, 1)
    )
    contents = f"<nav><h2>Inhoud</h2><ol>{entries}</ol></nav>"
    first = body.index("<h2")
    style = STYLE % {"fonts": FONTS}
    head = f"<meta charset='utf-8'><title>{escape(document.title)}</title><style>{style}</style>"
    whole = f"{body[:first]}{contents}{body[first:]}"
    return f"<!doctype html><html lang='nl'><head>{head}</head><body>{whole}</body></html>"


def made(python: str, who: str, out: Path, files: list[Path]) -> Made:
    limited = ["sh", "-c", f'ulimit -v {MEMORY}; ulimit -t {PATIENCE}; exec "$@"', "sh"]
    words = [python, str(RUN), who, str(out), *map(str, files)]
    ran = subprocess.run([*limited, *words], capture_output=True, text=True)
    if -ran.returncode in (signal.SIGXCPU, signal.SIGKILL):
        return Made(fails=f"over {PATIENCE} s")
    if ran.returncode:
        last = ran.stderr.strip().splitlines()[-1:] or [f"signal {-ran.returncode}"]
        return Made(fails="over 12 GB" if "Memory" in last[0] else last[0][:80])
    with pikepdf.open(out) as pdf:
        return Made(
            **json.loads(ran.stdout.splitlines()[-1]),
            kb=out.stat().st_size // 1000,
            pages=len(pdf.pages),
            tags=_tags(pdf),
            standards=_standards(pdf),
            bookmarks=_bookmarks(pdf),
            contents=_contents(pdf),
        )


def _tags(pdf: pikepdf.Pdf) -> int:
    """How many elements the structure tree has; 0 is an untagged file."""
    return sum(
        1 for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and "/S" in one and "/P" in one
    )


def _standards(pdf: pikepdf.Pdf) -> str:
    with pdf.open_metadata() as told:
        part, level = told.get("pdfaid:part"), told.get("pdfaid:conformance")
        found = [f"PDF/UA-{told['pdfuaid:part']}"] if told.get("pdfuaid:part") else []
        return ", ".join([*found, *([f"PDF/A-{part}{level.lower()}"] if part else [])]) or "none"


def _bookmarks(pdf: pikepdf.Pdf) -> int:
    def count(entries: list[pikepdf.OutlineItem]) -> int:
        return sum(1 + count(list(entry.children)) for entry in entries)

    with pdf.open_outline() as outline:
        return count(list(outline.root))


def _contents(pdf: pikepdf.Pdf) -> int:
    """To how many places within the file a link goes: the entries of the table of contents."""
    kinds = [
        note.get("/A", note)
        for page in pdf.pages
        for note in page.get("/Annots", [])
        if note.get("/Subtype") == "/Link"
    ]
    places = (one.get("/D", one.get("/Dest")) for one in kinds)
    return len({place.unparse() for place in places if place is not None})


def compared(found: dict[str, Made], budget: float) -> list[str]:
    """Prints the table; what of ours is not met."""
    titles = ("who", "clock (processor)", "ratio", "memory", "size", "pages", "tags", "bookmarks")
    print(f"| {' | '.join((*titles, 'contents', 'standards'))} |")
    print("|---" * 10 + "|")
    ours = found["houtskool"]
    for who, one in found.items():
        if one.fails:
            print(f"| {who} | *fails*: {one.fails} |" + " |" * 8)
            continue
        ratio = "" if one is ours or ours.fails else f"{one.spent / ours.spent:.1f} ×"
        times = f"{one.seconds:.2f} s ({one.processor:.2f} s)"
        print(
            f"| {who} | {times} | {ratio} | {one.mb:.0f} MB | {one.kb} kB | {one.pages} | {one.tags} ", end=""
        )
        print(f"| {one.bookmarks} | {one.contents} entries | {one.standards} |", flush=True)
    if ours.fails:
        return [f"the PDF: {ours.fails}"]
    wrong = [] if ours.spent <= budget else [f"the PDF takes {ours.spent:.2f} s"]
    return wrong + (
        [] if ours.tags and ours.contents and ours.bookmarks else ["the PDF lacks tags or contents"]
    )
