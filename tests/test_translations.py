"""Every text of the interface is marked for translation, and its English is there."""

from __future__ import annotations

import importlib.machinery
import importlib.util
import re
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.template.base import Lexer, Token, TokenType
from django.utils import translation
from django.utils.functional import Promise

from houtskool.web import navigation

ROOT = Path(__file__).resolve().parents[1]
TOOL = ROOT / "tools" / "translations"

# Words that are the same in every language.
NAMES = ("houtskool verify", "Houtskool", "Hash", "id", "Nederlands", "English")
# Parameters of our parts that a reader reads; what stands there between quotes must be _("…").
READ = r"title|text|sentence|action|question|button|label|consequence"
FILTERS = "default|default_if_none|yesno|pluralize|add"
READ_ATTRIBUTES = {"aria-label", "title", "alt", "placeholder"}


def tool():
    loader = importlib.machinery.SourceFileLoader("translations", str(TOOL))
    spec = importlib.util.spec_from_loader("translations", loader)
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


ROOMS = tool().ROOMS


def templates() -> list[Path]:
    """The pages, and the messages above them; mails stay Dutch."""
    kinds = ("templates/**/*.html", "templates/**/messages/*.txt")
    found = {path for room in ROOMS for kind in kinds for path in (ROOT / "houtskool" / room).rglob(kind)}
    return sorted(path for path in found if not {"mail", "email"} & set(path.parts))


class Reader(HTMLParser):
    """Collects what a reader would read: text, and the attributes that are read out. Keys are no words."""

    def __init__(self) -> None:
        super().__init__()
        self.read: list[str] = []
        self.key = False

    def handle_data(self, data: str) -> None:
        if not self.key:
            self.read.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.key = tag == "kbd"
        self.read += [value or "" for name, value in attrs if name in READ_ATTRIBUTES]

    def handle_endtag(self, tag: str) -> None:
        self.key = False


def outside_translation(source: str) -> tuple[str, list[Token]]:
    """A template without what is marked: its own text with tags as `{}`, and the tags and values in it."""
    text: list[str] = []
    tags: list[Token] = []
    inside = commented = False
    for token in Lexer(source).tokenize():
        name = token.contents.split(" ")[0] if token.token_type == TokenType.BLOCK else ""
        inside = name == "blocktranslate" or (inside and name != "endblocktranslate")
        commented = name == "comment" or (commented and name != "endcomment")
        if inside or commented or token.token_type == TokenType.COMMENT:
            continue
        if token.token_type == TokenType.TEXT:
            text.append(token.contents)
        else:
            text.append("{}")
            tags.append(token)
    return "".join(text), tags


def unmarked(source: str) -> Iterator[str]:
    text, tags = outside_translation(source)
    reader = Reader()
    reader.feed(text)
    reader.close()
    for words in reader.read:
        left = re.sub(rf"&\w+;|\{{\}}|\b(?:{'|'.join(NAMES)})\b", " ", words)
        if re.search(r"[^\W\d_]", left):
            yield " ".join(words.split())
    for tag in tags:
        yield from re.findall(rf'\b(?:{READ})="[^"]*[a-zA-Z][^"]*"', tag.contents)
        yield from re.findall(
            r'\|(?:default|default_if_none|yesno|pluralize|add):"(?!#)[^"]*[a-zA-Z][^"]*"', tag.contents
        )


@pytest.mark.parametrize("path", templates(), ids=lambda path: str(path.relative_to(ROOT / "houtskool")))
def test_no_text_of_a_template_stands_unmarked(path):
    assert not list(unmarked(path.read_text(encoding="utf-8")))


def test_an_unmarked_text_is_found_wherever_it_stands():
    found = list(
        unmarked(
            '{% load i18n %}<h1 title="Titel">Kop</h1><p>{{ name }} is weg</p>{% translate "Goed" %}'
            '{% include "parts/empty.html" with sentence="Leeg" action=_("Goed") only %}'
            '{{ name|default:"niemand" }}'
            "{% blocktranslate %}Goed{% endblocktranslate %}{# goed #}<code>houtskool verify</code>"
        )
    )
    assert found == ["Titel", "Kop", "{} is weg", 'sentence="Leeg"', '|default:"niemand"']


def test_the_english_catalogues_are_complete():
    ran = subprocess.run([sys.executable, TOOL, "--check"], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_a_text_outside_a_function_that_is_not_lazy_is_found(tmp_path, monkeypatch):
    """It would become Dutch when the site starts, and stay so on every page."""
    module = tool()
    monkeypatch.setattr(module, "ROOT", tmp_path)
    room = tmp_path / "houtskool" / "room"
    room.mkdir(parents=True)
    (room / "views.py").write_text(
        "from django.utils.translation import gettext as _\n"
        "from django.utils.translation import gettext_lazy\n"
        "LABEL = gettext_lazy('Goed')\n"
        "EARLY = _('Te vroeg')\n"
        "@guarded(to=_('Ook te vroeg'))\n"
        "def view(request):\n"
        "    return _('Goed')\n"
    )
    assert [problem.split(":")[1] for problem in module.too_early("room")] == ["4", "5"]


def test_the_navigation_speaks_the_language_of_the_page():
    """An entry is made once, when the site starts."""
    assert [entry.label for entry in navigation.entries() if not isinstance(entry.label, Promise)] == []


def test_dutch_is_shown_as_the_source_has_it():
    """No text of ours means something else to Django or a library, whose source is English."""
    for room in ROOMS:
        for found in tool().in_room(room):
            context, singular, plural = found.text
            with translation.override("nl"):
                shown = (
                    translation.pgettext(context, singular) if context else
                    translation.ngettext(singular, plural, 1) if plural else
                    translation.gettext(singular)
                )  # fmt: skip
            assert shown == singular, f"{found.file}: {singular}"
