"""The link of a table, what its page may ask of the server, and the files that the page needs offline."""

from __future__ import annotations

from django.core.cache import cache as counts
from django.urls import reverse

from houtskool.process.models import Table
from houtskool.records import secret_links
from houtskool.web import open_doors

NOTES = "notes"
# Per table and minute; a phone that sends an evening's notes at once stays far below it.
PER_MINUTE = 240
# Static files that the page asks for besides those of every page.
ENTRIES = ("inventory/capture.js", "inventory/capture.css")


def path_of(table: Table) -> str:
    """The path of the page on which this table's notes are taken."""
    return reverse("inventory:capture", args=[secret_links.token(table, NOTES)])


def find_table(token: str) -> Table | None:
    """The table that the link opens; None when it is not ours or was withdrawn."""
    rows = Table.objects.select_related("gathering__process", "theme")
    return secret_links.find(rows, token, NOTES)


def too_often(table: Table, minute: int) -> bool:
    """Count one request of this table in this minute (a number); whether that is one too many."""
    return open_doors.too_often(counts, f"capture:{table.pk}", minute, most=PER_MINUTE)
