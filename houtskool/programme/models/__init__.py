from houtskool.programme.models.agreements import SignedText
from houtskool.programme.models.grounds import Follower, Ground, Reaction, ReactionLink, Source
from houtskool.programme.models.measures import ActionLine, BudgetLine, Measure, Milestone
from houtskool.programme.models.publications import Publication
from houtskool.programme.models.rounds import ProgressReport, ProgressRound
from houtskool.programme.models.versions import Motion, StageStep, Version

__all__ = [
    "ActionLine",
    "BudgetLine",
    "Follower",
    "Ground",
    "Measure",
    "Milestone",
    "Motion",
    "ProgressReport",
    "ProgressRound",
    "Publication",
    "Reaction",
    "ReactionLink",
    "SignedText",
    "Source",
    "StageStep",
    "Version",
]
