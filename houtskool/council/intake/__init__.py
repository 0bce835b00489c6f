"""From a council note to a programme's skeleton: read it, let a person judge each fact, build what stands."""

from houtskool.council.intake.actions import (
    confirm,
    correct,
    discard,
    keep,
    leave_out,
    open_note,
    same_text,
    title_of,
)
from houtskool.council.intake.kinds import GROUPS, KINDS, Kind, kind_of

__all__ = [
    "GROUPS",
    "KINDS",
    "Kind",
    "confirm",
    "correct",
    "discard",
    "keep",
    "kind_of",
    "leave_out",
    "open_note",
    "same_text",
    "title_of",
]
