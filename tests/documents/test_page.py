"""The page for developers says what is so."""

import re
from pathlib import Path

from houtskool import documents

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "documents.md").read_text(encoding="utf-8")


def test_the_example_runs() -> None:
    (example,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    made: dict[str, bytes] = {}
    exec(example, made)  # our own page
    assert made["pdf"].startswith(b"%PDF-1.7")


def test_every_public_name_is_on_the_page() -> None:
    missing = [name for name in documents.__all__ if not re.search(rf"\b{name}\b", PAGE)]
    assert missing == []
