"""The page of a table on a phone: notes that come in from a form or from the device's own store."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from houtskool.accounts.models import User
from houtskool.accounts.roles import FACILITATES
from houtskool.inventory import capturing, consent, photos
from houtskool.inventory.actions import captures
from houtskool.inventory.capture_forms import NoteForm, written
from houtskool.inventory.models import Contribution
from houtskool.inventory.models.contributions import ContributionQuerySet
from houtskool.inventory.views.capture_words import words_for_script
from houtskool.process.models import Table
from houtskool.web import offline
from houtskool.web.open_doors import unlisted
from houtskool.web.reference_date import moment

_MINE = "captured"
_SCOPE = "/inbreng/vastleggen/"


@never_cache
@login_not_required
def capture(request: HttpRequest, token: str) -> HttpResponse:
    """Take notes at a table. With JavaScript the page keeps them on the device and sends them itself."""
    table = capturing.find_table(token)
    if table is None:
        return gone(request)
    data = request.POST if request.method == "POST" else None
    fresh = {"draft": uuid.uuid4(), "revision": 1}
    form = NoteForm(data, table=table, initial=fresh, use_required_attribute=False)
    if data is not None and _kept(request, table, form):
        messages.success(request, _("Bewaard."))
        return redirect("inventory:capture", token)
    return unlisted(render(request, "inventory/capture/page.html", _context(request, token, table, form)))


@never_cache
@login_not_required
def change(request: HttpRequest, token: str, draft: uuid.UUID) -> HttpResponse:
    """Mend or remove a note of one's own, from the browser in which it was made; without JavaScript."""
    table = capturing.find_table(token)
    inside = consent.Audience.INSIDE
    if table is None or not consent.readable(_mine(request, table), inside).filter(draft=draft).exists():
        return gone(request)
    found = table.captures.get(draft=draft)
    at, by = moment(request), author(request)
    if "remove" in request.POST:
        try:
            captures.remove(table, draft, revision=found.revision + 1, made_at=at, by=by, at=at)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(request, _("De aantekening is weggehaald."))
        return redirect("inventory:capture", token)
    data = request.POST if request.method == "POST" else None
    form = NoteForm(data, table=table, initial=written(found), use_required_attribute=False)
    if data is not None and _kept(request, table, form):
        messages.success(request, _("Gewijzigd."))
        return redirect("inventory:capture", token)
    context = {**_context(request, token, table, form), "mending": found}
    return unlisted(render(request, "inventory/capture/change.html", context))


@never_cache
@login_not_required
@require_safe
def listed(request: HttpRequest, token: str) -> HttpResponse:
    """All that was captured at this table, for its host; no longer once the table is closed."""
    table = capturing.find_table(token)
    if table is None:
        return gone(request)
    closed = captures.closing_of(table)
    rows = Contribution.objects.none() if closed else captures.contributions_at(table)
    inside = consent.Audience.INSIDE
    notes = [
        {
            "words": consent.words(row, inside),
            "kind": row.get_kind_display(),
            "group": row.group,
            "consent": row.get_consent_display(),
            "photo": row.photo_id is not None,
            "at": row.at,
        }
        for row in rows
    ]
    context = {"table": table, "token": token, "closed": closed, "notes": notes}
    return unlisted(render(request, "inventory/capture/listed.html", context))


@login_not_required
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker. Its address lies in the path of the capture pages, and so does all that it sees."""
    return offline.worker(name="vastleggen", page=f"^{_SCOPE}[^/]+/$", entries=capturing.ENTRIES)


def author(request: HttpRequest) -> User | None:
    """Who writes, where that is known: somebody of the house at a table. It gives no right here."""
    user = request.user
    return user if isinstance(user, User) and user.holds(*FACILITATES) else None


def gone(request: HttpRequest) -> HttpResponse:
    """The link opens nothing; what still stands on this device can be read and copied."""
    context = {"words": words_for_script()}
    return unlisted(render(request, "inventory/capture/gone.html", context, status=404))


def _kept(request: HttpRequest, table: Table, form: NoteForm) -> bool:
    """Keep what a form brought; whether that went well. What must be mended stands in the form."""
    if not form.is_valid() or form.asks:
        return False
    at, by = moment(request), author(request)
    if capturing.too_often(table, int(at.timestamp() // 60)):
        form.add_error(None, _("Er komt nu te veel tegelijk binnen. Wacht een minuut en bewaar opnieuw."))
        return False
    try:
        note = form.note()
        captures.keep(table, note, made_at=at - timedelta(seconds=1), by=by, at=at)
        if given := request.FILES.get("photo"):
            if (given.size or 0) > photos.LIMIT:
                raise ValidationError(_("De aantekening is bewaard. De foto is te groot: hoogstens 12 MB."))
            captures.attach_photo(table, note.draft, given.read(), by=by, at=at)
    except ValidationError as refusal:
        form.refuse(refusal)
        return False
    finally:
        _remember(request, str(form.cleaned_data["draft"]))
    return True


def _remember(request: HttpRequest, draft: str) -> None:
    drafts = request.session.get(_MINE, [])
    if draft not in drafts:
        request.session[_MINE] = [*drafts[-199:], draft]


def _mine(request: HttpRequest, table: Table) -> ContributionQuerySet:
    """The notes that were made in this browser, as long as its session lasts."""
    return captures.contributions_at(table).filter(draft__in=request.session.get(_MINE, []))


def _context(request: HttpRequest, token: str, table: Table, form: NoteForm) -> dict[str, Any]:
    closed = captures.closing_of(table)
    return {
        "table": table,
        "gathering": table.gathering,
        "token": token,
        "form": form,
        "closed": closed,
        "mine": [
            {"draft": one.draft, "words": consent.words(one, consent.Audience.INSIDE)}
            for one in _mine(request, table)
        ],
        "longest": form.fields["words"].max_length,  # type: ignore[attr-defined]  # a CharField
        "addresses": {
            "send": reverse("inventory:capture-send", args=[token]),
            "worker": reverse("inventory:capture-worker"),
            "scope": _SCOPE,
        },
        "words": words_for_script(),
    }
