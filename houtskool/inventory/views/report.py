"""The report of a gathering: its page and files, sharing it with groups, and the link that they receive."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from houtskool.accounts.http import Request
from houtskool.accounts.roles import FACILITATES, READS, for_roles
from houtskool.documents import FORMATS, Document, DocumentError, file_name, write_html
from houtskool.inventory import quotes
from houtskool.inventory.actions import sharing
from houtskool.inventory.models import ReportLink
from houtskool.inventory.report import report_of
from houtskool.process.models import Gathering, Process
from houtskool.records import secret_links
from houtskool.sector.models import Contact, StakeholderGroup
from houtskool.web.open_doors import unlisted
from houtskool.web.reference_date import moment, reference_date


class _Groups(forms.ModelMultipleChoiceField[StakeholderGroup]):
    def label_from_instance(self, obj: Any) -> str:
        """The group (annotated with `reach`) and how many people of it will get an e-mail."""
        if not obj.reach:
            return f"{obj} ({_('niemand om te mailen')})"
        words = ngettext("%(count)s mens krijgt e-mail", "%(count)s mensen krijgen e-mail", obj.reach)
        return f"{obj} ({words % {'count': obj.reach}})"


class ShareForm(forms.Form):
    groups = _Groups(
        StakeholderGroup.objects.none(),
        label=gettext_lazy("Met welke groepen deelt u dit verslag?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Kies minstens één groep om het verslag mee te delen.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["groups"]
        assert isinstance(field, _Groups)
        mailable = Q(contacts__in=Contact.objects.mailable())
        groups = StakeholderGroup.objects.current().annotate(reach=Count("contacts", filter=mailable))
        field.queryset = groups.order_by("name", "pk")  # the count drops the order of the model


def _find(request: Request, pk: int) -> Gathering:
    gathering = get_object_or_404(Gathering.objects.select_related("process"), pk=pk)
    get_object_or_404(Process.objects.visible_to(request.user), pk=gathering.process_id)
    return gathering


@for_roles(READS, to=gettext_lazy("een verslag lezen"))
def report(request: Request, pk: int) -> HttpResponse:
    """The report as it is now, and whom earlier ones went to."""
    gathering = _find(request, pk)
    if request.method == "POST":
        return _share(request, gathering, ShareForm(request.POST))
    return _page(request, gathering, ShareForm())


@for_roles(FACILITATES, to=gettext_lazy("een verslag delen"))
def _share(request: Request, gathering: Gathering, form: ShareForm) -> HttpResponse:
    if form.is_valid():
        try:
            sharing.share(gathering, form.cleaned_data["groups"], by=request.user, at=moment(request))
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Het verslag is gedeeld. Hieronder staat wie het kreeg."))
            return redirect(reverse("inventory:report", args=[gathering.pk]) + "#gedeeld")
    return _page(request, gathering, form)


def _page(request: Request, gathering: Gathering, form: ShareForm) -> HttpResponse:
    facilitates = request.user.holds(*FACILITATES)
    context = {
        "gathering": gathering,
        "trail": [
            (gathering.process.title, gathering.process.get_absolute_url()),
            (gathering.title, gathering.get_absolute_url()),
        ],
        "page": _shown(report_of(gathering, reference_date(request))),
        "formats": FORMATS,
        "receipts": list(sharing.receipts(gathering)),
        "facilitates": facilitates,
        "form": form,
    }
    return render(request, "inventory/report.html", context)


@for_roles(READS, to=gettext_lazy("een verslag lezen"))
def report_file(request: Request, pk: int, extension: str) -> HttpResponse:
    gathering = _find(request, pk)
    return _file(report_of(gathering, reference_date(request)), extension)


@never_cache
@login_not_required
def shared_report(request: HttpRequest, token: str) -> HttpResponse:
    """The report for whoever received its link; what was withdrawn since then is not in it any more."""
    link = _of(token)
    if link is None:
        return _closed(request)
    try:
        page = _shown(quotes.served(link.report.document()))
    except DocumentError as error:
        return _closed(request, error)
    context = {"report": link.report, "page": page, "formats": FORMATS, "token": token}
    return unlisted(render(request, "inventory/shared_report.html", context))


@never_cache
@login_not_required
def shared_file(request: HttpRequest, token: str, extension: str) -> HttpResponse:
    link = _of(token)
    if link is None:
        return _closed(request)
    try:
        return unlisted(_file(quotes.served(link.report.document()), extension))
    except DocumentError as error:
        return _closed(request, error)


def _closed(request: HttpRequest, damage: DocumentError | None = None) -> HttpResponse:
    """The link opens nothing, or the report was damaged: the page says what to do."""
    context = {"damage": str(damage)} if damage else {}
    page = render(request, "inventory/report_closed.html", context, status=500 if damage else 404)
    return unlisted(page)


@require_POST
@for_roles(FACILITATES, to=gettext_lazy("een link naar een verslag sluiten"))
def close_link(request: Request, pk: int) -> HttpResponse:
    link = get_object_or_404(ReportLink.objects.select_related("report__gathering", "sharing__group"), pk=pk)
    _find(request, link.report.gathering_id)
    sharing.close(link, by=request.user, at=moment(request))
    messages.success(request, _("De link voor %(group)s werkt niet meer.") % {"group": link.sharing.group})
    return redirect(reverse("inventory:report", args=[link.report.gathering_id]) + "#gedeeld")


def _of(token: str) -> ReportLink | None:
    links = ReportLink.objects.select_related("report__gathering__process")
    return secret_links.find(links, token, sharing.READ)


def _shown(document: Document) -> str:
    return mark_safe(write_html(document, title_level=1))


def _file(document: Document, extension: str) -> HttpResponse:
    form = FORMATS[extension]
    name = file_name(extension, document.title)
    return HttpResponse(
        form.write(document),
        content_type=form.content_type,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
            # What can be withdrawn is never kept on the way.
            "Cache-Control": "no-store",
        },
    )
