from houtskool.assessment.models.cases import Case, DraftFile, Evidence, Supplement
from houtskool.assessment.models.deciding import Advice, CaseDecision, FollowUp, Support
from houtskool.assessment.models.frameworks import Criterion, CriterionGround, Framework, SupportKind
from houtskool.assessment.models.judging import Assignment, Judgement
from houtskool.assessment.models.law import LegalAmount
from houtskool.assessment.models.questions import Condition, Question
from houtskool.assessment.models.reacting import CriterionReaction, ReactionRequest
from houtskool.assessment.models.rounds import BudgetRound, Entry
from houtskool.assessment.models.told import ToldAnswer
from houtskool.assessment.models.versions import FrameworkVersion

__all__ = [
    "Advice",
    "Assignment",
    "BudgetRound",
    "Case",
    "CaseDecision",
    "Condition",
    "Criterion",
    "CriterionGround",
    "CriterionReaction",
    "DraftFile",
    "Entry",
    "Evidence",
    "FollowUp",
    "Framework",
    "FrameworkVersion",
    "Judgement",
    "LegalAmount",
    "Question",
    "ReactionRequest",
    "Supplement",
    "Support",
    "SupportKind",
    "ToldAnswer",
]
