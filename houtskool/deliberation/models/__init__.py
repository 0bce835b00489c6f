from houtskool.deliberation.models.analyses import Analysis
from houtskool.deliberation.models.conversations import Conversation, Door
from houtskool.deliberation.models.statements import Statement, StatementSource
from houtskool.deliberation.models.votes import Participant, Vote

__all__ = ["Analysis", "Conversation", "Door", "Participant", "Statement", "StatementSource", "Vote"]
