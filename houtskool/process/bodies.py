"""How the name of a body that decides stands in a sentence. Which bodies there are is data, in Dutch."""

from __future__ import annotations

_ARTICLES = {
    "raad": "de", "gemeenteraad": "de", "commissie": "de", "burgemeester": "de",
    "college": "het", "dagelijks": "het", "algemeen": "het", "bestuur": "het",
}  # fmt: skip


def in_a_sentence(body: str) -> str:
    """ "college" → "het college", "raad" → "de raad"; a name that needs no article stays as it is."""
    article = _ARTICLES.get(body.partition(" ")[0].lower())
    if article is None:
        return body
    return f"{article} {body[0].lower()}{body[1:]}"
