"""Publishing a framework: it freezes as it is, and nothing frozen changes."""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from houtskool.accounts.models import User
from houtskool.assessment.content import canonical, content_of, digest
from houtskool.assessment.framework import reactions
from houtskool.assessment.framework.completeness import gaps
from houtskool.assessment.models import Framework, FrameworkVersion
from houtskool.process.models.periods import local_day
from houtskool.records import journal
from houtskool.records.folding import tidy
from houtskool.records.verbs import Verb

Stage = FrameworkVersion.Stage


@transaction.atomic
def publish(
    framework: Framework,
    stage: str,
    *,
    on: date,
    body: str = "",
    decision_number: str = "",
    accepted: str = "",
    by: User,
    at: datetime,
) -> FrameworkVersion:
    """Keep the framework as a concept to react to, or as the body adopted it.

    `accepted`: why it is adopted while reactions to a concept have no answer. Raises ValidationError that
    names every gap, for an adoption without a body or with reactions unanswered and no reason, for a day
    still to come, and when nothing changed since the last version of the same stage.
    """
    journal.take_turn()  # before the row is held
    current = Framework.objects.select_for_update().get(pk=framework.pk)
    body = body.strip()
    if stage not in Stage.values:
        raise ValidationError({"stage": _("Kies concept of vastgesteld.")})
    if stage == Stage.ADOPTED and not body:
        raise ValidationError({"body": _("Vul in wie het kader vaststelde, zoals “college” of “raad”.")})
    if on > local_day(at):
        raise ValidationError({"on": _("Deze dag moet nog komen. Kies de dag waarop het gebeurde.")})
    if found := gaps(current):
        raise ValidationError([gap.text for gap in found])
    accepted = tidy(accepted, lines=True) if stage == Stage.ADOPTED else ""
    open_ = reactions.waiting(current) if stage == Stage.ADOPTED else 0
    if open_ and not accepted:
        told = ngettext(
            "%(count)s reactie heeft nog geen antwoord. Beantwoord haar, of schrijf op waarom het kader toch "
            "wordt vastgesteld.",
            "%(count)s reacties hebben nog geen antwoord. Beantwoord ze, of schrijf op waarom het kader toch "
            "wordt vastgesteld.",
            open_,
        )
        raise ValidationError({"accepted": told % {"count": open_}})
    text = canonical(content_of(current))
    last = latest(current)
    if last is not None and last.stage == stage and last.content == text:
        raise ValidationError(_("Er is niets veranderd sinds versie %(number)s.") % {"number": last.number})
    version = FrameworkVersion(
        framework=current,
        number=last.number + 1 if last else 1,
        stage=stage,
        title=current.title,
        body=body if stage == Stage.ADOPTED else "",
        decision_number=decision_number.strip() if stage == Stage.ADOPTED else "",
        on=on,
        accepted=accepted if open_ else "",
        content=text,
        sha256=digest(text),
        at=at,
        by=by,
    )
    version.full_clean()
    version.save(force_insert=True)
    after = journal.snapshot(version)
    # The hash says it all; a second copy of the whole framework would not.
    del after["content"]
    verb = Verb.ADOPTED if stage == Stage.ADOPTED else Verb.CREATED
    journal.record(verb, version, by=by, at=at, after=after)
    return version


def latest(framework: Framework) -> FrameworkVersion | None:
    return FrameworkVersion.objects.filter(framework=framework).order_by("-number").first()


def is_changed_since(framework: Framework, version: FrameworkVersion) -> bool:
    return canonical(content_of(framework)) != version.content
