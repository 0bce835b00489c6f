"""From houtskoolschets to adopted: each step freezes the programme as it is, and nothing frozen changes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from houtskool.accounts.models import User
from houtskool.inventory import quotes
from houtskool.inventory.models import Contribution
from houtskool.kernel.vaguedate import Period
from houtskool.process import actions as process_actions
from houtskool.process.models import Decision, Process, Step
from houtskool.process.models.periods import local_day
from houtskool.programme import line, stations
from houtskool.programme.completeness import gaps
from houtskool.programme.content import canonical, content_of, decided, digest
from houtskool.programme.models import Ground, Measure, Motion, StageStep, Version
from houtskool.records import journal
from houtskool.records.verbs import Verb

Stage = Version.Stage


def latest(process: Process) -> Version | None:
    return Version.objects.filter(process=process).order_by("-number").first()


def is_adopted(process: Process, at: date) -> bool:
    """Whether measures may run and be late on that day: from the first adoption on."""
    return Version.objects.adopted().known_on(at).filter(process=process).exists()


@transaction.atomic
def freeze(process: Process, stage: str, *, by: User, at: datetime) -> Version:
    """Keep the programme as a houtskoolschets or as a concept.

    Raises ValidationError for another stage, for a programme without measures, and when nothing changed.
    """
    if stage not in (Stage.SKETCH, Stage.CONCEPT):
        raise ValidationError(_("Leg vast als houtskoolschets of als concept."))
    current = _locked(process)
    last = latest(current)
    text = _text(current, at)
    if last is not None and last.stage == stage and last.content == text:
        raise ValidationError(_("Er is niets veranderd sinds versie %(number)s.") % {"number": last.number})
    return _keep(current, stage, text, last, on=local_day(at), by=by, at=at)


@transaction.atomic
def present(
    process: Process, *, to: str, on: date, accepted: Mapping[str, str], by: User, at: datetime
) -> Version:
    """Offer the programme to the body that adopts it, complete or with each gap accepted for a reason.

    `accepted`: the key of a gap → why it may stay open. Raises ValidationError that names what is missing.
    """
    current = _locked(process)
    if not to.strip():
        raise ValidationError({"to": _("Vul in aan wie het programma wordt aangeboden.")})
    _not_later(on, at)
    found = gaps(current)
    reasons = {key: reason.strip() for key, reason in accepted.items() if reason.strip()}
    if missing := [f"{gap.measure}: {gap.label}." for gap in found if gap.key not in reasons]:
        raise ValidationError(missing)
    open_gaps = [
        {"key": gap.key, "measure": str(gap.measure), "gap": gap.name, "reason": reasons[gap.key]}
        for gap in found
    ]
    text, last = _text(current, at), latest(current)
    _not_twice(last, text, to=to.strip(), on=on)
    return _keep(
        current, Stage.PRESENTED, text, last,
        body=to.strip(), on=on, accepted_gaps=open_gaps, by=by, at=at,
    )  # fmt: skip


@transaction.atomic
def amend(
    process: Process, *, amendment: str, number: str, body: str, on: date, by: User, at: datetime
) -> Version:
    """Keep what an amendment made of the presented programme, with the amendment as its source.

    The measures were changed first; this says by what. Raises ValidationError when nothing was presented,
    nothing changed, or the amendment has no words.
    """
    current = _locked(process)
    last = latest(current)
    if last is None or last.stage != Stage.PRESENTED:
        raise ValidationError(_("Alleen een aangeboden programma kan geamendeerd worden."))
    if not amendment.strip():
        raise ValidationError({"amendment": _("Schrijf op wat het amendement wijzigt.")})
    _not_later(on, at)
    _not_before(on, last)
    text = _text(current, at)
    if decided(text) == decided(last.content):
        raise ValidationError(
            _("De maatregelen zijn nog dezelfde. Verwerk eerst het amendement, en leg het dan vast.")
        )
    return _keep(
        current, Stage.PRESENTED, text, last, body=body.strip() or last.body, on=on, amends=last,
        amendment=amendment.strip(), amendment_number=number.strip(),
        accepted_gaps=_still_open(current, last), by=by, at=at,
    )  # fmt: skip


@transaction.atomic
def adopt(process: Process, *, body: str, on: date, number: str, by: User, at: datetime) -> Version:
    """Keep the programme as the body adopted it, with its decision; from now on measures run and can be late.

    Raises ValidationError when nothing was presented, when something changed since without an amendment, and
    for a day before that of the offer.
    """
    current = _locked(process)
    last = latest(current)
    if last is None or last.stage != Stage.PRESENTED:
        raise ValidationError(_("Bied het programma eerst aan; dan kan het worden vastgesteld."))
    if not body.strip():
        raise ValidationError({"body": _("Vul in wie het programma vaststelde.")})
    _not_later(on, at)
    _not_before(on, last)
    if decided(_text(current, at)) != decided(last.content):
        raise ValidationError(
            _(
                "Er is iets veranderd sinds versie %(number)s is aangeboden. "
                "Leg vast welk amendement dat was, of bied opnieuw aan."
            )
            % {"number": last.number}
        )
    amended = last.amends is not None
    title = f"{current.title} {'gewijzigd vastgesteld' if amended else 'vastgesteld'}"
    decision = Decision(process=current, text=title, body=body.strip(), number=number.strip())
    decision.period = Period(date_format(on, "j F Y"), on, on)
    process_actions.add(decision, by=by, at=at)
    return _keep(
        current, Stage.ADOPTED, last.content, last,
        body=body.strip(), on=on, decision=decision, amends=last.amends,
        accepted_gaps=last.accepted_gaps, by=by, at=at,
    )  # fmt: skip


@transaction.atomic
def register_motion(motion: Motion, *, by: User, at: datetime) -> Motion:
    """Keep a motion beside the programme; it changes no text."""
    motion.full_clean()
    motion.save()
    journal.created(motion, by=by, at=at)
    return motion


@transaction.atomic
def tie_steps(process: Process, chosen: Mapping[str, Step | None], *, by: User, at: datetime) -> None:
    """Say of which step of the plan each stage came. What the names tell anyhow is not kept.

    Raises ValidationError when one step is chosen for two stages, or is of another process.
    """
    journal.take_turn()
    steps = [step for step in chosen.values() if step is not None]
    if len(set(steps)) < len(steps):
        raise ValidationError(_("Kies elke stap hoogstens één keer."))
    if any(step.process_id != process.pk for step in steps):
        raise ValidationError(_("Kies stappen van dit proces."))
    named = line.guessed(process)
    for stage, step in chosen.items():
        row = StageStep.objects.filter(process=process, stage=stage).first()
        if step == named[stage]:
            if row is not None:
                journal.deleted(row, by=by, at=at)
                row.delete()
        elif row is None:
            made = StageStep.objects.create(process=process, stage=stage, step=step)
            journal.created(made, by=by, at=at)
        elif row.step != step:
            with journal.change(row, by=by, at=at):
                row.step = step
                row.save()


def _still_open(process: Process, last: Version) -> list[dict[str, str]]:
    """The gaps that were accepted when it was offered, save what an amendment filled."""
    found = {gap.key for gap in gaps(process)}
    return [gap for gap in last.accepted_gaps if gap["key"] in found]


def _locked(process: Process) -> Process:
    journal.take_turn()
    return Process.objects.select_for_update().get(pk=process.pk)


def _text(process: Process, at: datetime) -> str:
    """The canonical content now; raises ValidationError when there is no measure to keep."""
    if not Measure.objects.filter(process=process).exists():
        raise ValidationError(_("Er zijn nog geen maatregelen. Voeg er eerst een toe."))
    led = Contribution.objects.filter(
        grounds__measure__process=process, grounds__kind__in=(Ground.Kind.ADOPTED, Ground.Kind.PARTLY)
    ).distinct()
    return canonical(content_of(process, quotes.kept(led, at=at), stations.kept(process, at)))


def _keep(
    process: Process, stage: str, text: str, last: Version | None, *, by: User, at: datetime, **fields: Any
) -> Version:
    version = Version(
        process=process,
        number=last.number + 1 if last else 1,
        stage=stage,
        title=process.title,
        content=text,
        sha256=digest(text),
        at=at,
        by=by,
        **fields,
    )
    version.full_clean()
    version.save(force_insert=True)
    after = journal.snapshot(version)
    # The hash says it all; a second copy of the whole programme would not.
    del after["content"]
    verb = {Stage.PRESENTED: Verb.SENT, Stage.ADOPTED: Verb.ADOPTED}.get(Stage(stage), Verb.CREATED)
    journal.record(verb, version, by=by, at=at, after=after)
    return version


def _not_twice(last: Version | None, text: str, *, to: str, on: date) -> None:
    """What lies there already is not offered once more: by a second click, or by coming back to the page."""
    if last is None or decided(text) != decided(last.content):
        return
    if last.stage == Stage.ADOPTED:
        raise ValidationError(_("Er is niets veranderd sinds het programma is vastgesteld."))
    if last.stage == Stage.PRESENTED and (last.body.casefold(), last.on) == (to.casefold(), on):
        raise ValidationError(
            _("Dit programma is al aangeboden, als versie %(number)s. Er is sindsdien niets veranderd.")
            % {"number": last.number}
        )


def _not_before(on: date, last: Version) -> None:
    if on < last.on:
        told = _("Versie %(number)s is aangeboden op %(day)s. Kies die dag, of een latere.")
        raise ValidationError({"on": told % {"number": last.number, "day": date_format(last.on, "j F Y")}})


def _not_later(on: date, at: datetime) -> None:
    if on > local_day(at):
        raise ValidationError({"on": _("Deze dag moet nog komen. Kies de dag waarop het gebeurde.")})
