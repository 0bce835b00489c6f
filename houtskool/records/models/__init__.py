from houtskool.records.models.files import ImportBatch, Upload
from houtskool.records.models.journal import JournalEntry, PersonalValue
from houtskool.records.models.mail import Mail

__all__ = ["ImportBatch", "JournalEntry", "Mail", "PersonalValue", "Upload"]
