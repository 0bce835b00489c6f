from houtskool.inventory.models.captures import Capture, ClosedTable
from houtskool.inventory.models.codings import Coding
from houtskool.inventory.models.contributions import Contribution
from houtskool.inventory.models.contributors import Contributor
from houtskool.inventory.models.intakes import Intake, Proposal
from houtskool.inventory.models.quotations import Quotation, Report, ReportLink

__all__ = [
    "Capture",
    "ClosedTable",
    "Coding",
    "Contribution",
    "Contributor",
    "Intake",
    "Proposal",
    "Quotation",
    "Report",
    "ReportLink",
]
