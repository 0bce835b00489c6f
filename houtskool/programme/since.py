"""What changed in the live programme since a version was frozen, so that nobody takes one for the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from houtskool.programme.content import Content, content_of, fetched, read, without_reasons
from houtskool.programme.differences import Difference, FieldChange, difference
from houtskool.programme.models import Measure, Version
from houtskool.programme.templatetags.programme import field_label


@dataclass(frozen=True)
class Since:
    """Of one measure: the version that was published last, and the fields that read otherwise now.

    `is_new`: the version does not hold the measure.
    """

    version: Version
    fields: Sequence[FieldChange]
    is_new: bool = False

    @property
    def in_words(self) -> str:
        said = {"number": self.version.number, "stage": self.version.get_stage_display()}
        if self.is_new:
            return _("Deze maatregel staat niet in versie %(number)s (%(stage)s).") % said
        said["fields"] = ", ".join(field_label(change.name) for change in self.fields)
        return _("Hier staat iets anders dan in versie %(number)s (%(stage)s): %(fields)s.") % said


def measure_since(measure: Measure, at: date) -> Since | None:
    """None when nothing was published yet, or the measure still says what the version says."""
    version = Version.objects.offered().known_on(at).filter(process=measure.process_id).first()
    if version is None:
        return None
    before = without_reasons(read(version.content))
    key = str(measure.key)
    if not any(said["key"] == key for said in before["measures"]):
        return Since(version, (), is_new=True)
    (now,) = without_reasons(content_of(measure.process, only=fetched(measure.process, measure)))["measures"]
    after = [now if said["key"] == key else said for said in before["measures"]]
    found = difference(before, {**before, "measures": after}).measures
    return Since(version, found[0].fields) if found else None


def programme_since(version: Version) -> Difference:
    """What the live programme says otherwise than the version; the grounds, which say why, left aside."""
    now: Content = content_of(version.process)
    return difference(without_reasons(read(version.content)), without_reasons(now))
