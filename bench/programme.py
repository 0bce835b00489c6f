"""A programme of 500 measures with 10,000 grounds: its pages, freezing, differences, and a PDF of 60 pages.

Run: python bench/programme.py [--without-peer]; on PostgreSQL: tools/with-postgres python bench/programme.py

The PDF is made beside WeasyPrint's, which gets an environment of its own under var/ and is no dependency.
Both are processes under a limit of memory and time; who passes it *fails*. Behind the clock's time stands the
processor's; what has a budget is held against the less of the two, so that other work here does not fail it.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import random
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

MEASURES, GROUNDS, UNUSED, LINES, GROUPS = 500, 10_000, 2_000, 20, 40
PAGES = 60
PAGE_BUDGET, DIFFERENCE_BUDGET, PDF_BUDGET = 0.5, 0.5, 0.5  # seconds
FREEZE_BUDGET = 1.5  # the first time, when each of 5,000 quotes gets its hash
AT = datetime(2019, 1, 15, 10, 0, tzinfo=ZoneInfo("Europe/Amsterdam"))
DAY = date(2019, 1, 15)
TEXT = (
    "De gemeente vraagt bij opdrachten onder de drempel eerst een onderneming uit de buurt om een offerte. "
    "Inkopers krijgen een lijst met wie er is, en de wethouder vertelt elk half jaar hoe vaak dat lukte. "
)


@dataclasses.dataclass(frozen=True)
class Took:
    """`queries` is None where they were not counted."""

    seconds: float
    processor: float
    queries: int | None = None

    @property
    def spent(self) -> float:
        return min(self.seconds, self.processor)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--without-peer", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        set_up(folder)
        begin = time.perf_counter()
        process = fill()
        print(f"{MEASURES} measures with {GROUNDS} grounds in {time.perf_counter() - begin:.0f} s\n")
        sketch, adopted, freezing = freeze(process)
        slow = told("page", pages(process, sketch, adopted), PAGE_BUDGET)
        print()
        slow += told("work", {"freeze": freezing}, FREEZE_BUDGET)
        slow += told("", {"differences of two versions": differences(sketch, adopted)}, DIFFERENCE_BUDGET)
        slow += document_of_sixty_pages(adopted, Path(folder), peer=not arguments.without_peer)
    print(f"over the budget: {', '.join(slow) or 'none'}")
    return 1 if slow else 0


def set_up(folder: str) -> None:
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


def fill() -> Any:
    """Twenty lines of 25 measures, each with 20 grounds, three milestones and two amounts; no two alike."""
    from houtskool.inventory.models import Contribution
    from houtskool.kernel import vaguedate
    from houtskool.process.models import Process
    from houtskool.programme.models import ActionLine, BudgetLine, Ground, Measure, Milestone
    from houtskool.sector.models import StakeholderGroup, Theme

    chance = random.Random(1)
    process = Process.objects.create(title="Actieprogramma Duinstede", ambition=TEXT)
    groups = [StakeholderGroup.objects.create(name=f"groep {n}", key=f"groep-{n}") for n in range(GROUPS)]
    themes = [Theme.objects.create(name=f"thema {n}") for n in range(20)]
    lines = [
        ActionLine.objects.create(process=process, title=f"Actielijn {n}", text=TEXT, order=n)
        for n in range(LINES)
    ]
    measures, milestones, budget = [], [], []
    for n in range(MEASURES):
        one = Measure(
            process=process,
            action_line=lines[n * LINES // MEASURES],
            order=n,
            number=f"{n + 1}",
            title=f"Maatregel {n} in de buurt",
            text=f"{n}. {TEXT}",
            result=f"In {2020 + n % 4} krijgt {n % 90 + 10}% van de ondernemingen een opdracht.",
            owner_words=chance.choice(["Economie", "Vastgoed", "Inkoop", "Werkpartners"]),
            portfolio_holder="Wethouder",
            search_text=f"\nmaatregel {n}\n",
        )
        one.planned = vaguedate.parse(f"voorjaar {2020 + n % 4}")
        measures.append(one)
    Measure.objects.bulk_create(measures)
    for n, one in enumerate(measures):
        for step in range(3):
            stone = Milestone(measure=one, title=f"Stap {step} van {n}", critical=step == 2)
            stone.planned = vaguedate.parse(f"{step + 1} mei {2020 + n % 4}")
            milestones.append(stone)
        budget += [
            BudgetLine(measure=one, year=2020 + year, amount=100 * (n + 1), cover="begroting")
            for year in range(2)
        ]
    Milestone.objects.bulk_create(milestones)
    BudgetLine.objects.bulk_create(budget)
    Measure.themes.through.objects.bulk_create(
        Measure.themes.through(measure=one, theme=themes[n % 20]) for n, one in enumerate(measures)
    )
    said = [
        Contribution(
            process=process,
            at=AT - timedelta(minutes=number + 1),
            words=f"{number}: {chance.choice(['wij zoeken', 'er is geen', 'geef ons'])} ruimte en geld.",
            kind="need",
            consent="pseudonym" if number % 3 else "aggregate",
            group=groups[number % GROUPS],
        )
        for number in range(GROUNDS + UNUSED)
    ]
    Contribution.objects.bulk_create(said, batch_size=2000)
    kinds = ("adopted", "adopted", "partly", "not")
    Ground.objects.bulk_create(
        (
            Ground(
                measure=measures[number % MEASURES],
                contribution=said[number],
                kind=kinds[number % 4],
                reason=f"Omdat {number % 11} keer eerder niet ging." if number % 4 > 1 else "",
                at=AT,
            )
            for number in range(GROUNDS)
        ),
        batch_size=2000,
    )
    return process


def freeze(process: Any) -> tuple[Any, Any, Took]:
    """A sketch; then a fifth of the measures reads otherwise, ten go and ten come; presented and adopted."""
    from houtskool.accounts.models import User
    from houtskool.programme.actions import versions
    from houtskool.programme.completeness import gaps
    from houtskool.programme.models import Measure

    by = User.objects.create_user("alice@voorbeeld.example", name="Alice")
    by.grants.create(role="programmamanager")
    made: list[Any] = []
    took = timed(lambda: made.append(versions.freeze(process, "sketch", by=by, at=AT)), rounds=1, count=True)
    measures = list(Measure.objects.filter(process=process).order_by("order"))
    for one in measures[::5]:
        one.text = one.text.replace("vraagt", "vroeg").replace("elk half jaar", "elk jaar en in elke wijk")
        one.save()
    for one in measures[-10:]:
        one.delete()
        one.pk, one.key, one.title = None, uuid.uuid4(), f"{one.title}, opnieuw"
        one.save(force_insert=True)
    accepted = {gap.key: "Dat volgt." for gap in gaps(process)}
    versions.present(process, to="raad", on=DAY, accepted=accepted, by=by, at=AT)
    adopted = versions.adopt(process, body="raad", on=DAY, number="1", by=by, at=AT)
    return made[0], adopted, took


def pages(process: Any, sketch: Any, adopted: Any) -> dict[str, Took]:
    from django.test import Client

    from houtskool.accounts.models import User
    from houtskool.programme.models import Measure

    client = Client()
    client.force_login(User.objects.get())
    home = f"/programma/{process.pk}/"
    measure = Measure.objects.filter(process=process).order_by("order")[MEASURES // 2].get_absolute_url()
    addresses = {
        "the programme, 500 measures": home,
        "only what is late": f"{home}?stand=late",
        "a measure": measure,
        "its grounds": f"{measure}onderbouwing/",
        "without a ground": f"{home}zonder-onderbouwing/",
        "contributions without a measure": f"{home}zonder-maatregel/",
        "versions": f"{home}versies/",
        "present, with its gaps": f"{home}aanbieden/",
        "execution, time and money": f"{home}uitvoering/",
        "two versions compared": f"/programma/versie/{adopted.pk}/anders-dan/{sketch.pk}/",
        "rounds of progress": f"{home}voortgang/",
        "as a spreadsheet": f"{home}als/xlsx/",
    }

    def get(address: str) -> Callable[[], None]:
        def ask() -> None:
            assert client.get(address).status_code == 200, address

        return ask

    get(home)()
    return {name: timed(get(address), rounds=3, count=True) for name, address in addresses.items()}


def differences(sketch: Any, adopted: Any) -> Took:
    from houtskool.programme.content import read
    from houtskool.programme.differences import difference

    found = difference(read(sketch.content), read(adopted.content))
    assert len(found.measures) == MEASURES // 5 - 2 + 20, len(found.measures)
    return timed(lambda: difference(read(sketch.content), read(adopted.content)), rounds=5)


def document_of_sixty_pages(adopted: Any, folder: Path, *, peer: bool) -> list[str]:
    """The first so many measures of the adopted version, as a document of that many pages."""
    from bench.parts.programme_peer import beside, compared
    from houtskool.documents import read, write_pdf
    from houtskool.inventory import quotes
    from houtskool.programme.document import document_of

    def document(number: int, place: str = "buurt") -> Any:
        content = json.loads(adopted.content.replace("buurt", place))
        content["measures"] = content["measures"][:number]
        used = {one["line"] for one in content["measures"]}
        content["lines"] = [line for line in content["lines"] if line["key"] in used]
        version = type(adopted)(
            **{field.attname: getattr(adopted, field.attname) for field in adopted._meta.concrete_fields}
        )
        version.content, version.accepted_gaps = json.dumps(content), []
        return quotes.served(document_of(version))

    def length(number: int) -> int:
        return len(read(write_pdf(document(number), contents=True), "a.pdf").pages)

    number = PAGES * 100 // length(100)
    while length(number) < PAGES:
        number += 1
    took = timed(lambda: document(number), rounds=3, count=True)
    slow = told("", {f"the document of {number} measures, quotes filled": took}, PDF_BUDGET)
    places = ["buurt", "wijk", "stad", "regio", "straat"]
    print()
    return slow + compared(
        beside([document(number, place) for place in places], folder, peer=peer), PDF_BUDGET
    )


def timed(act: Callable[[], object], *, rounds: int, count: bool = False) -> Took:
    """The best of several rounds, and how many queries one of them asks."""
    from django.db import connection

    asked: list[str] = []

    def counted(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append(sql)
        return execute(sql, params, many, context)

    clock, processor = [], []
    for _ in range(rounds):
        asked.clear()
        begin, worked = time.perf_counter(), time.process_time()
        with connection.execute_wrapper(counted):
            act()
        clock.append(time.perf_counter() - begin)
        processor.append(time.process_time() - worked)
    return Took(min(clock), min(processor), len(asked) if count else None)


def told(title: str, rows: dict[str, Took], budget: float) -> list[str]:
    """Prints a row each; which of them are over the budget."""
    if title:
        print(f"{title:48} clock  processor  queries")
    for name, took in rows.items():
        queries = "" if took.queries is None else took.queries
        print(f"{name:46} {took.seconds * 1000:4.0f} ms    {took.processor * 1000:4.0f} ms  {queries:>7}")
    return [name for name, took in rows.items() if took.spent > budget]


if __name__ == "__main__":
    raise SystemExit(main())
