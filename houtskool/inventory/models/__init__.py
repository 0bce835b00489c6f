from houtskool.inventory.models.codings import Coding
from houtskool.inventory.models.contributions import Contribution
from houtskool.inventory.models.contributors import Contributor

__all__ = ["Coding", "Contribution", "Contributor"]
