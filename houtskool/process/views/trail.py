from __future__ import annotations

from houtskool.process.models import Process


def trail_to(process: Process) -> list[tuple[str, str]]:
    """The way back from a page of a part to its process."""
    return [(process.title, process.get_absolute_url())]
