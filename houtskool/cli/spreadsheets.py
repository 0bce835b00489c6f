"""`houtskool import` and `houtskool export`: the machinery of records/importing.py on a file."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from houtskool.cli import votes
from houtskool.cli.base import BadInput, Commands, opened, require_database
from houtskool.cli.import_told import Told

if TYPE_CHECKING:
    from houtskool.accounts.models import User
    from houtskool.records.importing import Kind
    from houtskool.records.models import ImportBatch
    from houtskool.records.spreadsheet import Sheet


def add_to(commands: Commands) -> None:
    take_in = commands.add_parser("import", help="lees een rekenblad in, of draai een import terug")
    take_in.add_argument("kind", nargs="?", metavar="SOORT", help="bijvoorbeeld organisations")
    take_in.add_argument("file", nargs="?", type=Path, metavar="BESTAND", help="CSV, XLSX of ODS")
    take_in.add_argument("--dry-run", action="store_true", help="zeg alleen wat er zou gebeuren")
    take_in.add_argument(
        "--map", action="append", default=[], metavar="KOLOM=VELD", help="leeg veld slaat de kolom over"
    )
    take_in.add_argument(
        "--choose",
        action="append",
        default=[],
        metavar="KEUZE=WAARDE",
        help="wat voor het hele bestand geldt",
    )
    take_in.add_argument("--undo", type=int, metavar="IMPORT", help="draai deze import terug")
    take_in.add_argument("--by", metavar="E-MAILADRES", help="wie het doet; zonder: het systeem")
    take_in.add_argument("--json", action="store_true", help="als één JSON-document")
    take_in.set_defaults(run=_import)

    export = commands.add_parser("export", help="bewaar gegevens als rekenblad")
    export.add_argument("kind", metavar="SOORT", help="bijvoorbeeld organisations")
    export.add_argument(
        "file", type=Path, metavar="BESTAND", help="eindigt op .csv, .xlsx of .ods (votes: .zip)"
    )
    export.add_argument("--conversation", type=int, metavar="NUMMER", help="welk gesprek (bij votes)")
    export.set_defaults(run=_export)


def _import(arguments: argparse.Namespace) -> int:
    require_database()
    by = _user(arguments.by)
    if arguments.undo is not None:
        if arguments.kind == votes.KIND:
            return votes.undo(arguments.undo, by=by)
        return _undo(arguments.undo, by=by, as_json=arguments.json)
    if not arguments.kind or not arguments.file:
        raise BadInput("geef een soort en een bestand, of een import om terug te draaien met --undo.")
    if arguments.kind == votes.KIND:
        return votes.take_in(arguments, by=by)
    return _take_in(arguments, by=by)


def _take_in(arguments: argparse.Namespace, *, by: User | None) -> int:
    from django.conf import settings
    from django.core.exceptions import ValidationError
    from django.utils import timezone

    from houtskool.records import importing, spreadsheet
    from houtskool.records.archives import Refused

    answers = _answers(_kind(arguments.kind), arguments.choose)
    kind, at = importing.kind_with(arguments.kind, answers), timezone.now()
    batch = mend = None
    try:
        with opened(arguments.file) as source, Told(as_json=arguments.json) as told:
            if arguments.dry_run:
                sheet = spreadsheet.spool(source, told.folder / "rows")
                mapping = _mapping(kind, sheet, arguments.map)
                for outcomes in importing.dry_run_in_parts(kind, sheet, mapping, by=by, at=at):
                    for outcome in outcomes:
                        told.hear(outcome, len(sheet.rows))
            else:
                batch, sheet = importing.start(
                    kind, source, arguments.file.name, by=by, at=at, limit=settings.IMPORT_LIMIT
                )
                mapping = _mapping(kind, sheet, arguments.map)
                batch.mapping = {str(index): name for index, name in mapping.items()}
                batch.choices = answers
                batch.save(update_fields=["mapping", "choices"])
                importing.finish(
                    batch, by=by, at=at, heard=lambda outcome: told.hear(outcome, len(sheet.rows))
                )
                mend = _write_refused(arguments.file, sheet, batch) if batch.refused else None
            told.end(batch.pk if batch else None, mend)
    except Refused as refusal:
        raise BadInput(f"{arguments.file}: {refusal}") from refusal
    except ValidationError as refusal:
        raise BadInput(f"{arguments.file}: {' '.join(refusal.messages)}") from refusal
    return 0


def _answers(kind: Kind, wishes: list[str]) -> dict[str, str]:
    """What `--choose` says: a value as the house knows it, or its words."""
    from houtskool.records.folding import fold

    answers: dict[str, str] = {}
    known = {choice.name: choice for choice in kind.choices}
    for wish in wishes:
        name, _separator, wanted = wish.partition("=")
        if name not in known:
            raise BadInput(f"--choose {wish}: er is geen keuze ‘{name}’. Er zijn: {_listed(list(known))}.")
        offered = [(value, str(words)) for value, words in known[name].offered()]
        fits = [value for value, words in offered if wanted == value or fold(wanted) == fold(words)]
        if not fits:
            listed = "; ".join(f"{value} ({words})" for value, words in offered)
            raise BadInput(f"--choose {wish}: dat kan niet. Kies uit: {listed}.")
        answers[name] = fits[0]
    return answers


def _mapping(kind: Kind, sheet: Sheet, wishes: list[str]) -> dict[int, str]:
    """The columns as their titles suggest, changed by what `--map` asks."""
    from houtskool.records.folding import fold
    from houtskool.records.importing import ID, guess

    mapping = guess(kind, sheet.titles, sheet.take(0, 100)[0])
    fields = {ID: ID}
    for column in kind.columns():
        fields[fold(column.name)] = fields[fold(column.title)] = column.name
    for wish in wishes:
        title, separator, field = wish.rpartition("=")
        places = [index for index, known in enumerate(sheet.titles) if fold(known) == fold(title)]
        if not separator or not places:
            raise BadInput(
                f"--map {wish}: er is geen kolom ‘{title or wish}’. Er zijn: {_listed(sheet.titles)}."
            )
        if field and fold(field) not in fields:
            names = [column.name for column in kind.columns()]
            raise BadInput(f"--map {wish}: er is geen veld ‘{field}’. Er zijn: {_listed(names)}.")
        mapping.pop(places[0], None)
        if field:
            wanted = fields[fold(field)]
            # What was asked for wins from what was guessed.
            mapping = {index: name for index, name in mapping.items() if name != wanted}
            mapping[places[0]] = wanted
    return mapping


def _listed(words: list[str]) -> str:
    return ", ".join(word for word in words if word)


def _write_refused(source: Path, sheet: Sheet, batch: ImportBatch) -> Path:
    from houtskool.records import importing, spreadsheet

    format = source.suffix.lower().lstrip(".")
    format = format if format in spreadsheet.FORMATS else "csv"
    target = source.with_name(f"{source.stem}-geweigerd-{batch.pk}.{format}")
    reasons = dict(batch.outcomes.filter(state="refused").values_list("number", "reasons"))
    try:
        target.write_bytes(importing.mend_file(sheet, reasons, format))
    except OSError as error:
        print(f"houtskool: {target} is niet te schrijven: {error.strerror}.", file=sys.stderr)
    return target


def _undo(number: int, *, by: User | None, as_json: bool) -> int:
    from django.core.exceptions import ValidationError
    from django.utils import timezone

    from houtskool.records import undoing
    from houtskool.records.models import ImportBatch

    batch = ImportBatch.objects.filter(pk=number).first()
    if batch is None:
        raise BadInput(f"er is geen import {number}.")
    try:
        undone = undoing.undo(batch, by=by, at=timezone.now())
    except ValidationError as refusal:
        raise BadInput(" ".join(refusal.messages)) from refusal
    if as_json:
        document: dict[str, Any] = {
            "removed": undone.removed,
            "restored": undone.restored,
            "kept": undone.kept,
        }
        print(json.dumps(document, ensure_ascii=False, indent=1))
        return 0
    print(f"Teruggedraaid: {undone.removed} weggehaald, {undone.restored} terug zoals het was.")
    for sentence in undone.kept:
        print(sentence, file=sys.stderr)
    if (number := batch.undone["kept_number"]) > len(undone.kept):
        print(f"Dit zijn er {len(undone.kept)} van {number}.", file=sys.stderr)
    return 0


def _export(arguments: argparse.Namespace) -> int:
    require_database()
    from houtskool.records import importing, spreadsheet

    if arguments.kind == votes.KIND:
        return votes.export(arguments.file, arguments.conversation)
    kind = _kind(arguments.kind)
    format = arguments.file.suffix.lower().lstrip(".")
    if format not in spreadsheet.FORMATS:
        raise BadInput(f"{arguments.file} moet eindigen op .csv, .xlsx of .ods.")
    rows = kind.rows().order_by("pk")
    try:
        with importing.export(kind, rows, format) as made, arguments.file.open("wb") as out:
            shutil.copyfileobj(made, out)
    except OSError as error:
        raise BadInput(f"{arguments.file} is niet te schrijven: {error.strerror}.") from error
    number = rows.count()
    print(f"{number} {kind.title if number != 1 else kind.singular} in {arguments.file}.")
    return 0


def _kind(name: str) -> Kind:
    from houtskool.records import importing

    try:
        return importing.kind(name)
    except KeyError as error:
        raise BadInput(
            f"de soort {name} bestaat niet. Kies uit: {_listed([*importing.kinds(), votes.KIND])}."
        ) from error


def _user(email: str | None) -> User | None:
    from houtskool.accounts.models import User

    if email is None:
        return None
    user = User.objects.filter(email__iexact=email, is_active=True).first()
    if user is None:
        raise BadInput(f"er is geen gebruiker {email}.")
    return user
