from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from houtskool.accounts.http import Request
from houtskool.accounts.models import User
from houtskool.accounts.roles import Role, for_roles
from houtskool.records import users
from houtskool.records.forms import UserForm
from houtskool.records.history import history

ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})


@for_roles(ADMINISTRATOR, to=_("gebruikers beheren"))
def listing(request: Request) -> HttpResponse:
    return render(request, "records/users.html", {"users": User.objects.prefetch_related("grants")})


@for_roles(ADMINISTRATOR, to=_("gebruikers beheren"))
def add(request: Request) -> HttpResponse:
    form = UserForm(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        try:
            user = users.add_user(
                given["email"], given["name"], _roles(form), by=request.user, at=timezone.now()
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(
                request, gettext("%(user)s kan zich aanmelden, met een code die wij mailen.") % {"user": user}
            )
            return redirect("records:users")
    return render(request, "records/user_form.html", {"form": form})


@for_roles(ADMINISTRATOR, to=_("gebruikers beheren"))
def change(request: Request, pk: int) -> HttpResponse:
    user = get_object_or_404(User, pk=pk)
    form = UserForm(request.POST or None, user=user)
    if form.is_valid():
        given = form.cleaned_data
        try:
            users.change_user(
                user,
                name=given["name"],
                roles=_roles(form),
                is_active=given["is_active"],
                by=request.user,
                at=timezone.now(),
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, gettext("De gegevens van %(user)s zijn bewaard.") % {"user": user})
            return redirect("records:users")
    return render(
        request,
        "records/user_form.html",
        {"form": form, "subject": user, "history": history(user, request.user)},
    )


def _roles(form: UserForm) -> list[Role]:
    return [Role(role) for role in form.cleaned_data["roles"]]
