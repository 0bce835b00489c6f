"""Keeping rows of a spreadsheet as contributions: hundreds at once, the number of queries stays the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import prefetch_related_objects
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from houtskool.accounts.models import User
from houtskool.inventory import hints
from houtskool.inventory.actions import contributions as actions
from houtskool.inventory.actions.states import settle_state
from houtskool.inventory.keeping_people import give_contributors
from houtskool.inventory.keeping_places import Places
from houtskool.inventory.models import Coding, Contribution
from houtskool.process.models import Process
from houtskool.records import journal
from houtskool.records.folding import fold
from houtskool.records.models import ImportBatch
from houtskool.records.verbs import Verb
from houtskool.sector import actions as sector_actions
from houtskool.sector.models import Theme

Values = Mapping[str, Any]
_PLAIN = ("external_id", "title", "words", "kind", "group", "place", "said_on", "own_columns")
_CHANGED = (
    *_PLAIN,
    "consent",
    "gathering",
    "table",
    "contributor",
    "stems",
    "outcome",
    "answer",
    "answered_at",
)


@dataclass
class Keeper:
    """`process` is where rows go that name none; with `new_themes` themes that do not exist are added."""

    process: Process | None = None
    new_themes: bool = False
    themes: dict[str, Theme] = field(default_factory=dict)

    def begin(self) -> None:
        """Look anew: before each run."""
        self.themes = {}
        for name in ("only", "names"):
            self.__dict__.pop(name, None)

    @cached_property
    def only(self) -> Process | None:
        """Where rows go that name no process: the chosen one, or the only one that there is."""
        some = list(Process.objects.all()[:2])
        return self.process or (some[0] if len(some) == 1 else None)

    @cached_property
    def names(self) -> frozenset[str]:
        return hints.known_names()

    def warnings(self, values: Values) -> list[str]:
        """What seems to be personal data in the words of a row: nobody can choose per piece here."""
        own = str(values.get("contributor", ""))
        return hints.warnings(values.get("title", ""), values.get("words", ""), known=self.names, own=own)

    def process_of(self, values: Values, thing: Contribution | None = None) -> int | None:
        if given := values.get("process"):
            return int(given.pk)
        if thing is not None:
            return thing.process_id
        return self.only.pk if self.only else None

    def keep(
        self,
        rows: Sequence[tuple[Contribution | None, Values]],
        *,
        by: User | None,
        at: datetime,
        batch: ImportBatch | None,
    ) -> list[Contribution | ValidationError]:
        """Per row the contribution as it is kept, or why it is refused; that leaves nothing behind."""
        known = set(self.themes)
        try:
            return self._kept(rows, by=by, at=at, batch=batch)
        except BaseException:
            self._forget(known)
            raise
        finally:
            if batch is None:  # a trial: what it added is taken back
                self._forget(known)

    def _forget(self, known: set[str]) -> None:
        self.themes = {key: theme for key, theme in self.themes.items() if key in known}

    def _kept(
        self,
        rows: Sequence[tuple[Contribution | None, Values]],
        *,
        by: User | None,
        at: datetime,
        batch: ImportBatch | None,
    ) -> list[Contribution | ValidationError]:
        places = Places({key for thing, values in rows if (key := self.process_of(values, thing))})
        self._find_themes(
            [name for _thing, values in rows for name in values.get("themes", ())],
            by=by,
            at=at,
            batch=batch,
        )
        before = {thing.pk: journal.snapshot(thing) for thing, _values in rows if thing is not None}
        kept: list[Contribution | ValidationError] = []
        given: list[tuple[Contribution, Values]] = []
        for thing, values in rows:
            try:
                row = self._filled(thing, values, places, by=by, at=at)
            except ValidationError as refusal:
                kept.append(refusal)
            else:
                kept.append(row)
                given.append((row, values))
        give_contributors(given, at=at, by=by, batch=batch)
        _save([row for row, _values in given], before, by=by, at=at, batch=batch)
        self._give_themes(given, by=by, at=at, batch=batch)
        settle_state(row for row, _values in given)
        for row, _values in given:
            row._prefetched_objects_cache = {}  # type: ignore[attr-defined]  # no stub has it
        prefetch_related_objects([row for row, _values in given], "codings__theme")
        return kept

    def _filled(
        self, thing: Contribution | None, values: Values, places: Places, *, by: User | None, at: datetime
    ) -> Contribution:
        process = self.process_of(values, thing)
        if process is None:
            raise ValidationError(
                {"process": _("Bij welk proces hoort deze rij? Kies een proces, of vul de kolom.")}
            )
        row = thing or Contribution(at=at, by=by)
        _refuse_withdrawn(thing, values)
        if thing is not None and process != thing.process_id:
            raise ValidationError(
                {"process": _("Inbreng verhuist niet naar een ander proces. Voeg haar daar toe.")}
            )
        if thing is None:
            chosen = values.get("process") or self.only
            assert chosen is not None
            row.process = chosen
        for name in _PLAIN:
            if name in values:
                setattr(row, name, values[name])
        if "consent" in values:
            row.consent = values["consent"] or Contribution.Consent.AGGREGATE
        if "gathering" in values:
            row.gathering = places.gathering(process, values["gathering"])
        if "table" in values:
            row.table = places.table(process, row.gathering_id, values["table"])
        _answer(row, values, by=by, at=at)
        actions.check(row, numbers_are_free=True)
        if thing is not None and "words" in values:
            _refuse_coded_passages(row)
        self._refuse_unknown_themes(values)
        return row

    # --- themes

    def _find_themes(
        self, names: Iterable[str], *, by: User | None, at: datetime, batch: ImportBatch | None
    ) -> None:
        """Know the themes of these names: of all that are new to this run in two queries."""
        new = {fold(name): name for name in names if fold(name) not in self.themes}
        if not new:
            return
        lines = [f"\n{key}\n" for key in new]
        for theme in Theme.objects.filter(folded_name__in=lines).select_related("merged_into"):
            self.themes[fold(theme.name)] = theme.kept()
        for key, name in new.items():
            if key not in self.themes and (found := Theme.objects.all().find(name)):
                self.themes[key] = found
            elif key not in self.themes and self.new_themes:
                self.themes[key] = sector_actions.add(Theme(name=name), by=by, at=at, batch=batch)

    def _refuse_unknown_themes(self, values: Values) -> None:
        unknown = [name for name in values.get("themes", ()) if fold(name) not in self.themes]
        if unknown:
            raise ValidationError(
                {
                    "themes": _(
                        "Er is geen thema ‘%(theme)s’. Verbeter de naam, voeg het thema toe, of kies bij het "
                        "inlezen dat nieuwe thema’s erbij komen."
                    )
                    % {"theme": unknown[0]}
                }
            )

    def _give_themes(
        self,
        given: Sequence[tuple[Contribution, Values]],
        *,
        by: User | None,
        at: datetime,
        batch: ImportBatch | None,
    ) -> None:
        """Let each row bear the themes of its cell, and no others."""
        asked = {row.pk: values["themes"] for row, values in given if "themes" in values}
        rows = {row.pk: row for row, _values in given}
        held: dict[int, list[Coding]] = {key: [] for key in asked}
        for coding in Coding.objects.filter(contribution__in=asked).select_related("theme"):
            held[coding.contribution_id].append(coding)
        new, gone = [], []
        for key, names in asked.items():
            themes = {theme.pk: theme for name in names for theme in [self.themes[fold(name)]]}
            gone += [coding for coding in held[key] if coding.theme_id not in themes]
            there = {coding.theme_id for coding in held[key]}
            new += [
                Coding(contribution=rows[key], theme=theme, coder=by, at=at)
                for number, theme in themes.items()
                if number not in there
            ]
        saved = Coding.objects.bulk_create(new)
        journal.record_many(
            Verb.CREATED, [(one, {}, journal.snapshot(one)) for one in saved], by=by, at=at, batch=batch
        )
        journal.record_many(
            Verb.DELETED, [(one, journal.snapshot(one), {}) for one in gone], by=by, at=at, batch=batch
        )
        Coding.objects.filter(pk__in=[one.pk for one in gone]).delete()


def _refuse_withdrawn(thing: Contribution | None, values: Values) -> None:
    if (
        thing is not None
        and thing.withdrawn_at is not None
        and {"words", "title", "own_columns"} & values.keys()
    ):
        raise ValidationError({"words": _("Deze woorden zijn ingetrokken. Zij kunnen niet meer wijzigen.")})


def _refuse_coded_passages(row: Contribution) -> None:
    """Words of which a passage has a theme are changed on the page, where one sees that passage."""
    if any(coding.start is not None for coding in row.codings.all()):
        raise ValidationError(
            {
                "words": _(
                    "Een deel van deze woorden heeft een eigen thema. "
                    "Wijzig de woorden op de pagina van de inbreng."
                )
            }
        )


def _answer(row: Contribution, values: Values, *, by: User | None, at: datetime) -> None:
    if not {"outcome", "answer"} & values.keys():
        return
    outcome, answer = values.get("outcome", row.outcome), values.get("answer", row.answer)
    if bool(outcome) != bool(answer):
        raise ValidationError(
            {
                "answer": _(
                    "Een antwoord zegt wat u met de inbreng doet, en waarom. Vul beide kolommen in, of geen."
                )
            }
        )
    if (row.outcome, row.answer) != (outcome, answer):
        row.outcome, row.answer = outcome, answer
        row.answered_at, row.answered_by = (at, by) if answer else (None, None)


def _save(
    rows: Sequence[Contribution],
    before: Mapping[int, journal.Fields],
    *,
    by: User | None,
    at: datetime,
    batch: ImportBatch | None,
) -> None:
    new = [row for row in rows if row.pk is None]
    changed = [row for row in rows if row.pk is not None]
    Contribution.objects.bulk_create(new)
    stems: Any = Contribution._meta.get_field("stems")
    for row in changed:
        stems.pre_save(row, False)
    if changed:
        Contribution.objects.bulk_update(changed, [*_CHANGED, "answered_by"])
    journal.record_many(
        Verb.CREATED, [(row, {}, journal.snapshot(row)) for row in new], by=by, at=at, batch=batch
    )
    journal.record_many(
        Verb.CHANGED,
        [
            (row, before[row.pk], after)
            for row in changed
            if (after := journal.snapshot(row)) != before[row.pk]
        ],
        by=by,
        at=at,
        batch=batch,
    )
