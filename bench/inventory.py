"""How long the server takes for the pages of 100,000 contributions: list, filter, search and one of them.

Taking so many in from a spreadsheet is measured by bench/importing.py.

Run: python bench/inventory.py [rows]; on PostgreSQL: tools/with-postgres python bench/inventory.py [rows]
"""

import os
import random
import sys
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
ROWS = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
BUDGET = 0.5  # seconds of the server for one page
AT = datetime(2019, 1, 15, 10, 0, tzinfo=ZoneInfo("Europe/Amsterdam"))
WORDS = [
    *("inkoop", "ruimte", "lening", "gemeente", "ondernemer", "wijk", "school", "begeleiding", "opdracht"),
    *("vergunning", "netwerk", "geld", "subsidie", "buurt", "loket", "regels", "samenwerking", "werkplaats"),
    *("effect", "meten", "contact", "offerte", "drempel", "garantie", "pand", "huur", "zorg"),
]


def set_up(folder):
    os.environ.update(
        {
            "DJANGO_SETTINGS_MODULE": "houtskool.settings",
            "HOUTSKOOL_FOLDER": folder,
            "HOUTSKOOL_HOSTS": "testserver",
        }
    )
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def fill():
    """Forty groups, twenty themes, 5,000 people, and a word that one contribution in a thousand has."""
    from django.db import connection, transaction

    from houtskool.inventory.models import Coding, Contribution, Contributor
    from houtskool.process.models import Process
    from houtskool.sector.models import StakeholderGroup, Theme

    chance = random.Random(1)
    process = Process.objects.create(title="Maatproces")
    groups = [StakeholderGroup.objects.create(name=f"groep {n}", key=f"groep-{n}") for n in range(40)]
    themes = [Theme.objects.create(name=f"thema {n}") for n in range(20)]
    people = [Contributor(process=process, name=f"Persoon {n}", at=AT) for n in range(5000)]
    Contributor.objects.bulk_create(people)
    for start in range(0, ROWS, 5000):
        rows = [
            Contribution(
                process=process,
                at=AT + timedelta(seconds=number),
                words=" ".join(chance.choices(WORDS, k=30))
                + (" houtvergasser" if number % 1000 == 0 else ""),
                kind=chance.choice(["need", "idea", "fact", "offer"]),
                consent=chance.choice(["pseudonym", "aggregate"]),
                group=groups[number % 40],
                contributor=people[number % 5000],
                state="coded" if number % 3 else "new",
            )
            for number in range(start, min(start + 5000, ROWS))
        ]
        with transaction.atomic():
            Contribution.objects.bulk_create(rows)
            codings = [
                Coding(contribution=row, theme=themes[n % 20], at=AT)
                for n, row in enumerate(rows)
                if row.state == "coded"
            ]
            Coding.objects.bulk_create(codings)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as a database that has been up for a while does by itself


def pages():
    """name → (address, best seconds of five, number of queries)."""
    from django.db import connection
    from django.test import Client

    from houtskool.accounts.models import User
    from houtskool.inventory.models import Contribution
    from houtskool.sector.models import StakeholderGroup, Theme

    user = User.objects.create_user("bob@voorbeeld.example", name="Bob")
    user.grants.create(role="procesbegeleider")
    client = Client()
    client.force_login(user)
    theme, group = Theme.objects.first().pk, StakeholderGroup.objects.first().pk
    last = (ROWS + 49) // 50
    addresses = {
        "list": "/inbreng/",
        "list, last page": f"/inbreng/?page={last}",
        "list, oldest first": "/inbreng/?sort=at",
        "filter: theme": f"/inbreng/?theme={theme}",
        "filter: group": f"/inbreng/?group={group}",
        "filter: kind and consent": "/inbreng/?kind=idea&consent=pseudonym",
        "filter: without answer": "/inbreng/?missing=answer",
        "filter: without theme": "/inbreng/?missing=theme",
        "search: a rare word": "/inbreng/?q=houtvergasser",
        "search: a common word": "/inbreng/?q=inkoop",
        "search: three words": "/inbreng/?q=inkoop+vergunning+lening",
        "search: a phrase": '/inbreng/?q="inkoop+vergunning"',
        "search: not": "/inbreng/?q=inkoop+-vergunning",
        "search and theme": f"/inbreng/?q=houtvergasser&theme={theme}",
        "one contribution": Contribution.objects.order_by("pk")[ROWS // 2].get_absolute_url(),
    }
    client.get("/inbreng/")
    found = {}
    for name, address in addresses.items():
        asked = []

        def count(execute, sql, params, many, context, asked=asked):
            asked.append(sql)
            return execute(sql, params, many, context)

        with connection.execute_wrapper(count):
            assert client.get(address).status_code == 200, address
        found[name] = (best(lambda address=address: client.get(address)), len(asked))
    return found


def best(act, rounds=5):
    seconds = float("inf")
    for _ in range(rounds):
        begin = time.perf_counter()
        act()
        seconds = min(seconds, time.perf_counter() - begin)
    return seconds


def main():
    with tempfile.TemporaryDirectory() as folder:
        set_up(folder)
        begin = time.perf_counter()
        fill()
        print(f"{ROWS} contributions, with their stems, in {time.perf_counter() - begin:.0f} s")
        slow = []
        for name, (taken, queries) in pages().items():
            print(f"{name:28} {taken * 1000:6.0f} ms  {queries} queries")
            slow += [name] if taken > BUDGET else []
    print(f"over the budget of {BUDGET} s: {', '.join(slow) or 'none'}")
    return 1 if slow else 0


if __name__ == "__main__":
    raise SystemExit(main())
