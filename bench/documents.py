"""How long it takes to write and read a note of 60 pages, and whether it grows with the pages or faster.

Run: python bench/documents.py
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from houtskool.documents import (
    Block,
    Document,
    Heading,
    Paragraph,
    Table,
    bullets,
    read,
    write_docx,
    write_html,
    write_odt,
    write_pdf,
)

PAGES = 60
BUDGET = 1.0  # seconds for the PDF of 60 pages
SENTENCE = (
    "De gemeente vraagt bij opdrachten onder de drempel eerst een onderneming uit de {} om een offerte. "
)


def note(sections: int, word: str = "regio") -> Document:
    """Sections of a little more than a page: text, a list and a table, no two alike."""
    blocks: list[Block] = []
    for number in range(sections):
        blocks += [
            Heading(1, f"Maatregel {number}"),
            *(Paragraph(f"{number}.{part} " + SENTENCE.format(word) * 5) for part in range(4)),
            bullets(*(f"Stap {step} van maatregel {number} in de {word}" for step in range(4))),
            Table(
                f"Planning van maatregel {number}",
                ("Stap", "Wie", "Wanneer", "Kosten"),
                tuple((f"Stap {step}", "Inkoop", "voorjaar 2019", f"€ {step * 1250}") for step in range(6)),
                align=("left", "left", "left", "right"),
                row_heads=True,
            ),
        ]
    return Document("Een nota van zestig bladzijden", tuple(blocks))


def seconds(work: Callable[[], object], rounds: int = 3) -> float:
    """The best of several rounds: what it takes when nothing else asks for the processor."""
    best = float("inf")
    for _ in range(rounds):
        begin = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - begin)
    return best


def main() -> int:
    sections = next(n for n in range(20, 200) if len(read(write_pdf(note(n)), "a.pdf").pages) >= PAGES)
    whole, half = note(sections), note(sections // 2)
    pdf, odt, docx = write_pdf(whole), write_odt(whole), write_docx(whole)
    # Typst keeps what it has set before: each round gets other words, so that none is served from memory.
    rounds = iter([note(sections, word) for word in ("wijk", "stad", "buurt")])
    spent = seconds(lambda: write_pdf(next(rounds)))
    pages, size = len(read(pdf, "a.pdf").pages), len(pdf) // 1000
    print(f"PDF of {pages} pages: {spent:.2f} s (budget {BUDGET} s), {size} kB")
    for name, write in (("ODT", write_odt), ("DOCX", write_docx), ("HTML", write_html)):
        long, short = seconds(lambda write=write: write(whole)), seconds(lambda write=write: write(half))
        print(f"{name}: {long:.2f} s; twice the pages take {long / short:.2f} times as long")
    for name, data in (("PDF", pdf), ("ODT", odt), ("DOCX", docx)):
        print(f"reading the {name}: {seconds(lambda data=data: read(data, 'a')):.2f} s")
    return 0 if spent <= BUDGET else 1


if __name__ == "__main__":
    raise SystemExit(main())
