from houtskool.process.models.agreements import Commitment, Decision
from houtskool.process.models.documents import Annex, Fact, SourceDocument
from houtskool.process.models.gatherings import Gathering, Involvement
from houtskool.process.models.invitations import Invitation, Sharing, Table
from houtskool.process.models.process import FormerTitle, Goal, Process, Step

__all__ = [
    "Annex",
    "Commitment",
    "Decision",
    "Fact",
    "FormerTitle",
    "Gathering",
    "Goal",
    "Invitation",
    "Involvement",
    "Process",
    "Sharing",
    "SourceDocument",
    "Step",
    "Table",
]
