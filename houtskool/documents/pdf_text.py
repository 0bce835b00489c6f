"""Run as a script: a PDF on standard input, its text per page as JSON on standard output.

    python -I pdf_text.py PAGES MEMORY SECONDS

Stands alone, without the rest of the house, so that it starts fast and holds nothing that a crash could hurt.
"""

import json
import sys

import pypdfium2

try:
    import resource
except ImportError:  # Windows has none; the time limit of the caller still holds
    resource = None  # type: ignore[assignment]

_PASSWORD = 4  # FPDF_ERR_PASSWORD


def main(pages: int, memory: int, seconds: int) -> dict[str, object]:
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    try:
        document = pypdfium2.PdfDocument(sys.stdin.buffer.read())
    except pypdfium2.PdfiumError as error:
        return {"refused": "password" if getattr(error, "err_code", None) == _PASSWORD else "damaged"}
    if len(document) > pages:
        return {"refused": "pages", "count": len(document)}
    try:
        texts = [page.get_textpage().get_text_range() for page in document]
    except pypdfium2.PdfiumError:
        return {"refused": "damaged"}
    return {"pages": texts} if texts else {"refused": "damaged"}


if __name__ == "__main__":
    answer = main(*map(int, sys.argv[1:4]))
    sys.stdout.write(json.dumps(answer))
    sys.stdout.flush()
