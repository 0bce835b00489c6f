"""What a conversation and its statements say in the language of the visit."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import get_language

from houtskool.deliberation.models import Conversation


@dataclass(frozen=True)
class Said:
    """A text with its language where that is not the page's own: for the `lang` of its element."""

    text: str
    lang: str = ""


def said(dutch: str, english: str) -> Said:
    if (get_language() or "nl").startswith("nl"):
        return Said(dutch)
    return Said(english) if english else Said(dutch, "nl")


@dataclass(frozen=True)
class Question:
    """What is asked, as a participant reads it."""

    title: Said
    text: Said


def question(conversation: Conversation) -> Question:
    return Question(
        said(conversation.title, conversation.title_en), said(conversation.text, conversation.text_en)
    )
