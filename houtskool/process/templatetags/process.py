from __future__ import annotations

from django import template

from houtskool.process.models import Fact

register = template.Library()


@register.simple_tag
def source_of(sources: dict[str, Fact], key: str, pk: int) -> Fact | None:
    """The fact from which the row `key`-`pk` came, out of those that `status.sources` gave."""
    return sources.get(f"{key}-{pk}")
