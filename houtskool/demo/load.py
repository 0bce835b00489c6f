"""`python -m houtskool.demo.load PASSWORD`: bring the database up to date and fill it, once."""

from __future__ import annotations

import sys

import django


def main(password: str) -> None:
    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import transaction

    from houtskool.accounts.models import User
    from houtskool.demo import haarlem

    assert settings.EXAMPLE, "only an example may be filled with invented people"
    # WhiteNoise finds the files in the packages; it only asks that the folder for collected ones is there.
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0)
    if User.objects.exists():
        return
    print("Het voorbeeld wordt klaargezet …", file=sys.stderr, flush=True)
    with transaction.atomic():
        haarlem.build(password)


if __name__ == "__main__":
    main(sys.argv[1])
