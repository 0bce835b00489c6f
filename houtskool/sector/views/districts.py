from __future__ import annotations

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from houtskool.accounts.http import Request
from houtskool.accounts.roles import FACILITATES, READS, for_roles
from houtskool.sector import outlines as outlines_
from houtskool.sector.models import District, Organisation
from houtskool.sector.nouns import BY_MODEL
from houtskool.sector.views.finding import may_write
from houtskool.sector.views.things import trail
from houtskool.web.reference_date import moment


class OutlinesForm(forms.Form):
    file = forms.FileField(
        label=_("GeoJSON-bestand"),
        help_text=_("Omtrekken in graden (WGS 84, EPSG:4326), met per wijk een code en een naam."),
        widget=forms.ClearableFileInput(attrs={"accept": ".geojson,.json"}),
    )
    attribution = forms.CharField(
        label=_("Bronvermelding"),
        required=False,
        max_length=200,
        help_text=_("Staat onder de kaart. Leeg: wat het bestand zelf zegt."),
    )


def map_(request: Request) -> HttpResponse:
    """The districts with the number of organisations in each: a drawing, and the same as a table."""
    if not request.user.holds(*READS):
        raise Http404
    counted = Count("organisations", filter=Q(organisations__merged_into=None))
    districts = list(
        District.objects.visible_to(request.user).current().annotate(number=counted).order_by("name")
    )
    drawing = outlines_.picture(districts)
    numbers = {district.pk: district.number for district in districts}  # type: ignore[attr-defined]  # annotated
    most = max(numbers.values(), default=0)
    everywhere = Organisation.objects.visible_to(request.user).current()
    context = {
        "districts": districts,
        "drawing": drawing,
        "shapes": [
            (shape, numbers[shape.district.pk], _shade(numbers[shape.district.pk], most))
            for shape in (drawing.shapes if drawing else ())
        ],
        "legend": _legend(most),
        "without": everywhere.without_district().count(),
        "attributions": sorted({district.attribution for district in districts if district.attribution}),
        "trail": trail(BY_MODEL[District]),
        "may_write": may_write(request),
    }
    return render(request, "sector/map.html", context)


def _shade(number: int, most: int) -> int:
    """0 for none, else 1 to 4 by quarters of the largest number."""
    return -(-4 * number // most) if number else 0


def _legend(most: int) -> list[tuple[int, str]]:
    """Each shade that can occur, with the numbers it stands for: "4" or "3–5"."""
    numbers: dict[int, list[int]] = {}
    for number in range(most + 1):
        numbers.setdefault(_shade(number, most), []).append(number)
    return [
        (shade, str(low) if (low := found[0]) == (high := found[-1]) else f"{low}–{high}")
        for shade, found in numbers.items()
    ]


@for_roles(FACILITATES, to=_("omtrekken inlezen"))
def outlines(request: Request) -> HttpResponse:
    form = OutlinesForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            if form.cleaned_data["file"].size > settings.UPLOAD_LIMIT:
                raise ValidationError(gettext("Het bestand is te groot. Kies een gegeneraliseerde versie."))
            found, source = outlines_.read(form.cleaned_data["file"].read())
            attribution = form.cleaned_data["attribution"] or source
            result = outlines_.keep(found, attribution, by=request.user, at=moment(request))
        except ValidationError as refusal:
            form.add_error("file", ValidationError(refusal.messages))
        else:
            messages.success(
                request,
                gettext(
                    "Omtrekken ingelezen: %(added)s toegevoegd, %(changed)s gewijzigd, %(unchanged)s "
                    "ongewijzigd."
                )
                % {"added": result.added, "changed": result.changed, "unchanged": result.unchanged},
            )
            return redirect("sector:map")
    context = {"form": form, "trail": trail(BY_MODEL[District]), "back": reverse("sector:map")}
    return render(request, "sector/outlines.html", context)
