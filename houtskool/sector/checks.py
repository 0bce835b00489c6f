"""What a row of the sector must be before it is kept; the messages are for the reader who typed it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from houtskool.records.folding import tidy
from houtskool.sector.models import Contact, District, Initiative, Noun, Organisation, Recognition, Theme

if TYPE_CHECKING:
    from collections.abc import Iterator

_POSTCODE = re.compile(r"(\d{4})\s*([A-Za-z]{2})")


def check(thing: models.Model) -> None:
    """Tidy the fields of a row and refuse what cannot be right: ValidationError per field, in Dutch."""
    for field in thing._meta.concrete_fields:
        if field.editable and isinstance(field, models.CharField | models.TextField) and not field.choices:
            value = getattr(thing, field.attname)
            setattr(thing, field.attname, tidy(value, lines=isinstance(field, models.TextField)))
    if isinstance(thing, Organisation):
        thing.kvk_number = tidy_kvk_number(thing.kvk_number)
        thing.postcode = _tidy_postcode(thing.postcode)
        if thing.website and "://" not in thing.website:
            thing.website = f"https://{thing.website}"
    if isinstance(thing, Theme):
        thing.alt_labels = _tidy_labels(thing)
    if isinstance(thing, Initiative):
        thing.sdgs = sorted({int(number) for number in thing.sdgs})
    try:
        thing.clean_fields(exclude=_computed(thing))
    except ValidationError as error:
        problems = error.update_error_dict({})
    else:
        problems = {}
    # Our own sentences say more than "at most 8 characters".
    problems |= {name: [ValidationError(message)] for name, message in _broken_rules(thing)}
    if isinstance(thing, Noun):
        problems |= {name: [ValidationError(message, code="taken")] for name, message in _taken(thing)}
    if problems:
        raise ValidationError(problems)


def tidy_kvk_number(text: str) -> str:
    return re.sub(r"[\s.\-]", "", text)


def kvk_problem(number: str) -> str | None:
    """What is wrong with a KvK number, None when nothing is.

    Eight digits, a leading zero included. The KvK publishes no check digit, so more cannot be checked here.
    """
    if not re.fullmatch(r"[0-9]*", number):
        return gettext("Het KvK-nummer heeft alleen cijfers; hier staat ‘%(number)s’.") % {"number": number}
    if len(number) != 8:
        problem = gettext("Het KvK-nummer heeft 8 cijfers; hier staan er %(number)s.")
        hint = {
            7: gettext("Begon het met een 0? Een rekenblad laat die soms weg; zet hem terug."),
            12: gettext("Een vestigingsnummer heeft er 12; neem het KvK-nummer."),
        }.get(len(number), "")
        return f"{problem % {'number': len(number)}} {hint}".rstrip()
    if len(set(number)) == 1 or number == "12345678":
        return gettext("%(number)s is geen echt KvK-nummer. Laat het leeg als u het niet weet.") % {
            "number": number
        }
    return None


def _tidy_postcode(text: str) -> str:
    dutch = _POSTCODE.fullmatch(text)
    return f"{dutch[1]} {dutch[2].upper()}" if dutch else text


def _tidy_labels(theme: Theme) -> list[str]:
    labels = dict.fromkeys(label for label in map(tidy, theme.alt_labels) if label and label != theme.name)
    return list(labels)


def _computed(thing: models.Model) -> set[str]:
    return {field.name for field in thing._meta.concrete_fields if not field.editable}


def _broken_rules(thing: models.Model) -> Iterator[tuple[str, str]]:
    if isinstance(thing, Organisation) and thing.kvk_number and (problem := kvk_problem(thing.kvk_number)):
        yield "kvk_number", problem
    if isinstance(thing, Contact) and thing.organisation_id and thing.department_id:
        yield (
            "department",
            gettext("Iemand hoort bij een organisatie of bij een afdeling. Maak een van beide leeg."),
        )
    if isinstance(thing, Theme) and _is_under_itself(thing):
        yield (
            "broader",
            gettext("‘%(broader)s’ valt zelf onder dit thema. Kies een ander thema of laat dit leeg.")
            % {"broader": thing.broader},
        )
    if isinstance(thing, Initiative) and any(not 1 <= number <= 17 for number in thing.sdgs):
        yield "sdgs", gettext("De duurzame doelen hebben de nummers 1 tot en met 17.")
    if isinstance(thing, Recognition):
        if thing.level and thing.scheme != Recognition.Scheme.PSO:
            yield "level", gettext("Alleen PSO heeft treden. Maak dit leeg, of kies PSO als erkenning.")
        if thing.valid_from and thing.valid_until and thing.valid_until < thing.valid_from:
            yield "valid_until", gettext("Het einde ligt vóór het begin. Draai de twee datums om.")


def _taken(thing: Noun) -> Iterator[tuple[str, str]]:
    """Other rows that count and hold the same name, own key, KvK number or code: one query for all."""
    model: Any = type(thing)
    unique = {"external_id": thing.external_id}
    if not isinstance(thing, Contact):
        unique["folded_name"] = model._meta.get_field("folded_name").pre_save(thing, add=False)
    if isinstance(thing, Organisation):
        unique["kvk_number"] = thing.kvk_number
    if isinstance(thing, District):
        unique["code"] = thing.code
    asked = {name: value for name, value in unique.items() if value}
    if not asked:
        return
    same = models.Q(*((name, value) for name, value in asked.items()), _connector=models.Q.OR)
    for other in model.objects.filter(same, merged_into=None).exclude(pk=thing.pk):
        who = gettext("‘%(name)s’ (nummer %(number)s)") % {"name": other, "number": other.pk}
        for name in (name for name, value in asked.items() if getattr(other, name) == value):
            if name == "folded_name":
                yield (
                    "name",
                    gettext(
                        "%(who)s staat al in het overzicht. Pas die aan, of kies een naam met een verschil."
                    )
                    % {"who": who},
                )
            else:
                yield (
                    name,
                    gettext("%(this)s hoort al bij %(who)s. Pas die aan, of voeg ze samen.")
                    % {"this": _THIS[name], "who": who},
                )


_THIS = {"external_id": _("Dit eigen kenmerk"), "kvk_number": _("Dit KvK-nummer"), "code": _("Deze wijkcode")}


def _is_under_itself(theme: Theme) -> bool:
    above, seen = theme.broader, set()
    while above is not None and above.pk not in seen:
        if above.pk == theme.pk:
            return True
        seen.add(above.pk)
        above = above.broader
    return False
