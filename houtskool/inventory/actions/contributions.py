"""Adding, changing and removing contributions, and who gave them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from houtskool.accounts.models import User
from houtskool.inventory import telling
from houtskool.inventory.models import Coding, Contribution, Contributor, Quotation
from houtskool.records import editing, erasure, journal, post
from houtskool.records.folding import tidy
from houtskool.records.links import depending_on, in_words, parts_of
from houtskool.records.models import ImportBatch
from houtskool.records.verbs import Verb
from houtskool.sector.models import Contact

LONGEST = 20_000


@transaction.atomic
def add(
    contribution: Contribution,
    *,
    by: User | None,
    at: datetime,
    batch: ImportBatch | None = None,
    via: str = "",
) -> Contribution:
    """Keep what somebody said. Raises ValidationError per field, in Dutch."""
    contribution.at = contribution.at or at
    contribution.by = by
    check(contribution)
    contribution.save(force_insert=True)
    journal.record(
        Verb.CREATED,
        contribution,
        by=by,
        at=at,
        after=journal.snapshot(contribution),
        batch=batch,
        via=via,
    )
    return contribution


@transaction.atomic
def add_said(
    contribution: Contribution,
    *,
    by: User | None,
    at: datetime,
    contact: Contact | None = None,
    name: str = "",
    email: str = "",
    pseudonym: str = "",
    wants_mail: bool = False,
    anyhow: bool = False,
    via: str = "",
) -> Contribution:
    """Keep what somebody said and who that was, as far as it was told; `anyhow` also who told nothing.

    Raises ValidationError per field.
    """
    check(contribution)
    if contact or name or email or pseudonym or anyhow:
        person = Contributor(
            process=contribution.process,
            contact=contact,
            name="" if contact else name,
            email="" if contact else email,
            pseudonym=pseudonym,
            group=contribution.group,
            wants_mail=wants_mail,
        )
        contribution.contributor = add_contributor(person, by=by, at=at, via=via)
    if contact is not None and contribution.group is None:
        contribution.group = contact.groups.filter(merged_into=None).first()
    return add(contribution, by=by, at=at, via=via)


@transaction.atomic
def change(
    contribution: Contribution,
    *,
    by: User | None,
    at: datetime,
    opened: journal.Fields | None = None,
    batch: ImportBatch | None = None,
) -> Contribution:
    """Keep what was changed. Themes that were given to a passage go along with its words.

    With `opened`, the fields as the form was opened with, what others saved since is kept too. Raises
    editing.Meanwhile where both changed the same field; ValidationError per field, or when the words of a
    coded passage are no longer there.
    """
    check(contribution)
    with journal.change(contribution, by=by, at=at, batch=batch):
        before = Contribution.objects.select_for_update().get(pk=contribution.pk)
        if before.withdrawn_at is not None and before.words != contribution.words:
            raise ValidationError(
                {"words": _("Deze woorden zijn ingetrokken. Zij kunnen niet meer wijzigen.")}
            )
        if opened is not None:
            editing.settle(contribution, opened, None)
            check(contribution)
        _move_passages(before, contribution)
        contribution.save()
    return contribution


@transaction.atomic
def remove(contribution: Contribution, *, by: User | None, at: datetime) -> None:
    """Delete what should not have been kept; in the journal stays that it was there, without the words.

    Whoever gave it and nothing else is taken away with it. Raises ValidationError that says why it must stay.
    """
    journal.take_turn()  # before the row is held
    row = Contribution.objects.select_for_update().get(pk=contribution.pk)
    if reason := why_it_stays(row):
        raise ValidationError(reason)
    contributor = row.contributor
    for part in parts_of(row):
        journal.deleted(part, by=by, at=at)
    journal.deleted(row, by=by, at=at)
    erasure.forget(row)
    row.delete()
    if contributor is not None and not depending_on(contributor):
        journal.deleted(contributor, by=by, at=at)
        erasure.forget(contributor)
        contributor.delete()


def why_it_stays(contribution: Contribution) -> str:
    """Why this contribution may not be removed, with the remedy; "" when it may."""
    number = contribution.pk
    if contribution.merged_into_id is not None:
        return _("Inbreng %(number)s is samengevoegd met inbreng %(kept)s. Maak haar eerst los.") % {
            "number": number,
            "kept": contribution.merged_into_id,
        }
    if merged := contribution.merged.count():
        return _(
            "In inbreng %(number)s leeft andere inbreng voort (%(merged)s keer samengevoegd). "
            "Maak die eerst los."
        ) % {"number": number, "merged": merged}
    if contribution.answered_at is not None:
        return _("Inbreng %(number)s is beantwoord. Neem eerst het antwoord terug.") % {"number": number}
    if Quotation.objects.filter(contribution=contribution).exists():
        return _(
            "Inbreng %(number)s is geciteerd in een stuk dat vastligt. Trek de woorden in; "
            "dan leest niemand ze meer."
        ) % {"number": number}
    if holding := depending_on(contribution):
        return _("Inbreng %(number)s kan niet weg: %(holding)s.") % {
            "number": number,
            "holding": in_words(holding),
        }
    return ""


@transaction.atomic
def add_contributor(
    contributor: Contributor,
    *,
    by: User | None,
    at: datetime,
    batch: ImportBatch | None = None,
    via: str = "",
) -> Contributor:
    """Keep who contributed. A contact contributes once to a process: the one that is there is given back."""
    if contributor.contact is not None:
        there = Contributor.objects.filter(process=contributor.process, contact=contributor.contact).first()
        if there is not None:
            return there
    contributor.name = tidy(contributor.name)
    contributor.pseudonym = tidy(contributor.pseudonym)
    contributor.at = contributor.at or at
    contributor.clean_fields(exclude=["process", "contact", "group"])
    contributor.save(force_insert=True)
    journal.record(
        Verb.CREATED, contributor, by=by, at=at, after=journal.snapshot(contributor), batch=batch, via=via
    )
    return contributor


def check(contribution: Contribution, *, numbers_are_free: bool = False) -> None:
    """Raises ValidationError per field, in the words of who fills it in.

    `numbers_are_free` leaves it to the caller whether another contribution has the same own number.
    """
    problems: dict[str, Any] = {}
    contribution.title = one_line(contribution.title)
    contribution.place = tidy(contribution.place)
    contribution.external_id = tidy(contribution.external_id)
    contribution.words = tidy(contribution.words, lines=True)
    if not (contribution.words or contribution.title) and contribution.withdrawn_at is None:
        problems["words"] = _("Er staat niets. Schrijf op wat er gezegd is.")
    elif len(contribution.words) > LONGEST:
        problems["words"] = _(
            "Dit zijn %(number)s tekens; er passen er %(longest)s in één inbreng. "
            "Deel het op in meer inbreng."
        ) % {"number": len(contribution.words), "longest": LONGEST}
    problems |= _misplaced(contribution)
    if not numbers_are_free and contribution.external_id and _others_with_number(contribution):
        problems["external_id"] = _(
            "Er is in dit proces al inbreng met nummer ‘%(number)s’. Kies een ander nummer, of laat het leeg."
        ) % {"number": contribution.external_id}
    if problems:
        raise ValidationError(problems)
    checked = {"kind", "title", "place", "said_on", "consent", "external_id", "outcome"}
    contribution.clean_fields(exclude=[f.name for f in contribution._meta.fields if f.name not in checked])


def one_line(text: str) -> str:
    """A title on one line, for the rest as it was given: two spaces stay two."""
    return tidy(text, lines=True).replace("\n", " ")


def _misplaced(contribution: Contribution) -> dict[str, str]:
    """A place that is not one of this process; a table brings its gathering along."""
    problems: dict[str, str] = {}
    table, process = contribution.table, contribution.process
    if table is not None and contribution.gathering_id is None:
        contribution.gathering = table.gathering
    if table is not None and table.gathering_id != contribution.gathering_id:
        problems["table"] = _("Tafel ‘%(table)s’ hoort bij ‘%(gathering)s’. Kies die bijeenkomst.") % {
            "table": table,
            "gathering": table.gathering,
        }
    for name, thing in (
        ("gathering", contribution.gathering),
        ("document", contribution.document),
        ("contributor", contribution.contributor),
    ):
        if thing is not None and thing.process_id != contribution.process_id:
            problems[name] = _("Dit hoort niet bij ‘%(process)s’. Kies er een van dat proces.") % {
                "process": process
            }
    return problems


def _others_with_number(contribution: Contribution) -> bool:
    same = Contribution.objects.filter(process=contribution.process, external_id=contribution.external_id)
    return same.exclude(pk=contribution.pk).exists()


def _move_passages(before: Contribution, after: Contribution) -> None:
    """Let the themes of passages stay with their words. Raises ValidationError when those are gone."""
    if before.words == after.words:
        return
    moved: list[Coding] = []
    for coding in before.codings.exclude(start=None).select_related("theme"):
        assert coding.start is not None
        assert coding.end is not None
        passage = before.words[coding.start : coding.end]
        places = _places(passage, after.words)
        if not places:
            raise ValidationError(
                {
                    "words": _(
                        "De passage ‘%(passage)s’ heeft thema ‘%(theme)s’ en staat er niet meer. "
                        "Laat haar staan, of haal eerst dat thema weg."
                    )
                    % {"passage": passage[:80], "theme": coding.theme}
                }
            )
        begin = min(places, key=lambda place: abs(place - (coding.start or 0)))
        coding.start, coding.end = begin, begin + len(passage)
        moved.append(coding)
    Coding.objects.bulk_update(moved, ["start", "end"])


def _places(passage: str, text: str) -> Sequence[int]:
    found, place = [], text.find(passage)
    while place >= 0:
        found.append(place)
        place = text.find(passage, place + 1)
    return found


@transaction.atomic
def confirm_by_mail(contributor: Contributor, *, at: datetime) -> None:
    """Mail the own link to who gave an address."""
    if contributor.email:
        post.send(
            template="inventory/mail/given",
            to=contributor.email,
            at=at,
            about=contributor,
            compose=thanks,
        )


def thanks(contributor: Contributor | None, at: datetime) -> post.Letter | None:
    """The message with the own link, made at the moment of sending."""
    if contributor is None or not contributor.email:
        return None
    url = post.address(telling.own_path(contributor))
    return post.Letter({"contributor": contributor, "url": url})
