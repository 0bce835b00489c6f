"""The measures of a programme as a spreadsheet that can be read in again."""

from __future__ import annotations

from django.http import FileResponse, Http404
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from houtskool.accounts.http import Request
from houtskool.accounts.roles import STAFF, for_roles
from houtskool.programme import spreadsheets
from houtskool.programme.models import Measure
from houtskool.programme.views.programme import find_process
from houtskool.records import importing, spreadsheet


@require_safe
@for_roles(STAFF, to=gettext_lazy("de maatregelen als rekenblad bewaren"))
def export(request: Request, pk: int, format: str) -> FileResponse:
    """All measures in their order; only for who works for the city, since its own columns go along."""
    if format not in spreadsheet.FORMATS:
        raise Http404
    rows = Measure.objects.visible_to(request.user).filter(process=find_process(request, pk))
    return FileResponse(
        importing.export(spreadsheets.kind(), spreadsheets.with_all(rows), format),
        as_attachment=True,
        filename=f"maatregelen.{format}",
        content_type=spreadsheet.FORMATS[format],
    )
