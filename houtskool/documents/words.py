"""The few words that the writers add themselves, in the language of the document."""

from typing import TypedDict

from houtskool.documents.document import Document


class Words(TypedDict):
    concept: str
    concept_line: str
    contents: str
    empty: str
    page: str
    withdrawn: str


_DUTCH: Words = {
    "concept": "concept",
    "concept_line": "Concept: nog niet vastgesteld",
    "contents": "Inhoud",
    "empty": "niet ingevuld",
    "page": "Bladzijde {} van []",
    "withdrawn": "[citaat ingetrokken]",
}
_ENGLISH: Words = {
    "concept": "draft",
    "concept_line": "Draft: not adopted yet",
    "contents": "Contents",
    "empty": "not filled in",
    "page": "Page {} of []",
    "withdrawn": "[quote withdrawn]",
}


def words(document: Document) -> Words:
    """English for an English document, Dutch for every other."""
    return _ENGLISH if document.language == "en" else _DUTCH


def country(document: Document) -> str:
    """The country whose spelling the language has: NL for Dutch, empty where there is no telling."""
    return {"nl": "NL", "en": "GB", "fy": "NL", "de": "DE", "fr": "FR"}.get(document.language, "")
