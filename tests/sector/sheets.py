"""What the tests of spreadsheets do time and again."""

from houtskool.records import importing, spreadsheet


def sheet(text):
    return spreadsheet.read(text.encode())


def trial(world, kind, text):
    """The dry run of a CSV whose columns are guessed from their titles."""
    kind, read = importing.kind(kind), sheet(text)
    mapping = importing.guess(kind, read.titles)
    return importing.dry_run(kind, read, mapping, by=world.bob, at=world.at)


def take_in(world, kind, text, name="lijst.csv"):
    """Import a CSV for good: the batch and the report."""
    kind = importing.kind(kind)
    batch, _ = importing.start(
        kind, text.encode(), name, by=world.bob, at=world.at, limit=spreadsheet.LIMITS.size
    )
    return batch, importing.finish(batch, by=world.bob, at=world.at)


def counts(report):
    return tuple(len(report.of(state)) for state in ("added", "changed", "unchanged", "refused"))


def reasons(report):
    return [sentence for outcome in report.refused for sentence in outcome.sentences()]


def exported(kind, format="csv"):
    kind = importing.kind(kind)
    with importing.export(kind, kind.rows().order_by("name", "pk"), format) as file:
        return file.read()
