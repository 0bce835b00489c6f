from houtskool.sector.models.contacts import Contact
from houtskool.sector.models.initiatives import Initiative
from houtskool.sector.models.municipality import Department, District, Domain
from houtskool.sector.models.noun import Noun, NounQuerySet
from houtskool.sector.models.organisations import EntryLink, Organisation, Recognition
from houtskool.sector.models.vocabulary import StakeholderGroup, Theme

__all__ = [
    "Contact",
    "Department",
    "District",
    "Domain",
    "EntryLink",
    "Initiative",
    "Noun",
    "NounQuerySet",
    "Organisation",
    "Recognition",
    "StakeholderGroup",
    "Theme",
]
