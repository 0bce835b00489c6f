"""What 100,000 contributions cost: the pages of list, search and one, and taking them in.

Run: python bench/inventory.py [rows]; on PostgreSQL: tools/with-postgres python bench/inventory.py [rows]
"""

import os
import random
import resource
import sys
import tempfile
import time
from datetime import datetime
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


def spreadsheet(path):
    """A row a contribution: forty groups, twenty themes, a word that one row in a thousand has."""
    chance = random.Random(1)
    with open(path, "w", encoding="utf-8") as file:
        file.write("nummer;woorden;soort;groep;thema;inbrenger;toestemming;jaar\n")
        for number in range(ROWS):
            words = " ".join(chance.choices(WORDS, k=30)) + f" zin {number}"
            words += " houtvergasser" if number % 1000 == 0 else ""
            kind = chance.choice(["behoefte", "idee", "feit", "aanbod"])
            consent = chance.choice(["citeren zonder naam", "alleen meetellen"])
            cells = [f"N-{number}", words, kind, f"groep {number % 40}", f"thema {number % 20}"]
            file.write(";".join([*cells, f"Persoon {number % 5000}", consent, str(2010 + number % 9)]) + "\n")


def take_in(path):
    """Seconds and the growth of memory, in MB, of an import of the whole file."""
    from houtskool.records import importing
    from houtskool.records.models import ImportBatch

    before = memory()
    begin = time.perf_counter()
    with open(path, "rb") as file:
        kind = importing.kind("contributions")
        batch, _ = importing.start(kind, file, "lijst.csv", by=None, at=AT, limit=10**9)
    batch.choices = {"themes": "add"}
    batch.save()
    importing.finish(batch, by=None, at=AT, heard=lambda outcome: None)
    batch = ImportBatch.objects.get()
    assert (batch.created, batch.refused) == (ROWS, 0), (batch.created, batch.refused)
    return time.perf_counter() - begin, memory() - before


def memory():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


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
        from houtskool.process.models import Process
        from houtskool.sector.models import StakeholderGroup

        Process.objects.create(title="Maatproces")
        for number in range(40):
            StakeholderGroup.objects.create(name=f"groep {number}", key=f"groep-{number}")
        path = Path(folder) / "lijst.csv"
        spreadsheet(path)
        seconds, grown = take_in(path)
        print(f"import of {ROWS} rows: {seconds:.0f} s, {ROWS / seconds:.0f} rows a second")
        print(f"memory: {grown:.0f} MB more than before")
        slow = []
        for name, (taken, queries) in pages().items():
            print(f"{name:28} {taken * 1000:6.0f} ms  {queries} queries")
            slow += [name] if taken > BUDGET else []
    print(f"over the budget of {BUDGET} s: {', '.join(slow) or 'none'}")
    return 1 if slow else 0


if __name__ == "__main__":
    raise SystemExit(main())
