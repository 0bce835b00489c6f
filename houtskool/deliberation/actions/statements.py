"""Statements: by hand, several at once, from contributions, and by participants."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from houtskool.accounts.models import User
from houtskool.deliberation.actions import moderation
from houtskool.deliberation.models import Conversation, Participant, Statement, StatementSource
from houtskool.inventory.models import Contribution
from houtskool.records import editing, journal
from houtskool.records.verbs import Verb

# Nobody has more to say in one conversation, and whoever floods it stops here.
MOST_OF_ONE = 10
_State = Statement.State
VIA = "deelnemer, via de deelnamelink"


def tidy(words: str) -> str:
    return " ".join(words.split())


@transaction.atomic
def add(
    conversation: Conversation,
    words: str,
    *,
    words_en: str = "",
    sources: Iterable[Contribution] = (),
    by: User,
    at: datetime,
) -> Statement:
    """A statement in the words of who works for the municipality, with the contributions it came from."""
    (statement,) = add_many(conversation, [(words, words_en)], sources=sources, by=by, at=at)
    return statement


@transaction.atomic
def add_many(
    conversation: Conversation,
    lines: Sequence[tuple[str, str]],
    *,
    sources: Iterable[Contribution] = (),
    by: User,
    at: datetime,
) -> list[Statement]:
    """A statement for each (Dutch, English), all from the same contributions.

    Raises ValidationError for words that are empty, too long or there already, and for a source of another
    process.
    """
    made = [
        Statement(conversation=conversation, words=tidy(dutch), words_en=tidy(english), at=at, by=by)
        for dutch, english in lines
    ]
    sources = list(sources)
    _own_process(conversation, sources)
    with journal.together():
        number, standing = _last_number(conversation), _standing(conversation)
        for statement in made:
            number += 1
            statement.number = number
            _check(statement, standing)
            statement.save(force_insert=True)
            standing.append(statement)
            for one in sources:
                StatementSource.objects.create(statement=statement, contribution=one)
            journal.created(statement, by=by, at=at)
    return made


@transaction.atomic
def add_of_participant(participant: Participant, words: str, *, at: datetime) -> Statement:
    """What a participant wants to be voted on: shown at once, or after approval, as the conversation says.

    Raises ValidationError when the conversation takes none, when this one has said enough, or as `add_many`.
    """
    journal.take_turn()
    conversation = participant.conversation
    if not conversation.may_add or not conversation.is_open(at):
        raise ValidationError(_("In dit gesprek kunt u geen stellingen toevoegen."))
    if participant.statements.count() >= MOST_OF_ONE:
        raise ValidationError(
            _("U voegde al %(number)s stellingen toe; meer kan niet.") % {"number": MOST_OF_ONE}
        )
    before = conversation.moderation == Conversation.Moderation.BEFORE or participant.excluded_at is not None
    statement = Statement(
        conversation=conversation,
        number=_last_number(conversation) + 1,
        words=tidy(words),
        state=_State.WAITING if before else _State.SHOWN,
        participant=participant,
        at=at,
    )
    _check(statement, _standing(conversation))
    statement.save(force_insert=True)
    # Who added it is shown to nobody, so the journal does not tell it either.
    after = {name: value for name, value in journal.snapshot(statement).items() if name != "participant"}
    journal.record(Verb.CREATED, statement, by=None, at=at, after=after, via=VIA)
    return statement


@transaction.atomic
def reword(
    statement: Statement,
    *,
    approve: bool = False,
    by: User,
    at: datetime,
    opened: journal.Fields | None = None,
) -> Statement:
    """Keep other words, and approve them at once. Of a statement with votes only missing English may come.

    Raises ValidationError with what to do instead; editing.Meanwhile where somebody else changed it too.
    """
    statement.words, statement.words_en = tidy(statement.words), tidy(statement.words_en)
    with journal.change(statement, by=by, at=at):
        if opened is not None:
            editing.settle(statement, opened, None)
        stored = Statement.objects.get(pk=statement.pk)
        said_otherwise = statement.words != stored.words or (
            bool(stored.words_en) and statement.words_en != stored.words_en
        )
        if said_otherwise and statement.votes.exists():
            raise ValidationError(
                _(
                    "Op deze stelling is gestemd, dus haar woorden staan vast. "
                    "Haal haar weg met de reden en maak een nieuwe."
                )
            )
        _check(statement, _standing(statement.conversation, but=statement))
        statement.save()
    if approve:
        moderation.approve(statement, by=by, at=at)
    return statement


@transaction.atomic
def link(statement: Statement, contributions: Iterable[Contribution], *, by: User, at: datetime) -> None:
    """Say that the statement came from these too; what was linked stays so."""
    contributions = list(contributions)
    _own_process(statement.conversation, contributions)
    with journal.change(statement, by=by, at=at):
        for one in contributions:
            StatementSource.objects.get_or_create(statement=statement, contribution=one)


@transaction.atomic
def unlink(source: StatementSource, *, by: User, at: datetime) -> None:
    """The statement did not come from this contribution after all."""
    with journal.change(source.statement, by=by, at=at):
        source.delete()


def _last_number(conversation: Conversation) -> int:
    found: int | None = Statement.objects.filter(conversation=conversation).aggregate(last=Max("number"))[
        "last"
    ]
    return found or 0


def _own_process(conversation: Conversation, contributions: Iterable[Contribution]) -> None:
    for one in contributions:
        if one.process_id != conversation.process_id:
            raise ValidationError(_("Inbreng %(number)s hoort bij een ander proces.") % {"number": one.pk})


def _check(statement: Statement, standing: Iterable[Statement]) -> None:
    """`standing`: the statements of the conversation, without this one."""
    # A participant has no account to name.
    statement.full_clean(exclude=["by"] if statement.by is None else None)
    words = statement.words.casefold()
    for other in standing:
        if other.words.casefold() == words:
            raise ValidationError(
                {"words": _("Deze stelling staat er al, als nummer %(number)s.") % {"number": other.number}}
            )


def _standing(conversation: Conversation, but: Statement | None = None) -> list[Statement]:
    rows = Statement.objects.filter(conversation=conversation).exclude(state=_State.OUT)
    return list(rows.exclude(pk=but.pk) if but is not None else rows)
