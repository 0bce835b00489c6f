"""A body is named in a sentence as people say it."""

from __future__ import annotations

import pytest

from houtskool.process.bodies import in_a_sentence


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("college", "het college"),
        ("College van burgemeester en wethouders", "het college van burgemeester en wethouders"),
        ("raad", "de raad"),
        ("commissie Ontwikkeling", "de commissie Ontwikkeling"),
        ("het college", "het college"),
        ("B en W", "B en W"),
        ("", ""),
    ],
)
def test_a_body_has_its_article_in_a_sentence(name, said):
    assert in_a_sentence(name) == said
