"""The roles of the house, and the sets of roles that rooms ask for."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import wraps
from typing import ParamSpec, TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import TextChoices
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from houtskool.web.language import Text

P = ParamSpec("P")
R = TypeVar("R", bound=HttpResponseBase)


class Role(TextChoices):
    ADMINISTRATOR = "beheerder", _("beheerder")
    PROGRAMME_MANAGER = "programmamanager", _("programmamanager")
    FACILITATOR = "procesbegeleider", _("procesbegeleider")
    CORE_GROUP = "kerngroep", _("kerngroep")
    OFFICIAL = "ambtenaar", _("ambtenaar")
    MANDATE_HOLDER = "mandaathouder", _("mandaathouder")
    CLERK = "griffier", _("griffier")
    COUNCILLOR = "raadslid", _("raadslid")
    PARTICIPANT = "deelnemer", _("deelnemer")


# Who decides what the programme says; who keeps sector and gatherings; who works for the municipality.
STEERS = frozenset({Role.ADMINISTRATOR, Role.PROGRAMME_MANAGER})
FACILITATES = STEERS | {Role.FACILITATOR}
STAFF = frozenset(Role) - {Role.COUNCILLOR, Role.PARTICIPANT}
READS = frozenset(Role) - {Role.PARTICIPANT}


def for_roles(roles: Collection[Role], to: Text) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Open the view to these roles only; others read who may do what: "Alleen een … kan {to}." (403)."""

    def decorate(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            request = args[0]
            assert isinstance(request, HttpRequest)
            if not request.user.is_authenticated or not request.user.holds(*roles):
                refusal = gettext("Alleen een %(roles)s kan %(to)s.")
                raise PermissionDenied(refusal % {"roles": in_words(roles), "to": to})
            return view(*args, **kwargs)

        guarded.roles = frozenset(roles)  # type: ignore[attr-defined]  # functions declare no attributes
        return guarded

    return decorate


def in_words(roles: Collection[Role]) -> str:
    """ "beheerder, programmamanager of procesbegeleider", in the order of the house."""
    *first, last = [role.label for role in Role if role in roles]
    if not first:
        return str(last)
    return gettext("%(first)s of %(last)s") % {"first": ", ".join(map(str, first)), "last": last}
