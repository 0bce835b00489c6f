from houtskool.council.models.frozen import FrozenNote
from houtskool.council.models.note import Attachment, Note

__all__ = ["Attachment", "FrozenNote", "Note"]
