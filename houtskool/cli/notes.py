"""`houtskool read-note`: the facts of a council document, and on request into a process."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from houtskool.cli.base import BadInput, Commands, bytes_of, require_database
from houtskool.documents import DocumentError, read
from houtskool.kernel.note import read_note


def add_to(commands: Commands) -> None:
    parser = commands.add_parser("read-note", help="lees een raadsstuk en geef de feiten")
    parser.add_argument("file", type=Path, metavar="BESTAND", help="TXT, DOCX, ODT of PDF met tekst")
    parser.add_argument("--json", action="store_true", help="als één JSON-document")
    parser.add_argument(
        "--into", metavar="PROCES", help="neem de feiten over: het nummer van een proces, of ‘nieuw’"
    )
    parser.add_argument("--by", metavar="E-MAIL", help="wie ze overneemt; nodig bij --into")
    parser.add_argument("--yes", action="store_true", help="neem over zonder het nog te vragen")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    path: Path = arguments.file
    try:
        data = bytes_of(path)
        document = read(data, path.name)
    except DocumentError as error:
        raise BadInput(str(error)) from error
    for lack in document.warnings:
        print(f"houtskool: {path.name}: {lack}", file=sys.stderr)
    facts = read_note(document.text).as_json()
    if arguments.json:
        print(json.dumps(facts, ensure_ascii=False, indent=1))
    else:
        print("\n".join(in_words(facts)))
    if arguments.into:
        _take_over(data, document.text, arguments)
    return 0


# The lists of facts, under the heading that a reader sees, with the values that say what each is.
_LISTS = (
    ("Doelen", "goals", ("text",)),
    ("Thema’s", "themes", ("name",)),
    ("Beleidsdomeinen", "domains", ("name",)),
    ("Organisaties", "organisations", ("name", "role")),
    ("Groepen", "groups", ("name", "how")),
    ("Planning", "schedule", ("period", "what", "place")),
    ("Besluitpunten", "decisions", ("text",)),
    ("Eerdere besluiten", "earlier_decisions", ("title", "number", "body", "period")),
    ("Verwijzingen", "references", ("text", "period")),
    ("Aankondigingen en toezeggingen", "commitments", ("text", "kind", "by", "period")),
    ("Bedragen", "amounts", ("text",)),
    ("Bijlagen", "attachments", ("title",)),
    ("Hiaten en tegenspraken", "warnings", ("text",)),
)
_SINGLES = (
    ("Soort", "kind"),
    ("Onderwerp", "subject"),
    ("Nummer", "number"),
    ("Datum", "dated"),
    ("Portefeuillehouder", "holders"),
    ("Wie besluit", "body"),
    ("Besloten op", "decided_on"),
    ("Commissie", "committee"),
    ("Behandeling", "treatment"),
    ("Coalitieakkoord", "coalition_agreement"),
)


def in_words(facts: dict[str, Any]) -> Iterator[str]:
    """The facts as lines to read: the header first, then each list; what is unknown is said."""
    for label, key in _SINGLES:
        value = facts[key]
        yield f"{label}: {(', '.join(value) if isinstance(value, list) else value) or 'onbekend'}"
    for heading, key, names in _LISTS:
        if facts[key]:
            yield f"\n{heading}"
        for fact in facts[key]:
            values = (fact[name] for name in names)
            words = (value["text"] if isinstance(value, dict) else value for value in values)
            yield "- " + " · ".join(str(word) for word in words if word)


def _take_over(data: bytes, text: str, arguments: argparse.Namespace) -> None:
    """Through the same actions as the note screen; nothing is kept when the answer is no."""
    require_database()
    from django.core.exceptions import ValidationError
    from django.db import transaction
    from django.utils import timezone

    from houtskool.accounts.models import User
    from houtskool.accounts.roles import STEERS, in_words
    from houtskool.council import intake
    from houtskool.process.models import Process

    path: Path = arguments.file
    user = User.objects.filter(email__iexact=arguments.by or "", is_active=True).first()
    if user is None or not user.holds(*STEERS):
        raise BadInput(f"--by moet het e-mailadres zijn van een {in_words(STEERS)}.")
    process = None
    if arguments.into != "nieuw":
        process = Process.objects.filter(pk=arguments.into if arguments.into.isdecimal() else 0).first()
        if process is None:
            known = ", ".join(f"{one.pk} ({one})" for one in Process.objects.all()) or "geen"
            raise BadInput(f"proces {arguments.into} is er niet. Er zijn: {known}. Of geef ‘nieuw’.")
    if not arguments.yes:
        print(f"Neem deze feiten over in {process or 'een nieuw proces'}? [j/N] ", end="", file=sys.stderr)
        try:
            answer = input().strip().lower()
        except EOFError as error:
            raise BadInput("er is niemand om het aan te vragen. Geef --yes als u het zeker weet.") from error
        if answer not in {"j", "ja"}:
            print("Niets overgenomen.", file=sys.stderr)
            return
    at = timezone.now()
    try:
        with transaction.atomic():
            document = intake.open_note(text, name=path.name, data=data, by=user, at=at)
            process = intake.confirm(document, process=process, by=user, at=at)
    except ValidationError as refusal:
        raise BadInput(" ".join(refusal.messages)) from refusal
    print(f"Overgenomen in proces {process.pk}: {process}.", file=sys.stderr)
