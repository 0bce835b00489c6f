"""An example of every address, for the visits in test_pages.py. Rows come from the example's own database.

A file per room, named as the namespace of its addresses (accounts for those without), with what it needs of:

- EXAMPLES: name → the arguments of each visit; addresses without arguments need no example.
- POST_ONLY: addresses that only take what a form sends; a visit must be refused with 405.
- BY_STORY: addresses that hold a secret, where only a story can come; with arguments for where any will do.
- SIGNED_OUT: reached without signing in, so visited that way; tests/web/test_doors.py holds the exact list.
"""

from __future__ import annotations

import pkgutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from importlib import import_module
from pathlib import Path

from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from tests.browser.pages.row import Arguments, Row

EXAMPLES: dict[str, list[Arguments]] = {}
POST_ONLY: dict[str, Arguments] = {}
BY_STORY: dict[str, Arguments] = {}
SIGNED_OUT: set[str] = set()
for _found in pkgutil.iter_modules(__path__):
    _room = import_module(f"{__name__}.{_found.name}")
    EXAMPLES |= getattr(_room, "EXAMPLES", {})
    POST_ONLY |= getattr(_room, "POST_ONLY", {})
    BY_STORY |= getattr(_room, "BY_STORY", {})
    SIGNED_OUT |= getattr(_room, "SIGNED_OUT", set())


def names() -> dict[str, set[str]]:
    """Every named address of the site with the arguments it takes."""
    return dict(_walk(get_resolver(), "", set()))


def _walk(resolver: URLResolver, prefix: str, arguments: set[str]) -> Iterator[tuple[str, set[str]]]:
    for pattern in resolver.url_patterns:
        taken = arguments | set(pattern.pattern.regex.groupindex)
        if isinstance(pattern, URLResolver):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from _walk(pattern, inner, taken)
        elif isinstance(pattern, URLPattern):
            assert pattern.name, f"{pattern.pattern} has no name"
            yield f"{prefix}{pattern.name}", taken


def examples_of(name: str) -> list[Arguments]:
    if name in POST_ONLY:
        return [POST_ONLY[name]]
    return [BY_STORY[name]] if name in BY_STORY else EXAMPLES.get(name, [{}])


def visited() -> list[str]:
    """The names that test_pages.py visits, in their order."""
    return sorted(names().keys() - POST_ONLY.keys() - BY_STORY.keys())


def paths(name: str, database: Path) -> list[str]:
    """The addresses to visit for this name, with rows looked up in the example's database.

    Raises LookupError when no example is named, or when the example lacks such a row.
    """
    examples = examples_of(name)
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        try:
            return [
                reverse(name, kwargs={key: _value(value, connection) for key, value in arguments.items()})
                for arguments in examples
            ]
        except NoReverseMatch as error:
            raise LookupError(f"tests/browser/pages/ names no fitting example of {name}: {error}") from error


def _value(value: str | Row, connection: sqlite3.Connection) -> str:
    if isinstance(value, str):
        return value
    found = connection.execute(
        f"SELECT id FROM {value.table} WHERE {value.where} ORDER BY id LIMIT 1 OFFSET {value.skip}"
    ).fetchone()
    if not found:
        raise LookupError(f"the example has no row {value.skip + 1} in {value.table} where {value.where}")
    return str(found[0])
