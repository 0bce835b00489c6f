"""From the text of a report or interview to proposed contributions: what was said, by whom, under which head.

Nothing is decided here: a person keeps, mends or leaves out each of them. See docs/algorithms/proposals.md.
"""

from houtskool.kernel.proposals.kinds import Kind
from houtskool.kernel.proposals.places import place, places
from houtskool.kernel.proposals.rules import Proposal, propose

__all__ = ["Kind", "Proposal", "place", "places", "propose"]
