from houtskool.assessment.models.frameworks import Criterion, CriterionGround, Framework, SupportKind
from houtskool.assessment.models.law import LegalAmount
from houtskool.assessment.models.versions import FrameworkVersion

__all__ = [
    "Criterion",
    "CriterionGround",
    "Framework",
    "FrameworkVersion",
    "LegalAmount",
    "SupportKind",
]
