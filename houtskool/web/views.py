from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from houtskool.web import reference_date
from houtskool.web.forms import ReferenceDateForm


@require_POST
def move_reference_date(request: HttpRequest) -> HttpResponse:
    """In an example only: look from another day. A day that cannot be read leaves it as it was."""
    if settings.REFERENCE_DATE is None:
        raise Http404
    form = ReferenceDateForm(request.POST)
    if form.is_valid():
        reference_date.move(request, to=form.chosen())
    else:
        messages.error(request, " ".join(map(str, form.errors["day"])))
    back = request.POST.get("back", "/")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    return HttpResponseRedirect(back if safe else "/")
