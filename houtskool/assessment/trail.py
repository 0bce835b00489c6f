"""What the assessment room adds to the trail of a contribution: under which criterion it lies, and adoption.

Read from the grounds, the reactions, the versions and the journal, so that no path can be forgotten.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from houtskool.assessment.content import read
from houtskool.assessment.models import CriterionGround, CriterionReaction, FrameworkVersion
from houtskool.inventory.models import Contribution
from houtskool.inventory.trail import Step, Steps
from houtskool.records.models import JournalEntry
from houtskool.records.verbs import Verb


def steps(contributions: Sequence[Contribution]) -> Steps:
    """Of each contribution its steps in the frameworks; the number of queries does not grow with them.

    What lies under a criterion and was merged away since shows at the contribution that it lives on in too.
    """
    asked = {one.pk for one in contributions}
    grounds = list(
        CriterionGround.objects.filter(
            Q(contribution__in=asked) | Q(contribution__merged_into__in=asked)
        ).select_related("criterion__framework", "contribution")
    )
    reactions = list(
        CriterionReaction.objects.filter(contribution__in=asked).select_related("request__version")
    )
    frameworks = {one.criterion.framework_id for one in grounds}
    frameworks |= {one.request.version.framework_id for one in reactions}
    if not frameworks:
        return {}
    laid = _laid_at(grounds)
    adopted = list(FrameworkVersion.objects.adopted().filter(framework__in=frameworks).order_by("number"))
    rests_on = {version.pk: _contributions(version) for version in adopted}
    found: dict[int, dict[str, Step]] = defaultdict(dict)
    for ground in grounds:
        assert ground.contribution is not None
        for pk in asked.intersection((ground.contribution.pk, ground.contribution.merged_into_id)):
            told = [_ground(ground, laid[str(ground.pk)])] if str(ground.pk) in laid else []
            told += [_adopted(one) for one in adopted if ground.contribution.pk in rests_on[one.pk]]
            found[pk].update((step.key, step) for step in told)
    for reaction in reactions:
        version = reaction.request.version
        later = (
            one for one in adopted if one.framework_id == version.framework_id and one.number > version.number
        )
        found[reaction.contribution_id].update((step.key, step) for step in map(_adopted, later))
    return {pk: list(told.values()) for pk, told in found.items()}


def _laid_at(grounds: Sequence[CriterionGround]) -> dict[str, datetime]:
    """When each ground was laid, as the journal knows. One query."""
    entries = JournalEntry.objects.filter(
        object_type=CriterionGround._meta.label_lower,
        object_id__in=[str(one.pk) for one in grounds],
        verb=Verb.CREATED,
    )
    return dict(entries.values_list("object_id", "at"))


def _contributions(version: FrameworkVersion) -> set[int]:
    """The numbers of the contributions that the version rests on."""
    criteria = read(version.content)["criteria"]
    return {ground["contribution"] for one in criteria for ground in one["grounds"] if ground["contribution"]}


def _ground(ground: CriterionGround, at: datetime) -> Step:
    text = _("Ligt onder de vraag ‘%(question)s’ in ‘%(framework)s’") % {
        "question": ground.criterion.question,
        "framework": ground.criterion.framework,
    }
    return Step(at, text, f"criterion-ground:{ground.pk}", ground.reason, decided=False)


def _adopted(version: FrameworkVersion) -> Step:
    text = _("‘%(framework)s’ is vastgesteld door %(body)s") % {
        "framework": version.title,
        "body": version.the_body,
    }
    return Step(version.at, text, f"framework-version:{version.pk}")
