"""The conversation that bench/voting.py votes in: make it (gives the code of its door), or list its votes."""

from __future__ import annotations

import json
import sys

import django

django.setup()

from django.utils import timezone  # noqa: E402 (Django must stand first)

from houtskool.deliberation.models import Conversation, Door, Statement, Vote  # noqa: E402 (likewise)
from houtskool.process.models import Process  # noqa: E402 (likewise)


def make(statements: int) -> str:
    at = timezone.now()
    process = Process.objects.create(title="Meting")
    conversation = Conversation.objects.create(process=process, title="Meting", opens_at=at, at=at)
    Statement.objects.bulk_create(
        Statement(conversation=conversation, number=number, words=f"Stelling {number}.", at=at)
        for number in range(1, statements + 1)
    )
    return Door.objects.create(conversation=conversation, name="Iedereen").code


if sys.argv[1] == "make":
    print(make(int(sys.argv[2])))
else:
    drafts = Vote.objects.filter(participant__door__code=sys.argv[2])
    print(json.dumps([str(draft) for draft in drafts.values_list("draft", flat=True)]))
