"""Which framework takes requests on a day, and what the open form asks under it."""

from __future__ import annotations

from datetime import date

from houtskool.assessment.content import Content, read
from houtskool.assessment.models import Case, Framework, FrameworkVersion

KINDS = (".pdf", ".docx", ".odt", ".xlsx", ".ods", ".jpg", ".jpeg", ".png", ".txt", ".csv")
# How the bytes of a file begin that is what its name says; text has no sign.
SIGNS: dict[str, tuple[bytes, ...]] = {
    ".pdf": (b"%PDF",), ".jpg": (b"\xff\xd8",), ".jpeg": (b"\xff\xd8",), ".png": (b"\x89PNG",),
    ".docx": (b"PK",), ".odt": (b"PK",), ".xlsx": (b"PK",), ".ods": (b"PK",),
}  # fmt: skip
LIMIT = 10 * 1024 * 1024
MOST_FILES = 15


def version_on(framework: Framework, day: date) -> FrameworkVersion | None:
    """The version under which a request of that day falls: the last one adopted by then."""
    return framework.versions.filter(stage="adopted", on__lte=day).order_by("-number").first()


def open_on(day: date) -> list[tuple[Framework, FrameworkVersion]]:
    """The frameworks that take requests on that day, each with the version that holds. Two queries."""
    takes = Framework.objects.filter(takes_cases=True).select_related("contact", "process")
    adopted = FrameworkVersion.objects.filter(framework__in=takes, stage="adopted", on__lte=day)
    last = {one.framework_id: one for one in adopted.order_by("number")}
    return [(one, last[one.pk]) for one in takes if one.pk in last]


def takes_requests() -> bool:
    """Whether any framework takes requests. One query."""
    return Framework.objects.filter(takes_cases=True).exists()


def content_for(case: Case) -> Content:
    return read(case.version.content)


def asking_evidence(content: Content) -> list[Content]:
    """The criteria that ask the applicant for evidence."""
    return [one for one in content["criteria"] if one["evidence"]]


def kinds(content: Content) -> dict[str, Content]:
    """The kinds of support by their key."""
    return {one["key"]: one for one in content["support"]}
