"""A reader of strangers' texts must not stumble over what a form or a table of contents holds."""

from __future__ import annotations

import pytest

from houtskool.kernel.note import read_note


@pytest.mark.parametrize("mark", [".", "?!", '."', ".)", ". ", "_", "- "])
def test_a_line_of_leader_marks_is_read_in_one_go(mark):
    """200,000 dots took minutes when a stop could be sought from each of them."""
    facts = read_note("Inleiding " + mark * (200_000 // len(mark)) + " 3")
    assert (facts.kind, facts.commitments) == (None, ())
