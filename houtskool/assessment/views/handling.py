"""Handling a request: each form with its action, one screen each."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from houtskool.accounts.http import Request
from houtskool.assessment.actions import cases as actions
from houtskool.assessment.actions import routing, support
from houtskool.assessment.cases import files_in, gaps, intake, term
from houtskool.assessment.cases import handling_forms as ours
from houtskool.assessment.judging import interest
from houtskool.assessment.models import Case, Evidence
from houtskool.assessment.views.acting import act
from houtskool.assessment.views.case import handled
from houtskool.web.language import dutch
from houtskool.web.reference_date import moment, reference_date

# What is filled in beforehand; it is stored and mailed, so it is Dutch whatever the page.
_HELPED = gettext_lazy(
    "Wij hebben naar uw vraag gekeken en u verder geholpen. "
    "Loopt het anders dan verwacht? Laat het ons weten."
)
_QUICK_BECAUSE = gettext_lazy("Dit kan snel: er is geen geld of regel mee gemoeid.")
_BUYERS_BECAUSE = gettext_lazy(
    "Wat u vraagt of aanbiedt, koopt de gemeente in. Dat doen de inkopers, met eigen regels."
)
_BUYERS_CALL = gettext_lazy("De inkopers nemen contact met u op.")
_UNHANDLED_BECAUSE = gettext_lazy("Zonder wat wij vroegen, kunnen wij uw vraag niet beoordelen.")


def contact(request: Request, pk: int) -> HttpResponse:
    """Hand it over; with `ik` on the page of the case, take it."""
    case = handled(request, pk, _("een hulpvraag overdragen"))
    data = {"to": str(request.user.pk)} if "ik" in request.POST else request.POST or None
    form = ours.ContactForm(data, initial={"to": case.contact_id})
    return act(
        request,
        case,
        form,
        lambda given: routing.hand_over(case, to=given["to"], by=request.user, at=moment(request)),
        title=_("Draag de hulpvraag over"),
        button=_("Draag over"),
        done=_("De hulpvraag heeft een ander contact; de aanvrager krijgt bericht."),
        lead=_("De aanvrager hoort wie het nieuwe contact is, en het contact zelf ook."),
    )


def route(request: Request, pk: int) -> HttpResponse:
    case = handled(request, pk, _("een route kiezen"))
    kinds = intake.kinds(intake.content_for(case))
    weighed = not case.wanted or any(kinds[key]["route"] != "quick" for key in case.wanted if key in kinds)
    usual = Case.Route.WEIGHED if weighed else Case.Route.QUICK
    chosen = case.route if case.route in (Case.Route.QUICK, Case.Route.WEIGHED) else usual
    form = ours.RouteForm(
        request.POST or None, initial={"route": chosen, "reason": case.route_reason, "was": case.route}
    )
    return act(
        request,
        case,
        form,
        lambda given: routing.choose(case, **given, by=request.user, at=moment(request)),
        title=_("Kies hoe u deze vraag behandelt"),
        button=_("Kies deze route"),
        done=_("De route is gekozen; de aanvrager krijgt bericht."),
        lead=_("Binnen vijf werkdagen na ontvangst: %(words)s.")
        % {"words": term.response(case, moment(request)).words},
        refusal=actions.finished(case),
    )


def quick(request: Request, pk: int) -> HttpResponse:
    """End it without scores. All that must be typed is filled in, so that choosing and sending is enough."""
    case = handled(request, pk, _("een hulpvraag afronden"))
    initial = {"words": dutch(_HELPED), "reason": case.route_reason or dutch(_QUICK_BECAUSE)}
    form = ours.QuickForm(request.POST or None, initial=initial)
    return act(
        request,
        case,
        form,
        lambda given: routing.close_quick(case, **given, by=request.user, at=moment(request)),
        title=_("Handel snel af"),
        button=_("Rond af en stuur bericht"),
        done=_("De hulpvraag is afgerond; de aanvrager krijgt bericht."),
        lead=_("Zonder scores: advies, een contact of een doorverwijzing."),
        refusal=actions.finished(case),
    )


def to_buyers(request: Request, pk: int) -> HttpResponse:
    case = handled(request, pk, _("een hulpvraag doorgeven"))
    initial = {"to": list(ours.buyers()), "reason": dutch(_BUYERS_BECAUSE), "words": dutch(_BUYERS_CALL)}
    form = ours.BuyersForm(request.POST or None, initial=initial)
    refusal = actions.finished(case) or (
        ""
        if ours.buyers().exists()
        else _("Er is nog geen inkoper die e-mail wil ontvangen. Zet een contact in een groep van inkopers.")
    )
    return act(
        request,
        case,
        form,
        lambda given: routing.to_buyers(case, **given, by=request.user, at=moment(request)),
        title=_("Geef door aan inkoop"),
        button=_("Geef door aan inkoop"),
        done=_("De inkopers en de aanvrager krijgen bericht. Hiermee is de hulpvraag hier afgerond."),
        lead=_(
            "Een hulpvraag geeft nooit een opdracht. De inkopers beslissen, met de regels voor aanbesteden."
        ),
        refusal=refusal,
    )


def supplement(request: Request, pk: int) -> HttpResponse:
    """The completeness check: what is missing, filled in to be asked once."""
    case = handled(request, pk, _("om aanvulling vragen"))
    lines = gaps.missing(case, intake.content_for(case))
    initial = {"missing": "\n".join(f"- {line}" for line in lines)}
    initial["answer_by"] = ours.usual_day(reference_date(request))  # type: ignore[assignment]  # a form takes both
    form = ours.SupplementForm(request.POST or None, initial=initial)
    return act(
        request,
        case,
        form,
        lambda given: routing.ask(case, **given, by=request.user, at=moment(request)),
        title=_("Vraag om aanvulling"),
        button=_("Vraag dit aan de aanvrager"),
        done=_("De vraag is verstuurd. De termijn staat stil tot er antwoord is."),
        lead=_("De aanvrager krijgt dit per e-mail, met een link om te antwoorden."),
        refusal=actions.finished(case)
        or (_("Hierom is al gevraagd; dat doen wij één keer.") if term.supplement_of(case) else ""),
    )


def unhandled(request: Request, pk: int) -> HttpResponse:
    case = handled(request, pk, _("een hulpvraag buiten behandeling laten"))
    at = moment(request)
    form = ours.UnhandledForm(
        request.POST or None,
        initial={"reason": dutch(_UNHANDLED_BECAUSE)},
    )
    return act(
        request,
        case,
        form,
        lambda given: routing.leave_unhandled(case, **given, by=request.user, at=at),
        title=_("Behandel niet"),
        button=_("Laat buiten behandeling"),
        done=_("De hulpvraag blijft buiten behandeling; de aanvrager krijgt bericht."),
        lead=_("Dat kan als een gevraagde aanvulling niet kwam (Algemene wet bestuursrecht, artikel 4:5)."),
        refusal=actions.finished(case) or routing.cannot_leave(case, at),
    )


def extend(request: Request, pk: int) -> HttpResponse:
    case = handled(request, pk, _("de termijn verlengen"))
    at = moment(request)
    return act(
        request,
        case,
        ours.ExtendForm(request.POST or None),
        lambda given: routing.extend(case, **given, by=request.user, at=at),
        title=_("Verleng de termijn"),
        button=_("Verleng en stuur bericht"),
        done=_("De termijn is verlengd; de aanvrager krijgt bericht."),
        lead=_("Dat kan één keer, met een reden (Algemene wet bestuursrecht, artikel 4:14)."),
        refusal=actions.finished(case) or routing.cannot_extend(case, at),
    )


def legal_effect(request: Request, pk: int) -> HttpResponse:
    case = handled(request, pk, _("zeggen of dit een besluit wordt"))
    initial = {"legal_effect": "ja" if case.legal_effect else "nee", "because": case.legal_effect_because}
    return act(
        request,
        case,
        ours.LegalEffectForm(request.POST or None, initial=initial),
        lambda given: routing.say_legal_effect(case, **given, by=request.user, at=moment(request)),
        title=_("Is dit een aanvraag?"),
        button=_("Bewaar"),
        done=_("Het is bewaard."),
        lead=_("Dit volgt uit de gewenste steun. Bij subsidie of een vergunning hoort een besluit."),
        refusal=actions.finished(case),
    )


def organisation(request: Request, pk: int) -> HttpResponse:
    """Of which organisation of the overview the request is, and for which initiative."""
    case = handled(request, pk, _("een organisatie koppelen"))
    form = ours.OrganisationForm(request.POST or None, case=case)

    def do(given: dict[str, Any]) -> None:
        at = moment(request)
        if given["organisation"] == ours.NEW:
            support.link_new(case, by=request.user, at=at)
        else:
            support.link(
                case,
                organisation=given.get("found"),
                initiative=given.get("initiative") if given.get("found") else None,
                by=request.user,
                at=at,
            )

    return act(
        request,
        case,
        form,
        do,
        title=_("Van welke organisatie is deze vraag?"),
        button=_("Koppel"),
        done=_("Het is bewaard. Opgegeven steun van anderen telt nu mee bij die organisatie."),
        lead=_("In de hulpvraag staat: %(name)s.")
        % {"name": case.organisation_name or _("geen organisatie")},
    )


def add_evidence(request: Request, pk: int) -> HttpResponse:
    case = handled(request, pk, _("bewijs toevoegen"))
    form = ours.EvidenceForm(request.POST or None, request.FILES or None, content=intake.content_for(case))

    def do(given: dict[str, Any]) -> None:
        if not given["sent"]:
            raise ValidationError({"sent": _("Kies een bestand.")})

        def keep(file: Any) -> None:
            actions.add_evidence(
                case,
                file,
                file.name or "",
                title=given["title"],
                criterion=given["criterion"],
                by=request.user,
                at=moment(request),
            )

        files_in.take(form, "sent", keep)

    return act(
        request,
        case,
        form,
        do,
        title=_("Voeg bewijs toe"),
        button=_("Voeg toe"),
        done=_("Het bewijs is toegevoegd."),
        refusal=actions.finished(case),
        upload=True,
    )


def tie(request: Request, pk: int) -> HttpResponse:
    """At which criterion a file belongs that came without saying so."""
    rows = Evidence.objects.all().visible_to(request.user).select_related("case")
    evidence = interest.found(rows, pk, of="case", user=request.user)
    case = handled(request, evidence.case_id, _("een bewijsstuk bij een criterium zetten"))
    form = ours.CriterionForm(
        request.POST or None, content=intake.content_for(case), initial={"criterion": evidence.criterion}
    )
    return act(
        request,
        case,
        form,
        lambda given: actions.tie(evidence, **given, by=request.user, at=moment(request)),
        title=_("Bij welk criterium hoort ‘%(title)s’?") % {"title": evidence.title},
        button=_("Bewaar"),
        done=_("Het is bewaard. De beoordelaars zien het stuk bij dat criterium."),
        lead=_("De beoordelaars lezen een stuk bij zijn criterium, en in het dossier."),
        refusal=actions.finished(case),
    )


@require_POST
def renew_link(request: Request, pk: int) -> HttpResponse:
    """The links that went out stop working; the applicant gets a new one."""
    case = handled(request, pk, _("een nieuwe link sturen"))
    actions.renew_link(case, by=request.user, at=moment(request))
    messages.success(request, _("De aanvrager krijgt een nieuwe link; de oude werkt niet meer."))
    return redirect(case)
