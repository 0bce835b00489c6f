from houtskool.records.models.files import ImportBatch, ImportRow, Upload
from houtskool.records.models.journal import JournalEntry, PersonalValue
from houtskool.records.models.mail import Mail
from houtskool.records.models.work import PeriodicJob, Worker

__all__ = [
    "ImportBatch",
    "ImportRow",
    "JournalEntry",
    "Mail",
    "PeriodicJob",
    "PersonalValue",
    "Upload",
    "Worker",
]
