from houtskool.records.models.files import ImportBatch, Upload
from houtskool.records.models.journal import JournalEntry, PersonalValue

__all__ = ["ImportBatch", "JournalEntry", "PersonalValue", "Upload"]
