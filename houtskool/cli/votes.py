"""`houtskool import votes` and `houtskool export votes`: a whole conversation, in the layout of Polis."""

from __future__ import annotations

import argparse
import io
import json
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from houtskool.cli.base import BadInput, bytes_of

if TYPE_CHECKING:
    from houtskool.accounts.models import User
    from houtskool.deliberation.models import Conversation
    from houtskool.deliberation.polis_files import Read
    from houtskool.process.models import Process

KIND = "votes"
SHOWN = 20
# What Polis calls the files that lie beside the votes.
COMMENTS = "comments.csv"


def take_in(arguments: argparse.Namespace, *, by: User | None) -> int:
    """The zip, or votes with comments.csv beside them."""
    from django.conf import settings
    from django.core.exceptions import ValidationError
    from django.utils import timezone

    from houtskool.deliberation import polis_files
    from houtskool.deliberation.actions import taking_over
    from houtskool.records import uploads

    process, title = _choices(arguments)
    data = _archive(arguments.file)
    try:
        read = polis_files.read(data)
        number = None
        if not arguments.dry_run:
            at = timezone.now()
            upload = uploads.receive(
                data, f"{arguments.file.stem}.zip", by=by, at=at, limit=settings.IMPORT_LIMIT
            )
            number = taking_over.take_over(read, process=process, title=title, upload=upload, by=by, at=at).pk
    except ValidationError as refusal:
        raise BadInput(f"{arguments.file}: {' '.join(refusal.messages)}") from refusal
    _tell(read, number, as_json=arguments.json)
    return 0


def undo(number: int, *, by: User | None) -> int:
    from django.core.exceptions import ValidationError
    from django.utils import timezone

    from houtskool.deliberation.actions import taking_over

    conversation = _conversation(number)
    try:
        taking_over.undo(conversation, by=by, at=timezone.now())
    except ValidationError as refusal:
        raise BadInput(" ".join(refusal.messages)) from refusal
    print(f"Teruggedraaid: gesprek {number} is weg, met alle stellingen en stemmen uit het bestand.")
    return 0


def export(file: Path, number: int | None) -> int:
    """The zip in the layout of Polis. Raises BadInput where the votes may not go out, with why."""
    from django.core.exceptions import ValidationError

    from houtskool.deliberation import open_data
    from houtskool.deliberation.actions import publishing
    from houtskool.web.reference_date import present

    if file.suffix.lower() != ".zip":
        raise BadInput(f"{file} moet eindigen op .zip: een gesprek bestaat uit drie bestanden.")
    conversation, at = _conversation(number), present()
    try:
        analysis = open_data.ready(conversation, at=at)
    except ValidationError as refusal:
        raise BadInput(" ".join(refusal.messages)) from refusal
    try:
        file.write_bytes(open_data.polis(analysis))
    except OSError as error:
        raise BadInput(f"{file} is niet te schrijven: {error.strerror}.") from error
    publishing.give_out(analysis, at=at)
    print(f"{analysis.votes} stemmen van {analysis.participants} deelnemers in {file}.")
    return 0


def _archive(path: Path) -> bytes:
    data = bytes_of(path)
    if zipfile.is_zipfile(io.BytesIO(data)):
        return data
    beside = path.with_name(COMMENTS)
    if not beside.exists() or beside == path:
        raise BadInput(
            f"naast {path} ligt geen {COMMENTS} met de stellingen. Leg dat ernaast, of geef een zip met "
            "beide."
        )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in ((COMMENTS, bytes_of(beside)), ("votes.csv", data)):
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content)
    return out.getvalue()


def _choices(arguments: argparse.Namespace) -> tuple[Process, str]:
    """`--choose process=3` (the only one by default) and `--choose "title=…"` (else the name of the file)."""
    from houtskool.process.models import Process

    wishes = dict(wish.partition("=")[::2] for wish in arguments.choose)
    if unknown := wishes.keys() - {"process", "title"}:
        raise BadInput(f"--choose {unknown.pop()}: er is alleen process en title.")
    processes = Process.objects.order_by("pk")
    wanted = wishes.get("process", "")
    found = [one for one in processes if not wanted or wanted in {str(one.pk), one.title}]
    if len(found) != 1:
        listed = "; ".join(f"{one.pk} ({one.title})" for one in processes)
        raise BadInput(f"kies een proces met --choose process=NUMMER. Er zijn: {listed or 'nog geen'}.")
    return found[0], wishes.get("title") or arguments.file.stem


def _conversation(number: int | None) -> Conversation:
    from houtskool.deliberation.models import Conversation

    all_of_them = Conversation.objects.order_by("pk")
    found = list(all_of_them.filter(pk=number) if number is not None else all_of_them[:2])
    if len(found) != 1:
        listed = "; ".join(f"{one.pk} ({one.title})" for one in all_of_them)
        raise BadInput(f"kies een gesprek met --conversation NUMMER. Er zijn: {listed or 'nog geen'}.")
    return found[0]


def _tell(read: Read, number: int | None, *, as_json: bool) -> None:
    told = {
        "conversation": number,
        "statements": len(read.statements),
        "out": read.out,
        "participants": len(read.people),
        "votes": len(read.votes),
        "replaced": read.replaced,
        "refused": [{"file": one.file, "row": one.row, "why": one.why} for one in read.refused],
    }
    if as_json:
        print(json.dumps(told, ensure_ascii=False, indent=1))
        return
    done = "Zou overnemen" if number is None else f"Overgenomen als gesprek {number}"
    print(
        f"{done}: {told['statements']} stellingen ({told['out']} weggehaald), {told['participants']} "
        "deelnemers, "
        f"{told['votes']} stemmen ({told['replaced']} later veranderd); {len(read.refused)} geweigerd."
    )
    for one in read.refused[:SHOWN]:
        print(f"{one.file}, regel {one.row}: {one.why}", file=sys.stderr)
    if len(read.refused) > SHOWN:
        print(f"Dit zijn er {SHOWN} van {len(read.refused)}.", file=sys.stderr)
