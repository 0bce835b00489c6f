from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssessmentConfig(AppConfig):
    name = "houtskool.assessment"
    verbose_name = _("Afwegen")

    def ready(self) -> None:
        from houtskool.accounts.roles import READS
        from houtskool.assessment.actions.judging import remind_due
        from houtskool.assessment.advice import checks
        from houtskool.assessment.cases import intake
        from houtskool.assessment.judging import checks as judging_checks
        from houtskool.assessment.judging import progress
        from houtskool.assessment.models import Advice, BudgetRound, CaseDecision, FrameworkVersion
        from houtskool.records import guard, schedule, verification
        from houtskool.web import navigation

        guard.freeze(FrameworkVersion)
        guard.freeze(Advice)
        guard.freeze(CaseDecision)
        guard.freeze(BudgetRound, when="OLD.frozen_at IS NOT NULL")
        verification.register("afwegingskaders", checks.versions_are_whole)
        verification.register("adviezen", checks.advices_are_whole)
        verification.register("besluiten", checks.decisions_are_there)
        verification.register("budgetrondes", checks.rounds_are_whole)
        verification.register("oordelen", judging_checks.judgements_are_as_handed_in)
        navigation.add(
            navigation.Entry(
                _("Afwegen"),
                "assessment:home",
                order=6,
                shown=lambda request: request.user.is_authenticated and request.user.holds(*READS),
                prefix="/afwegen/",
                waiting=progress.waiting_for,
            )
        )
        navigation.add(
            navigation.Entry(
                _("Hulp vragen"),
                "assessment:looking",
                order=11,
                # Who works here finds it under Afwegen; where nothing takes requests it leads nowhere.
                shown=lambda request: not request.user.is_authenticated and intake.takes_requests(),
                prefix=("/hulp/", "/openbaar/hulpvragen/"),
            )
        )
        schedule.register("herinneringen aan beoordelaars", every=schedule.DAY, hour=8, run=remind_due)

        # reactions to a concept, and what a contribution led to
        from houtskool.assessment import trail
        from houtskool.assessment.framework import reactions
        from houtskool.inventory import trail as contribution_trail

        contribution_trail.register("afwegen", trail.steps)

        # requests for help: what they hold, and how it goes with what was given
        from houtskool.assessment.actions import follow_ups
        from houtskool.assessment.cases import given, holding
        from houtskool.records import erasure, uploads
        from houtskool.sector import panels as sector_panels

        erasure.register(holding.HOLDER)
        erasure.register(reactions.HOLDER)
        erasure.register_purge("adressen bij een afwegingskader", reactions.purge)
        erasure.register_purge("hulpvragen", holding.purge)
        uploads.register_held_back("gewiste hulpvragen", holding.holds_back)
        schedule.register("volgmomenten", every=schedule.DAY, hour=9, run=follow_ups.ask_due)
        sector_panels.register("hulpvragen en steun", given.panel)
