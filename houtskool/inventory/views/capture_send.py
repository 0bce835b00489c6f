"""Where the devices at a table send what they kept. Asked twice, it answers the same and keeps once.

It asks for no CSRF token, which a device that was away for a night no longer has; docs/decisions/capture.md
tells what guards it instead.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from houtskool.inventory import capturing, photos
from houtskool.inventory.actions import captures
from houtskool.inventory.capture_forms import NoteForm
from houtskool.inventory.models import Capture
from houtskool.inventory.views.capture import author
from houtskool.process.models import Table
from houtskool.web.open_doors import from_elsewhere
from houtskool.web.reference_date import moment

P = ParamSpec("P")
_MOST_BYTES = 64 * 1024
_LONGEST_AWAY = timedelta(days=60)
_PICTURES = {"image/jpeg", "image/png", "image/webp"}
_View = Callable[Concatenate[HttpRequest, Table, P], JsonResponse]


def _for_devices(types: set[str]) -> Callable[[_View[P]], Callable[..., JsonResponse]]:
    """Open the view to devices with the table's link: never from another site, never in a form's own type."""

    def decorate(view: _View[P]) -> Callable[..., JsonResponse]:
        @csrf_exempt
        @never_cache
        @login_not_required
        @require_POST
        @wraps(view)
        def guarded(request: HttpRequest, /, token: str, *args: P.args, **kwargs: P.kwargs) -> JsonResponse:
            if from_elsewhere(request):
                return _no(403, "elsewhere", _("Dit kwam van een andere site en is niet bewaard."))
            if request.content_type not in types:
                return _no(415, "type", _("Dit is niet van een soort die hier bewaard wordt."))
            table = capturing.find_table(token)
            if table is None:
                return _no(
                    404,
                    "gone",
                    _("De link van deze tafel werkt niet meer. Vraag de begeleider om een nieuwe."),
                )
            if capturing.too_often(table, int(moment(request).timestamp() // 60)):
                answer = _no(
                    429, "wait", _("Er komt nu te veel tegelijk binnen. Dit toestel probeert het zo weer.")
                )
                answer["Retry-After"] = "60"
                return answer
            try:
                return view(request, table, *args, **kwargs)
            except captures.Closed as refusal:
                return _no(409, "closed", " ".join(refusal.messages))
            except ValidationError as refusal:
                return _no(400, "mend", " ".join(refusal.messages))

        return guarded

    return decorate


@_for_devices({"application/json"})
def send(request: HttpRequest, table: Table) -> JsonResponse:
    """One note: {draft, revision, age, words, kind, group, name, email, consent, sure, removed}.

    `age` is how many seconds ago it was written. 200 kept or removed; 400 mend it; 409 the table is closed,
    or staff works on it; 422 it seems to hold personal data: send it again with `sure` if it may stay.
    """
    given = _read(request)
    at, by = moment(request), author(request)
    made_at = _made_at(given.get("age"), at)
    form = NoteForm(given, table=table)
    if given.get("removed") is True:
        head = _head(form)
        return _answer(captures.remove(table, **head, made_at=made_at, by=by, at=at), "removed")
    if not form.is_valid():
        return _no(400, "mend", " ".join(str(one) for some in form.errors.values() for one in some))
    if form.asks:
        return _no(422, "ask", "; ".join(form.asks))
    return _answer(captures.keep(table, form.note(), made_at=made_at, by=by, at=at), "kept")


@_for_devices(_PICTURES)
def photo(request: HttpRequest, table: Table, draft: uuid.UUID) -> JsonResponse:
    """The picture of a note, as its own bytes."""
    # Not request.body: that stops at what a form may hold.
    data = request.read(photos.LIMIT + 1)
    at = moment(request)
    return _answer(captures.attach_photo(table, draft, data, by=author(request), at=at), "kept")


def _read(request: HttpRequest) -> dict[str, Any]:
    """What was sent, as one object. Raises ValidationError when it is not that."""
    data = request.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        raise ValidationError(_("Deze aantekening is te lang. Maak er twee van."))
    try:
        given = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise ValidationError(_("Dit kwam niet heel over. Verstuur het opnieuw.")) from error
    if not isinstance(given, dict):
        raise ValidationError(_("Dit kwam niet heel over. Verstuur het opnieuw."))
    return given


def _head(form: NoteForm) -> dict[str, Any]:
    """Number and revision alone: what is removed need not be well written."""
    return {name: form.fields[name].clean(form.data.get(name)) for name in ("draft", "revision")}


def _made_at(age: object, at: datetime) -> datetime:
    """When it was written: now, less what the device says has passed since; never ahead, never long ago."""
    seconds = age if isinstance(age, int | float) and not isinstance(age, bool) and age == age else 0
    passed = min(max(float(seconds), 0.0), _LONGEST_AWAY.total_seconds())
    return at - timedelta(seconds=passed)


def _answer(capture: Capture, state: str) -> JsonResponse:
    state = "removed" if capture.removed_at is not None else state
    return JsonResponse(
        {"state": state, "draft": str(capture.draft), "revision": capture.revision, "late": capture.late}
    )


def _no(status: int, state: str, message: str) -> JsonResponse:
    return JsonResponse({"state": state, "message": message}, status=status)
