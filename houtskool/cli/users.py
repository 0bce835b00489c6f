"""`houtskool add-user`: for the first beheerder, who adds everybody else on the site itself."""

from __future__ import annotations

import argparse

from houtskool.cli.base import BadInput, Commands, require_database


def add_to(commands: Commands) -> None:
    add_user = commands.add_parser("add-user", help="laat iemand zich aanmelden, zoals de eerste beheerder")
    add_user.add_argument("email", metavar="E-MAILADRES")
    add_user.add_argument("--name", default="", metavar="NAAM", help="zoals collega's deze persoon kennen")
    add_user.add_argument(
        "--role", action="append", default=[], metavar="ROL", help="bijvoorbeeld beheerder; mag vaker"
    )
    add_user.set_defaults(run=_add_user)


def _add_user(arguments: argparse.Namespace) -> int:
    require_database()
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email
    from django.utils import timezone

    from houtskool.accounts.roles import Role
    from houtskool.records.users import add_user

    if unknown := [role for role in arguments.role if role not in Role.values]:
        raise BadInput(f"de rol {unknown[0]} bestaat niet. Kies uit: {', '.join(Role.values)}.")
    roles = [Role(role) for role in dict.fromkeys(arguments.role)]
    try:
        validate_email(arguments.email)
        user = add_user(arguments.email, arguments.name, roles, by=None, at=timezone.now())
    except ValidationError as refusal:
        raise BadInput(f"{arguments.email}: {' '.join(refusal.messages)}") from refusal
    print(f"{user} kan zich aanmelden, met een code die wij naar {user.email} mailen.")
    return 0
