from houtskool.programme.models.agreements import SignedText
from houtskool.programme.models.grounds import Follower, Ground, Reaction, ReactionLink
from houtskool.programme.models.measures import ActionLine, BudgetLine, Measure, Milestone
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
    "Reaction",
    "ReactionLink",
    "SignedText",
    "StageStep",
    "Version",
]
