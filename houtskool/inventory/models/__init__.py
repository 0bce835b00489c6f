from houtskool.inventory.models.codings import Coding
from houtskool.inventory.models.contributions import Contribution
from houtskool.inventory.models.contributors import Contributor
from houtskool.inventory.models.quotations import Quotation, Report, ReportLink

__all__ = ["Coding", "Contribution", "Contributor", "Quotation", "Report", "ReportLink"]
