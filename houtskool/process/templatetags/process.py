from __future__ import annotations

import segno
from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from houtskool.process.models import Fact, Gathering
from houtskool.records import post
from houtskool.web.templatetags.houtskool import in_time

register = template.Library()


@register.simple_tag
def source_of(sources: dict[str, Fact], key: str, pk: int) -> Fact | None:
    """The fact from which the row `key`-`pk` came, out of those that `status.sources` gave."""
    return sources.get(f"{key}-{pk}")


@register.filter
def when(gathering: Gathering) -> str:
    """ "donderdag 29 november 2018, 13.00–17.00 uur"; without a time its period in its own words."""
    if gathering.starts_at is None:
        return in_time(gathering.period) if gathering.period else ""
    start = timezone.localtime(gathering.starts_at)
    day = date_format(start, "l j F Y")
    if gathering.ends_at is None:
        return _("%(day)s, %(from)s uur") % {"day": day, "from": f"{start:%H.%M}"}
    end = timezone.localtime(gathering.ends_at)
    return _("%(day)s, %(from)s–%(until)s uur") % {
        "day": day,
        "from": f"{start:%H.%M}",
        "until": f"{end:%H.%M}",
    }


@register.filter
def qr(path: str) -> SafeString:
    """The address of this path as a QR code: an inline picture without styles, as wide as its place."""
    code = segno.make(post.address(path), error="m", micro=False)
    drawn = code.svg_inline(omitsize=True, border=4, svgclass="qr__code", lineclass=None)
    # Made of numbers by the library: nothing of the address stands in it as text.
    return mark_safe(drawn)


@register.filter
def halves(code: str) -> str:
    """ "K7QF2M9R" → "K7QF 2M9R": easier to read aloud and to type over."""
    return f"{code[:4]} {code[4:]}"
